#include "gateway/claim/plan_days.hpp"

#include <algorithm>

#include "formats/model/clock_days.hpp"
#include "gateway/claim/rests.hpp"

namespace airut::gateway {

PlanRows rows_of_plan(ledger::Snapshot& view, std::string_view tenant,
                      ledger::PlanRow const& plan) {
  PlanRows rows;
  for (auto const& claim : plan.claims) {
    if (auto row = ledger::find_receivable(view, tenant, claim.receivable_id))
      rows.push_back(*std::move(row));
  }
  return rows;
}

config::Found<std::vector<ledger::PlanInstalment>> instalments_after_rests(
    ledger::Snapshot& view, config::Law const& law, ledger::PlanRow const& plan,
    PlanRows const& rows, std::string_view country, model::Date as_of) {
  if (rows.empty()) return plan.instalments;
  auto const day = plan.ended ? std::min(*plan.ended, as_of) : as_of;
  auto const rules = law.reminders(country, config::debtor_of(rows.front().buyer_type), day);
  if (!rules) return tl::unexpected{rules.error()};
  std::vector<ledger::Rest> rests;
  for (auto const& item : rows) {
    for (auto rest : rests_of(view, item)) {
      bool const is_over = rest.last && *rest.last < day;
      if (plan.ended && !is_over) rest.last.reset();  // it moves nothing after the plan's end
      if (rest.first <= day && (is_over || item.owes())) rests.push_back(rest);
    }
  }
  auto moved = plan.instalments;
  ledger::Agreed agreed{model::day_there(plan.made), {}};
  for (auto const& one : moved) agreed.days.push_back(one.due);
  auto const due =
      ledger::moved_days(std::move(agreed), std::move(rests), rules->deadline_days, day);
  for (std::size_t i = 0; i < moved.size(); ++i) moved[i].due = due[i];
  return moved;
}

ledger::PlanRow with_moved_days(ledger::Snapshot& view, config::Law const& law,
                                ledger::PlanRow plan, std::string_view tenant,
                                std::string_view country, model::Date as_of) {
  auto const rows = rows_of_plan(view, tenant, plan);
  auto moved = instalments_after_rests(view, law, plan, rows, country, as_of);
  if (moved) plan.instalments = *std::move(moved);
  return plan;
}

}  // namespace airut::gateway
