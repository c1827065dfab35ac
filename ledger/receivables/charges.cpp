#include "ledger/receivables/charges.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "formats/model/months.hpp"

namespace airut::ledger::dunning {
namespace {

using model::Date;
using std::chrono::days;

// Fees that still count: so long a time without one makes the law forget those before. A demand is
// no reminder of those that are counted, but its fee is one too.
int fees_charged(Draft const& draft) {
  int const months = draft.rules.fee_reset_months;
  int count = 0;
  std::optional<Date> last;
  auto const forget = [&](Date day) {
    if (months > 0 && last && day > model::months_after(*last, months)) count = 0;
  };
  for (auto const& letter : draft.item.letters) {
    if (letter.fee.is_zero()) continue;
    forget(letter.day);
    if (letter.action != Action::payment_demand) ++count;
    last = letter.day;
  }
  forget(draft.decision.day);
  return count;
}

model::Money charged_so_far(Draft const& draft) {
  auto sum = draft.item.other_costs.value_or(draft.nothing());
  for (auto const& letter : draft.item.letters) sum += letter.fee + letter.cost;
  return sum;
}

bool has_compensation(Draft const& draft) {
  auto const& letters = draft.item.letters;
  return !draft.decision.cost.is_zero() ||
         std::any_of(letters.begin(), letters.end(),
                     [](auto const& letter) { return !letter.cost.is_zero(); });
}

std::string why_not_again(Draft const& draft) {
  auto const& rules = draft.rules;
  auto const& last = draft.item.letters.back();
  auto const left = std::max(last.day, last.sent_on.value_or(last.day));
  auto const as_of = draft.decision.day;
  if (as_of - left < days{rules.fee_gap_days}) {
    return fmt::format("fewer than {} days since the last letter", rules.fee_gap_days);
  }
  if (rules.fee_deadline_days == 0) return {};
  bool const short_deadline = last.deadline - left < days{rules.fee_deadline_days};
  if (short_deadline || as_of <= last.deadline) {
    return fmt::format("no deadline of {} days has passed", rules.fee_deadline_days);
  }
  return {};
}

// Why this letter carries no fee; "" when it may.
std::string why_no_fee(Draft const& draft) {
  auto const& item = draft.item;
  auto const& rules = draft.rules;
  if (!draft.step.fee) return "the policy charges none";
  if (!item.fee_with.empty()) {
    return fmt::format("the sheet's fee is charged with invoice {}", item.fee_with);
  }
  if (has_compensation(draft)) return "the standard compensation covers it";
  if (draft.decision.day < draft.due + days{rules.fee_wait_days}) {
    return fmt::format("fewer than {} days since the due date", rules.fee_wait_days);
  }
  if (item.due_date - *item.sent_on < days{rules.invoice_lead_days}) {
    return fmt::format("the invoice left fewer than {} days before it was due",
                       rules.invoice_lead_days);
  }
  bool const demand = draft.decision.action == Action::payment_demand;
  if (!demand && fees_charged(draft) >= rules.fees_max) return "the claim has had all its fees";
  return item.letters.empty() ? std::string{} : why_not_again(draft);
}

// What the ceiling on all costs of the claim leaves of the sum.
model::Money under_ceiling(Draft& draft, model::Money sum) {
  auto const ceiling =
      draft.law.cost_ceiling(draft.customer.country, draft.customer.debtor, draft.decision.day,
                             draft.item.owed.principal.minor(), draft.customer.enforceable);
  if (!ceiling) return sum;
  auto const room = model::Money{*ceiling, sum.currency()} - charged_so_far(draft);
  draft.prove("cost-ceiling", fmt::format("All costs of the claim may be {} at most.",
                                          model::Money{*ceiling, sum.currency()}.text()));
  return std::max(draft.nothing(), std::min(sum, room));
}

// The law's cap for this kind of letter on its day. After a change of the law only rows that were
// made for it count.
config::Found<config::FeeCap> cap_of(Draft const& draft) {
  auto const& country = draft.customer.country;
  auto const debtor = draft.customer.debtor;
  auto const day = draft.decision.day;
  if (draft.decision.action == Action::payment_demand) {
    auto const& letters = draft.item.letters;
    bool const again = std::any_of(letters.begin(), letters.end(), [](auto const& one) {
      return one.action == Action::payment_demand;
    });
    return draft.law.cost_cap(country, debtor, again ? "second_own_demand" : "own_demand", day,
                              draft.item.owed.principal.minor());
  }
  auto cap = draft.law.fee_cap(country, debtor, day, draft.item.due_date);
  auto const act = draft.law.day_of(config::Change::no_collection_act);
  bool const outdated = cap && country == "NO" && act && day >= *act && cap->valid_from < *act;
  if (!outdated) return cap;
  return tl::unexpected{
      fmt::format("fee_caps.tsv has no row for {} {} since the collection act of "
                  "{}.",
                  country, config::debtor_text(debtor), model::date_text(*act))};
}

}  // namespace

std::string add_compensation(Draft& draft) {
  draft.decision.cost = draft.nothing();
  bool const wanted = draft.policy.compensation && draft.item.letters.empty() &&
                      draft.customer.debtor != config::Debtor::consumer;
  if (!wanted) return {};
  auto const row =
      draft.law.compensation(draft.customer.country, draft.customer.debtor, draft.item.due_date);
  if (!row) return row.error();
  if (row->minor == 0 || row->currency != draft.nothing().currency().code()) return {};
  draft.decision.cost = model::Money{row->minor, draft.nothing().currency()};
  draft.prove("compensation", fmt::format("Standard compensation {} {} ({}).",
                                          draft.decision.cost.text(), row->currency, row->source));
  return {};
}

std::string add_fee(Draft& draft) {
  draft.decision.fee = draft.nothing();
  if (draft.decision.action == Action::collection_order) return {};
  auto const why = why_no_fee(draft);
  if (!why.empty()) {
    draft.prove("no-fee", "No fee: " + why + ".");
    return {};
  }
  auto const cap = cap_of(draft);
  if (!cap) return cap.error();
  if (cap->currency != draft.nothing().currency().code()) {
    draft.prove("no-fee", "No fee: the law's cap is in another currency.");
    return {};
  }
  auto const wished = std::min(cap->minor, draft.step.fee_minor.value_or(cap->minor));
  draft.decision.fee = under_ceiling(draft, {wished, draft.nothing().currency()});
  draft.prove("fee-cap", fmt::format("Fee {} {}, at most {} on that day ({}).",
                                     draft.decision.fee.text(), cap->currency,
                                     model::Money{cap->minor, draft.nothing().currency()}.text(),
                                     cap->source));
  return {};
}

Proof rounded_together(model::Date begins) {
  return {"interest-so-far",
          fmt::format("It is rounded together with what was charged for the days since {}.",
                      model::date_text(begins))};
}

std::string add_interest(Draft& draft) {
  auto& decision = draft.decision;
  decision.interest = draft.nothing();
  if (!draft.step.interest) return {};
  auto const free_until = interest_free_until(draft.item, draft.customer, draft.rules, draft.law);
  if (!free_until) return free_until.error();
  auto const charged = draft.item.interest_until;
  auto const begins = *free_until + days{1};
  auto const from = std::max(*free_until, charged.value_or(*free_until)) + days{1};
  if (from > decision.day) return {};
  auto const sum = added_interest(draft.item.history, begins, from, decision.day,
                                  rates_for(draft.item, draft.customer, draft.law));
  if (!sum) return sum.error().text;
  decision.interest = sum->amount;
  decision.interest_from = sum->first;
  decision.interest_until = sum->last;
  decision.interest_percent = sum->percent;
  decision.interest_rates = sum->spans;
  draft.prove("interest",
              fmt::format("Interest {} for {} to {}, at {}.", sum->amount.text(),
                          model::date_text(sum->first), model::date_text(sum->last),
                          sum->percent.empty() ? "the rates of those days" : sum->percent + " %"));
  if (begins < from) decision.proof.push_back(rounded_together(begins));
  return {};
}

}  // namespace airut::ledger::dunning
