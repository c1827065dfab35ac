#include "config/rule_profile.hpp"

#include <fstream>
#include <string>

#include <doctest/doctest.h>

#include "tests/support/temp_directory.hpp"

using namespace airut;

namespace {

void write(std::filesystem::path const& path, std::string const& text) {
  std::ofstream{path} << text;
}

auto load_profile(tests::TempDirectory const& folder, std::string const& text) {
  write(folder.path() / "profile.toml", text);
  write(folder.path() / "a.sch", "<a/>");
  write(folder.path() / "b.sch", "<b/>");
  return config::load_rule_profile(folder.path() / "profile.toml");
}

}  // namespace

TEST_CASE("a rule profile says which documents, files, days, exceptions and policy") {
  tests::TempDirectory const folder;
  auto const profile = load_profile(folder, R"(name = "peppol-2026.5"
valid_from = "2026-08-24"
valid_to = "2027-02-23"
rules = ["a.sch", "b.sch"]
exclude = ["BR-04"]
[match]
root = ["Invoice"]
customization = ["urn:a"]
process = ["urn:b"]
[severity]
"UBL-CR-001" = "information"
[policy]
reject = ["fatal"]
[policy.client.strict]
reject = ["fatal", "warning"]
)");
  REQUIRE(profile);
  CHECK(profile->name == "peppol-2026.5");
  CHECK(profile->rules.size() == 2);
  CHECK(profile->rules.front() == folder.path() / "a.sch");
  CHECK(profile->exclude == std::vector<std::string>{"BR-04"});
  CHECK(profile->severity.at("UBL-CR-001") == "information");
  CHECK(profile->match.customization.front() == "urn:a");
  CHECK_FALSE(profile->in_force_on("2026-08-23"));
  CHECK(profile->in_force_on("2026-08-24"));
  CHECK(profile->in_force_on("2027-02-23"));
  CHECK_FALSE(profile->in_force_on("2027-02-24"));
  CHECK(profile->rejecting("").size() == 1);
  CHECK(profile->rejecting("strict").size() == 2);
}

TEST_CASE("a rule profile that is not good is refused with everything that is wrong") {
  tests::TempDirectory const folder;
  for (auto const* text :
       {"rules = [\"a.sch\"]", "name = \"x\"", "name = \"x\"\nrules = [\"none.sch\"]",
        "name = \"x\"\nrules = [\"a.sch\"]\nvalid_from = \"24.8.2026\"",
        "name = \"x\"\nrules = [\"a.sch\"]\nvalid_form = \"2026-08-24\"",
        "name = \"x\"\nrules = [\"a.sch\"]\nschema = \"none.xsd\"",
        "name = \"x\"\nrules = [\"a.sch\"]\n[severity]\n\"BR-1\" = 1",
        "name = \"x\"\nrules = [\"a.sch\"]\n[policy]\nclient = { a = 1 }", "name = "}) {
    INFO(text);
    CHECK_FALSE(load_profile(folder, text));
  }
  auto const two = load_profile(folder, "vaild_from = \"\"\nrules = [\"none.sch\"]");
  REQUIRE_FALSE(two);
  CHECK(two.error().size() == 3);
}
