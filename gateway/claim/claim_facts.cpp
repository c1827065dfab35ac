#include "gateway/claim/claim_facts.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "gateway/claim/bank_data.hpp"
#include "gateway/claim/rests.hpp"
#include "gateway/dispatch/apply.hpp"
#include "ledger/store/collections.hpp"
#include "ledger/store/credits.hpp"
#include "ledger/store/deviations.hpp"
#include "ledger/store/plans.hpp"
#include "ledger/store/terms.hpp"

namespace airut::gateway {
namespace {

namespace dunning = ledger::dunning;

dunning::Mode mode_of(std::string const& word, dunning::Mode otherwise) {
  return dunning::parse_mode(word).value_or(otherwise);
}

// The last day of an open promise, of several the latest, after the rests that are over.
std::optional<model::Date> rests_by_promise(ledger::Snapshot& view,
                                            ledger::ReceivableRow const& row) {
  auto last = ledger::promised_until(view, row);
  if (!last) return last;
  for (auto const& promise : ledger::promises_of(view, row.tenant, row.id)) {
    if (!promise.outcome.empty()) continue;
    last = std::max(*last, day_of_promise(view, row, promise, promise.day));
  }
  return last;
}

// The order was taken back since the client recalled its case.
bool is_recalled(ledger::Snapshot& view, ledger::ReceivableRow const& row,
                 ledger::LetterRow const& order) {
  if (!order.handed_back) return false;
  auto const last = ledger::case_of(view, row.tenant, row.id);
  return last && last->state == "closed_recalled";
}

// "8.0" -> 80'000.
std::optional<std::int64_t> millionths(std::optional<model::Decimal> const& percent) {
  // Zeros at the end say nothing.
  auto const rate = percent ? model::Decimal::parse(percent->text_shortest()) : std::nullopt;
  if (!rate || rate->scale() > 4) return std::nullopt;
  auto value = rate->coefficient();
  for (int i = rate->scale(); i < 4; ++i) value *= 10;
  return static_cast<std::int64_t>(value);
}

}  // namespace

std::string funds_of(config::Client const& client, std::string_view account) {
  for (auto const& own : client.accounts) {
    if (own.held && ledger::same_account(own.iban, account)) return "client";
  }
  return {};
}

ledger::OpenItem open_item(ledger::ReceivableRow const& row, config::Client const& client) {
  ledger::OpenItem item;
  item.receivable_id = row.id;
  item.invoice_id = row.invoice_id;
  item.invoice_number = row.invoice_number;
  item.account = row.account;
  item.more_accounts = row.more_accounts;
  item.reference_key = row.reference_key;
  item.country = client.seller.address.country;
  item.debtor = config::debtor_of(row.buyer_type);
  item.due_date = row.due_date;
  item.owed = {row.principal, row.interest, row.fee, row.cost};
  return item;
}

namespace {

// The last day on which the bank took a payment of the item back.
std::optional<model::Date> last_return(std::vector<ledger::EntryRow> const& entries) {
  std::optional<model::Date> last;
  for (auto const& entry : entries) {
    if (entry.kind == "reversal") last = std::max(last.value_or(entry.effective), entry.effective);
  }
  return last;
}

}  // namespace

dunning::ItemFacts facts_of(ledger::Snapshot& view, ledger::ReceivableRow const& row,
                            config::Client const& client) {
  dunning::ItemFacts facts;
  facts.due_date = row.due_date;
  facts.sent_on = row.sent_on;
  facts.delivered_on = row.delivered_on;
  facts.delivery_assumed = row.delivery_assumed;
  facts.owed = {row.principal, row.interest, row.fee, row.cost};
  auto const entries = ledger::principal_entries(view, row);
  facts.history = history_of(row, entries);
  facts.returned_on = last_return(entries);
  facts.interest_until = row.interest_until;
  for (auto const& letter : ledger::letters_of(view, row)) {
    if (letter.withdrawn) {
      facts.handed_back = facts.handed_back || is_recalled(view, row, letter);
      continue;
    }
    auto const fee = letter.fee - letter.back_fee, cost = letter.cost - letter.back_cost;
    if (!letter.plan_id.empty()) {
      facts.other_costs = facts.other_costs.value_or(fee - fee) + fee + cost;
      if (letter.kind == "plan_broken") facts.plan_deadline = letter.deadline;
      continue;
    }
    // An order whose case ended is no step before the next one.
    if (letter.handed_back) {
      facts.handed_back = true;
      if (!fee.is_zero() || !cost.is_zero())
        facts.other_costs = facts.other_costs.value_or(fee - fee) + fee + cost;
      continue;
    }
    auto const action = dunning::parse_action(letter.kind);
    facts.letters.push_back({action.value_or(dunning::Action::first_reminder), letter.day,
                             letter.deadline, letter.sent_on, fee, cost,
                             letter.announces_collection});
  }
  auto const acknowledged = ledger::acknowledged(view, row);
  facts.acknowledged = acknowledged.paid;
  for (auto const moment : acknowledged.agreed) {
    facts.acknowledged.push_back(model::day_of(moment));
  }
  facts.has_plan = ledger::has_plan_in_force(view, row);
  facts.promised_until = rests_by_promise(view, row);
  facts.open_deviation = ledger::open_deviation_about(view, row.tenant, row.invoice_id);
  facts.in_collection = row.stage == "in_collection";
  facts.disputed = row.disputed;
  facts.held = !row.hold_reason.empty();
  facts.hold_until = row.hold_until;
  facts.hold_reason = row.hold_reason;
  facts.reminders = mode_of(row.reminders, dunning::Mode::automatic);
  facts.collection = mode_of(row.collection, dunning::Mode::manual);
  facts.approved = row.approved;
  auto const bank = bank_coverage(view, row, client);
  facts.bank_data_until = bank.until;
  facts.bank_data_account = bank.account;
  return facts;
}

dunning::CustomerFacts customer_of(ledger::ReceivableRow const& row, config::Client const& client) {
  dunning::CustomerFacts customer;
  customer.country = client.seller.address.country;
  if (row.buyer_country != customer.country) customer.abroad = row.buyer_country;
  customer.debtor = config::debtor_of(row.buyer_type);
  customer.enforceable = client.directly_enforceable;
  return customer;
}

dunning::CustomerFacts customer_of(ledger::Snapshot& view, ledger::ReceivableRow const& row,
                                   config::Client const& client) {
  auto customer = customer_of(row, client);
  if (auto const terms = ledger::find_customer(view, row.tenant, row.client, row.customer_number)) {
    customer.stopped = terms->stopped;
    customer.hold_reason = terms->hold_reason;
    customer.hold_until = terms->hold_until;
  }
  if (auto const why = ledger::customer_rests_by(view, row)) {
    customer.hold_reason = fmt::format("{} about {}", why->code, why->invoice_number);
    customer.hold_until.reset();
  }
  return customer;
}

std::optional<model::Date> interest_begins(ledger::ReceivableRow const& row,
                                           config::Client const& client, config::Law const& law,
                                           model::Date day) {
  auto const customer = customer_of(row, client);
  auto const rules = law.reminders(customer.country, customer.debtor, day);
  if (!rules) return std::nullopt;
  dunning::ItemFacts facts;
  facts.due_date = row.due_date;
  facts.sent_on = row.sent_on;
  auto const free_until = dunning::interest_free_until(facts, customer, *rules, law);
  if (!free_until) return std::nullopt;
  return *free_until + std::chrono::days{1};
}

std::vector<ledger::ChargedLetter> charged_letters(ledger::Snapshot& view,
                                                   ledger::ReceivableRow const& row) {
  std::vector<ledger::ChargedLetter> letters;
  for (auto const& letter : ledger::list_letters(view, row.tenant, row.id)) {
    if (letter.withdrawn) continue;
    auto const delivery = ledger::find_delivery(view, row.tenant, letter.delivery_id);
    // One without a delivery found no channel.
    bool const waits = delivery ? is_waiting(*delivery) : !letter.sent_on;
    bool const goes_on = letter.proof.find("\"rule\":\"interest-so-far\"") != std::string::npos;
    letters.push_back({letter.id, letter.day, !waits, letter.fee - letter.back_fee,
                       letter.interest - letter.back_interest, letter.cost - letter.back_cost,
                       letter.interest_from, letter.interest_until, goes_on});
  }
  return letters;
}

std::optional<std::int64_t> agreed_rate(model::Submission const& submission) {
  auto const& payment = submission.invoice.payment;
  return payment ? millionths(payment->late_interest_percent) : std::nullopt;
}

std::optional<std::int64_t> agreed_rate(ledger::Snapshot& view, ledger::ReceivableRow const& row) {
  return agreed_rate(submission_for_letter(view, row));
}

}  // namespace airut::gateway
