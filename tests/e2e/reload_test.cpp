#include <csignal>
#include <fstream>
#include <iterator>
#include <set>

#include <doctest/doctest.h>

#include "formats/model/sha256.hpp"
#include "gateway/http/scopes.hpp"
#include "tests/e2e/settings_file.hpp"
#include "tests/support/gateway.hpp"
#include "tests/support/text.hpp"

// API keys of a configuration that is read anew, and what the check of one says.
using namespace airut;
using namespace airut::tests;

namespace {

void configure(Gateway const& gateway, std::string const& text) {
  std::ofstream{gateway.home() / "airut.toml"} << text;
}

int status_with(Gateway const& gateway, std::string const& key) {
  return gateway.send("GET", "/v1/invoices", "", {{"Authorization", "bearer  " + key}}).status;
}

std::string key_table(std::string const& text) {
  return "[[tenant.key]]\nid = \"key_new\"\nsha256 = \"" + model::sha256_hex(text) +
         "\"\nscopes = [\"*\"]\n[[tenant.policy]]\nname";
}

}  // namespace

TEST_CASE("SIGHUP takes the keys anew, and a file that is not good changes nothing") {
  Gateway gateway{sample_toml()};
  auto const first = configuration(gateway);
  gateway.stop();
  auto const said = gateway.home() / "said";
  Process daemon{{AIRUT_BINARY, "serve", "-c", (gateway.home() / "airut.toml").string()}, said};
  REQUIRE(wait_for_port(gateway.port()));
  CHECK(status_with(gateway, "airut-test-key") == 200);
  CHECK(status_with(gateway, "second") == 401);
  configure(gateway, with(first, "[[tenant.policy]]\nname", key_table("second")));
  daemon.kill(SIGHUP);
  CHECK(gateway.until([&] { return status_with(gateway, "second") == 200; }));
  CHECK(status_with(gateway, "airut-test-key") == 200);
  configure(gateway, "[[tenant]]\nnonsense = 1\n");
  daemon.kill(SIGHUP);
  CHECK(gateway.until([&] { return has(tests::slurp(said), "reload-refused"); }));
  CHECK(status_with(gateway, "second") == 200);
  auto const refusals = [&] {
    auto const text = tests::slurp(said);
    std::size_t count = 0;
    for (auto at = text.find("reload-refused"); at != text.npos; ++count)
      at = text.find("reload-refused", at + 1);
    return count;
  };
  // A key that opens nothing is refused here as by the check and the start.
  configure(gateway, with(first, "scopes = [\"*\"]", "scopes = [\"invoice:read\"]"));
  auto const before = refusals();
  daemon.kill(SIGHUP);
  CHECK(gateway.until([&] { return refusals() > before; }));
  CHECK(has(tests::slurp(said), "did you mean"));
  CHECK(status_with(gateway, "airut-test-key") == 200);
  configure(gateway, with(first, model::sha256_hex("airut-test-key"), model::sha256_hex("third")));
  daemon.kill(SIGHUP);
  CHECK(gateway.until([&] { return status_with(gateway, "airut-test-key") == 401; }));
  CHECK(status_with(gateway, "second") == 401);
  CHECK(status_with(gateway, "third") == 200);
  CHECK(has(tests::slurp(said), "keys-reloaded"));
  daemon.kill(SIGTERM);
  CHECK(daemon.wait() == 0);
}

TEST_CASE("the check of a configuration sees what could send nothing") {
  Gateway gateway{sample_toml()};
  auto const good = configuration(gateway);
  std::string out;
  auto const check = [&](std::string_view from, std::string_view to) {
    configure(gateway, with(good, from, to));
    return gateway.cli({"config", "check", "-c", (gateway.home() / "airut.toml").string()}, &out);
  };
  CHECK(check("FI2112345600000785", "FI2212345600000785") == 78);
  CHECK(has(out, "iban \"FI2212345600000785\""));
  CHECK(check("legal_id = \"2617416-4\"", "legal_id = \"2617416-5\"") == 78);
  CHECK(check("scopes = [\"*\"]", "scopes = [\"invoice:read\"]") == 78);
  CHECK(has(out, "did you mean \"invoices:read\"?"));
  CHECK(check("scopes = [\"*\"]", "scopes = [\"*\"]\nrequests_per_second = 0") == 78);
  CHECK(check("/out\"", "/nowhere\"") == 0);
  CHECK(has(out, "warning: channel finvoice"));
  CHECK(check("scopes", "scopes") == 0);
  CHECK_FALSE(has(out, "warning: channel"));
}

TEST_CASE("the scopes that a key may have are those that addresses ask for") {
  Gateway gateway{"test_clock = \"2026-03-02\"\n" + sample_toml()};
  std::set<std::string> asked;
  auto const document = gateway.get("/openapi.json");
  for (auto const& [path, operations] : document.body.at("paths").as_object()) {
    for (auto const& [method, operation] : operations.as_object()) {
      for (auto const& one : operation.at("security").as_array())
        asked.emplace(one.at("key").at(0).as_string());
    }
  }
  CHECK(asked == std::set<std::string>(gateway::http::scopes.begin(), gateway::http::scopes.end()));
}
