#include "formats/rules/sentences.hpp"

#include <algorithm>
#include <span>

#include "formats/rules/tables.hpp"

namespace airut::rules {

namespace {

struct Sentences {
  std::string_view code, fi, sv, nb;
};

// config/tables/sentences.tsv, by code.
std::vector<Sentences> const& catalogue() {
  static auto const rows = [] {
    std::vector<Sentences> all;
    each_row(sentence_table(), [&](std::span<std::string_view const> cells) {
      if (cells.size() == 4) all.push_back({cells[0], cells[1], cells[2], cells[3]});
    });
    std::sort(all.begin(), all.end(), [](auto const& a, auto const& b) { return a.code < b.code; });
    return all;
  }();
  return rows;
}

std::string_view in_language(Sentences const& row, std::string_view language) {
  if (language == "fi") return row.fi;
  if (language == "sv") return row.sv;
  if (language == "nb" || language == "nn") return row.nb;
  return {};
}

std::string_view expected_word(std::string_view language) {
  if (language == "fi") return "Odotettu";
  return language == "sv" ? "Väntat" : "Forventet";
}

std::string_view actual_word(std::string_view language) {
  if (language == "fi") return "annettu";
  return language == "sv" ? "angivet" : "oppgitt";
}

}  // namespace

std::string sentence(model::Finding const& finding, std::string_view language) {
  auto const& rows = catalogue();
  auto const row =
      std::lower_bound(rows.begin(), rows.end(), finding.code,
                       [](auto const& one, std::string const& code) { return one.code < code; });
  if (row == rows.end() || row->code != finding.code) return finding.detail;
  auto const words = in_language(*row, language);
  if (words.empty()) return finding.detail;
  std::string text{words};
  if (!finding.expected.empty())
    text.append(" ")
        .append(expected_word(language))
        .append(" ")
        .append(finding.expected)
        .append(", ")
        .append(actual_word(language))
        .append(" ")
        .append(finding.actual)
        .append(".");
  else if (!finding.actual.empty())
    text.append(" (").append(finding.actual).append(")");
  return text;
}

std::vector<std::string_view> translated_codes() {
  std::vector<std::string_view> codes;
  for (auto const& row : catalogue()) codes.push_back(row.code);
  return codes;
}

}  // namespace airut::rules
