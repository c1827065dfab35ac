#include "config/retention.hpp"

#include <charconv>

#include <fmt/format.h>

#include "config/table.hpp"

namespace airut::config {
namespace {

int years_of(std::string const& text) {
  int years = 0;
  auto const read = std::from_chars(text.data(), text.data() + text.size(), years);
  bool const whole = read.ec == std::errc{} && read.ptr == text.data() + text.size();
  return whole ? years : 0;
}

}  // namespace

Found<Retention> Retention::load(std::filesystem::path const& shipped,
                                 std::filesystem::path const& overlay) {
  Retention retention;
  auto const take = [&](TableRow const& row) -> std::string {
    auto const country = cell(row, "country"), kind = cell(row, "kind");
    auto const from = parse_day(cell(row, "valid_from"));
    Term term{years_of(cell(row, "years")), cell(row, "source")};
    if (country.empty() || kind.empty() || term.law.empty())
      return "country, kind and source must be given";
    if (!from) return "valid_from is a day, YYYY-MM-DD";
    if (term.years < 1 || term.years > 100) return "years is a number from 1 to 100";
    retention.terms_[{country, kind}][*from] = std::move(term);
    return {};
  };
  for (auto const& directory : {shipped, overlay}) {
    auto const file = directory / "retention.tsv";
    bool const needed = directory == shipped;
    if (directory.empty() || (!needed && !std::filesystem::exists(file))) continue;
    if (auto wrong = read_table(file, take); !wrong.empty()) return tl::unexpected{wrong};
  }
  return retention;
}

Found<Retention::Duty> Retention::duty(std::string_view country, std::string_view kind,
                                       Day day) const {
  std::chrono::year_month_day const date{day};
  auto const rows = terms_.find({std::string{country}, std::string{kind}});
  if (rows != terms_.end()) {
    auto const after = rows->second.upper_bound(day);
    if (after != rows->second.begin()) {
      auto const& term = std::prev(after)->second;
      auto const last = date.year() + std::chrono::years{term.years};
      return Duty{Day{last / std::chrono::December / 31}, term.law};
    }
  }
  return tl::unexpected{fmt::format("retention.tsv has no row for {} {} on {:04}-{:02}-{:02}.",
                                    country, kind, static_cast<int>(date.year()),
                                    static_cast<unsigned>(date.month()),
                                    static_cast<unsigned>(date.day()))};
}

}  // namespace airut::config
