#include <fstream>

#include <doctest/doctest.h>

#include "tests/support/gateway.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/temp_directory.hpp"
#include "tests/support/text.hpp"

using namespace airut;
using tests::sample_json;
using tests::with;

namespace {

std::string first_code(tests::Answer const& answer) {
  return std::string{answer.body.at("errors").as_array().at(0).at("code").as_string()};
}

}  // namespace

TEST_CASE("an answer is given again for as long as the settings say, the invoice is never") {
  tests::Gateway gateway{"test_clock = \"2026-03-02\"\n" + tests::sample_toml() +
                         "\n[limits]\nanswer_days = 2\n"};
  auto const ask = [&] { return gateway.post("/v1/invoices", sample_json("A-1"), "one"); };
  CHECK(ask().status == 202);
  auto const set_clock = [&](std::string const& moment) {
    REQUIRE(gateway.post("/v1/test/clock", "{\"now\":\"" + moment + "\"}").status == 200);
  };
  set_clock("2026-03-04T07:00:00Z");
  CHECK(ask().header("idempotent-replayed") == "true");
  set_clock("2026-03-05T08:00:00Z");
  CHECK(gateway.until([&] { return ask().status == 409; }));
  CHECK(ask().string("code") == "duplicate-invoice");
}

TEST_CASE("a wish that is not kept is taken and said") {
  tests::Gateway gateway{tests::sample_toml()};
  auto body = sample_json("A-1");
  auto const wish = R"("distribution":{"priority":"high","email":{"to":["a@example.fi",)"
                    R"("b@example.fi"],"attach_pdf":false}},)";
  body.insert(body.find('{') + 1, wish);
  auto const answer = gateway.post("/v1/invoices", body, "one");
  REQUIRE(answer.status == 202);
  std::string pointers;
  for (auto const& one : answer.body.at("warnings").as_array()) {
    if (one.at("code").as_string() != "wish-not-kept") continue;
    pointers += std::string{one.at("pointer").as_string()} + ' ';
  }
  CHECK(pointers == "/distribution/email/attach_pdf ");
}

TEST_CASE("an invoice is accepted once, whatever the caller repeats") {
  tests::Gateway gateway{tests::sample_toml()};
  auto const first = gateway.post("/v1/invoices", sample_json("A-1"), "one");
  CHECK(first.status == 202);
  CHECK(first.string("total_due") == "533.38");
  CHECK(first.string("due_date") == "2026-03-16");
  CHECK_FALSE(first.string("payment_reference").empty());
  CHECK(first.header("location") == "/v1/invoices/" + first.string("id"));

  SUBCASE("the same request gives the same answer") {
    auto const again = gateway.post("/v1/invoices", sample_json("A-1"), "one");
    CHECK(again.status == 202);
    CHECK(again.text == first.text);
    CHECK(again.header("idempotent-replayed") == "true");
  }
  SUBCASE("another request with the key is refused") {
    auto const other = gateway.post("/v1/invoices", sample_json("A-2"), "one");
    CHECK(other.status == 422);
    CHECK(other.string("code") == "idempotency-key-reused");
  }
  SUBCASE("the same number with another key is a duplicate that names the first") {
    auto const other = gateway.post("/v1/invoices", sample_json("A-1"), "two");
    CHECK(other.status == 409);
    CHECK(other.string("invoice_id") == first.string("id"));
  }
  SUBCASE("an answer survives a restart") {
    gateway.kill();
    gateway.start();
    CHECK(gateway.post("/v1/invoices", sample_json("A-1"), "one").text == first.text);
    CHECK(gateway.get("/v1/invoices/" + first.string("id")).status == 200);
  }
}

TEST_CASE("the operator's rows of code lists hold at intake") {
  tests::TempDirectory const tables;
  auto const write = [&](char const* rows) {
    std::ofstream{tables.path() / "code_lists.tsv"} << "list\tfrom\tuntil\tcodes\n" << rows;
  };
  auto const toml = "tables_overlay = \"" + tables.path().string() + "\"\n" + tests::sample_toml();
  write("unit\t2017-01-01\t-\tkpl\nunit\t2017-01-01\t2026-01-01\tHUR\n");
  tests::Gateway gateway{toml};
  auto const old = gateway.post("/v1/invoices", sample_json("C-1"), "one");
  CHECK(old.status == 422);
  CHECK(first_code(old) == "unit-unknown");
  auto const body = with(sample_json("C-1"), "\"HUR\"", "\"kpl\"");
  CHECK(gateway.post("/v1/invoices", body, "two").status == 202);
}

TEST_CASE("bad input is refused with everything that is wrong, and nothing is kept") {
  tests::Gateway gateway{tests::sample_toml()};
  auto const good = sample_json("B-1");
  auto const two =
      gateway.post("/v1/invoices", with(with(good, "1234567-1", "1234567-9"), "\"42.50\"", "42.5"));
  CHECK(two.status == 422);
  CHECK(two.body.at("errors").as_array().size() >= 1);
  auto const unknown = gateway.post("/v1/invoices", with(good, "\"number\"", "\"numbr\""));
  CHECK(unknown.status == 422);
  CHECK(unknown.body.at("errors").as_array().size() >= 2);  // unknown member and missing number
  CHECK(first_code(gateway.post("/v1/invoices", "{\"a\":1,\"a\":2}")) == "duplicate-member");
  CHECK(first_code(gateway.post("/v1/invoices", "{")) == "json-syntax");
  CHECK(first_code(gateway.post("/v1/invoices", "{\"a\":\"\xFF\"}")) == "json-syntax");
  std::string deep(100000, '[');
  CHECK(first_code(gateway.post("/v1/invoices", deep)) == "json-syntax");
  CHECK(first_code(gateway.post("/v1/documents", "<!DOCTYPE a><a/>")) == "xml-doctype");
  CHECK(first_code(gateway.post("/v1/documents", "<a/>")) == "format-unknown");
  CHECK(gateway.post("/v1/invoices", std::string(6u << 20, ' ')).status == 413);
  auto const empty = gateway.get("/v1/invoices");
  CHECK(empty.body.at("data").as_array().empty());
}

TEST_CASE("without a key, a scope or an idempotency key nothing is done") {
  tests::Gateway gateway{tests::sample_toml()};
  auto const send = [&](std::string const& authorization) {
    return gateway.send("POST", "/v1/invoices", sample_json("C-1"),
                        {{"Authorization", authorization}, {"Idempotency-Key", "x"}});
  };
  CHECK(send("").status == 401);
  CHECK(send("Bearer wrong").status == 401);
  CHECK(gateway.send("POST", "/v1/invoices", sample_json("C-1"), {}).status == 400);
  CHECK(gateway.get("/v1/nothing").status == 404);
  CHECK(gateway.send("DELETE", "/v1/invoices", "", {}).status == 405);
}

TEST_CASE("real documents are taken in and their numbers are found") {
  if (!tests::has_shared("data/en16931/whole")) return;
  tests::Gateway gateway{tests::sample_toml()};
  auto bytes = tests::slurp(tests::shared("data/finvoice/instances/gobl_invoice.xml"));
  auto const stranger = gateway.post("/v1/documents", bytes);
  CHECK(stranger.status == 422);  // a seller who is none of the clients
  CHECK(first_code(stranger) == "client-unknown");
  for (auto const& [from, to] : {std::pair{"2345678-0", "2617416-4"},
                                 {"FI23456780", "FI26174164"},
                                 {"003723456780", "003726174164"}}) {
    for (auto at = bytes.find(from); at != std::string::npos; at = bytes.find(from)) {
      bytes.replace(at, std::string_view{from}.size(), to);
    }
  }
  auto const taken = gateway.post("/v1/documents", bytes);
  CHECK(taken.status == 202);
  CHECK_FALSE(taken.string("number").empty());
}

TEST_CASE("validation and route preview keep nothing") {
  tests::Gateway gateway{tests::sample_toml()};
  auto const report = gateway.post("/v1/validate", sample_json("D-1"));
  CHECK(report.status == 200);
  CHECK(report.body.at("valid").as_bool());
  auto const route = gateway.post("/v1/route-preview", sample_json("D-1"));
  CHECK(route.body.at("channels").as_array().at(0).at("channel").as_string() == "finvoice");
  CHECK(gateway.get("/v1/invoices").body.at("data").as_array().empty());
  CHECK(gateway.get("/openapi.json").body.at("openapi").as_string() == "3.1.0");
}
