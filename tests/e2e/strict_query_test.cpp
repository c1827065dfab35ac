#include <doctest/doctest.h>

#include "tests/e2e/answers.hpp"
#include "tests/e2e/claim_steps.hpp"
#include "tests/support/text.hpp"

// What a caller means for a filter or a dry run is never lost.
using namespace airut;
using namespace airut::tests;

TEST_CASE("a dry run in the query is none of the real thing, wherever it is asked for") {
  Gateway gateway{clocked_toml()};
  auto const invoice = submitted(gateway, "Q-1");
  gateway.post("/v1/test/clock", R"({"now":"2026-03-30T09:00:00Z"})");
  gateway.post("/v1/payment-files", statement("2026-03-27", {}));
  auto const run = gateway.post("/v1/day-runs?dry_run=true", R"({"as_of":"2026-03-30"})");
  REQUIRE(run.status == 200);
  CHECK(run.body.at("dry_run").as_bool());
  CHECK(run.body.at("letters").as_int64() == 1);
  CHECK(gateway.get("/v1/receivables/" + invoice.receivable).string("stage") == "none");
  auto const in_bulk = gateway.post("/v1/deviations/bulk?dry_run=true",
                                    R"({"action":"retry","filter":{"class":"transient"}})");
  CHECK(in_bulk.body.at("dry_run").as_bool());
  auto const batch = gateway.post("/v1/batches?dry_run=true", sample_json("Q-2") + "\n");
  CHECK(batch.status == 200);
  CHECK(batch.body.at("dry_run").as_bool());
  auto const file = gateway.post("/v1/payment-files?dry_run=true", statement("2026-03-28", {}));
  CHECK(file.status == 400);  // where there is none it is refused
  CHECK(file.string("code") == "parameter-unknown");
  CHECK(row_count(gateway.get("/v1/invoices")) == 1);
  CHECK(row_count(gateway.get("/v1/batches")) == 0);
}

TEST_CASE("a filter that is misspelt or says what there is not is refused") {
  Gateway gateway{sample_toml()};
  gateway.post("/v1/invoices", sample_json("Q-3"));
  for (auto const* path : {"/v1/invoices?stat=sent",
                           "/v1/invoices?status=blah",
                           "/v1/invoices?client_ref=typo",
                           "/v1/invoices?cursor=zzz",
                           "/v1/invoices?ledger_status=unpaid",
                           "/v1/receivables?open_only=1",
                           "/v1/receivables?stage=late",
                           "/v1/deliveries?state=foo",
                           "/v1/deliveries?class=foo",
                           "/v1/deviations?state=closed",
                           "/v1/batches?status=done",
                           "/v1/collection-cases?state=foo",
                           "/v1/messages?waiting=yes",
                           "/v1/payments?allocated=no",
                           "/v1/reports/ageing?client_ref=typo",
                           "/v1/reports/open-items?client_ref=typo",
                           "/v1/reports/dso?client_ref=typo",
                           "/v1/reports/ageing?format=xlsx",
                           "/v1/mandates?state=foo",
                           "/v1/events?typ=invoice.*",
                           "/v1/receivables?cursor=-1"}) {
    CAPTURE(path);
    auto const answer = gateway.get(path);
    CHECK(answer.status == 400);
    CHECK(answer.string("code").starts_with("parameter-"));
  }
  std::string out;
  CHECK(gateway.cli({"report", "ageing", "--client", "typo"}, &out) == 1);
  CHECK(has(out, "siivous"));
  CHECK(gateway.cli({"invoices", "list", "--where", "stat=sent"}, &out) == 1);
  CHECK(has(out, "Did you mean \"status\"?"));
  auto const page = gateway.send("GET", "/v1/invoices?stat=sent", "", {{"Accept-Language", "fi"}});
  CHECK(page.string("title") == "Osoitteella ei ole tällaista parametria");
}

TEST_CASE("invoices are listed by the standing of their claims") {
  Gateway gateway{clocked_toml()};
  auto const paid = submitted(gateway, "Q-4");
  submitted(gateway, "Q-5");
  gateway.post("/v1/test/clock", R"({"now":"2026-03-30T09:00:00Z"})");
  gateway.post("/v1/payment-files",
               statement("2026-03-27", {{"533.38", paid.reference, "A-1", ""}}));
  auto const found = gateway.get("/v1/invoices?ledger_status=paid");
  REQUIRE(row_count(found) == 1);
  CHECK(found.body.at("data").at(0).at("number").as_string() == "Q-4");
  CHECK(row_count(gateway.get("/v1/invoices?ledger_status=open")) == 1);
  CHECK(row_count(gateway.get("/v1/invoices?ledger_status=not_tracked")) == 0);
}
