// Claims whose client is taken out of the configuration do not vanish without a word.
#include <fstream>
#include <iterator>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "channels/http/client.hpp"
#include "formats/model/sha256.hpp"
#include "tests/e2e/settings_file.hpp"
#include "tests/support/gateway.hpp"
#include "tests/support/text.hpp"

using namespace airut;
using tests::configuration;
using tests::Gateway;
using tests::has;

namespace {

void replace_in_configuration(Gateway const& gateway, std::string text, std::string_view from,
                              std::string_view to) {
  auto const at = text.find(from);
  REQUIRE(at != text.npos);
  std::ofstream{gateway.home() / "airut.toml"} << text.replace(at, from.size(), to);
}

std::size_t claims_told(Gateway const& gateway) {
  auto const path = "/v1/deviations?code=claim.client_missing";
  return gateway.get(path).body.at("data").as_array().size();
}

// The words of the admin listener, which a probe may compare.
std::string readiness(Gateway const& gateway) {
  auto const text = configuration(gateway);
  auto const port = std::stoi(text.substr(text.find("port", text.find("admin]")) + 7));
  channels::HttpRequest request;
  request.url = fmt::format("http://127.0.0.1:{}/readyz", port);
  return channels::HttpClient{{}}.perform(request).body;
}

int check(Gateway const& gateway, std::string* out) {
  return gateway.cli(
      {"config", "check", "--against-store", "-c", (gateway.home() / "airut.toml").string()}, out);
}

}  // namespace

TEST_SUITE("e2e/missing_client") {
  TEST_CASE("a client who is taken out leaves no open claim that nobody is told of") {
    Gateway gateway{tests::sample_toml()};
    auto const good = configuration(gateway);
    std::string out;
    CHECK(gateway.post("/v1/invoices", tests::sample_json("2026-1")).status == 202);
    CHECK(gateway.post("/v1/invoices", tests::sample_json("2026-2")).status == 202);
    CHECK(check(gateway, &out) == 0);
    gateway.stop();
    replace_in_configuration(gateway, good, "ref = \"siivous\"", "ref = \"other\"");
    CHECK(check(gateway, &out) == 1);
    CHECK(has(out, "The client siivous of the tenant demo has 2 open claims"));
    gateway.start();
    CHECK(claims_told(gateway) == 1);  // its first answer comes after what it logs at the start
    CHECK(has(gateway.log(), "client-missing"));
    CHECK(readiness(gateway) == "ready\n");
    CHECK(
        has(gateway.metrics(), "airut_unconfigured_claims{client=\"siivous\",tenant=\"demo\"} 2"));
    gateway.stop();
    gateway.start();  // once a cause
    CHECK(claims_told(gateway) == 1);
    gateway.stop();
    replace_in_configuration(gateway, good, "ref = \"siivous\"", "ref = \"siivous\"");
    gateway.start();
    CHECK(claims_told(gateway) == 0);
    CHECK_FALSE(has(gateway.metrics(), "airut_unconfigured_claims{"));
    CHECK(check(gateway, &out) == 0);
  }

  TEST_CASE("the claims of a whole tenant that is gone are in the log") {
    Gateway gateway{tests::sample_toml()};
    auto const good = configuration(gateway);
    CHECK(gateway.post("/v1/invoices", tests::sample_json("2026-1")).status == 202);
    gateway.stop();
    replace_in_configuration(gateway, good, "id = \"demo\"", "id = \"demo2\"");
    gateway.start();
    CHECK(claims_told(gateway) == 0);
    CHECK(has(gateway.log(), "its tenant is not in airut.toml"));
  }
}
