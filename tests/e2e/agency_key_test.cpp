// A collection agency's own key: its cases, and of others not even that they are there.
#include <filesystem>

#include <boost/json.hpp>
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "formats/model/sha256.hpp"
#include "tests/e2e/claim_steps.hpp"

using namespace airut;
using namespace airut::tests;

namespace {

std::string key_toml(std::string_view agency) {
  return fmt::format(
      "[[tenant.key]]\nid = \"key_{0}\"\nsha256 = \"{1}\"\nagency = \"{0}\"\n"
      "scopes = [\"collection:read\", \"collection:report\"]\n",
      agency, model::sha256_hex(fmt::format("key of {}", agency)));
}

// Two agencies with a key each; the client's claims go to the first.
std::string two_agencies() {
  auto toml = clocked_toml();
  for (auto const* name : {"first", "second"})
    toml.insert(toml.find("[[tenant]]"),
                fmt::format("[[channel]]\nname = \"{0}\"\nkind = \"directory\"\n"
                            "format = \"json\"\npath = \"@HOME@/{0}\"\n",
                            name));
  std::string const policy = "dunning_policy = \"three-steps\"\n";
  toml.insert(toml.find(policy), "collection_partner = \"first\"\n");
  return toml.insert(toml.find("[[tenant.policy]]\nname"), key_toml("first") + key_toml("second"));
}

Answer as(Gateway const& gateway, std::string_view agency, std::string const& path,
          std::string const& body = "") {
  return gateway.send(body.empty() ? "GET" : "POST", path, body,
                      {{"Authorization", fmt::format("Bearer key of {}", agency)},
                       {"Content-Type", "application/json"}});
}

// A claim that has had its letters.
Invoice reminded(Gateway const& gateway, std::string const& number) {
  auto const invoice = submitted(gateway, number);
  for (auto const* day : {"2026-03-31", "2026-04-15", "2026-04-30"}) {
    settle(gateway);
    set_clock(gateway, day);
    gateway.post("/v1/payment-files", statement(day, {}));
    REQUIRE(gateway.post("/v1/day-runs", day_run(day)).status == 200);
    settle(gateway);
  }
  return invoice;
}

}  // namespace

TEST_CASE("an agency's key reads and tells of the cases that the agency was given alone") {
  Gateway gateway{two_agencies()};
  for (auto const* name : {"first", "second"})
    std::filesystem::create_directory(gateway.home() / name);
  auto const invoice = reminded(gateway, "S-1");
  auto const seen = [&](std::string_view agency) {
    auto const listed = as(gateway, agency, "/v1/collection-cases");
    REQUIRE(listed.status == 200);
    return listed.body.at("data").as_array().size();
  };
  CHECK(seen("first") == 0);  // nothing was handed over yet
  REQUIRE(gateway.post("/v1/receivables/" + invoice.receivable + "/transfer-to-collection", "{}")
              .status < 300);
  settle(gateway);
  auto const list = gateway.get("/v1/collection-cases").body.at("data").as_array();
  REQUIRE(list.size() == 1);
  auto const path = "/v1/collection-cases/" + std::string{list.at(0).at("id").as_string()};
  CHECK(seen("first") == 1);
  CHECK(seen("second") == 0);
  auto const accept = R"({"event":"accept","agency_reference":"A-1"})";
  for (auto const* what : {"", "/statement"}) {
    CHECK(as(gateway, "first", path + what).status == 200);
    CHECK(as(gateway, "second", path + what).status == 404);
  }
  CHECK(as(gateway, "second", path + "/events", accept).status == 404);
  CHECK(gateway.get(path).string("state") == "transfer_pending");
  CHECK(as(gateway, "first", path + "/events", accept).string("state") == "accepted");
  // Nor by the claim's other doors.
  CHECK(as(gateway, "first", path + "/actions", R"({"event":"recall"})").status == 403);
  CHECK(as(gateway, "first", "/v1/invoices/" + invoice.id).status == 403);
}

TEST_CASE("an agency's key brings its own files and sees no others") {
  Gateway gateway{two_agencies()};
  for (auto const* name : {"first", "second"})
    std::filesystem::create_directory(gateway.home() / name);
  auto const file = R"({"reports":[{"report_id":"R1","case_id":"col_x","event":"accept"}]})";
  auto const strange = as(gateway, "second", "/v1/collection-files?partner=first", file);
  CHECK(strange.status == 403);
  CHECK(strange.string("type").find("agency-not-allowed") != std::string::npos);
  CHECK(as(gateway, "first", "/v1/collection-files", file).status == 201);
  auto const files = [&](std::string_view agency) {
    return as(gateway, agency, "/v1/collection-files").body.at("data").as_array().size();
  };
  CHECK(files("first") == 1);
  CHECK(files("second") == 0);
}

TEST_CASE("the check of a configuration names a key that may report on several agencies' cases") {
  auto toml = two_agencies();
  toml.insert(toml.find("[[tenant.policy]]\nname"),
              fmt::format("[[tenant.key]]\nid = \"key_any\"\nsha256 = \"{}\"\n"
                          "scopes = [\"collection:report\"]\n",
                          model::sha256_hex("key of any")));
  Gateway gateway{toml};
  std::string out;
  CHECK(gateway.cli({"config", "check", "-c", (gateway.home() / "airut.toml").string()}, &out) ==
        0);
  CHECK(out.find("warning: key key_any may report") != std::string::npos);
  CHECK(out.find("key_first may report") == std::string::npos);
}
