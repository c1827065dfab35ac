// That the pages of the house say what is so: each row of the README's tables of what works names
// tests that exist, links lead somewhere, and every folder has its page.

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "tests/support/lines_of.hpp"

namespace fs = std::filesystem;
using airut::tests::lines_of;

namespace {

std::string slurped(fs::path const& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

// The names of all test cases, on the line of the macro or below it.
std::set<std::string> test_names() {
  std::regex const named{R"re(TEST_CASE\(\s*"((?:[^"\\]|\\.)*)")re"};
  std::set<std::string> names;
  for (auto const& entry : fs::recursive_directory_iterator{AIRUT_SOURCE "/tests"}) {
    if (entry.path().extension() != ".cpp") continue;
    auto const text = slurped(entry.path());
    for (std::sregex_iterator one{text.begin(), text.end(), named}, end; one != end; ++one)
      names.insert((*one)[1]);
  }
  return names;
}

std::vector<std::string> cells_of(std::string const& line) {
  std::vector<std::string> parts;
  std::istringstream in{line};
  for (std::string part; std::getline(in, part, '|');) {
    auto const first = part.find_first_not_of(' '), last = part.find_last_not_of(' ');
    if (first != part.npos) parts.push_back(part.substr(first, last - first + 1));
  }
  return parts;
}

// A table of the README and the comment below it: rows by their first cells, and the tests that
// show the rows beginning with a key.
struct Shown {
  std::vector<std::string> rows;
  std::map<std::string, std::vector<std::string>> tests;

  // The longest key with which the row begins.
  std::string key_of(std::string const& row) const {
    std::string best;
    for (auto const& [key, names] : tests)
      if (row.starts_with(key) && key.size() > best.size()) best = key;
    return best;
  }
};

std::string first_cell(std::string const& row) {
  auto cell = cells_of(row).front();
  std::erase(cell, '`');
  return cell;
}

std::vector<Shown> what_works() {
  auto const lines = lines_of(AIRUT_SOURCE "/README.md");
  auto at = std::find(lines.begin(), lines.end(), "## What works");
  std::vector<Shown> tables;
  bool in_table = false, in_comment = false;
  while (++at < lines.end() && !at->starts_with("## ")) {
    bool const is_row = at->starts_with("|");
    if (is_row && !in_table) {
      tables.emplace_back();
      ++at;  // the line below the headings
    } else if (is_row) {
      tables.back().rows.push_back(first_cell(*at));
    } else if (*at == "-->") {
      in_comment = false;
    } else if (in_comment) {
      auto parts = cells_of(*at);
      auto const key = parts.front();
      parts.erase(parts.begin());
      tables.back().tests[key] = std::move(parts);
    } else {
      in_comment = *at == "<!-- shown by";
    }
    in_table = is_row;
  }
  return tables;
}

bool has_sources(fs::path const& folder) {
  return std::any_of(fs::directory_iterator{folder}, fs::directory_iterator{}, [](auto const& one) {
    auto const kind = one.path().extension();
    return kind == ".cpp" || kind == ".hpp" || kind == ".tsv" || kind == ".toml" ||
           kind == ".service";
  });
}

// How links name the headings of a page: "## What comes back" is "#what-comes-back".
std::set<std::string> anchors(fs::path const& page) {
  std::set<std::string> found;
  for (auto const& line : lines_of(page)) {
    auto const begin = line.find_first_not_of("# ");
    if (!line.starts_with('#') || begin == line.npos) continue;
    std::string name;
    for (auto const c : line.substr(begin)) {
      if (c == ' ' || c == '-') name += '-';
      if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_')
        name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    found.insert("#" + name);
  }
  return found;
}

// The rooms of the tests are named as what they test, and share one page.
bool shares_a_page(std::string const& inside) {
  return inside.starts_with("tests/") && inside != "tests/support" && inside != "tests/fuzz" &&
         inside != "tests/bench";
}

// Each folder that has a page of its own.
std::vector<fs::path> folders() {
  std::vector<fs::path> found{fs::path{AIRUT_SOURCE} / ".ci", fs::path{AIRUT_SOURCE} / "examples"};
  for (auto const* floor : {"config", "formats", "ledger", "channels", "gateway", "tests"}) {
    found.push_back(fs::path{AIRUT_SOURCE} / floor);
    for (auto const& entry : fs::recursive_directory_iterator{fs::path{AIRUT_SOURCE} / floor}) {
      if (!entry.is_directory() || !has_sources(entry.path())) continue;
      if (!shares_a_page(fs::relative(entry.path(), AIRUT_SOURCE).generic_string()))
        found.push_back(entry.path());
    }
  }
  return found;
}

}  // namespace

TEST_SUITE("readme") {
  TEST_CASE("each row of what works names tests that there are") {
    auto const names = test_names();
    auto const tables = what_works();
    CHECK(tables.size() >= 4);
    for (auto const& table : tables) {
      std::set<std::string> used;
      CHECK(!table.rows.empty());
      for (auto const& row : table.rows) {
        auto const key = table.key_of(row);
        used.insert(key);
        CHECK_MESSAGE(!key.empty(), "no test is named for the row: ", row);
      }
      for (auto const& [key, tests] : table.tests) {
        CHECK_MESSAGE(used.contains(key), "there is no row: ", key);
        CHECK_MESSAGE(!tests.empty(), "no test is named for the row: ", key);
        for (auto const& test : tests)
          CHECK_MESSAGE(names.contains(test), key, " names no test: ", test);
      }
    }
  }

  TEST_CASE("every key of the configuration stands on a page") {
    std::string pages;
    for (auto const& entry : fs::recursive_directory_iterator{AIRUT_SOURCE}) {
      auto const inside = fs::relative(entry.path(), AIRUT_SOURCE).generic_string();
      if (entry.path().extension() == ".md" && !inside.starts_with("build/"))
        pages += slurped(entry.path());
    }
    std::regex const taken{R"re(\(\s*"([a-z][a-z_0-9]+)"\s*,)re"};
    std::set<std::string> keys;
    for (auto const& entry : fs::directory_iterator{AIRUT_SOURCE "/config"}) {
      auto const name = entry.path().filename().string();
      bool const reads =
          name.starts_with("read_") || name == "load.cpp" || name == "rule_profile.cpp";
      if (!reads || entry.path().extension() != ".cpp") continue;
      auto const text = slurped(entry.path());
      for (std::sregex_iterator one{text.begin(), text.end(), taken}, end; one != end; ++one)
        keys.insert((*one)[1]);
    }
    CHECK(keys.size() > 150);
    for (auto const& key : keys) {
      std::regex const word{"\\b" + key + "\\b"};
      CHECK_MESSAGE(std::regex_search(pages, word), key);
    }
  }

  TEST_CASE("links between the pages lead to files and to their headings") {
    std::regex const link{R"(\]\(([^)#:]+)(#[^)]*)?\))"};
    for (auto const& entry : fs::recursive_directory_iterator{AIRUT_SOURCE}) {
      auto const inside = fs::relative(entry.path(), AIRUT_SOURCE).generic_string();
      if (entry.path().extension() != ".md" || inside.starts_with("build/")) continue;
      auto const text = slurped(entry.path());
      for (std::sregex_iterator one{text.begin(), text.end(), link}, end; one != end; ++one) {
        INFO(inside, ": ", one->str());
        auto const target = entry.path().parent_path() / (*one)[1].str();
        CHECK(fs::exists(target));
        if ((*one)[2].matched) CHECK(anchors(target).contains((*one)[2].str()));
      }
    }
  }

  TEST_CASE("every folder says on a page what lives there, what never does, and how to add") {
    for (auto const& folder : folders()) {
      auto const page = slurped(folder / "README.md");
      INFO(fs::relative(folder, AIRUT_SOURCE).generic_string());
      CHECK_FALSE(page.empty());
      CHECK(page.find("**Never here:**") != page.npos);
      CHECK(page.find("**One more:**") != page.npos);
    }
  }

  TEST_CASE("a page is a page: what operators must know beside it is a guide") {
    for (auto const& folder : folders()) {
      INFO(fs::relative(folder, AIRUT_SOURCE).generic_string());
      CHECK(lines_of(folder / "README.md").size() <= 60);
    }
  }
}
