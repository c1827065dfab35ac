// That what people read keeps to the glossary of the README: one word for one thing.

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <regex>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "tests/support/lines_of.hpp"

namespace fs = std::filesystem;
using airut::tests::lines_of;

namespace {

struct Departure {
  std::string_view language, word;  // word: a regular expression
  std::string_view own;             // the glossary's word for the same
};
constexpr std::array departures{
    Departure{"en", "billers?", "billing client"},
    Departure{"en", "invoicers?", "billing client"},
    Departure{"en", "invoice issuers?", "billing client"},
    Departure{"en", "collectors?\\b(?!'s items)", "collection agency"},  // VATEX-EU-J has those
    Departure{"en", "collection (company|companies|bureaus?)", "collection agency"},
    Departure{"en", "intermediators?", "intermediary"},
    Departure{"en", "e-invoicing operators?", "e-invoice operator"},
    Departure{"en", "debtors? registers?", "recipient"},
    Departure{"en", "installments?", "instalment"},
    Departure{"en", "(repayment|instalment) plans?", "payment plan"},
    Departure{"en", "dunning letters?", "reminder"},
    Departure{"en", "reminder polic(y|ies)", "dunning policy"},
    Departure{"en", "notifications?\\b(?! service)", "notice"},  // the banks' own name of it
    Departure{"fi", "perintäyhtiö\\w*", "perintätoimisto"},
    Departure{"fi", "maksukehotu\\w*", "maksumuistutus"},
    Departure{"sv", "inkasso(bolag|företag)\\w*", "inkassobyrå"},
    Departure{"sv", "avbetalning\\w*", "delbetalning"},
    Departure{"nb", "inkasso(byrå|selskap)\\w*", "inkassoforetak"},
    Departure{"nb", "påminnelse\\w*", "purring"},
    Departure{"nb", "debitor\\w*", "skyldner"},
};

// In the order of the glossary's columns.
constexpr std::array<std::string_view, 4> languages{"en", "fi", "sv", "nb"};

using Reader = std::function<void(std::string const& text, std::string_view language)>;

std::vector<std::string> split(std::string const& line, char at) {
  std::vector<std::string> parts;
  std::istringstream in{line};
  for (std::string part; std::getline(in, part, at);) parts.push_back(part);
  return parts;
}

// What is spelled as a program spells it is no word of ours: `code`, and values within a block.
std::string prose(std::string const& line, bool in_block) {
  static std::regex const code{"`[^`]*`"}, value{"\"[^\"]*\""};
  return std::regex_replace(line, in_block ? value : code, " ");
}

void read_page(fs::path const& page, Reader const& read) {
  bool in_block = false;
  for (auto const& line : lines_of(page)) {
    if (line.starts_with("```")) in_block = !in_block;
    read(prose(line, in_block), "en");
  }
}

// The language of a column: of "nb" and of "title_nb"; "" when it has none.
std::string_view language_of(std::string const& column) {
  for (auto const language : languages) {
    if (column == language || column.ends_with("_" + std::string{language})) return language;
  }
  return {};
}

void read_table(fs::path const& table, Reader const& read) {
  std::vector<std::string> head;
  for (auto const& line : lines_of(table)) {
    if (line.empty() || line.starts_with('#')) continue;
    auto const cells = split(line, '\t');
    if (head.empty()) {
      head = cells;
      continue;
    }
    for (std::size_t i = 0; i < cells.size() && i < head.size(); ++i) {
      auto const language = language_of(head[i]);
      if (!language.empty()) read(cells[i], language);
    }
  }
}

// Texts between quotes: a single word is a value of the interface, not a text.
void read_texts(fs::path const& source, Reader const& read) {
  static std::regex const quoted{R"re("((?:\\.|[^"\\])*)")re"};
  for (auto const& line : lines_of(source)) {
    for (std::sregex_iterator one{line.begin(), line.end(), quoted}, end; one != end; ++one) {
      auto const text = (*one)[1].str();
      if (text.find(' ') != text.npos) read(text, "en");
    }
  }
}

void read_file(fs::path const& path, Reader const& read) {
  auto const inside = fs::relative(path, AIRUT_SOURCE).generic_string();
  if (inside.starts_with("build/") || inside == "CHANGELOG.md") return;
  if (path.extension() == ".md") return read_page(path, read);
  if (inside.starts_with("config/tables/") && path.extension() == ".tsv")
    return read_table(path, read);
  bool const is_said = inside.starts_with("gateway/cli/") || inside.starts_with("gateway/api/");
  if (is_said && path.extension() == ".cpp") read_texts(path, read);
}

// The rows of the README's glossary, each with the word here and its three translations.
std::vector<std::vector<std::string>> glossary() {
  auto const lines = lines_of(AIRUT_SOURCE "/README.md");
  auto at = std::find(lines.begin(), lines.end(), "| word here | fi | sv | nb |");
  std::vector<std::vector<std::string>> rows;
  if (at == lines.end()) return rows;
  std::regex const around{"^ +| +$| *\\(.*\\)"};
  for (at += 2; at != lines.end() && at->starts_with("|"); ++at) {
    auto cells = split(at->substr(1), '|');
    for (auto& cell : cells) cell = std::regex_replace(cell, around, "");
    rows.push_back(std::move(cells));
  }
  return rows;
}

}  // namespace

TEST_SUITE("words") {
  TEST_CASE("the glossary has one word for each thing in each language, and each word once") {
    auto const rows = glossary();
    CHECK(rows.size() > 30);
    std::vector<std::string> words;
    for (auto const& row : rows) {
      INFO(row.front());
      CHECK(row.size() == languages.size());
      for (auto const& cell : row) {
        CHECK_FALSE(cell.empty());
        CHECK(cell.find(',') == cell.npos);
      }
      CHECK(std::find(words.begin(), words.end(), row.front()) == words.end());
      words.push_back(row.front());
    }
  }

  TEST_CASE("what is asked for instead of a word that departs stands in the glossary") {
    auto const rows = glossary();
    for (auto const& one : departures) {
      INFO(one.word);
      auto const at = static_cast<std::size_t>(
          std::find(languages.begin(), languages.end(), one.language) - languages.begin());
      CHECK(std::any_of(rows.begin(), rows.end(),
                        [&](auto const& row) { return at < row.size() && row[at] == one.own; }));
    }
  }

  TEST_CASE("no text departs from the words of the glossary") {
    std::vector<std::regex> patterns;
    for (auto const& one : departures)
      patterns.emplace_back("\\b(?:" + std::string{one.word} + ")(?!\\w)", std::regex::icase);
    int texts = 0;
    auto const read_one = [&](std::string const& inside, std::string const& text,
                              std::string_view language) {
      ++texts;
      for (std::size_t i = 0; i < patterns.size(); ++i) {
        if (departures[i].language != language) continue;
        CHECK_MESSAGE(!std::regex_search(text, patterns[i]), inside, ": ", text,
                      "\nthe word for it is: ", departures[i].own);
      }
    };
    for (auto const& entry : fs::recursive_directory_iterator{AIRUT_SOURCE}) {
      if (!entry.is_regular_file()) continue;
      auto const inside = fs::relative(entry.path(), AIRUT_SOURCE).generic_string();
      read_file(entry.path(), [&](std::string const& text, std::string_view language) {
        read_one(inside, text, language);
      });
    }
    CHECK(texts > 5000);
  }
}
