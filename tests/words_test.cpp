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

namespace fs = std::filesystem;

namespace {

struct Departure {
  std::string_view word, own;  // a regular expression; the glossary's word for the same
};
constexpr std::array departures{
    Departure{"billers?", "billing client"},
    Departure{"invoicers?", "billing client"},
    Departure{"invoice issuers?", "billing client"},
    Departure{"collectors?\\b(?!'s items)", "collection agency"},  // VATEX-EU-J has those
    Departure{"collection (company|companies|bureaus?)", "collection agency"},
    Departure{"intermediators?", "intermediary"},
    Departure{"e-invoicing operators?", "e-invoice operator"},
    Departure{"debtors? registers?", "recipient"},
    Departure{"installments?", "instalment"},
    Departure{"(repayment|instalment) plans?", "payment plan"},
    Departure{"dunning letters?", "reminder"},
    Departure{"reminder polic(y|ies)", "dunning policy"},
    Departure{"mandate holders?", "payer"},
    Departure{"notifications?\\b(?! service)", "notice"},  // the banks' own name of it
};

using Reader = std::function<void(std::string const& text)>;

std::vector<std::string> lines_of(fs::path const& path) {
  std::ifstream in{path};
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::vector<std::string> cut(std::string const& line, char at) {
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
    read(prose(line, in_block));
  }
}

// The English columns: "en", "title_en", "explanation_en".
void read_table(fs::path const& table, Reader const& read) {
  std::vector<std::size_t> english;
  bool has_head = false;
  for (auto const& line : lines_of(table)) {
    if (line.empty() || line.starts_with('#')) continue;
    auto const cells = cut(line, '\t');
    for (std::size_t i = 0; i < cells.size(); ++i) {
      bool const is_english = std::find(english.begin(), english.end(), i) != english.end();
      if (is_english) read(cells[i]);
      if (!has_head && (cells[i] == "en" || cells[i].ends_with("_en"))) english.push_back(i);
    }
    has_head = true;
  }
}

// Texts between quotes: a single word is a value of the interface, not a text.
void read_texts(fs::path const& source, Reader const& read) {
  static std::regex const quoted{R"re("((?:\\.|[^"\\])*)")re"};
  for (auto const& line : lines_of(source)) {
    for (std::sregex_iterator one{line.begin(), line.end(), quoted}, end; one != end; ++one) {
      auto const text = (*one)[1].str();
      if (text.find(' ') != text.npos) read(text);
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
    auto cells = cut(at->substr(1), '|');
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
      CHECK(row.size() == 4);
      for (auto const& cell : row) {
        CHECK_FALSE(cell.empty());
        CHECK(cell.find(',') == cell.npos);
      }
      CHECK(std::find(words.begin(), words.end(), row.front()) == words.end());
      words.push_back(row.front());
    }
    for (auto const& one : departures) {
      INFO(one.word);
      CHECK(std::find(words.begin(), words.end(), one.own) != words.end());
    }
  }

  TEST_CASE("no text departs from the words of the glossary") {
    std::vector<std::regex> patterns;
    for (auto const& one : departures)
      patterns.emplace_back("\\b(?:" + std::string{one.word} + ")(?!\\w)", std::regex::icase);
    int texts = 0;
    for (auto const& entry : fs::recursive_directory_iterator{AIRUT_SOURCE}) {
      if (!entry.is_regular_file()) continue;
      read_file(entry.path(), [&](std::string const& text) {
        ++texts;
        for (std::size_t i = 0; i < patterns.size(); ++i)
          CHECK_MESSAGE(!std::regex_search(text, patterns[i]),
                        fs::relative(entry.path(), AIRUT_SOURCE).generic_string(), ": ", text,
                        "\nthe word for it is: ", departures[i].own);
      });
    }
    CHECK(texts > 3000);
  }
}
