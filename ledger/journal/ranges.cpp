#include "ledger/journal/ranges.hpp"

#include <charconv>
#include <optional>

#include <fmt/format.h>

namespace airut::ledger {
namespace {

std::optional<std::int64_t> number_of(std::string_view text) {
  std::int64_t number = 0;
  auto const end = text.data() + text.size();
  auto const read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc{} || read.ptr != end || number < 0) return std::nullopt;
  return number;
}

}  // namespace

std::string ranges_text(std::vector<std::int64_t> const& ascending) {
  std::string text;
  for (std::size_t i = 0; i < ascending.size();) {
    auto last = i;
    while (last + 1 < ascending.size() && ascending[last + 1] == ascending[last] + 1) ++last;
    if (!text.empty()) text += ' ';
    text += last == i ? fmt::format("{}", ascending[i])
                      : fmt::format("{}-{}", ascending[i], ascending[last]);
    i = last + 1;
  }
  return text;
}

std::vector<std::int64_t> read_ranges(std::string_view text) {
  std::vector<std::int64_t> numbers;
  while (!text.empty()) {
    auto const word = text.substr(0, text.find(' '));
    text.remove_prefix(word.size() == text.size() ? word.size() : word.size() + 1);
    auto const dash = word.find('-');
    auto const first = number_of(word.substr(0, dash));
    auto const last = dash == std::string_view::npos ? first : number_of(word.substr(dash + 1));
    if (!first || !last || *last < *first) return {};
    for (auto at = *first; at <= *last; ++at) numbers.push_back(at);
  }
  return numbers;
}

}  // namespace airut::ledger
