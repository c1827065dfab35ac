#include <algorithm>

#include <fmt/format.h>

#include "formats/csv/members.hpp"

namespace airut::csv {
namespace {

constexpr std::string_view no_break_space = "\xC2\xA0", narrow_space = "\xE2\x80\xAF";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

void erase_all(std::string& text, std::string_view what) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
    text.erase(at, what.size());
  }
}

// The other of comma and point may part thousands: only in groups of three.
bool drop_thousands(std::string& whole, char separator) {
  auto const first = whole.find(separator);
  if (first == std::string::npos) return true;
  std::string digits = whole.substr(0, first);
  if (digits.empty() || digits.size() > 4) return false;
  for (auto at = first; at < whole.size(); at += 4) {
    auto const group = whole.substr(at + 1, 3);
    bool const three = whole[at] == separator && group.size() == 3 &&
                       std::all_of(group.begin(), group.end(), is_digit);
    if (!three) return false;
    digits += group;
  }
  whole = std::move(digits);
  return true;
}

// "-1 234,50" and "1.234,50-" as Decimal::parse takes them; empty when they follow no pattern.
std::string plain(std::string text, char decimal_sign) {
  for (auto const blank : {std::string_view{" "}, no_break_space, narrow_space}) {
    erase_all(text, blank);
  }
  erase_all(text, "\xE2\x82\xAC");  // the euro sign
  if (!text.empty() && text.back() == '%') text.pop_back();
  if (!text.empty() && text.back() == '-') text = "-" + text.substr(0, text.size() - 1);
  if (!text.empty() && text.front() == '+') text.erase(0, 1);
  auto const sign = text.find(decimal_sign);
  auto whole = text.substr(0, sign);
  auto const fraction = sign == std::string::npos ? std::string{} : text.substr(sign + 1);
  if (!drop_thousands(whole, decimal_sign == ',' ? '.' : ',')) return {};
  return fraction.empty() ? whole : whole + "." + fraction;
}

}  // namespace

void Cell::wrong(std::string code, std::string detail) {
  if (!code_.empty()) return;
  code_ = std::move(code);
  detail_ = std::move(detail);
}

std::optional<model::Decimal> Cell::decimal() {
  if (text_.empty()) return std::nullopt;
  auto const value = model::Decimal::parse(plain(text_, decimal_sign_));
  if (!value) {
    wrong("number-format", fmt::format("\"{}\" is not a number with a decimal {}.", text_,
                                       decimal_sign_ == ',' ? "comma" : "point"));
  }
  return value;
}

std::optional<model::Money> Cell::money(model::Currency currency) {
  auto const value = decimal();
  if (!value) return std::nullopt;
  auto const money = model::Money::parse(value->text_shortest(), currency);
  if (!money) {
    wrong("amount-format",
          fmt::format("\"{}\" has more decimals than {} has.", text_, currency.code()));
  }
  return money;
}

std::optional<model::Date> Cell::date() {
  if (text_.empty()) return std::nullopt;
  auto const day = parse_day(text_, date_format_);
  if (!day) wrong("date-format", fmt::format("\"{}\" is not a day {}.", text_, date_format_));
  return day;
}

std::optional<int> Cell::word(std::span<std::string_view const> words) {
  if (text_.empty()) return std::nullopt;
  auto const found = std::find(words.begin(), words.end(), text_);
  if (found != words.end()) return static_cast<int>(found - words.begin());
  wrong("word-unknown", fmt::format("\"{}\" is none of {}.", text_, fmt::join(words, ", ")));
  return std::nullopt;
}

namespace {

// One part of a date format: a letter and how often it stands.
struct Part {
  char letter;
  std::size_t count;
};

Part part_at(std::string_view format, std::size_t at) {
  auto const letter = format[at];
  std::size_t count = 1;
  while (at + count < format.size() && format[at + count] == letter) ++count;
  return {letter, count};
}

bool is_letter(char c) { return c == 'Y' || c == 'M' || c == 'D'; }

// The number at the beginning: exactly `width` digits, or one or two for a single letter.
std::optional<int> take_number(std::string_view& text, std::size_t width) {
  std::size_t count = 0;
  while (count < text.size() && count < std::max<std::size_t>(width, 2) && is_digit(text[count])) {
    ++count;
  }
  if (count == 0 || (width > 1 && count != width)) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < count; ++i) value = value * 10 + (text[i] - '0');
  text.remove_prefix(count);
  return value;
}

}  // namespace

bool is_date_format(std::string_view format) {
  int years = 0, months = 0, days = 0;
  for (std::size_t at = 0; at < format.size();) {
    auto const part = part_at(format, at);
    at += part.count;
    if (part.letter == 'Y') years += part.count == 4 || part.count == 2 ? 1 : 9;
    if (part.letter == 'M') months += part.count <= 2 ? 1 : 9;
    if (part.letter == 'D') days += part.count <= 2 ? 1 : 9;
  }
  return years == 1 && months == 1 && days == 1;
}

std::optional<model::Date> parse_day(std::string_view text, std::string_view format) {
  int year = 0, month = 0, day = 0;
  for (std::size_t at = 0; at < format.size();) {
    auto const part = part_at(format, at);
    at += part.count;
    if (!is_letter(part.letter)) {
      auto const between = std::string(part.count, part.letter);
      if (text.substr(0, part.count) != between) return std::nullopt;
      text.remove_prefix(part.count);
      continue;
    }
    auto const number = take_number(text, part.count);
    if (!number) return std::nullopt;
    if (part.letter == 'Y') year = part.count == 2 ? 2000 + *number : *number;
    if (part.letter == 'M') month = *number;
    if (part.letter == 'D') day = *number;
  }
  if (!text.empty()) return std::nullopt;
  return model::parse_date(fmt::format("{:04}-{:02}-{:02}", year, month, day));
}

}  // namespace airut::csv
