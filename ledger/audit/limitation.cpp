#include "ledger/audit/limitation.hpp"

#include <set>

namespace airut::ledger::audit {
namespace {

model::Date years_after(model::Date day, int years) {
  std::chrono::year_month_day end{day};
  end += std::chrono::years{years};
  // 29 February has no twin in a common year: the last day of the month then.
  return end.ok() ? model::Date{end} : model::Date{end.year() / end.month() / std::chrono::last};
}

}  // namespace

model::Date limitation_end(Claim const& claim, config::ReminderLaw const& rules) {
  std::set<model::Date> begins;
  if (rules.demand_interrupts) {
    begins.insert(claim.agency_demands.begin(), claim.agency_demands.end());
    for (auto const& one : claim.letters) {
      if (!one.withdrawn && one.fact.plan_id.empty() && one.sent_on) begins.insert(*one.sent_on);
    }
  }
  if (rules.acknowledgement_interrupts) {
    begins.insert(claim.agreed.begin(), claim.agreed.end());
    for (auto const& [day, amount] : claim.paid) begins.insert(day);
    for (auto const& [id, promise] : claim.promises) {
      if (!promise.withdrawn) begins.insert(promise.made);
    }
  }
  auto end = years_after(claim.invoice.due_date, rules.limitation_years);
  for (auto const day : begins) {
    if (day > end) break;
    end = std::max(end, years_after(day, rules.limitation_years));
  }
  if (rules.limitation_final_years == 0) return end;
  return std::min(end, years_after(claim.invoice.due_date, rules.limitation_final_years));
}

}  // namespace airut::ledger::audit
