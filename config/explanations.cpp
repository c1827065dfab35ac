#include "config/explanations.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "config/table.hpp"

namespace airut::config {
namespace {

constexpr std::array<std::string_view, 4> languages{"fi", "sv", "nb", "en"};

struct Remedy {
  std::string handler;
  InLanguages words;
};
using Remedies = std::map<std::string, Remedy, std::less<>>;

// The cells of the four languages; empty when one is.
InLanguages words_of(TableRow const& row) {
  InLanguages words;
  for (auto const language : languages) {
    auto text = cell(row, language);
    if (text.empty()) return {};
    words.emplace(language, std::move(text));
  }
  return words;
}

std::string take_remedy(TableRow const& row, Remedies& remedies) {
  Remedy remedy{cell(row, "handler"), words_of(row)};
  if (remedy.handler.empty() || remedy.words.empty())
    return "handler, fi, sv, nb and en must be given";
  auto name = cell(row, "remedy");
  bool const is_new = remedies.emplace(name, std::move(remedy)).second;
  return is_new ? std::string{} : "the remedy \"" + name + "\" stands twice";
}

std::string take_row(TableRow const& row, std::string_view about, Remedies const& remedies,
                     std::vector<Explanation>& rows) {
  auto const remedy = remedies.find(cell(row, "remedy"));
  if (remedy == remedies.end()) return "remedies.tsv has no remedy \"" + cell(row, "remedy") + "\"";
  Explanation one{cell(row, "code"),      about.empty() ? cell(row, "about") : std::string{about},
                  remedy->second.handler, "",
                  words_of(row),          remedy->second.words};
  if (one.code.empty() || one.cause.empty()) return "code, fi, sv, nb and en must be given";
  bool const twice = std::any_of(rows.begin(), rows.end(), [&](Explanation const& other) {
    return other.about == one.about && other.code == one.code;
  });
  if (twice) return "the code \"" + one.code + "\" stands twice";
  rows.push_back(std::move(one));
  return {};
}

Explanation deviation(DeviationCode const& code) {
  return {code.code, "deviation", code.handler, code.action, code.title, code.explanation};
}

bool stands_for(std::string_view row, std::string_view code) {
  if (!row.ends_with('*')) return row == code;
  return row == code || code.starts_with(row.substr(0, row.size() - 1));
}

}  // namespace

Found<Explanations> Explanations::load(std::filesystem::path const& shipped, Codes const& codes) {
  Remedies remedies;
  auto wrong = read_table(shipped / "remedies.tsv",
                          [&](TableRow const& row) { return take_remedy(row, remedies); });
  Explanations all;
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> tables{
      {{"sentences.tsv", "finding"}, {"problems.tsv", "problem"}, {"reasons.tsv", ""}}};
  for (auto const& [file, named] : tables) {
    if (!wrong.empty()) return tl::unexpected{std::move(wrong)};
    wrong = read_table(shipped / file, [&, about = named](TableRow const& row) {
      return take_row(row, about, remedies, all.rows_);
    });
  }
  if (!wrong.empty()) return tl::unexpected{std::move(wrong)};
  for (auto const& code : codes.all()) all.rows_.push_back(deviation(code));
  std::sort(all.rows_.begin(), all.rows_.end(), [](auto const& a, auto const& b) {
    return std::tie(a.about, a.code) < std::tie(b.about, b.code);
  });
  return all;
}

std::vector<Explanation const*> Explanations::find(std::string_view code) const {
  std::vector<Explanation const*> found;
  for (auto const& one : rows_)
    if (stands_for(one.code, code)) found.push_back(&one);
  return found;
}

}  // namespace airut::config
