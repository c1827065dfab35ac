#include "gateway/bank/schedule.hpp"

#include <fmt/format.h>

#include "gateway/claim/civil_day.hpp"

namespace airut::gateway {
namespace {

constexpr std::chrono::minutes again_after{15};

}  // namespace

bool fetch_is_due(FetchPlan const& plan, std::optional<ledger::BankRoundRow> const& last,
                  std::optional<model::Instant> broke_off, config::Law const& law,
                  model::Instant now) {
  if (broke_off && now < *broke_off + again_after) return false;
  if (!last) return true;
  if (!last->code.empty()) return last->asked + again_after <= now;
  auto const today = civil_day(plan.country, now);
  if (auto const banking = law.is_banking_day(plan.country, today); banking && !*banking) {
    return false;
  }
  for (auto const time : plan.times) {
    auto const moment = civil_moment(plan.country, today, time);
    if (last->asked < moment && moment <= now) return true;
  }
  return false;
}

std::string silence_since(FetchPlan const& plan, ledger::BankRoundRow const& last, int days_most,
                          config::Law const& law, model::Instant now) {
  auto const since = last.went_well.value_or(last.first_asked);
  auto const days =
      law.banking_days(plan.country, civil_day(plan.country, since), civil_day(plan.country, now));
  if (!days) return days.error();
  if (*days < days_most) return {};
  return fmt::format("Nothing could be fetched since {}, {} banking days. {} {}",
                     model::instant_text(since), *days, last.code, last.text);
}

}  // namespace airut::gateway
