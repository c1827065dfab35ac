#include <algorithm>

#include <fmt/format.h>

#include "config/parts.hpp"
#include "config/table.hpp"

namespace airut::config {

void read_times(Section& in, std::string_view key, std::vector<std::chrono::minutes>& times) {
  if (!in.has(key)) return;
  std::vector<std::string> texts;
  in.take(key, texts);
  times.clear();
  for (auto const& text : texts) {
    auto const time = parse_time_of_day(text);
    if (time) {
      times.push_back(*time);
    } else {
      in.wrong(key, fmt::format("\"{}\" is no time of day, HH:MM", text));
    }
  }
  std::sort(times.begin(), times.end());
}

}  // namespace airut::config
