#include "formats/schematron/dates.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace airut::schematron {
namespace {

constexpr int zone_offset = 840;  // minutes: the furthest zone is 14 hours from UTC

bool digits(std::string_view text, std::size_t at, std::size_t count, unsigned& value) {
  value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return false;
    value = value * 10 + static_cast<unsigned>(text[i] - '0');
  }
  return true;
}

std::optional<int> parse_zone(std::string_view text) {
  if (text == "Z") return 0;
  unsigned hours = 0, minutes = 0;
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':' ||
      !digits(text, 1, 2, hours) || !digits(text, 4, 2, minutes) || minutes > 59) {
    return std::nullopt;
  }
  auto const all = static_cast<int>(hours * 60 + minutes);
  if (all > zone_offset) return std::nullopt;
  return text[0] == '-' ? -all : all;
}

}  // namespace

// There is no year 0: the year before 1 is -1, which calendars count as 0.
int year_of(std::chrono::year_month_day const& day) {
  auto const year = static_cast<int>(day.year());
  return year > 0 ? year : year - 1;
}

bool is_time(std::string_view text) {
  unsigned hours = 0, minutes = 0, seconds = 0;
  if (text.size() < 8 || text[2] != ':' || text[5] != ':' || !digits(text, 0, 2, hours) ||
      !digits(text, 3, 2, minutes) || !digits(text, 6, 2, seconds)) {
    return false;
  }
  text.remove_prefix(8);
  std::size_t fraction = 0;
  if (text.starts_with('.')) {
    fraction = std::min(text.find_first_not_of("0123456789", 1), text.size());
    if (fraction < 2) return false;
  }
  bool const whole = text.substr(0, fraction).find_first_of("123456789") == std::string_view::npos;
  bool const midnight = hours == 24 && minutes == 0 && seconds == 0 && whole;
  if (!midnight && (hours > 23 || minutes > 59 || seconds > 59)) return false;
  return fraction == text.size() || parse_zone(text.substr(fraction));
}

std::optional<Item> parse_date(std::string_view text) {
  bool const before = text.starts_with('-');
  if (before) text.remove_prefix(1);
  auto const length = std::min(text.find('-'), text.size());  // of the year
  unsigned year = 0, month = 0, day = 0;
  constexpr std::size_t usual = 4, longest = 5;
  if (length < usual || length > longest || (length > usual && text[0] == '0')) return std::nullopt;
  if (text.size() < length + 6 || !digits(text, 0, length, year) || year == 0) return std::nullopt;
  text.remove_prefix(length);
  if (text[3] != '-' || !digits(text, 1, 2, month) || !digits(text, 4, 2, day)) return std::nullopt;
  if (year > static_cast<unsigned>(static_cast<int>(std::chrono::year::max()))) return std::nullopt;
  auto const counted = static_cast<int>(year);
  std::chrono::year_month_day const date{std::chrono::year{before ? 1 - counted : counted},
                                         std::chrono::month{month}, std::chrono::day{day}};
  if (!date.ok()) return std::nullopt;
  Item item;
  item.kind = Kind::date;
  item.small = std::chrono::sys_days{date}.time_since_epoch().count();
  if (text.size() > 6) {
    auto const zone = parse_zone(text.substr(6));
    if (!zone) return std::nullopt;
    item.zoned = true;
    item.scale = static_cast<std::uint32_t>(*zone + zone_offset);
  }
  return item;
}

std::string date_text(Item const& date) {
  std::chrono::year_month_day const day{
      std::chrono::sys_days{std::chrono::days{static_cast<int>(date.small)}}};
  auto const year = year_of(day);
  auto text = fmt::format("{}{:04}-{:02}-{:02}", year < 0 ? "-" : "", year < 0 ? -year : year,
                          static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
  if (!date.zoned) return text;
  auto const zone = static_cast<int>(date.scale) - zone_offset;
  if (zone == 0) return text + "Z";
  auto const minutes = zone < 0 ? -zone : zone;
  return fmt::format("{}{}{:02}:{:02}", text, zone < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

std::strong_ordering compare_dates(Item const& a, Item const& b) {
  auto const minutes = [](Item const& date) {
    return date.small * 1440 - (date.zoned ? static_cast<int>(date.scale) - zone_offset : 0);
  };
  return minutes(a) <=> minutes(b);
}

}  // namespace airut::schematron
