#include "gateway/claim/day_run.hpp"

#include <algorithm>

#include "formats/json/writer.hpp"
#include "formats/model/ids.hpp"
#include "gateway/claim/claim_facts.hpp"
#include "gateway/claim/letter_delivery.hpp"

namespace airut::gateway {
namespace {

namespace dunning = ledger::dunning;

dunning::Decision no_policy() {
  dunning::Decision decision;
  decision.reason_code = "no-policy";
  decision.reason = "The billing client has no such dunning policy.";
  return decision;
}

DayDecision decision_of(ledger::Snapshot& view, ledger::ReceivableRow const& row,
                        DayContext const& context) {
  DayDecision one{row, no_policy(), {}, {}};
  auto const* client = context.billers.client(row.tenant, row.client);
  auto const* policy = client ? context.billers.policy(row.tenant, row.policy) : nullptr;
  if (policy == nullptr) return one;
  auto facts = facts_of(view, row);
  one.customer = customer_of(row, *client);
  one.decision = dunning::decide(facts, one.customer, *policy, context.law, context.as_of);
  bool const letter =
      one.decision.action != dunning::Action::none || one.decision.reason_code == "missing-law-row";
  if (!letter) return one;
  // Only now is the document looked into: it may ask for another rate than the law.
  one.agreed_rate = facts.agreed_rate_millionths = agreed_rate(view, row);
  one.decision = dunning::decide(facts, one.customer, *policy, context.law, context.as_of);
  return one;
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

std::string rates_text(std::vector<ledger::RateSpan> const& spans) {
  std::string text;
  for (auto const& span : spans) {
    if (!text.empty()) text += ';';
    text += model::date_text(span.first) + '/' + model::date_text(span.last) + ' ' + span.percent;
  }
  return text;
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
  fact.cost = decision.cost;
  fact.interest_rates = rates_text(decision.interest_rates);
  fact.country = one.customer.country;
  fact.debtor = config::debtor_text(one.customer.debtor);
  if (one.agreed_rate) {
    fact.agreed_percent = model::Decimal{*one.agreed_rate, 4}.text_shortest();
  }
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
  for (auto const& row : rows) stretch.decisions.push_back(decision_of(view, row, context));
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
