#include "formats/schematron/dates.hpp"

#include <chrono>

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

std::optional<Item> parse_date(std::string_view text) {
  unsigned year = 0, month = 0, day = 0;
  if (text.size() < 10 || text[4] != '-' || text[7] != '-' || !digits(text, 0, 4, year) ||
      !digits(text, 5, 2, month) || !digits(text, 8, 2, day) || year == 0) {
    return std::nullopt;
  }
  std::chrono::year_month_day const date{std::chrono::year{static_cast<int>(year)},
                                         std::chrono::month{month}, std::chrono::day{day}};
  if (!date.ok()) return std::nullopt;
  Item item;
  item.kind = Kind::date;
  item.small = std::chrono::sys_days{date}.time_since_epoch().count();
  if (text.size() > 10) {
    auto const zone = parse_zone(text.substr(10));
    if (!zone) return std::nullopt;
    item.zoned = true;
    item.scale = static_cast<std::uint32_t>(*zone + zone_offset);
  }
  return item;
}

std::string date_text(Item const& date) {
  std::chrono::year_month_day const day{
      std::chrono::sys_days{std::chrono::days{static_cast<int>(date.small)}}};
  auto text = fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()),
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
