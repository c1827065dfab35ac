#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <boost/json.hpp>
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "formats/schematron/program.hpp"
#include "tests/support/json_lines.hpp"

// Runs the official rule files over the development material and compares with what the official
// validators say. The files belong to others and are not part of the project: AIRUT_OFFICIAL_RULES
// names the folder in which they lie (its layout is in rule_files below).

namespace json = boost::json;
using namespace airut;

namespace {

std::map<std::string, std::vector<std::string>> const rule_files = {
    {"en", {"en/EN16931-UBL.sch"}},
    {"peppol", {"peppol/CEN-EN16931-UBL.sch", "peppol/PEPPOL-EN16931-UBL.sch"}},
    {"selfbilling", {"peppol/CEN-EN16931-UBL.sch", "peppol/PEPPOL-EN16931-UBL-SB.sch"}},
    {"encii", {"cii/EN16931-CII.sch"}},
    {"peppol-cii", {"cii/PEPPOL-EN16931-CII.sch"}},
    {"t111", {"peppol/PEPPOLBIS-T111.sch"}},
    {"t71", {"peppol/PEPPOLBIS-T71.sch"}},
    {"t01", {"peppol/PEPPOLBIS-T01.sch"}},
    {"mls", {"mls/peppol-mls-1.0.1.sch"}},
    {"ehf-reminder",
     {"peppol/CEN-EN16931-UBL.sch", "peppol/PEPPOL-EN16931-UBL.sch",
      "ehf/EHF-P06-3.0-REMINDER.sch"}},
    {"ehf-forward", {"peppol/CEN-EN16931-UBL.sch", "peppol/PEPPOL-EN16931-UBL.sch"}},
    {"ehf-payreq", {"ehf/EHF-P07-3.0-PAYMENT-REQUEST-3.0.sch"}},
};

// The Norwegian formats are Peppol billing without some of its rules.
std::map<std::string, std::set<std::string>> const excluded = {
    {"ehf-reminder", {"BR-04", "BR-CL-20", "PEPPOL-EN16931-R007", "PEPPOL-EN16931-CL003"}},
    {"ehf-forward", {"BR-07", "UBL-CR-665", "PEPPOL-EN16931-R007"}},
};

// The unit expectations judge one rule each; the set that contains it.
std::map<std::string, std::string> const unit_sets = {{"en-ubl", "en"},
                                                      {"en-cii", "encii"},
                                                      {"peppol-ubl", "peppol"},
                                                      {"peppol-cii", "peppol-cii"},
                                                      {"t111", "t111"},
                                                      {"t01-common", "t01"},
                                                      {"ehf-common", "ehf-payreq"}};

std::optional<std::filesystem::path> official_rules() {
  auto const* folder = std::getenv("AIRUT_OFFICIAL_RULES");
  if (folder && std::filesystem::is_directory(folder)) return folder;
  MESSAGE("skipped: AIRUT_OFFICIAL_RULES does not name a folder with the official rule files");
  return std::nullopt;
}

class Programs {
 public:
  explicit Programs(std::filesystem::path folder) : folder_(std::move(folder)) {}

  schematron::Program const& of(std::string const& set) {
    auto const known = programs_.find(set);
    if (known != programs_.end()) return known->second;
    std::vector<std::filesystem::path> files;
    for (auto const& file : rule_files.at(set)) files.push_back(folder_ / file);
    schematron::Program::Options options;
    if (excluded.contains(set)) options.exclude = excluded.at(set);
    auto program = schematron::Program::load(files, options);
    if (!program) MESSAGE(program.error().text);
    REQUIRE(program);
    return programs_.emplace(set, std::move(*program)).first->second;
  }

 private:
  std::filesystem::path folder_;
  std::map<std::string, schematron::Program> programs_;
};

struct Verdict {
  std::set<std::string> failed, broken;
  std::string first_error;
};

Verdict judge(schematron::Program const& program, std::string const& file) {
  Verdict verdict;
  auto const tree = xml::Tree::parse(tests::slurp(tests::shared("data/en16931/" + file)));
  if (!tree) {
    verdict.broken.insert("not well-formed");
    return verdict;
  }
  for (auto const& finding : program.run(*tree).findings) {
    auto const& id = program.assertions()[finding.assertion].id;
    (finding.engine_error.empty() ? verdict.failed : verdict.broken).insert(id);
    if (verdict.first_error.empty()) verdict.first_error = finding.engine_error;
  }
  return verdict;
}

std::string listed(std::set<std::string> const& ids) {
  std::string text;
  for (auto const& id : ids) text += (text.empty() ? "" : " ") + id;
  return text;
}

// A rule without a value fails, as far as an expectation is concerned.
void compare_sets(char const* name, double least) {
  auto const folder = official_rules();
  if (!folder || !tests::has_shared("data/en16931/" + std::string{name})) return;
  Programs programs{*folder};
  int all = 0, same = 0;
  for (auto const& line : tests::json_lines("data/en16931/" + std::string{name})) {
    std::string const set{line.at("ruleset").as_string()};
    if (!rule_files.contains(set)) continue;
    ++all;
    std::set<std::string> expected;
    for (auto const& one : line.at("expect_failed").as_array()) {
      expected.insert(std::string{one.at("id").as_string()});
    }
    std::string const file{line.at("file").as_string()};
    auto const verdict = judge(programs.of(set), file);
    auto found = verdict.failed;
    found.insert(verdict.broken.begin(), verdict.broken.end());
    // Where the official validator died of an error, the engine has one, too, and goes on.
    bool const died = line.as_object().contains("error");
    if (found == expected || verdict.failed == expected || (died && !verdict.broken.empty())) {
      ++same;
      continue;
    }
    MESSAGE(file << " (" << set << ") expected [" << listed(expected) << "] found ["
                 << listed(verdict.failed) << "] without value [" << listed(verdict.broken) << "] "
                 << verdict.first_error);
  }
  MESSAGE(fmt::format("{}: {} of {} documents have exactly the expected failed rules", name, same,
                      all));
  CHECK(same >= all * least);
}

}  // namespace

TEST_CASE("the official unit expectations are met") {
  auto const folder = official_rules();
  if (!folder || !tests::has_shared("data/en16931/unit.jsonl")) return;
  Programs programs{*folder};
  int all = 0, met = 0;
  for (auto const& line : tests::json_lines("data/en16931/unit.jsonl")) {
    std::string const file{line.at("file").as_string()}, rule{line.at("rule").as_string()};
    auto const& program = programs.of(unit_sets.at(std::string{line.at("scope").as_string()}));
    ++all;
    auto const verdict = judge(program, file);
    bool const fails = verdict.failed.contains(rule) || verdict.broken.contains(rule);
    bool const expected = line.at("expect").as_string() != "success";
    if (fails == expected) {
      ++met;
    } else {
      MESSAGE(file << " " << rule << " expected to " << (expected ? "fail" : "hold") << "; found ["
                   << listed(verdict.failed) << "] without value [" << listed(verdict.broken)
                   << "] " << verdict.first_error);
    }
  }
  MESSAGE(fmt::format("unit.jsonl: {} of {} expectations met", met, all));
  CHECK(met >= all * 0.999);
}

TEST_CASE("whole documents fail exactly the rules that the official validators name") {
  compare_sets("whole.jsonl", 0.995);
}

TEST_CASE("mutants fail exactly the rules that the official validators name") {
  compare_sets("mutants.jsonl", 0.995);
}
