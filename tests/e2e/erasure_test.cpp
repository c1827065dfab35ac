// A recipient asks to be forgotten, over the API and by the command line.
#include <future>

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include "tests/e2e/claim_steps.hpp"

using namespace airut;
using namespace airut::tests;

TEST_CASE("a recipient is forgotten when he owes nothing, and it is told what stays until when") {
  Gateway gateway{clocked_toml()};
  auto const invoice = submitted(gateway, "E-1");
  auto const customer =
      gateway.get("/v1/receivables/" + invoice.receivable).string("customer_number");
  auto const entry = gateway.send(
      "PUT", "/v1/recipients/by-ref/" + customer,
      R"({"client_ref":"siivous","name":"Esimerkki Asiakas Oy","addresses":{"email":["a@example.test"]}})",
      {{"Idempotency-Key", "put"}, {"Content-Type", "application/json"}});
  REQUIRE(entry.status == 201);
  auto const path = "/v1/recipients/" + entry.string("id") + "/personal-data";
  auto const erase = [&](std::string const& body, std::string const& key) {
    return gateway.send("DELETE", path, body,
                        {{"Idempotency-Key", key}, {"Content-Type", "application/json"}});
  };
  CHECK(erase("{}", "1").status == 422);
  auto const open = erase(R"({"reason":"letter of 2 March"})", "2");
  CHECK(open.status == 200);
  CHECK(open.text.find("claim-open") != std::string::npos);
  CHECK(open.text.find("\"erased\":[]") != std::string::npos);
  auto const asked = gateway.get("/v1/receivables/" + invoice.receivable).string("open");
  gateway.post("/v1/payment-files",
               statement("2026-03-02", {{asked, invoice.reference, "A1", ""}}));
  std::string said;
  CHECK(gateway.cli({"recipients", "erase", entry.string("id")}, &said) == 2);
  CHECK(gateway.cli({"recipients", "erase", entry.string("id"), "--reason", "letter of 2 March"},
                    &said) == 0);
  auto const told = boost::json::parse(said);
  CHECK(told.at("kept").at(0).at("reason").as_string() == "bookkeeping");
  CHECK(told.at("kept").at(0).at("may_go_on").as_string() == "2033-01-01");
  CHECK(gateway.get("/v1/recipients/" + entry.string("id")).text.find("a@example.test") ==
        std::string::npos);
  CHECK(gateway.get("/v1/journal/export?personal=true").text.find("a@example.test") ==
        std::string::npos);
  // What the call that made the entry was answered is not told again.
  auto const again = gateway.send(
      "PUT", "/v1/recipients/by-ref/" + customer,
      R"({"client_ref":"siivous","name":"Esimerkki Asiakas Oy","addresses":{"email":["a@example.test"]}})",
      {{"Idempotency-Key", "put"}, {"Content-Type", "application/json"}});
  CHECK(again.text.find("a@example.test") == std::string::npos);
}

TEST_CASE("one erasure is made at a time, so that others find a worker") {
  Gateway gateway{clocked_toml()};
  auto const entry =
      gateway.send("PUT", "/v1/recipients/by-ref/77",
                   R"({"client_ref":"siivous","name":"Esimerkki Asiakas Oy"})",
                   {{"Idempotency-Key", "put"}, {"Content-Type", "application/json"}});
  REQUIRE(entry.status == 201);
  auto const path = "/v1/recipients/" + entry.string("id") + "/personal-data";
  auto const erase = [&](int n) {
    return gateway.send(
        "DELETE", path, R"({"reason":"letter of 2 March"})",
        {{"Idempotency-Key", std::to_string(n)}, {"Content-Type", "application/json"}});
  };
  int waiting = 0, done = 0;
  for (int round = 0; waiting == 0 && round < 50; ++round) {
    std::vector<std::future<Answer>> all;
    for (int i = 0; i < 8; ++i) all.push_back(std::async(std::launch::async, erase, 8 * round + i));
    for (auto& one : all) {
      auto const answer = one.get();
      CAPTURE(answer.text);
      if (answer.status == 429) CHECK(answer.header("retry-after") == "5");
      ++(answer.status == 429 ? waiting : done);
      CHECK((answer.status == 429 || answer.status == 200));
    }
  }
  CHECK(waiting > 0);
  CHECK(done > 0);
  CHECK(erase(-1).status == 200);
}
