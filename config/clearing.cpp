#include "config/clearing.hpp"

#include <array>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "config/law.hpp"
#include "config/table.hpp"

namespace airut::config {
namespace {

using Unit = ClearingRule::Unit;

constexpr std::array<std::pair<std::string_view, Unit>, 5> units{{
    {"month_end", Unit::month_end},
    {"days", Unit::days},
    {"banking_days", Unit::banking_days},
    {"months", Unit::months},
    {"percent", Unit::percent},
}};

std::optional<int> whole(std::string_view text) {
  int value = 0;
  auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

// "14:00", or "-" for none.
std::optional<std::chrono::minutes> time_of_day(std::string_view text) {
  return text == "-" ? std::chrono::minutes{0} : parse_time_of_day(text);
}

// Letters of the Latin alphabet and the Norwegian ones, in UTF-8.
std::string in_capitals(std::string_view text) {
  std::string capitals;
  for (std::size_t at = 0; at < text.size(); ++at) {
    auto c = static_cast<unsigned char>(text[at]);
    bool const behind_lead = at > 0 && static_cast<unsigned char>(text[at - 1]) == 0xC3;
    if ((c >= 'a' && c <= 'z') || (behind_lead && c >= 0xA0 && c != 0xB7))
      c = static_cast<unsigned char>(c - 0x20);
    capitals += static_cast<char>(c);
  }
  return capitals;
}

Found<Day> banking_day_until(Law const& law, Day day) {
  for (;; day -= std::chrono::days{1}) {
    auto const open = law.is_banking_day("NO", day);
    if (!open) return tl::unexpected{open.error()};
    if (*open) return day;
  }
}

// Due days from the value-th of a month to the day before it in the next belong to one month's end:
// that of the month before.
Day month_end(Day due, int first_due) {
  using namespace std::chrono;
  year_month_day const date{due};
  auto const behind = static_cast<unsigned>(date.day()) >= static_cast<unsigned>(first_due) ? 1 : 2;
  auto const month = year_month{date.year(), date.month()} - months{behind};
  return sys_days{month / last};
}

}  // namespace

std::string ClearingRules::take(TableRow const& row) {
  auto const cell = [&](std::string_view name) {
    auto const found = row.find(name);
    return found == row.end() ? std::string{} : found->second;
  };
  auto const from = parse_day(cell("from"));
  auto const value = whole(cell("value"));
  auto const cut_off = time_of_day(cell("cut_off"));
  if (!from || !value || !cut_off) return "from, value or cut_off is wrong";
  ClearingRule rule;
  rule.value = *value;
  rule.cut_off = *cut_off;
  rule.source = cell("source");
  bool known = false;
  for (auto const& [name, unit] : units) {
    if (name != cell("unit")) continue;
    rule.unit = unit;
    known = true;
  }
  if (!known) return "unit is none of month_end, days, banking_days, months, percent";
  if (rule.source.empty()) return "a rule names its source";
  rules_[{cell("scheme"), cell("rule"), *from}] = std::move(rule);
  return {};
}

tl::expected<ClearingRules, std::string> ClearingRules::load(std::filesystem::path const& shipped,
                                                             std::filesystem::path const& overlay) {
  ClearingRules rules;
  // The operator's own words come first.
  for (auto const& directory : {overlay, shipped}) {
    if (directory.empty()) continue;
    bool const needed = directory == shipped;
    auto const words = directory / "clearing_words.tsv";
    if (!needed && !std::filesystem::exists(words)) continue;
    auto wrong = read_table(words, [&](TableRow const& row) { return rules.take_word(row); });
    if (!wrong.empty()) return tl::unexpected{std::move(wrong)};
  }
  for (auto const& directory : {shipped, overlay}) {
    if (directory.empty()) continue;
    bool const needed = directory == shipped;
    auto const path = directory / "clearing_rules.tsv";
    if (!needed && !std::filesystem::exists(path)) continue;
    auto wrong = read_table(path, [&](TableRow const& row) { return rules.take(row); });
    if (!wrong.empty()) return tl::unexpected{std::move(wrong)};
  }
  return rules;
}

std::string ClearingRules::take_word(TableRow const& row) {
  Word word;
  for (auto const& [name, cell] : row) {
    if (name == "scheme") word.scheme = cell;
    if (name == "field") word.field = cell;
    if (name == "word") word.word = in_capitals(cell);
  }
  if (word.scheme.empty() || word.field.empty() || word.word.empty())
    return "scheme, field and word must be given";
  words_.push_back(std::move(word));
  return {};
}

std::vector<std::string> ClearingRules::words(std::string_view scheme,
                                              std::string_view field) const {
  std::vector<std::string> found;
  for (auto const& one : words_)
    if (one.scheme == scheme && one.field == field) found.push_back(one.word);
  return found;
}

std::string ClearingRules::code_of(std::string_view scheme, std::string_view reason) const {
  constexpr std::string_view of_reasons = "reason:";
  auto const text = in_capitals(reason);
  for (auto const& one : words_) {
    if (one.scheme != scheme || !one.field.starts_with(of_reasons)) continue;
    if (text.find(one.word) != text.npos) return one.field.substr(of_reasons.size());
  }
  return {};
}

Found<ClearingRule> ClearingRules::rule(std::string_view scheme, std::string_view name,
                                        Day day) const {
  auto const after = rules_.upper_bound({std::string{scheme}, std::string{name}, day});
  if (after != rules_.begin()) {
    auto const& [key, rule] = *std::prev(after);
    if (std::get<0>(key) == scheme && std::get<1>(key) == name) return rule;
  }
  std::chrono::year_month_day const date{day};
  return tl::unexpected{fmt::format("clearing_rules.tsv has no {} of {} on {:04}-{:02}-{:02}.",
                                    name, scheme, static_cast<int>(date.year()),
                                    static_cast<unsigned>(date.month()),
                                    static_cast<unsigned>(date.day()))};
}

Found<Deadline> ClearingRules::deadline(std::string_view scheme, std::string_view name, Day due,
                                        Day today, Law const& law) const {
  auto const row = rule(scheme, name, today);
  if (!row) return tl::unexpected{row.error()};
  auto const latest = row->unit == Unit::month_end ? month_end(due, row->value)
                                                   : due - std::chrono::days{row->value};
  auto const day = banking_day_until(law, latest);
  if (!day) return tl::unexpected{day.error()};
  return Deadline{*day, row->cut_off};
}

}  // namespace airut::config
