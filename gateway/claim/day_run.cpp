#include "gateway/claim/day_run.hpp"

#include <algorithm>

#include "formats/json/writer.hpp"
#include "formats/model/ids.hpp"
#include "gateway/claim/letter_delivery.hpp"
#include "gateway/dispatch/apply.hpp"
#include "ledger/store/payments.hpp"

namespace airut::gateway {
namespace {

namespace dunning = ledger::dunning;

// Payments, credits and what was taken back, by the day they count from.
ledger::PrincipalHistory history_of(ledger::Snapshot& view, ledger::ReceivableRow const& row) {
  ledger::PrincipalHistory history{row.original, {}};
  for (auto const& entry : ledger::list_entries(view, row.tenant, row.id)) {
    if (entry.component != "principal" || entry.kind == "charge") continue;
    history.changes.push_back({entry.effective, entry.amount});
  }
  return history;
}

dunning::Mode mode_of(std::string const& word, dunning::Mode otherwise) {
  return dunning::parse_mode(word).value_or(otherwise);
}

dunning::ItemFacts facts_of(ledger::Snapshot& view, ledger::ReceivableRow const& row) {
  dunning::ItemFacts facts;
  facts.due_date = row.due_date;
  facts.sent_on = facts.delivered_on = row.delivered_on;
  facts.owed = {row.principal, row.interest, row.fee, row.cost};
  facts.history = history_of(view, row);
  facts.interest_until = row.interest_until;
  for (auto const& letter : ledger::list_letters(view, row.tenant, row.id)) {
    auto const action = dunning::parse_action(letter.kind);
    facts.letters.push_back({action.value_or(dunning::Action::first_reminder), letter.day,
                             letter.deadline, letter.fee});
  }
  facts.in_collection = row.stage == "in_collection";
  facts.disputed = row.disputed;
  facts.held = !row.hold_reason.empty();
  facts.hold_until = row.hold_until;
  facts.hold_reason = row.hold_reason;
  facts.reminders = mode_of(row.reminders, dunning::Mode::automatic);
  facts.collection = mode_of(row.collection, dunning::Mode::manual);
  facts.bank_data_until = ledger::bank_data_until(view, row.tenant, row.account);
  return facts;
}

// "8.0" -> 80'000.
std::optional<std::int64_t> millionths(std::optional<model::Decimal> const& percent) {
  if (!percent || percent->scale() > 4) return std::nullopt;
  auto value = percent->coefficient();
  for (int i = percent->scale(); i < 4; ++i) value *= 10;
  return static_cast<std::int64_t>(value);
}

dunning::Decision no_policy() {
  dunning::Decision decision;
  decision.reason_code = "no-policy";
  decision.reason = "The billing client has no such dunning policy.";
  return decision;
}

dunning::Decision decision_of(ledger::Snapshot& view, ledger::ReceivableRow const& row,
                              DayContext const& context) {
  auto const* client = context.billers.client(row.tenant, row.client);
  auto const* policy = client ? context.billers.policy(row.tenant, row.policy) : nullptr;
  if (policy == nullptr) return no_policy();
  auto facts = facts_of(view, row);
  dunning::CustomerFacts const customer{client->seller.address.country,
                                        config::debtor_of(row.buyer_type), ""};
  auto decision = dunning::decide(facts, customer, *policy, context.law, context.as_of);
  bool const letter =
      decision.action != dunning::Action::none || decision.reason_code == "missing-law-row";
  if (!letter) return decision;
  // Only now is the document looked into: it may ask for less interest than the law.
  auto const submission = stored_submission(view, row.tenant, row.invoice_id);
  auto const& payment = submission.invoice.payment;
  if (payment) facts.agreed_rate_millionths = millionths(payment->late_interest_percent);
  return dunning::decide(facts, customer, *policy, context.law, context.as_of);
}

std::string proof_text(std::vector<dunning::Proof> const& proof) {
  json::Writer out;
  out.begin_array();
  for (auto const& one : proof) {
    out.begin_object();
    out.member("rule", one.rule);
    out.member("text", one.text);
    out.end_object();
  }
  out.end_array();
  return std::move(out).text();
}

ledger::LetterDecided letter_fact(DayDecision const& one, DayContext const& context) {
  auto const& decision = one.decision;
  ledger::LetterDecided fact;
  fact.letter_id = model::new_id("ltr", context.now);
  fact.receivable_id = one.item.id;
  fact.invoice_id = one.item.invoice_id;
  fact.client = one.item.client;
  fact.kind = dunning::action_text(decision.action);
  fact.round = decision.round;
  fact.day = decision.day;
  fact.deadline = decision.deadline;
  fact.principal_open = decision.principal;
  fact.fee = decision.fee;
  fact.interest = decision.interest;
  fact.interest_from = decision.interest_from;
  fact.interest_until = decision.interest_until;
  fact.interest_percent = decision.interest_percent;
  fact.proof = proof_text(decision.proof);
  return fact;
}

}  // namespace

DayStretch decide_stretch(ledger::Snapshot& view, DayContext const& context, std::string_view after,
                          int limit) {
  DayStretch stretch;
  auto rows = ledger::dunning_candidates(view, context.tenant, context.as_of, after, limit);
  if (static_cast<int>(rows.size()) == limit) stretch.next = rows.back().id;
  for (auto& row : rows) {
    auto decision = decision_of(view, row, context);
    stretch.decisions.push_back({std::move(row), std::move(decision)});
  }
  return stretch;
}

DayWork run_stretch(ledger::Transaction& tx, DayContext const& context, std::string_view after,
                    int limit) {
  DayWork work;
  work.stretch = decide_stretch(tx, context, after, limit);
  for (auto const& one : work.stretch.decisions) {
    if (one.decision.action == dunning::Action::none) continue;
    auto const fact = letter_fact(one, context);
    tx.append(context.tenant, context.actor, context.now, fact);
    work.queued |= route_letter(tx, fact, context);
  }
  return work;
}

}  // namespace airut::gateway
