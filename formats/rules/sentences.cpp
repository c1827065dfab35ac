#include "formats/rules/sentences.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <span>
#include <system_error>

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

// terms.tsv, by term.
std::vector<Sentences> const& terms() {
  static auto const rows = [] {
    std::vector<Sentences> all;
    each_row(term_table(), [&](std::span<std::string_view const> cells) {
      if (cells.size() >= 4) all.push_back({cells[0], cells[1], cells[2], cells[3]});
    });
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

std::string_view term_name(std::string_view term, std::string_view language) {
  auto const& rows = terms();
  auto const row =
      std::find_if(rows.begin(), rows.end(), [&](auto const& one) { return one.code == term; });
  return row == rows.end() ? std::string_view{} : in_language(*row, language);
}

// "3" for a pointer into the third line or what is in it; "" for another.
std::string line_number(std::string_view pointer) {
  constexpr std::string_view lines = "/invoice/lines/";
  std::size_t index = 0;
  if (!pointer.starts_with(lines)) return {};
  pointer.remove_prefix(lines.size());
  auto const [end, fault] = std::from_chars(pointer.data(), pointer.data() + pointer.size(), index);
  return fault == std::errc{} ? std::to_string(index + 1) : std::string{};
}

// What the sentence is about, where its code may be about several things: the line, and the sum.
std::string subject(model::Finding const& finding, std::string_view language) {
  std::string text;
  if (auto const number = line_number(finding.pointer); !number.empty())
    text.append(term_name("BG-25", language)).append(" ").append(number);
  auto const sum = finding.code.starts_with("total-") ? term_name(finding.term, language) : "";
  if (!sum.empty()) text.append(text.empty() ? "" : ", ").append(sum);
  if (text.empty()) return text;
  text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
  return text.append(": ");
}

// Codes whose matter is in the detail alone: the element, the category and rate, the rule's own
// text. It stands behind the sentence, in English or as its author wrote it.
bool keeps_detail(model::Finding const& finding) {
  static constexpr std::array codes{"breakdown-rows",
                                    "buyer-vat-id-missing",
                                    "element-missing",
                                    "element-refused",
                                    "element-repeated",
                                    "element-value",
                                    "engine-error",
                                    "exemption-mismatch",
                                    "exemption-reason-differs",
                                    "exemption-reason-given",
                                    "exemption-reason-missing",
                                    "format-cannot-say",
                                    "glyph-missing",
                                    "missing",
                                    "not-carried-over",
                                    "official-rule",
                                    "official-rules-unusable",
                                    "seller-vat-id-missing",
                                    "vat-rate-not-positive",
                                    "vat-rate-not-zero",
                                    "vat-rate-given",
                                    "xsd"};
  bool const of_category =
      finding.code == "total-mismatch" && finding.pointer.starts_with("/invoice/vat_breakdown");
  return of_category || std::find(codes.begin(), codes.end(), finding.code) != codes.end();
}

// The name, in its quotes, of a JSON member that was not given; "" for what else is missing.
std::string_view missing_member(model::Finding const& finding) {
  std::string_view const detail = finding.detail;
  constexpr std::string_view rest = " must be given.";
  if (finding.code != "missing" || !detail.starts_with('"') || !detail.ends_with(rest)) return {};
  return detail.substr(0, detail.size() - rest.size());
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
  auto text = subject(finding, language).append(words);
  if (auto const name = missing_member(finding); !name.empty()) {
    text.erase(text.find_last_not_of('.') + 1);
    return text.append(": ").append(name).append(".");
  }
  if (keeps_detail(finding) && !finding.detail.empty())
    text.append(" ").append(finding.detail);
  else if (!finding.expected.empty())
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
