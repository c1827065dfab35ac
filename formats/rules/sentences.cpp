#include "formats/rules/sentences.hpp"

#include <algorithm>
#include <span>

#include "formats/rules/tables.hpp"

namespace airut::rules {

namespace {

struct Sentences {
  std::string_view code, fi, sv, nb;
};

// config/tables/sentences.tsv, by code; its other columns are for `airut explain`.
std::vector<Sentences> const& catalogue() {
  static auto const rows = [] {
    std::vector<Sentences> all;
    each_row(sentence_table(), [&](std::span<std::string_view const> cells) {
      if (cells.size() >= 4) all.push_back({cells[0], cells[1], cells[2], cells[3]});
    });
    std::sort(all.begin(), all.end(), [](auto const& a, auto const& b) { return a.code < b.code; });
    return all;
  }();
  return rows;
}

// The row of a code, or the one that ends in '*' and begins as the code does.
Sentences const* find(std::string_view code) {
  auto const& rows = catalogue();
  auto const row =
      std::lower_bound(rows.begin(), rows.end(), code,
                       [](auto const& one, std::string_view wanted) { return one.code < wanted; });
  if (row != rows.end() && row->code == code) return &*row;
  auto const family = std::find_if(rows.begin(), rows.end(), [&](auto const& one) {
    return one.code.ends_with('*') && code.starts_with(one.code.substr(0, one.code.size() - 1));
  });
  return family == rows.end() ? nullptr : &*family;
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
  auto const* row = find(finding.code);
  if (row == nullptr) return finding.detail;
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
