#include "gateway/claim/make_plan.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "formats/model/clock_days.hpp"
#include "formats/model/ids.hpp"
#include "gateway/claim/adjust.hpp"
#include "gateway/claim/bank_data.hpp"
#include "gateway/claim/claim_facts.hpp"
#include "gateway/claim/corrections.hpp"
#include "gateway/claim/letter_delivery.hpp"
#include "gateway/claim/letter_fact.hpp"
#include "gateway/claim/policies.hpp"
#include "gateway/claim/rests.hpp"
#include "ledger/store/payments.hpp"

namespace airut::gateway {
namespace {

namespace plan = ledger::plan;

constexpr std::size_t claims_max = 20;

struct Asked {
  config::DunningPolicy const* policy = nullptr;
  std::vector<ledger::dunning::ItemFacts> facts;  // by claim
  ledger::dunning::CustomerFacts customer;
};

Asked asked_about(ledger::Snapshot& view, DayContext const& context, PlanRows const& rows) {
  Asked asked;
  auto const& first = rows.front();
  auto const* client = context.billers.client(first.tenant, first.client);
  if (client == nullptr) return asked;
  asked.policy =
      context.billers.policy(first.tenant, policy_name_of(view, first, *client), context.as_of);
  if (asked.policy == nullptr) return asked;
  for (auto const& row : rows) {
    asked.facts.push_back(facts_of(view, row, *client));
    asked.facts.back().agreed_rate_millionths = agreed_rate(view, row);
  }
  asked.customer = customer_of(view, first, *client);
  return asked;
}

bool same_debtor(ledger::ReceivableRow const& a, ledger::ReceivableRow const& b) {
  return a.client == b.client && !a.customer_number.empty() &&
         a.customer_number == b.customer_number && a.buyer_type == b.buyer_type &&
         a.buyer_country == b.buyer_country && a.original.currency() == b.original.currency();
}

std::optional<plan::Refusal> no_one_debtor(PlanRows const& rows) {
  if (rows.empty()) return plan::Refusal{"required", "A plan needs a claim."};
  if (rows.size() > claims_max) {
    return plan::Refusal{"too-many-claims",
                         fmt::format("A plan covers at most {} claims.", claims_max)};
  }
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (!same_debtor(rows.front(), rows[i])) {
      return plan::Refusal{"other-debtor", fmt::format("Invoice {} is not of the same customer.",
                                                       rows[i].invoice_number)};
    }
    for (std::size_t before = 0; before < i; ++before) {
      if (rows[before].id != rows[i].id) continue;
      return plan::Refusal{"twice",
                           fmt::format("Invoice {} is named twice.", rows[i].invoice_number)};
    }
  }
  return std::nullopt;
}

tl::expected<plan::Offer, plan::Refusal> offer_to(Asked const& asked, DayContext const& context,
                                                  plan::Wish const& wish) {
  if (asked.policy == nullptr) {
    return tl::unexpected{
        plan::Refusal{"no-policy", "The billing client has no dunning policy that holds today."}};
  }
  return plan::offer(asked.facts, asked.customer, *asked.policy, context.law, wish, context.as_of);
}

// The letter of one claim of the plan.
ledger::LetterDecided confirmation(ledger::ReceivableRow const& row, Asked const& asked,
                                   plan::Offer const& offer, std::size_t index,
                                   DayContext const& context) {
  auto const& charge = offer.charges[index];
  ledger::LetterDecided fact;
  fact.letter_id = model::new_id("ltr", context.now);
  fact.receivable_id = row.id;
  fact.invoice_id = row.invoice_id;
  fact.client = row.client;
  fact.kind = "plan_confirmation";
  fact.day = context.as_of;
  fact.deadline = offer.shares.back().instalment.due;
  fact.principal_open = row.principal;
  fact.fee = charge.fee;
  fact.interest = charge.interest;
  fact.cost = charge.fee - charge.fee;
  fact.interest_from = charge.interest_from;
  fact.interest_until = charge.interest_until;
  fact.interest_percent = charge.interest_percent;
  fact.interest_rates = rates_text(charge.interest_rates);
  fact.country = asked.customer.country;
  fact.debtor = config::debtor_text(asked.customer.debtor);
  if (auto const& agreed = asked.facts[index].agreed_rate_millionths) {
    fact.agreed_percent = model::Decimal{*agreed, 4}.text_shortest();
  }
  fact.proof = proof_text(charge.proof, asked.customer);
  fact.announces_collection = false;
  fact.policy = asked.policy->name;
  return fact;
}

// The letters of the plan's claims, as one sheet when there are several.
std::vector<ledger::LetterDecided> confirmations(PlanRows const& rows, Asked const& asked,
                                                 plan::Offer const& offer,
                                                 DayContext const& context) {
  std::vector<ledger::LetterDecided> letters;
  auto const plan_id = model::new_id("pln", context.now);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    letters.push_back(confirmation(rows[i], asked, offer, i, context));
    letters.back().plan_id = plan_id;
    if (rows.size() > 1) letters.back().sheet_id = letters.front().letter_id;
  }
  return letters;
}

ledger::PlanMade plan_fact(std::vector<ledger::LetterDecided> const& letters, Asked const& asked,
                           plan::Offer const& offer, plan::Wish const& wish) {
  auto const& terms = asked.policy->plan;
  auto const& first = letters.front();
  ledger::PlanMade fact;
  fact.plan_id = first.plan_id;
  fact.receivable_id = first.receivable_id;
  fact.invoice_id = first.invoice_id;
  fact.client = first.client;
  fact.letter_id = first.letter_id;
  for (std::size_t i = 1; i < letters.size(); ++i) {
    fact.also.push_back({letters[i].receivable_id, letters[i].invoice_id, letters[i].letter_id});
  }
  fact.made_by = wish.made_by;
  fact.interest = terms.interest;
  for (auto const& share : offer.shares) fact.instalments.push_back(share.instalment);
  fact.tolerance = model::Money{terms.tolerance_minor, offer.total.currency()};
  fact.tolerance_days = terms.tolerance_days;
  fact.missed_max = terms.missed_max;
  return fact;
}

bool letter_waits(ledger::Snapshot& view, ledger::ReceivableRow const& row) {
  auto const waiting = charged_letters(view, row);
  return std::any_of(waiting.begin(), waiting.end(),
                     [](auto const& letter) { return !letter.left; });
}

// The days of the plan that are over by now keep their interest, by what was really paid; what it
// charged for days to come was never earned.
void take_back_interest(ledger::Transaction& tx, DayContext const& context,
                        ledger::ReceivableRow const& row, std::string const& letter_id) {
  auto const letter = ledger::find_letter(tx, context.tenant, letter_id);
  auto const* client = context.billers.client(row.tenant, row.client);
  if (!letter || client == nullptr || !letter->interest_until || !letter->interest_from) return;
  if (*letter->interest_until <= context.as_of) return;
  ledger::dunning::ItemFacts facts;
  facts.agreed_rate_millionths = agreed_rate(tx, row);
  auto const rates = ledger::dunning::rates_for(facts, customer_of(row, *client), context.law);
  auto const first = *letter->interest_from;
  auto const begins = interest_begins(row, *client, context.law, letter->day).value_or(first);
  auto const earned =
      ledger::added_interest(history_of(tx, row), begins, first, context.as_of, rates);
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
  // What was paid of it pays the principal instead.
  correct_interest(tx, {context.billers, context.law, context.tenant, context.actor, context.now},
                   row, {}, "plan-ended");
}

}  // namespace

tl::expected<plan::Offer, plan::Refusal> offer_plan(ledger::Snapshot& view,
                                                    DayContext const& context, PlanRows const& rows,
                                                    plan::Wish const& wish) {
  if (auto why = no_one_debtor(rows)) return tl::unexpected{*std::move(why)};
  return offer_to(asked_about(view, context, rows), context, wish);
}

PlanRows claims_for_plan(ledger::Snapshot& view, DayContext const& context,
                         ledger::ReceivableRow const& row) {
  PlanRows rows;
  auto const all = ledger::open_items_of_customer(
      view, context.tenant, row.client, row.customer_number, static_cast<int>(claims_max));
  for (auto const& other : all) {
    bool const due = other.due_date <= context.as_of && !other.principal.is_zero();
    bool const free = !other.disputed && other.stage != "in_collection" &&
                      !ledger::plan_in_force(view, context.tenant, other.id);
    if (other.id == row.id || (due && free && same_debtor(row, other))) rows.push_back(other);
  }
  bool const has_it =
      std::any_of(rows.begin(), rows.end(), [&](auto const& one) { return one.id == row.id; });
  return has_it ? rows : PlanRows{row};
}

tl::expected<MadePlan, plan::Refusal> make_plan(ledger::Transaction& tx, DayContext const& context,
                                                PlanRows const& rows, plan::Wish const& wish) {
  if (auto why = no_one_debtor(rows)) return tl::unexpected{*std::move(why)};
  for (auto const& row : rows) {
    if (!letter_waits(tx, row)) continue;
    return tl::unexpected{plan::Refusal{"letter-under-way",
                                        "A letter about the claim waits to leave; pause the claim "
                                        "to take it back first."}};
  }
  auto const asked = asked_about(tx, context, rows);
  auto const offer = offer_to(asked, context, wish);
  if (!offer) return tl::unexpected{offer.error()};
  auto letters = confirmations(rows, asked, *offer, context);
  auto const version = record_policy(tx, context.tenant, context.actor, context.now, *asked.policy);
  for (auto& letter : letters) {
    letter.policy_version = version;
    tx.append(context.tenant, context.actor, context.now, letter);
  }
  tx.append(context.tenant, context.actor, context.now, plan_fact(letters, asked, *offer, wish));
  return MadePlan{letters.front().plan_id, route_letter(tx, letters.front(), context)};
}

bool plan_rests(ledger::Snapshot& view, DayContext const& context, ledger::PlanRow const& row) {
  auto const rows = rows_of_plan(view, context.tenant, row);
  return std::any_of(rows.begin(), rows.end(), [&](auto const& item) {
    return item.owes() && is_resting(view, item, context.as_of);
  });
}

config::Found<plan::Standing> plan_standing(ledger::Snapshot& view, DayContext const& context,
                                            ledger::PlanRow const& row) {
  auto const rows = rows_of_plan(view, context.tenant, row);
  auto const* client = context.billers.client(context.tenant, row.client);
  if (rows.empty() || client == nullptr) {
    return tl::unexpected{std::string{"The billing client is not configured any more."}};
  }
  // Of all the accounts to which the claims may be paid.
  std::optional<model::Date> known = context.as_of - std::chrono::days{1};
  auto open = row.paid - row.paid;
  for (auto const& item : rows) {
    auto const until = bank_coverage(view, item, *client).until;
    known = until && known ? std::optional{std::min(*until, *known)} : std::nullopt;
    open += item.open();
  }
  auto const& country = client->seller.address.country;
  auto const instalments =
      instalments_after_rests(view, context.law, row, rows, country, context.as_of);
  if (!instalments) return tl::unexpected{instalments.error()};
  auto standing = plan::standing({*instalments, row.tolerance, row.tolerance_days, row.missed_max},
                                 row.paid, known, country, context.law);
  if (!standing) return standing;
  // Claims that are closed by other means (a credit note, charges that were taken back) need no
  // instalments.
  standing->left = std::min(standing->left, open);
  if (open <= row.tolerance) standing->is_completed = true;
  return standing;
}

namespace {

// What the instalments left open within the plan's tolerance is given up: the debtor kept the plan.
void give_up_rest(ledger::Transaction& tx, DayContext const& context, ledger::PlanRow const& row) {
  auto const rows = rows_of_plan(tx, context.tenant, row);
  auto open = row.tolerance - row.tolerance;
  for (auto const& item : rows) open += item.open();
  if (open > row.tolerance) return;
  ClaimContext const claims{context.billers, context.law, context.tenant, context.actor,
                            context.now};
  for (auto const& item : rows) {
    auto fact = all_open(item, "rounding", "plan-tolerance", context.now);
    if (fact.parts.empty()) continue;
    fact.source = row.id;
    fact.effective = context.as_of;
    tx.append(context.tenant, context.actor, context.now, fact);
    withdraw_waiting(tx, claims, *ledger::find_receivable(tx, context.tenant, item.id), "paid");
  }
}

}  // namespace

void end_plan(ledger::Transaction& tx, DayContext const& context, ledger::PlanRow const& row,
              std::string_view outcome, std::string_view reason) {
  ledger::PlanEnded fact{row.id,        row.receivable_id,  row.invoice_id, std::string{outcome},
                         context.as_of, std::string{reason}};
  tx.append(context.tenant, context.actor, context.now, fact);
  if (outcome == "completed") return give_up_rest(tx, context, row);
  for (auto const& claim : row.claims) {
    auto const item = ledger::find_receivable(tx, context.tenant, claim.receivable_id);
    if (!item) continue;
    ClaimContext const claims{context.billers, context.law, context.tenant, context.actor,
                              context.now};
    if (withdraw_letter(tx, claims, *item, claim.letter_id, "plan-ended")) continue;
    take_back_interest(tx, context, *item, claim.letter_id);
  }
}

}  // namespace airut::gateway
