#include "gateway/claim/proposals.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <string>

#include "gateway/claim/lay_payment.hpp"
#include "ledger/journal/fact.hpp"
#include "ledger/receivables/clues.hpp"

namespace airut::gateway {
namespace {

constexpr int items_of_customer = 200, items_of_number = 50, customers_most = 20;
constexpr std::size_t name_word_least = 3;

// Each item once, with every clue that led to it.
class Suspects {
 public:
  Suspects(ledger::Snapshot& view, ledger::PaymentRow const& payment, config::Client const& client)
      : view_(view), payment_(payment), client_(client) {}

  std::vector<ledger::Suspect> found() {
    by_reference();
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
    auto& suspect = suspects_[row.id];
    if (suspect.clues.empty()) suspect = {open_item(row, client_), row.buyer_name, {}};
    suspect.clues.insert(clue);
  }

  void by_reference() {
    for (auto const& slip : ledger::slips_of(payment_.reference_key)) {
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
    std::string_view rest = payment_.payer_name;
    while (!rest.empty()) {
      auto const end = rest.find(' ');
      std::string const word{rest.substr(0, end)};
      rest = end == rest.npos ? std::string_view{} : rest.substr(end + 1);
      if (word.size() < name_word_least) continue;
      for (auto const& customer :
           ledger::customers_named(view_, payment_.tenant, word, customers_most))
        by_number(customer, items_of_customer, ledger::Clue::payer_name);
    }
  }

  ledger::Snapshot& view_;
  ledger::PaymentRow const& payment_;
  config::Client const& client_;
  std::map<std::string, ledger::Suspect> suspects_;
};

}  // namespace

std::vector<ledger::Proposal> proposals_for(ledger::Snapshot& view, Billers const& billers,
                                            ledger::PaymentRow const& payment) {
  auto const* client = billers.client(payment.tenant, payment.client);
  bool const waits =
      !payment.is_reversal && payment.reversed_by.empty() && payment.unallocated.minor() > 0;
  if (client == nullptr || !waits) return {};
  auto const day = payment.value_date ? payment.value_date : payment.booked;
  return ledger::propose(payment.unallocated, day, payment.payer_name,
                         Suspects{view, payment, *client}.found());
}

namespace {

bool lay(ledger::Transaction& tx, ClaimContext const& context, ledger::PaymentRow const& payment,
         ledger::Proposal const& proposal) {
  std::vector<Laying> wishes;
  for (auto const& share : proposal.shares) wishes.push_back({share.receivable_id, share.amount});
  return lay_payment(tx, context, payment, wishes, {}, {proposal.rule, proposal.explanation})
      .has_value();
}

// An item that waits already, for whatever reason, goes on waiting for that.
void hold(ledger::Transaction& tx, ClaimContext const& context, ledger::Share const& share,
          int days) {
  auto const row = ledger::find_receivable(tx, context.tenant, share.receivable_id);
  if (!row || !row->hold_reason.empty() || row->disputed) return;
  ledger::ReceivablePaused fact;
  fact.receivable_id = share.receivable_id;
  fact.invoice_id = share.invoice_id;
  fact.action = "pause";
  fact.reason = "payment-proposed";
  fact.until = model::day_of(context.now) + std::chrono::days{days};
  tx.append(context.tenant, context.actor, context.now, fact);
}

}  // namespace

std::optional<TakenUp> take_up_waiting(ledger::Transaction& tx, ClaimContext const& context,
                                       std::string const& payment_id) {
  auto const payment = ledger::find_payment(tx, context.tenant, payment_id);
  auto const* client = payment ? context.billers.client(context.tenant, payment->client) : nullptr;
  if (client == nullptr || client->payment_matching == "reference") return std::nullopt;
  auto const proposals = proposals_for(tx, context.billers, *payment);
  if (proposals.empty()) return std::nullopt;
  auto const certain = std::find_if(proposals.begin(), proposals.end(),
                                    [](auto const& one) { return one.is_certain; });
  bool const may_lay = client->payment_matching == "automatic" && certain != proposals.end();
  if (may_lay && lay(tx, context, *payment, *certain))
    return TakenUp{certain->rule, certain->explanation, true};
  for (auto const& share : proposals.front().shares)
    hold(tx, context, share, client->proposal_hold_days);
  return TakenUp{proposals.front().rule, proposals.front().explanation, false};
}

}  // namespace airut::gateway
