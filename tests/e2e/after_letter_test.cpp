// Interest after the last letter, over the API; the reconciliation by the command line.
#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include "tests/e2e/claim_steps.hpp"

using namespace airut;
using namespace airut::tests;

TEST_CASE("interest is claimed by the command line, and where there is none it says so") {
  tests::Gateway gateway{clocked_toml()};
  auto const invoice = submitted(gateway, "L-2");
  std::string said;
  CHECK(gateway.cli({"receivables", "claim-interest", invoice.receivable}, &said) == 1);
  CHECK(said.find("No interest has run") != std::string::npos);
  set_clock(gateway, "2026-03-30");
  gateway.post("/v1/payment-files", statement("2026-03-27", {}));
  REQUIRE(gateway.post("/v1/day-runs", day_run("2026-03-30")).body.at("letters").as_int64() == 1);
  settle(gateway);
  auto const asked = gateway.get("/v1/receivables/" + invoice.receivable).string("open");
  set_clock(gateway, "2026-04-30");
  gateway.post("/v1/payment-files",
               statement("2026-04-29", {{asked, invoice.reference, "A1", ""}}));
  CHECK(gateway.cli({"receivables", "claim-interest", invoice.receivable, "--json"}, &said) == 0);
  CHECK(boost::json::parse(said).at("open_interest").as_string() != "0.00");
  CHECK(gateway.cli({"receivables", "claim-interest", "rcv_none"}, &said) == 1);
  CHECK(gateway.cli({"receivables", "list"}, &said) == 0);
  CHECK(said.find("L-2") != std::string::npos);
  CHECK(gateway.cli({"manual"}, &said) == 0);
  CHECK(said.find("claim\\-interest") != std::string::npos);
}

TEST_CASE("interest of the days until a late payment is charged when a person claims it, once") {
  tests::Gateway gateway{clocked_toml()};
  auto const invoice = submitted(gateway, "L-1");
  auto const path = "/v1/receivables/" + invoice.receivable;
  set_clock(gateway, "2026-03-30");
  gateway.post("/v1/payment-files", statement("2026-03-27", {}));
  REQUIRE(gateway.post("/v1/day-runs", day_run("2026-03-30")).body.at("letters").as_int64() == 1);
  settle(gateway);
  auto const asked = gateway.get(path).string("open");
  set_clock(gateway, "2026-04-30");
  gateway.post("/v1/payment-files",
               statement("2026-04-29", {{asked, invoice.reference, "A1", ""}}));
  CHECK(gateway.get(path).string("open") == "0.00");
  auto const claimed = gateway.post(path + "/claim-interest", "{}");
  CHECK(claimed.status == 200);
  CHECK(claimed.string("open_interest") != "0.00");
  CHECK(claimed.string("open") == claimed.string("open_interest"));
  auto const again = gateway.post(path + "/claim-interest", "{}", "again");
  CHECK(again.status == 409);
  CHECK(again.string("code") == "no-interest");
  std::string said;
  CHECK(
      gateway.cli({"report", "ledger-reconciliation", "--client", "siivous", "--period", "2026-04"},
                  &said) == 0);
  CHECK(said.find("receivables,open_item,EUR") != std::string::npos);
}
