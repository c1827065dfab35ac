// What a code means is told for every code that the sources can show a person, and for no other.

#include "config/explanations.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include <doctest/doctest.h>

#include "tests/support/temp_directory.hpp"

using namespace airut;

namespace {

namespace fs = std::filesystem;
constexpr auto tables = AIRUT_SOURCE "/config/tables";

config::Explanations const& explanations() {
  static auto const all = [] {
    auto const codes = config::Codes::load(tables, {});
    REQUIRE_MESSAGE(codes, codes.error());
    auto loaded = config::Explanations::load(tables, *codes);
    REQUIRE_MESSAGE(loaded, loaded.error());
    return *std::move(loaded);
  }();
  return all;
}

std::string slurped(fs::path const& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

// Small letters and digits joined by hyphens, at least one letter.
bool is_code(std::string_view text) {
  auto const is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  return std::any_of(text.begin(), text.end(), is_letter) &&
         std::all_of(text.begin(), text.end(),
                     [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-'; });
}

bool is_name(char c) { return c == '_' || std::isalnum(static_cast<unsigned char>(c)) != 0; }

// The name before the bracket that is open where the text ends, when no text literal stands
// between: what is called with the code as its first text. "" when there is none near.
std::string_view called(std::string_view before) {
  constexpr std::size_t near = 120;
  int depth = 0, quotes = 0;
  for (std::size_t at = before.size(); at-- > 0 && before.size() - at < near;) {
    char const c = before[at];
    if (c == '"') ++quotes;
    if (quotes > 2 || c == ';') return {};
    if (c == ')' || c == '}') ++depth;
    if ((c != '(' && c != '{') || depth-- > 0) continue;
    auto begin = at;
    while (begin > 0 && is_name(before[begin - 1])) --begin;
    return before.substr(begin, at - begin);
  }
  return {};
}

// Whether another code follows as the next argument: then this one is a name, as of a member.
bool has_code_behind(std::string_view after) {
  if (!after.starts_with(", \"")) return false;
  auto const next = after.substr(3, after.find('"', 3) - 3);
  return is_code(next);
}

// Whether a literal there is a code that somebody is told, by how the house tells it.
bool tells(std::string_view before, std::string_view after) {
  bool const is_last = after.starts_with(")");
  bool const is_argument = (after.starts_with(",") && !has_code_behind(after)) || is_last;
  static std::set<std::string_view> const tellers{
      "problem",    "conflict",   "Refusal", "CaseRefusal", "no",
      "refused",    "refuse",     "wrong",   "finding",     "finding_at",
      "problem_at", "problem_of", "waiting", "unreachable", "say"};
  if (is_argument && tellers.contains(called(before))) return true;
  for (std::string_view const told : {"code = ", "_reason = ", "found.push_back({"})
    if (before.ends_with(told)) return true;
  // Rows of the rules: id, business term, code.
  auto const term = before.rfind("\"BT-");
  return is_argument && term != before.npos && before.size() - term < 12;
}

struct Told {
  std::string code, file;
};

void gather(std::string const& text, std::string const& file, std::vector<Told>& told) {
  std::string_view const all{text};
  for (auto open = all.find('"'); open != all.npos; open = all.find('"', open + 1)) {
    auto const close = all.find('"', open + 1);
    if (close == all.npos) return;
    auto const literal = all.substr(open + 1, close - open - 1);
    if (is_code(literal) && tells(all.substr(0, open), all.substr(close + 1)))
      told.push_back({std::string{literal}, file});
    open = close;
  }
}

std::vector<Told> told_by_sources() {
  std::vector<Told> told;
  for (auto const* floor : {"formats", "ledger", "channels", "gateway"}) {
    for (auto const& entry : fs::recursive_directory_iterator{fs::path{AIRUT_SOURCE} / floor}) {
      auto const path = fs::relative(entry.path(), AIRUT_SOURCE).generic_string();
      // Their codes get a prefix (sbdh-, mls-, invoice-response-); a template's keys are no codes.
      bool const is_apart = path.starts_with("formats/sbdh") || path.ends_with("template.cpp") ||
                            path.ends_with("toml_table.cpp") ||
                            path.starts_with("formats/application_response");
      if (entry.path().extension() == ".cpp" && !is_apart)
        gather(slurped(entry.path()), path, told);
    }
  }
  return told;
}

std::string all_sources() {
  std::string all;
  for (auto const* floor : {"formats", "ledger", "channels", "gateway"})
    for (auto const& entry : fs::recursive_directory_iterator{fs::path{AIRUT_SOURCE} / floor}) {
      auto const kind = entry.path().extension();
      if (kind == ".cpp" || kind == ".hpp") all += slurped(entry.path());
    }
  return all;
}

}  // namespace

TEST_SUITE("config/explanations") {
  TEST_CASE("every code that the sources tell a person is explained") {
    auto const told = told_by_sources();
    CHECK(told.size() > 200);
    for (auto const& one : told)
      CHECK_MESSAGE(!explanations().find(one.code).empty(), one.file, " tells ", one.code);
  }

  TEST_CASE("nothing is explained that no source tells") {
    auto const sources = all_sources();
    for (auto const& one : explanations().all()) {
      if (one.about == "deviation") continue;  // words of the other side lead to them by tables too
      auto const family = one.code.ends_with('*');
      auto const text =
          "\"" + one.code.substr(0, one.code.size() - (family ? 1 : 0)) + (family ? "" : "\"");
      CHECK_MESSAGE(sources.find(text) != sources.npos, one.code);
    }
  }

  TEST_CASE("an explanation is said in four languages and names who acts") {
    std::set<std::string_view> const handlers{"client",    "caller",  "operator",
                                              "recipient", "partner", "nobody"};
    std::set<std::string_view> const actions{"retry", "reroute", "hold", "return_to_client",
                                             "pause", "note",    ""};
    for (auto const& one : explanations().all()) {
      CAPTURE(one.code);
      CHECK(handlers.contains(one.handler));
      CHECK(actions.contains(one.action));
      for (auto const* language : {"fi", "sv", "nb", "en"}) {
        CHECK(!one.cause.at(language).empty());
        CHECK(one.remedy.at(language).size() > 20);
      }
      CHECK(one.cause.at("fi") != one.cause.at("en"));
      CHECK(one.remedy.at("sv") != one.remedy.at("en"));
    }
  }

  TEST_CASE("a remedy or code that stands twice is refused with its place") {
    auto const codes = config::Codes::load(tables, {});
    REQUIRE(codes);
    for (auto const* name : {"remedies.tsv", "reasons.tsv"}) {
      tests::TempDirectory const folder;
      fs::copy(tables, folder.path(), fs::copy_options::recursive);
      auto const file = folder.path() / name;
      std::ifstream in{file};
      std::string line, last;
      while (std::getline(in, line)) {
        if (!line.empty() && line.front() != '#') last = line;
      }
      std::ofstream{file, std::ios::app} << last << "\n";
      auto const loaded = config::Explanations::load(folder.path(), *codes);
      REQUIRE_FALSE(loaded);
      CHECK(loaded.error().find("stands twice") != std::string::npos);
      CHECK(loaded.error().find(name) != std::string::npos);
    }
  }

  TEST_CASE("a code with two meanings gives both, and one of a family gives its family's") {
    auto const both = explanations().find("date-format");
    REQUIRE(both.size() == 2);
    CHECK(both[0]->about == "finding");
    CHECK(both[1]->about == "problem");
    auto const family = explanations().find("sbdh-country");
    REQUIRE(family.size() == 1);
    CHECK(family[0]->code == "sbdh-*");
    CHECK(explanations().find("no-such-code").empty());
  }
}
