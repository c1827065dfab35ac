// That the files of a room can be compiled together: no name stands in two of their unnamed
// namespaces. A call could mean another file's function, where it fits better, and nobody would say
// so; and a reader who looks for a name finds one thing. Of several names in one declaration the
// first is read: values that stand twice are the compiler's to refuse.

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include <doctest/doctest.h>

namespace fs = std::filesystem;

namespace {

bool is_part_of_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// Where the name of what a line declares ends: before its parameters, its value or its body. What
// stands between angle brackets belongs to a type.
std::size_t end_of_name(std::string_view line) {
  int depth = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    char const c = line[at];
    if (c == '<') ++depth;
    if (c == '>') --depth;
    bool const is_colon = c == ':' && (at + 1 == line.size() || line[at + 1] != ':') &&
                          (at == 0 || line[at - 1] != ':');
    if (depth == 0 && (is_colon || std::string_view{"(={;["}.find(c) != std::string_view::npos))
      return at;
  }
  return line.npos;
}

// The name that a line at the margin gives to a function, value or type; empty where it gives none.
std::string named(std::string_view line) {
  while (line.starts_with("[[")) line.remove_prefix(std::min(line.size(), line.find("]] ") + 3));
  if (line.empty() || !is_part_of_name(line.front())) return {};
  for (std::string_view const other : {"template", "requires", "static_assert", "extern",
                                       "namespace", "using namespace", "return", "using ::"}) {
    if (line.starts_with(other)) return {};
  }
  if (line.find("operator") != line.npos) return {};
  auto const cut = end_of_name(line);
  if (cut == line.npos) return {};
  auto text = line.substr(0, cut);
  // A declaration brought in by `using` is the same one everywhere.
  if (text.starts_with("using ") && line[cut] != '=') return {};
  while (!text.empty() && !is_part_of_name(text.back())) text.remove_suffix(1);
  if (text.ends_with(" final")) text.remove_suffix(6);
  auto begin = text.size();
  while (begin > 0 && is_part_of_name(text[begin - 1])) --begin;
  std::string name{text.substr(begin)};
  // A macro's use is none.
  bool const is_macro =
      std::none_of(name.begin(), name.end(), [](unsigned char c) { return std::islower(c) != 0; });
  return is_macro && text.size() == name.size() ? std::string{} : name;
}

// Where the string or character that begins at `at` ends on its line: behind its closing mark.
std::size_t behind_quoted(std::string_view line, std::size_t at) {
  auto const mark = line[at++];
  while (at < line.size() && line[at] != mark) at += line[at] == '\\' ? 2 : 1;
  return at + 1;
}

// How a raw string that a line begins and leaves open will end; empty where it leaves none.
std::string left_open(std::string_view line) {
  for (std::size_t at = 0; at < line.size();) {
    bool const follows_name = at > 0 && is_part_of_name(line[at - 1]);
    if (line.substr(at).starts_with("//")) return {};
    if (!follows_name && line.substr(at).starts_with("R\"")) {
      auto const begin = at + 2;
      auto const bracket = std::min(line.size(), line.find('(', begin));
      auto const end = ")" + std::string{line.substr(begin, bracket - begin)} + "\"";
      at = line.find(end, bracket);
      if (at == line.npos) return end;
      at += end.size();
    } else if (line[at] == '"' || (line[at] == '\'' && !follows_name)) {
      at = behind_quoted(line, at);
    } else {
      ++at;
    }
  }
  return {};
}

// Calls `take` for each name that a file keeps to itself.
template <class F>
void each_own_name(fs::path const& path, F take) {
  std::ifstream in{path};
  bool is_unnamed = false;
  std::string raw_end;  // within a raw string, what ends it
  for (std::string line; std::getline(in, line);) {
    if (!raw_end.empty()) {
      auto const end = line.find(raw_end);
      if (end == line.npos) continue;
      raw_end = left_open(std::string_view{line}.substr(end + raw_end.size()));
      continue;
    }
    raw_end = left_open(line);
    if (line == "namespace {") is_unnamed = true;
    if (line == "}  // namespace") is_unnamed = false;
    if (!is_unnamed) continue;
    if (auto name = named(line); !name.empty()) take(std::move(name));
  }
}

// Calls `take` for each inline function of a header, told by its namespace, name and parameters.
template <class F>
void each_inline_function(fs::path const& path, F take) {
  std::ifstream in{path};
  std::string within, head;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("namespace ") && line.ends_with("{")) within += line.substr(10);
    if (head.empty() && !line.starts_with("inline ")) continue;
    head += line;
    auto const end = head.find_first_of("{;=");
    if (end == head.npos) continue;
    auto const name = named(head);
    if (auto const at = head.find(name + "("); !name.empty() && at < end)
      take(within + head.substr(at, head.rfind(')', end) - at));
    head.clear();
  }
}

}  // namespace

TEST_SUITE("names") {
  TEST_CASE("a name stands in one unnamed namespace of its room") {
    std::map<std::pair<fs::path, std::string>, fs::path> known;
    for (auto const* floor : {"config", "formats", "ledger", "channels", "gateway", "tests"}) {
      for (auto const& entry : fs::recursive_directory_iterator{fs::path{AIRUT_SOURCE} / floor}) {
        if (entry.path().extension() != ".cpp") continue;
        each_own_name(entry.path(), [&](std::string name) {
          auto const room = entry.path().parent_path();
          auto const [there, is_new] = known.try_emplace({room, name}, entry.path());
          INFO(name, " in ", there->second, " and ", entry.path());
          CHECK((is_new || there->second == entry.path()));
        });
      }
    }
    CHECK(known.size() > 4000);
  }

  TEST_CASE("what stands in a raw string names nothing") {
    CHECK(left_open("auto const text = R\"(").ends_with(")\""));
    CHECK(left_open("auto const text = R\"(a = 1)\" + R\"x(b = 2") == ")x\"");
    CHECK(left_open("auto const text = R\"(a = 1)\";").empty());
    CHECK(left_open("auto const currency = \"EUR\", letter = \"R\", number = 1'000;").empty());
    CHECK(left_open("char const mark = '\"';  // R\"(").empty());
  }

  // Of two with the same name and parameters the linker keeps one, and calls it for both.
  TEST_CASE("an inline function stands in one header of its namespace") {
    std::map<std::string, fs::path> known;
    for (auto const* floor : {"config", "formats", "ledger", "channels", "gateway", "tests"}) {
      for (auto const& entry : fs::recursive_directory_iterator{fs::path{AIRUT_SOURCE} / floor}) {
        if (entry.path().extension() != ".hpp") continue;
        each_inline_function(entry.path(), [&](std::string const& function) {
          auto const [there, is_new] = known.try_emplace(function, entry.path());
          INFO(function, " in ", there->second, " and ", entry.path());
          CHECK((is_new || there->second == entry.path()));
        });
      }
    }
    CHECK(known.size() > 200);
  }

  TEST_CASE("what a line names is found behind types, brackets and attributes") {
    CHECK(named("std::function<void(int)> const& taker = other;") == "taker");
    CHECK(named("[[nodiscard]] std::map<int, std::pair<int, int>> read_all(Query& query,") ==
          "read_all");
    CHECK(named("struct Row : Base {") == "Row");
    CHECK(named("struct Row final {") == "Row");
    CHECK(named("using Rows = std::vector<Row>;") == "Rows");
    CHECK(named("using airut::ledger::Amount;").empty());
    CHECK(named("constexpr std::size_t most[] = {1, 2};") == "most");
    CHECK(named("Row::Row(int a) : a_{a} {}") == "Row");
    CHECK(named("BENCHMARK(accept);").empty());
    CHECK(named("template <class T>").empty());
    CHECK(named("}").empty());
  }
}
