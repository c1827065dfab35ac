#include "gateway/postage/posting.hpp"

#include <optional>

#include "gateway/claim/civil_day.hpp"

namespace airut::gateway {
namespace {

constexpr int days_ahead_most = 31;

// The first cut-off of the day that has not passed.
std::optional<model::Instant> cut_off_on(config::PrintSettings const& settings, model::Date day,
                                         model::Instant now) {
  std::chrono::weekday const weekday{day};
  auto const index = weekday.iso_encoding() - 1;
  std::optional<model::Instant> first;
  for (auto const& one : settings.cut_offs) {
    if (!one.weekdays.at(index)) continue;
    auto const moment = civil_moment(settings.calendar, day, one.time);
    if (moment >= now && (!first || moment < *first)) first = moment;
  }
  return first;
}

}  // namespace

tl::expected<Posting, std::string> next_posting(config::PrintSettings const& settings,
                                                config::Law const& law, model::Instant now) {
  auto const today = civil_day(settings.calendar, now);
  for (int ahead = 0; ahead <= days_ahead_most; ++ahead) {
    auto const day = today + std::chrono::days{ahead};
    auto const moment = cut_off_on(settings, day, now);
    if (!moment) continue;
    std::chrono::weekday const weekday{day};
    bool const weekend = weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
    // A printer that works on Saturdays says so by his cut-off; only holidays close him.
    auto const open = law.is_banking_day(settings.calendar, day);
    if (!open && !weekend) return tl::unexpected{open.error()};
    if (weekend || *open) return Posting{*moment, day};
  }
  return tl::unexpected{std::string{"The channel has no cut-off in the next month."}};
}

}  // namespace airut::gateway
