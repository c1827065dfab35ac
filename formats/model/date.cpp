#include "formats/model/date.hpp"

#include <array>

namespace airut::model {

namespace {

constexpr int year_min = 1900;
constexpr int year_max = 2199;

// The number that digits [at, at + count) spell; nullopt when one is no digit.
std::optional<int> number_at(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return std::nullopt;
  int value = 0;
  for (char const c : text.substr(at, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::optional<Date> make(std::optional<int> year, std::optional<int> month,
                         std::optional<int> day) {
  if (!year || !month || !day || *year < year_min || *year > year_max) return std::nullopt;
  std::chrono::year_month_day const date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return Date{date};
}

void put(std::string& text, long long value, int width) {
  std::array<char, 20> digits{};
  for (auto at = static_cast<std::size_t>(width); at > 0; --at, value /= 10)
    digits.at(at - 1) = static_cast<char>('0' + value % 10);
  text.append(digits.data(), static_cast<std::size_t>(width));
}

std::string date_with(Date day, std::string_view between) {
  std::chrono::year_month_day const date{day};
  std::string text;
  put(text, static_cast<int>(date.year()), 4);
  text += between;
  put(text, static_cast<unsigned>(date.month()), 2);
  text += between;
  put(text, static_cast<unsigned>(date.day()), 2);
  return text;
}

// Fraction digits after a dot as milliseconds; moves at past them.
std::optional<int> milliseconds_at(std::string_view text, std::size_t& at) {
  if (at >= text.size() || text[at] != '.') return 0;
  ++at;
  int value = 0, seen = 0;
  for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, ++seen)
    if (seen < 3) value = value * 10 + (text[at] - '0');
  if (seen == 0 || seen > 9) return std::nullopt;
  for (; seen < 3; ++seen) value *= 10;
  return value;
}

// "Z" or "+02:00" at the end of the text, in minutes east.
std::optional<int> offset_at(std::string_view text, std::size_t at) {
  auto const rest = text.substr(at);
  if (rest == "Z" || rest == "z") return 0;
  if (rest.size() != 6 || (rest[0] != '+' && rest[0] != '-') || rest[3] != ':') return std::nullopt;
  auto const hours = number_at(rest, 1, 2), minutes = number_at(rest, 4, 2);
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  auto const east = *hours * 60 + *minutes;
  return rest[0] == '-' ? -east : east;
}

}  // namespace

std::optional<Date> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  return make(number_at(text, 0, 4), number_at(text, 5, 2), number_at(text, 8, 2));
}

std::optional<Date> parse_date_compact(std::string_view text) {
  if (text.size() != 8) return std::nullopt;
  return make(number_at(text, 0, 4), number_at(text, 4, 2), number_at(text, 6, 2));
}

std::string date_text(Date day) { return date_with(day, "-"); }
std::string date_text_compact(Date day) { return date_with(day, ""); }

std::string instant_text(Instant moment) {
  auto const day = day_of(moment);
  auto const in_day = (moment - day).count();
  auto text = date_text(day) + "T";
  put(text, in_day / 3'600'000, 2);
  text += ':';
  put(text, in_day / 60'000 % 60, 2);
  text += ':';
  put(text, in_day / 1000 % 60, 2);
  text += '.';
  put(text, in_day % 1000, 3);
  return text + 'Z';
}

std::optional<Instant> parse_instant(std::string_view text) {
  if (text.size() < 20 || (text[10] != 'T' && text[10] != 't') || text[13] != ':' ||
      text[16] != ':')
    return std::nullopt;
  auto const day = parse_date(text.substr(0, 10));
  auto const hour = number_at(text, 11, 2), minute = number_at(text, 14, 2),
             second = number_at(text, 17, 2);
  if (!day || !hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 59)
    return std::nullopt;
  std::size_t at = 19;
  auto const milliseconds = milliseconds_at(text, at);
  if (!milliseconds) return std::nullopt;
  auto const east = offset_at(text, at);
  if (!east) return std::nullopt;
  return Instant{*day} + std::chrono::hours{*hour} + std::chrono::minutes{*minute - *east} +
         std::chrono::seconds{*second} + std::chrono::milliseconds{*milliseconds};
}

}  // namespace airut::model
