#include "gateway/claim/proposals.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <set>
#include <string>

#include "gateway/claim/charged.hpp"
#include "gateway/claim/hold.hpp"
#include "gateway/claim/lay_payment.hpp"
#include "gateway/claim/owners.hpp"
#include "gateway/claim/payer_names.hpp"
#include "gateway/claim/relay.hpp"
#include "gateway/letters/principal_history.hpp"
#include "ledger/receivables/clues.hpp"
#include "ledger/receivables/correct.hpp"

namespace airut::gateway {
namespace {

constexpr int items_of_customer = 200, items_of_number = 50, customers_most = 20,
              payments_looked_at = 200;

// What the item owed on the day: without the letters that a payment of the day leaves without
// ground. Nothing when none is.
std::optional<model::Money> owed_on(ledger::Snapshot& view, ledger::ReceivableRow const& row,
                                    ledger::OpenItem const& item, std::optional<model::Date> day) {
  if (!day || !may_be_charged(row)) return std::nullopt;
  auto const total = item.owed.total();
  auto owed = total;
  ledger::ChargedItem const charged{item.owed, paid_on(view, row), history_of(view, row)};
  for (auto const& one : ledger::unfounded(charged_letters(view, row), charged, total, *day))
    owed -= one.fee + one.interest + one.cost;
  return owed == total ? std::nullopt : std::optional{owed};
}

// Whether the reference is that of so many that it names none of them.
bool is_reference_of_many(ledger::Snapshot& view, ledger::PaymentRow const& payment,
                          std::string_view reference_key) {
  auto const many = clients_of_many(view, payment.tenant, reference_key);
  if (payment.client.empty()) return !many.empty();
  return std::find(many.begin(), many.end(), payment.client) != many.end();
}

// What the payment names by its references, whoever the client is.
std::vector<ledger::ReceivableRow> named_items(ledger::Snapshot& view,
                                               ledger::PaymentRow const& payment) {
  std::vector<ledger::ReceivableRow> items;
  auto const add = [&](std::string const& key) {
    if (is_reference_of_many(view, payment, key)) return;
    auto more = ledger::receivables_by_reference(view, payment.tenant, key);
    std::move(more.begin(), more.end(), std::back_inserter(items));
  };
  add(payment.reference_key);
  for (auto const& further : payment.more_references) add(further);
  return items;
}

// The customers of the client whose references they are.
std::set<std::string> customers_of_reference(ledger::Snapshot& view,
                                             ledger::PaymentRow const& payment) {
  std::set<std::string> customers;
  for (auto const& row : named_items(view, payment)) {
    if (row.client == payment.client && !row.customer_number.empty())
      customers.insert(row.customer_number);
  }
  return customers;
}

// Each item once, with every clue that led to it.
class Suspects {
 public:
  Suspects(ledger::Snapshot& view, ledger::PaymentRow const& payment, config::Client const& client)
      : view_(view), payment_(payment), client_(client) {}

  std::set<std::string> const& customers() const { return customers_; }

  std::vector<ledger::Suspect> found() {
    by_owner();
    // What is over of a payment had the right reference.
    if (payment_.unallocated == payment_.amount) by_slip();
    for (auto const& number : ledger::numbers_in({payment_.text}))
      by_number(number, items_of_number, ledger::Clue::number_in_text);
    for (auto const& customer : ledger::customers_of_payer(view_, payment_.tenant, payment_.client,
                                                           payment_.payer_account, customers_most))
      by_number(customer, items_of_customer, ledger::Clue::payer_account);
    by_name();
    std::vector<ledger::Suspect> all;
    for (auto& [id, suspect] : suspects_) all.push_back(std::move(suspect));
    return all;
  }

 private:
  void add(ledger::ReceivableRow const& row, ledger::Clue clue) {
    bool const fits = row.client == payment_.client &&
                      row.principal.currency() == payment_.unallocated.currency();
    if (!fits) return;
    if (!row.customer_number.empty()) customers_.insert(row.customer_number);
    auto& suspect = suspects_[row.id];
    if (suspect.clues.empty()) {
      suspect = {open_item(row, client_), row.buyer_name, {}, row.customer_number};
      auto const day = payment_.value_date ? payment_.value_date : payment_.booked;
      suspect.owed_then = owed_on(view_, row, suspect.item, day);
    }
    suspect.clues.insert(clue);
  }

  // What the debtor owes whom the exact reference names.
  void by_owner() {
    for (auto const& customer : customers_of_reference(view_, payment_)) {
      for (auto const& row : ledger::open_items_of_customer(view_, payment_.tenant, payment_.client,
                                                            customer, items_of_customer))
        add(row, ledger::Clue::reference_owner);
    }
  }

  void by_slip() {
    for (auto const& slip : ledger::slips_of(payment_.reference_key)) {
      if (is_reference_of_many(view_, payment_, slip)) continue;
      for (auto const& row : ledger::receivables_by_reference(view_, payment_.tenant, slip))
        add(row, ledger::Clue::reference_slip);
    }
  }

  void by_number(std::string const& number, int most, ledger::Clue clue) {
    for (auto const& row :
         ledger::open_by_number(view_, payment_.tenant, payment_.client, number, most))
      add(row, clue);
  }

  void by_name() {
    for (auto const& beginning : name_beginnings(payment_.payer_name)) by_name(beginning);
  }

  void by_name(std::string const& beginning) {
    for (auto const& customer :
         ledger::customers_named(view_, payment_.tenant, beginning, customers_most))
      by_number(customer, items_of_customer, ledger::Clue::payer_name);
  }

  ledger::Snapshot& view_;
  ledger::PaymentRow const& payment_;
  config::Client const& client_;
  std::map<std::string, ledger::Suspect> suspects_;
  std::set<std::string> customers_;
};

// Other money that the same account has sent and that waits.
std::vector<ledger::WaitingPayment> waiting_of_payer(ledger::Snapshot& view,
                                                     ledger::PaymentRow const& payment) {
  std::vector<ledger::WaitingPayment> waiting;
  if (payment.payer_account.empty()) return waiting;
  ledger::PaymentFilter filter;
  filter.client = payment.client;
  filter.allocated = false;
  for (auto const& row :
       ledger::list_payments(view, payment.tenant, filter, {payments_looked_at, ""}).rows) {
    bool const same = row.id != payment.id && row.payer_account == payment.payer_account &&
                      !row.is_reversal && row.reversed_by.empty() && row.unallocated.minor() > 0;
    if (same) waiting.push_back({row.id, row.unallocated});
  }
  return waiting;
}

std::vector<ledger::CreditBalance> credits_of(ledger::Snapshot& view,
                                              ledger::PaymentRow const& payment,
                                              std::set<std::string> const& customers) {
  std::vector<ledger::CreditBalance> credits;
  if (customers.empty()) return credits;
  for (auto const& row : ledger::credit_balances(view, payment.tenant, payment.client)) {
    if (customers.contains(row.customer_number))
      credits.push_back({row.id, row.invoice_id, row.invoice_number, row.credit_balance});
  }
  return credits;
}

}  // namespace

namespace {

// The payment as each of those clients' whose it may be.
std::vector<ledger::PaymentRow> as_owners(Billers const& billers,
                                          ledger::PaymentRow const& payment) {
  if (!payment.client.empty()) return {payment};
  std::vector<ledger::PaymentRow> all;
  for (auto const* client : owners_of(billers, payment.tenant, payment.account).clients) {
    all.push_back(payment);
    all.back().client = client->ref;
  }
  return all;
}

std::vector<ledger::Proposal> proposals_of(ledger::Snapshot& view, Billers const& billers,
                                           ledger::PaymentRow const& payment) {
  auto const* client = billers.client(payment.tenant, payment.client);
  bool const waits =
      !payment.is_reversal && payment.reversed_by.empty() && payment.unallocated.minor() > 0;
  if (client == nullptr || !waits) return {};
  auto const day = payment.value_date ? payment.value_date : payment.booked;
  Suspects suspects{view, payment, *client};
  auto const found = suspects.found();
  auto proposals = ledger::propose(payment.unallocated, day, payment.payer_name, found);
  auto together = ledger::propose_together(payment.unallocated, payment.payer_name, found,
                                           credits_of(view, payment, suspects.customers()),
                                           waiting_of_payer(view, payment));
  std::move(together.begin(), together.end(), std::back_inserter(proposals));
  // What a payment leaves over is for the client's setting of overpayments, or for a person; so is
  // what several debtors may have paid.
  if (payment.unallocated != payment.amount || payment.unallocated_reason == "several-debtors") {
    for (auto& one : proposals) one.is_certain = false;
  }
  return proposals;
}

}  // namespace

std::vector<ledger::Proposal> proposals_for(ledger::Snapshot& view, Billers const& billers,
                                            ledger::PaymentRow const& payment) {
  std::vector<ledger::Proposal> all;
  for (auto const& one : as_owners(billers, payment)) {
    auto found = proposals_of(view, billers, one);
    std::move(found.begin(), found.end(), std::back_inserter(all));
  }
  // Whose it is nobody knows: no way is certain.
  if (payment.client.empty()) {
    for (auto& one : all) one.is_certain = false;
  }
  return all;
}

namespace {

bool lay(ledger::Transaction& tx, ClaimContext const& context, ledger::PaymentRow const& payment,
         ledger::Proposal const& proposal) {
  std::vector<Laying> wishes;
  for (auto const& share : proposal.shares) wishes.push_back({share.receivable_id, share.amount});
  return lay_payment(tx, context, payment, wishes, {}, {proposal.rule, proposal.explanation})
      .has_value();
}

// Step 8: money that fits nothing has come from an account that has paid before; whoever sent it
// is not reminded until a person has looked.
void hold_items_of_payer(ledger::Transaction& tx, ClaimContext const& context,
                         ledger::PaymentRow const& payment) {
  for (auto const& customer : ledger::customers_of_payer(tx, context.tenant, payment.client,
                                                         payment.payer_account, customers_most))
    hold_items_of(tx, context, payment.client, customer, "payment-unallocated");
}

// Money with the reference of several invoices that is for a person to lay: none of them is
// reminded of before, whatever else the clients let be proposed.
void hold_items_of_reference(ledger::Transaction& tx, ClaimContext const& context,
                             ledger::PaymentRow const& payment) {
  static constexpr std::array reasons{"account-mismatch", "several-clients", "currency-mismatch",
                                      "several-references", "several-debtors"};
  auto const& why = payment.unallocated_reason;
  if (std::find(reasons.begin(), reasons.end(), why) == reasons.end()) return;
  auto const owners = owners_of(context.billers, context.tenant, payment.account);
  for (auto const& row : named_items(tx, payment)) {
    for (auto const* client : owners.clients) {
      if (client->ref == row.client && !row.principal.is_zero())
        hold_item(tx, context, row.id, "payment-unallocated");
    }
  }
}

// Any money that waits with a debtor whom its exact reference names: what he owes besides may be
// what he meant.
void hold_items_of_debtor(ledger::Transaction& tx, ClaimContext const& context,
                          ledger::PaymentRow const& payment) {
  for (auto const& customer : customers_of_reference(tx, payment))
    hold_items_of(tx, context, payment.client, customer, "payment-unallocated");
}

// What the client's settings make of money that may be his.
std::optional<TakenUp> take_up_for(ledger::Transaction& tx, ClaimContext const& context,
                                   ledger::PaymentRow const& payment, bool is_his) {
  auto const* client = context.billers.client(context.tenant, payment.client);
  if (client == nullptr || client->payment_matching == "reference") return std::nullopt;
  auto const proposals = proposals_of(tx, context.billers, payment);
  if (proposals.empty()) {
    hold_items_of_payer(tx, context, payment);
    return std::nullopt;
  }
  auto const certain = std::find_if(proposals.begin(), proposals.end(),
                                    [](auto const& one) { return one.is_certain; });
  bool const may_lay =
      is_his && client->payment_matching == "automatic" && certain != proposals.end();
  if (may_lay && lay(tx, context, payment, *certain))
    return TakenUp{certain->rule, certain->explanation, true};
  // Which of them it was nobody knows yet: all wait.
  for (auto const& one : proposals) {
    for (auto const& share : one.shares)
      hold_item(tx, context, share.receivable_id, "payment-proposed");
    for (auto const& id : one.rival_items) hold_item(tx, context, id, "payment-proposed");
  }
  return TakenUp{proposals.front().rule, proposals.front().explanation, false};
}

}  // namespace

std::optional<TakenUp> take_up_waiting(ledger::Transaction& tx, ClaimContext const& context,
                                       std::string const& payment_id) {
  auto const payment = ledger::find_payment(tx, context.tenant, payment_id);
  bool const waits = payment && payment->reversed_by.empty() && payment->unallocated.minor() > 0;
  if (!waits) return std::nullopt;
  hold_items_of_reference(tx, context, *payment);
  std::optional<TakenUp> first;
  for (auto const& one : as_owners(context.billers, *payment)) {
    auto taken_up = take_up_for(tx, context, one, one.client == payment->client);
    if (!taken_up || !taken_up->is_laid) hold_items_of_debtor(tx, context, one);
    if (!first) first = std::move(taken_up);
  }
  return first;
}

}  // namespace airut::gateway
