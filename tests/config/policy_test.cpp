#include <fstream>

#include <doctest/doctest.h>

#include "config/load.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;

namespace {

std::string const client = R"(
[[tenant.client]]
ref = "c"
dunning_policy = "steps"
[tenant.client.seller]
name = "S"
legal_id = "2617416-4"
legal_id_scheme = "0212"
[tenant.client.seller.address]
line1 = "K 1"
postal_code = "00100"
city = "H"
country = "FI"
[[tenant.client.account]]
iban = "FI2112345600000785"
)";

tl::expected<config::Settings, std::vector<config::Complaint>> load_policies(
    std::string const& policies, std::string const& more = "") {
  tests::TempDirectory const folder;
  auto const file = folder.path() / "airut.toml";
  std::ofstream{file} << "data_directory = \"data\"\n[[tenant]]\nid = \"t\"\ncountry = \"FI\"\n"
                      << policies << client << more;
  return config::load(file, [](auto const&) { return std::nullopt; });
}

std::string policy(char const* more) {
  return std::string{"[[tenant.policy]]\nname = \"steps\"\n"} + more;
}

bool policy_complains(std::string const& policies, std::string const& words,
                      std::string const& more = "") {
  auto const settings = load_policies(policies, more);
  if (settings) return false;
  for (auto const& one : settings.error()) {
    if (one.text_with_place().find(words) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("a policy has versions by day, steps and terms of plans") {
  auto const settings =
      load_policies(policy("one_letter = true\n") + policy(R"(valid_from = "2026-07-01"
[[tenant.policy.step]]
action = "first_reminder"
channels = ["email", "print"]
tone = "friendly"
fee_minor = 300
minimum_minor = 1000
[tenant.policy.plan]
made_by = ["debtor"]
interest = "runs"
missed_max = 0
)"),
                    R"([[tenant.client.segment]]
segment = "priority"
policy = "steps"
)");
  REQUIRE(settings);
  auto const& policies = settings->tenants.front().policies;
  REQUIRE(policies.size() == 2);
  CHECK(policies[0].one_letter);
  CHECK_FALSE(policies[0].valid_from);
  CHECK(policies[1].valid_from == std::chrono::sys_days{std::chrono::year{2026} / 7 / 1});
  auto const& step = policies[1].steps.front();
  CHECK(step.channels == std::vector<std::string>{"email", "print"});
  CHECK(step.tone == "friendly");
  CHECK(step.fee_minor == 300);
  CHECK(policies[1].plan.made_by == std::vector<std::string>{"debtor"});
  CHECK(policies[1].plan.missed_max == 0);
  CHECK(settings->tenants.front().clients.front().segments.front().segment == "priority");
}

TEST_CASE("a policy that cannot be is told with its place") {
  CHECK(load_policies(policy("")));
  CHECK(policy_complains(policy("") + policy(""), "given twice for one valid_from"));
  CHECK(policy_complains(policy("valid_from = \"2026-02-30\"\n"), "valid_from must be a day"));
  CHECK(policy_complains(policy("[[tenant.policy.step]]\naction = \"threat\"\n"), "action"));
  CHECK(policy_complains(policy("[[tenant.policy.step]]\naction = \"first_reminder\"\n"
                                "channels = [\"pigeon\"]\n"),
                         "pigeon"));
  CHECK(policy_complains(policy("[tenant.policy.plan]\nmade_by = [\"bank\"]\n"), "bank"));
  CHECK(policy_complains(policy(""), "which is not there",
                         "[[tenant.client.segment]]\nsegment = \"private\"\npolicy = \"none\"\n"));
  CHECK(policy_complains(policy(""), "segment",
                         "[[tenant.client.segment]]\nsegment = \"rich\"\npolicy = \"steps\"\n"));
}
