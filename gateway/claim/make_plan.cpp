#include "gateway/claim/make_plan.hpp"

#include <algorithm>

#include "formats/model/ids.hpp"
#include "gateway/claim/claim_facts.hpp"
#include "gateway/claim/letter_delivery.hpp"
#include "gateway/claim/letter_fact.hpp"
#include "gateway/claim/policies.hpp"
#include "ledger/store/payments.hpp"

namespace airut::gateway {
namespace {

namespace plan = ledger::plan;

struct Asked {
  config::DunningPolicy const* policy = nullptr;
  ledger::dunning::ItemFacts facts;
  ledger::dunning::CustomerFacts customer;
};

Asked asked_about(ledger::Snapshot& view, DayContext const& context,
                  ledger::ReceivableRow const& row) {
  Asked asked;
  auto const* client = context.billers.client(row.tenant, row.client);
  if (client == nullptr) return asked;
  asked.policy =
      context.billers.policy(row.tenant, policy_name_of(view, row, *client), context.as_of);
  if (asked.policy == nullptr) return asked;
  asked.facts = facts_of(view, row);
  asked.facts.agreed_rate_millionths = agreed_rate(view, row);
  asked.customer = customer_of(view, row, *client);
  return asked;
}

tl::expected<plan::Offer, plan::Refusal> offer_to(Asked const& asked, DayContext const& context,
                                                  plan::Wish const& wish) {
  if (asked.policy == nullptr) {
    return tl::unexpected{
        plan::Refusal{"no-policy", "The billing client has no dunning policy that holds today."}};
  }
  return plan::offer(asked.facts, asked.customer, *asked.policy, context.law, wish, context.as_of);
}

ledger::LetterDecided confirmation(ledger::ReceivableRow const& row, Asked const& asked,
                                   plan::Offer const& offer, DayContext const& context) {
  ledger::LetterDecided fact;
  fact.letter_id = model::new_id("ltr", context.now);
  fact.plan_id = model::new_id("pln", context.now);
  fact.receivable_id = row.id;
  fact.invoice_id = row.invoice_id;
  fact.client = row.client;
  fact.kind = "plan_confirmation";
  fact.day = context.as_of;
  fact.deadline = offer.shares.back().instalment.due;
  fact.principal_open = row.principal;
  fact.fee = offer.fee;
  fact.interest = offer.interest;
  fact.cost = offer.fee - offer.fee;
  fact.interest_from = offer.interest_from;
  fact.interest_until = offer.interest_until;
  fact.interest_percent = offer.interest_percent;
  fact.interest_rates = rates_text(offer.interest_rates);
  fact.country = asked.customer.country;
  fact.debtor = config::debtor_text(asked.customer.debtor);
  if (auto const& agreed = asked.facts.agreed_rate_millionths) {
    fact.agreed_percent = model::Decimal{*agreed, 4}.text_shortest();
  }
  fact.proof = proof_text(offer.proof);
  fact.policy = asked.policy->name;
  return fact;
}

ledger::PlanMade plan_fact(ledger::LetterDecided const& letter, Asked const& asked,
                           plan::Offer const& offer, plan::Wish const& wish) {
  auto const& terms = asked.policy->plan;
  ledger::PlanMade fact;
  fact.plan_id = letter.plan_id;
  fact.receivable_id = letter.receivable_id;
  fact.invoice_id = letter.invoice_id;
  fact.client = letter.client;
  fact.letter_id = letter.letter_id;
  fact.made_by = wish.made_by;
  fact.interest = terms.interest;
  for (auto const& share : offer.shares) fact.instalments.push_back(share.instalment);
  fact.tolerance = model::Money{terms.tolerance_minor, offer.total.currency()};
  fact.tolerance_days = terms.tolerance_days;
  fact.missed_max = terms.missed_max;
  return fact;
}

// The days of the plan that are over by now keep their interest, by what was really paid; what it
// charged for days to come was never earned.
void take_back_interest(ledger::Transaction& tx, DayContext const& context,
                        ledger::ReceivableRow const& row, ledger::PlanRow const& ended) {
  auto const letter = ledger::find_letter(tx, context.tenant, ended.letter_id);
  auto const* client = context.billers.client(row.tenant, row.client);
  if (!letter || client == nullptr || !letter->interest_until || !letter->interest_from) return;
  if (*letter->interest_until <= context.as_of) return;
  ledger::dunning::ItemFacts facts;
  facts.agreed_rate_millionths = agreed_rate(tx, row);
  auto const rates = ledger::dunning::rates_for(facts, customer_of(row, *client), context.law);
  auto const earned =
      ledger::interest(history_of(tx, row), *letter->interest_from, context.as_of, rates);
  auto const charged = letter->interest - letter->back_interest;
  ledger::LetterCorrected fact;
  fact.letter_id = letter->id;
  fact.receivable_id = row.id;
  fact.invoice_id = row.invoice_id;
  fact.reason = "plan-ended";
  auto const zero = charged - charged;
  fact.fee = fact.interest = fact.cost = zero;
  if (earned) {
    fact.interest = std::max(zero, std::min(row.interest, charged - earned->amount));
  }
  fact.interest_until = context.as_of;
  tx.append(context.tenant, context.actor, context.now, fact);
}

}  // namespace

tl::expected<plan::Offer, plan::Refusal> offer_plan(ledger::Snapshot& view,
                                                    DayContext const& context,
                                                    ledger::ReceivableRow const& row,
                                                    plan::Wish const& wish) {
  return offer_to(asked_about(view, context, row), context, wish);
}

tl::expected<MadePlan, plan::Refusal> make_plan(ledger::Transaction& tx, DayContext const& context,
                                                ledger::ReceivableRow const& row,
                                                plan::Wish const& wish) {
  auto const waiting = charged_letters(tx, row);
  bool const waits =
      std::any_of(waiting.begin(), waiting.end(), [](auto const& letter) { return !letter.left; });
  if (waits) {
    return tl::unexpected{plan::Refusal{"letter-under-way",
                                        "A letter about the claim waits to leave; pause the claim "
                                        "to take it back first."}};
  }
  auto const asked = asked_about(tx, context, row);
  auto const offer = offer_to(asked, context, wish);
  if (!offer) return tl::unexpected{offer.error()};
  auto letter = confirmation(row, asked, *offer, context);
  letter.policy_version =
      record_policy(tx, context.tenant, context.actor, context.now, *asked.policy);
  tx.append(context.tenant, context.actor, context.now, letter);
  tx.append(context.tenant, context.actor, context.now, plan_fact(letter, asked, *offer, wish));
  return MadePlan{letter.plan_id, route_letter(tx, letter, context)};
}

config::Found<plan::Standing> plan_standing(ledger::Snapshot& view, DayContext const& context,
                                            ledger::PlanRow const& row) {
  auto const item = ledger::find_receivable(view, context.tenant, row.receivable_id);
  auto const* client = context.billers.client(context.tenant, row.client);
  if (!item || client == nullptr) {
    return tl::unexpected{std::string{"The billing client is not configured any more."}};
  }
  auto known = ledger::bank_data_until(view, context.tenant, item->account);
  if (known) known = std::min(*known, context.as_of - std::chrono::days{1});
  auto standing =
      plan::standing({row.instalments, row.tolerance, row.tolerance_days, row.missed_max}, row.paid,
                     known, client->seller.address.country, context.law);
  // A claim that is closed by other means (a credit note) needs no instalments.
  auto const open = item->principal + item->interest + item->fee + item->cost;
  if (standing && open <= row.tolerance) standing->is_completed = true;
  return standing;
}

void end_plan(ledger::Transaction& tx, DayContext const& context, ledger::PlanRow const& row,
              std::string_view outcome, std::string_view reason) {
  ledger::PlanEnded fact{row.id,        row.receivable_id,  row.invoice_id, std::string{outcome},
                         context.as_of, std::string{reason}};
  tx.append(context.tenant, context.actor, context.now, fact);
  auto const item = ledger::find_receivable(tx, context.tenant, row.receivable_id);
  if (item && outcome != "completed") take_back_interest(tx, context, *item, row);
}

}  // namespace airut::gateway
