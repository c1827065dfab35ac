// The rules of the house that a machine can check. A failure names file, line and rule.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

namespace fs = std::filesystem;

namespace {

constexpr std::size_t line_width_max = 100, file_lines_max = 400, function_lines_max = 60,
                      test_lines_max = 100;

struct File {
  std::string path;  // from the top of the project, as #include spells it
  std::vector<std::string> lines;

  std::string floor() const { return path.substr(0, path.find('/')); }
  bool is_header() const { return path.ends_with(".hpp"); }
  bool is_of(std::string_view folder) const { return path.starts_with(folder); }
};

File read(fs::path const& path) {
  File file{fs::relative(path, AIRUT_SOURCE).generic_string(), {}};
  std::ifstream in{path};
  for (std::string line; std::getline(in, line);) file.lines.push_back(line);
  return file;
}

std::vector<File> const& sources() {
  static auto const files = [] {
    std::vector<File> found;
    for (auto const* floor : {"config", "formats", "ledger", "channels", "gateway", "tests"}) {
      for (auto const& entry : fs::recursive_directory_iterator{fs::path{AIRUT_SOURCE} / floor}) {
        auto const kind = entry.path().extension();
        if (kind == ".hpp" || kind == ".cpp") found.push_back(read(entry.path()));
      }
    }
    return found;
  }();
  return files;
}

// Code without its comment and without what stands in quotes.
std::string bare(std::string const& line) {
  static std::regex const quoted{R"re("(\\.|[^"\\])*"|'(\\.|[^'\\])+')re"};
  auto const text = std::regex_replace(line, quoted, "\"\"");
  return text.substr(0, text.find("//"));
}

// Calls the check for each line of each file, with the place told on failure.
template <class F>
void each_line(F check) {
  for (auto const& file : sources()) {
    for (std::size_t at = 0; at < file.lines.size(); ++at) {
      INFO(file.path, ":", at + 1, ": ", file.lines[at]);
      check(file, file.lines[at]);
    }
  }
}

// Who may include whom: the arrows point down and never back.
std::map<std::string, std::vector<std::string>> const may_include{
    {"config", {"config/"}},
    {"formats", {"formats/"}},
    {"ledger", {"ledger/", "config/", "formats/model/"}},
    {"channels", {"channels/", "config/", "formats/"}},
    {"gateway", {"gateway/", "channels/", "ledger/", "formats/", "config/"}},
    {"tests", {"tests/", "gateway/", "channels/", "ledger/", "formats/", "config/"}},
};

// The one room of a library: nobody else sees its headers.
std::multimap<std::string, std::string> const homes{
    {"sqlite3.h", "ledger/store/"},
    {"sqlite3.h", "tests/ledger/"},
    {"libpq-fe.h", "ledger/store/"},
    {"curl/", "channels/http/"},
    {"libxml/", "formats/xml/"},
    {"xmlsec/", "formats/xml/"},
    {"Poco/", "channels/mail/"},
    {"re2/", "formats/schematron/"},
    {"unicode/", "formats/schematron/"},
    {"boost/beast", "gateway/http/"},
    {"boost/beast", "tests/bench/"},
    {"prometheus/", "gateway/metrics."},
    {"CLI/", "gateway/cli/"},
    {"hb", "formats/pdf/"},
    {"png.h", "formats/pdf/"},
    {"toml++/", "config/"},
    {"toml++/", "formats/paper/"},  // templates are a designer's files
    {"qpdf/", "formats/pdf/"},
    {"qpdf/", "tests/support/archive_check"},
    {"qrencode.h", "tests/pdf/"},
};

bool has_home_here(File const& file, std::string const& header) {
  bool owned = false;
  for (auto const& [prefix, home] : homes) {
    if (!header.starts_with(prefix)) continue;
    owned = true;
    if (file.is_of(home)) return true;
  }
  return !owned;
}

bool starts_with_one_of(std::string const& text, std::vector<std::string> const& prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](auto const& prefix) { return text.starts_with(prefix); });
}

// The width of a line as a reader sees it: code points, not bytes.
std::size_t width(std::string const& line) {
  return static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

// Blank where the file is inside a raw string that spans lines, else the bare code.
std::vector<std::string> code_of(File const& file) {
  std::vector<std::string> code;
  std::string end;  // what closes the raw string, empty outside
  std::regex const raw{R"re(R"([a-z]*)\()re"};
  for (auto const& line : file.lines) {
    std::smatch found;
    if (!end.empty()) {
      if (line.find(end) != line.npos) end.clear();
      code.emplace_back();
    } else if (std::regex_search(line, found, raw)) {
      auto const close = ")" + found[1].str() + "\"";
      if (found.suffix().str().find(close) == std::string::npos) end = close;
      code.emplace_back();
    } else {
      code.push_back(bare(line));
    }
  }
  return code;
}

struct Function {
  std::size_t first = 0, last = 0;
  std::size_t length() const { return last - first + 1; }
};

// Function bodies by their braces: one opens after a parameter list, outside any other function.
std::vector<Function> functions(File const& file) {
  static std::regex const scope{R"(\b(namespace|class|struct|union|enum|extern|TEST_SUITE)\b)"};
  static std::regex const templates{R"(template <[^{]*>)"};
  std::vector<Function> found;
  std::string before;
  std::size_t begun = 0, depth = 0, body_depth = 0;
  auto const code = code_of(file);
  for (std::size_t at = 0; at < code.size(); ++at) {
    for (char const c : code[at]) {
      if (before.find_first_not_of(' ') == before.npos) begun = at;
      if (c == '{') {
        ++depth;
        auto const text = std::regex_replace(before, templates, "");
        bool const is_body = text.find(')') != text.npos && !std::regex_search(text, scope);
        if (body_depth == 0 && is_body) {
          body_depth = depth;
          found.push_back({begun, begun});
        }
      }
      if (c == '}' && depth > 0 && depth-- == body_depth) {
        found.back().last = at;
        body_depth = 0;
      }
      if (c == '{' || c == '}' || (c == ';' && body_depth == 0)) {
        before.clear();
      } else {
        before += c;
      }
    }
    before += ' ';
  }
  return found;
}

}  // namespace

TEST_SUITE("tidy") {
  TEST_CASE("includes follow the arrows between the floors") {
    std::regex const ours{R"re(^\s*#include "([^"]+)")re"};
    each_line([&](File const& file, std::string const& line) {
      std::smatch found;
      if (std::regex_search(line, found, ours)) {
        CHECK(starts_with_one_of(found[1], may_include.at(file.floor())));
      }
    });
  }

  TEST_CASE("each library is seen from its own room only") {
    std::regex const theirs{R"re(^\s*#include <([^>]+)>)re"};
    each_line([&](File const& file, std::string const& line) {
      std::smatch found;
      if (std::regex_search(line, found, theirs)) CHECK(has_home_here(file, found[1]));
    });
  }

  TEST_CASE("lines, functions and files stay small enough to be read") {
    each_line([](File const&, std::string const& line) {
      if (line.find("R\"") == line.npos) CHECK(width(line) <= line_width_max);
    });
    for (auto const& file : sources()) {
      INFO(file.path, ": ", file.lines.size(), " lines");
      CHECK(file.lines.size() <= file_lines_max);
      for (auto const& function : functions(file)) {
        INFO("function at line ", function.first + 1, ": ", file.lines[function.first]);
        CHECK(function.length() <= (file.is_of("tests/") ? test_lines_max : function_lines_max));
      }
    }
  }

  TEST_CASE("names say what a thing is") {
    std::regex const vague{
        R"(\b(class|struct|enum|namespace)\s+(class\s+)?\w*(Manager|Helper|Util|Utils|Processor|Service|Data|Info|manager|helper|util)\b)"};
    std::regex const verbs{R"((^|[\s*&])(get|do|handle)_\w+\()"};
    each_line([&](File const& file, std::string const& line) {
      auto const code = bare(line);
      CHECK_FALSE(std::regex_search(code, vague));
      if (!file.is_of("tests/")) CHECK_FALSE(std::regex_search(code, verbs));
    });
    std::regex const vague_file{R"((manager|helper|util|misc|common|stuff))"};
    for (auto const& file : sources()) {
      INFO(file.path);
      CHECK_FALSE(std::regex_search(file.path, vague_file));
    }
  }

  TEST_CASE("a header guards itself, opens no namespace and says what it is for") {
    for (auto const& file : sources()) {
      if (!file.is_header()) continue;
      INFO(file.path);
      REQUIRE_FALSE(file.lines.empty());
      CHECK(file.lines.front() == "#pragma once");
      CHECK(std::any_of(file.lines.begin(), file.lines.end(), [](auto const& line) {
        return line.find("// ") != std::string::npos && !line.starts_with("}");
      }));
      for (auto const& line : file.lines) CHECK(line.find("using namespace") == line.npos);
    }
  }

  TEST_CASE("no floating point comes near money") {
    std::regex const floating{R"(\b(double|float)\b)"};
    each_line([&](File const& file, std::string const& line) {
      bool const is_drawing = file.is_of("formats/pdf/") || file.is_of("formats/paper/") ||
                              file.is_of("formats/print/");
      // XPath 2.0 has xs:double among its types.
      bool const is_xpath = file.is_of("formats/schematron/");
      if (is_drawing || is_xpath) return;
      if (file.is_of("formats/") || file.is_of("ledger/")) {
        CHECK_FALSE(std::regex_search(bare(line), floating));
      }
    });
  }

  TEST_CASE("no formats file sees a clock, a socket or the disk's state") {
    std::regex const outside{
        R"((system_clock::now|steady_clock|boost/asio|\bgetenv\b|sys/socket))"};
    each_line([&](File const& file, std::string const& line) {
      if (file.is_of("formats/")) CHECK_FALSE(std::regex_search(bare(line), outside));
    });
  }

  // g++ 12 destroys a braced aggregate, or a lambda that captures by value, twice when it is built
  // in the same expression as a co_await: it is named on the line above.
  TEST_CASE("nothing is built with braces beside a co_await") {
    std::regex const ends{R"((\)|\belse|\bdo|\btry|\bconst|\boverride)\s*\{\s*$|^\s*\}\s*$|;)"};
    std::regex const braces{R"([\w>]\{|[(,=]\s*\{|return\s*\{|[\s(,=]\[[^&\]])"};
    std::regex const bindings{R"(auto( const)?&* \[[^\]]*\])"};
    for (auto const& file : sources()) {
      std::string statement;
      for (std::size_t at = 0; at < file.lines.size(); ++at) {
        statement += std::regex_replace(bare(file.lines[at]), bindings, "") + " ";
        if (!std::regex_search(file.lines[at], ends)) continue;
        INFO(file.path, ":", at + 1, ": ", statement);
        if (statement.find("co_await ") != statement.npos) {
          CHECK_FALSE(std::regex_search(statement, braces));
        }
        statement.clear();
      }
    }
  }

  // Two headers that give a type of one namespace the same name make a program whose linker takes
  // the constructor of the one for the other, and nobody says so.
  TEST_CASE("a type's name stands in one header of its namespace") {
    std::regex const opens{R"(^namespace ([\w:]*) ?\{$)"}, closes{R"(^\}  // namespace)"};
    std::regex const type{R"(^(?:struct|class|enum class) (\w+)(?: final)?(?: : .*)? ?\{.*$)"};
    std::map<std::string, std::string> known;
    for (auto const& file : sources()) {
      if (!file.is_header()) continue;
      std::vector<std::string> within;
      for (auto const& line : file.lines) {
        std::smatch found;
        if (std::regex_match(line, found, opens)) {
          within.push_back(found[1]);
        } else if (std::regex_search(line, closes) && !within.empty()) {
          within.pop_back();
        } else if (std::regex_match(line, found, type)) {
          std::string name;
          for (auto const& space : within) name += space + "::";
          name += found[1];
          auto const [there, is_new] = known.try_emplace(name, file.path);
          INFO(name, " in ", there->second, " and ", file.path);
          CHECK((is_new || there->second == file.path));
        }
      }
    }
    CHECK(known.size() > 500);
  }

  // Files of a room are compiled together: code above them all would count for the next file, too.
  TEST_CASE("a file begins with a comment or with what it includes") {
    for (auto const& file : sources()) {
      INFO(file.path);
      REQUIRE_FALSE(file.lines.empty());
      auto const& first = file.lines.front();
      CHECK((first.starts_with("#") || first.starts_with("//")));
    }
  }

  TEST_CASE("nothing unfinished is left lying about") {
    std::regex const marks{std::string{"\\b(TO"} + "DO|FIX" + "ME|HA" + "CK)\\b"};
    each_line(
        [&](File const&, std::string const& line) { CHECK_FALSE(std::regex_search(line, marks)); });
  }

  TEST_CASE("a test is named by a sentence of behaviour") {
    std::regex const test{R"re(^\s*TEST_CASE\("([^"]*)")re"};
    each_line([&](File const&, std::string const& line) {
      std::smatch found;
      if (!std::regex_search(line, found, test)) return;
      auto const name = found[1].str();
      CHECK(std::count(name.begin(), name.end(), ' ') >= 2);
    });
  }

  TEST_CASE("the top of the project holds what was agreed and nothing else") {
    std::set<std::string> const agreed{"CMakeLists.txt", "CMakePresets.json",
                                       "gateway",        "channels",
                                       "formats",        "ledger",
                                       "config",         "tests",
                                       "examples",       "LICENSE",
                                       "README.md",      "CHANGELOG.md",
                                       "build"};
    for (auto const& entry : fs::directory_iterator{AIRUT_SOURCE}) {
      auto const name = entry.path().filename().string();
      INFO(name);
      CHECK((name.starts_with('.') || agreed.contains(name)));
    }
  }
}
