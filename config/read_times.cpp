#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "config/parts.hpp"

namespace airut::config {
namespace {

// "07:30".
std::optional<std::chrono::minutes> time_of_day(std::string_view text) {
  int hour = 0, minute = 0;
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  auto const part = [](std::string_view digits, int& value, int most) {
    auto const* end = digits.data() + digits.size();
    auto const read = std::from_chars(digits.data(), end, value);
    return read.ec == std::errc{} && read.ptr == end && value >= 0 && value <= most;
  };
  if (!part(text.substr(0, 2), hour, 23) || !part(text.substr(3), minute, 59)) return std::nullopt;
  return std::chrono::hours{hour} + std::chrono::minutes{minute};
}

}  // namespace

void read_times(Section& in, std::string_view key, std::vector<std::chrono::minutes>& times) {
  if (!in.has(key)) return;
  std::vector<std::string> texts;
  in.take(key, texts);
  times.clear();
  for (auto const& text : texts) {
    auto const time = time_of_day(text);
    if (time) {
      times.push_back(*time);
    } else {
      in.wrong(key, fmt::format("\"{}\" is no time of day, HH:MM", text));
    }
  }
  std::sort(times.begin(), times.end());
}

}  // namespace airut::config
