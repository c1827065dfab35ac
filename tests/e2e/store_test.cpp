#include <algorithm>
#include <fstream>
#include <iterator>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/e2e/settings_file.hpp"
#include "tests/support/gateway.hpp"
#include "tests/support/postgres.hpp"

using namespace airut;
using tests::configuration;
using tests::Gateway;
using tests::keep_on;

// Where a daemon keeps its store, and how it gets from one place to another.

namespace {

std::string accepted_id(Gateway const& gateway, std::string const& number) {
  auto const answer = gateway.post("/v1/invoices", tests::sample_json(number));
  REQUIRE(answer.status == 202);
  return answer.string("id");
}

}  // namespace

TEST_SUITE("e2e/store" * doctest::skip(!tests::PostgresServer::available())) {
  TEST_CASE("a living installation moves to PostgreSQL and back and knows every invoice" *
            doctest::skip(tests::on_postgresql())) {
    Gateway gateway{tests::sample_toml()};
    auto const url = tests::run_server().url("living");
    auto const old = accepted_id(gateway, "2026-1");
    REQUIRE(gateway.until(
        [&] { return gateway.get("/v1/invoices/" + old).string("status") == "sent"; }));
    std::string said;
    std::vector<std::string> const move{
        "store", "migrate", "--from", "sqlite:" + gateway.data().string(), "--to", url};
    auto early = move;
    early.emplace_back("--while-running");
    CHECK(gateway.cli(early, &said) == 0);
    CHECK(gateway.cli(move) == 69);  // the daemon has it
    auto const late = accepted_id(gateway, "2026-2");
    gateway.stop();
    CHECK(gateway.cli(move, &said) == 0);
    CHECK(said.find("equal") != said.npos);
    CHECK(gateway.cli({"store", "check", "--data", url}, &said) == 0);
    keep_on(gateway, tests::run_server(), "living");
    gateway.start();
    CHECK(gateway.get("/v1/invoices/" + old).string("number") == "2026-1");
    CHECK(gateway.get("/v1/invoices/" + late).string("number") == "2026-2");
    CHECK(gateway.post("/v1/invoices", tests::sample_json("2026-1")).status == 409);
    accepted_id(gateway, "2026-3");
    CHECK(gateway.cli({"journal", "verify", "--data", url}, &said) == 0);  // beside the daemon
    gateway.stop();

    auto const back = (gateway.home() / "back").string();
    CHECK(gateway.cli({"store", "migrate", "--from", url, "--to", "sqlite:" + back, "--json"},
                      &said) == 0);
    CHECK(said.find("\"finished\":true") != said.npos);
    CHECK(gateway.cli({"store", "check", "--data", back}, &said) == 0);
    CHECK(gateway.cli({"store", "migrate", "--from", url, "--to", "sqlite:" + back}) == 69);
    CHECK(gateway.cli({"store", "check", "--data", "postgresql:hots=db"}, &said) == 2);
  }

  TEST_CASE("a database server that goes away and comes back costs answers, never invoices") {
    Gateway gateway{tests::sample_toml()};
    gateway.stop();
    tests::PostgresServer server{true};
    keep_on(gateway, server, "away");
    gateway.start();
    auto const before = accepted_id(gateway, "2026-1");
    server.kill();
    CHECK(gateway.get("/v1/invoices/" + before).status == 503);
    server.start();
    REQUIRE(gateway.until([&] { return gateway.get("/v1/invoices/" + before).status == 200; }));
    accepted_id(gateway, "2026-2");
    CHECK(gateway.post("/v1/invoices", tests::sample_json("2026-1")).status == 409);
    gateway.stop();
  }

  TEST_CASE("a database that somebody else writes is not opened twice") {
    Gateway first{tests::sample_toml()}, second{tests::sample_toml()};
    first.stop();
    second.stop();
    keep_on(first, tests::run_server(), "twice");
    keep_on(second, tests::run_server(), "twice");
    first.start();
    std::string said;
    CHECK(second.cli({"serve", "-c", (second.home() / "airut.toml").string()}, &said) == 69);
    CHECK(said.find("in use") != said.npos);
    CHECK(first.get("/v1/invoices").status == 200);
  }

  TEST_CASE("a connection string that libpq does not understand is told before the start") {
    Gateway gateway{tests::sample_toml()};
    auto const file = (gateway.home() / "other.toml").string();
    auto const words = configuration(gateway);
    auto const tables = words.find("[[");
    std::ofstream{file, std::ios::binary}
        << words.substr(0, std::min(words.find("[store]"), tables))
        << "[store]\nengine = \"postgresql\"\nconnection = \"hots=db\"\n"
        << words.substr(tables);
    std::string said;
    CHECK(gateway.cli({"config", "check", "-c", file}, &said) == 78);
    CHECK(said.find("hots") != said.npos);
  }
}
