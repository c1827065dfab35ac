#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/support/gateway.hpp"
#include "tests/support/shared_data.hpp"

// Steps of a direct debit over the API, with a clearing house beside (tests/peers).
namespace airut::tests {

inline std::string clearing_toml(std::string const& more = {}) {
  auto client = norwegian_client("strom", "avtalegiro");
  std::string const only = R"(channel_order_consumer = ["avtalegiro"])";
  client.replace(client.find(only), only.size(),
                 R"(channel_order_consumer = ["avtalegiro", "print"])");
  return fmt::format(R"(test_clock = "2026-03-02"
[[channel]]
name = "avtalegiro"
kind = "avtalegiro"
format = "claim"
customer_unit = "12345678"
notice = "payee"
path = "@HOME@/nets"
{}
[[channel]]
name = "print"
kind = "directory"
format = "json"
path = "@HOME@/print"
[[tenant]]
id = "demo"
country = "NO"
live = false
[[tenant.key]]
id = "key_test"
sha256 = "@KEY@"
scopes = ["*"]
{}
[[tenant.client.kid]]
[[tenant.client.kid.part]]
kind = "customer"
length = 8
[[tenant.client.kid.part]]
kind = "invoice"
length = 7
)",
                     more.empty() ? "batch_time = 1" : more, client);
}

inline void make_places(Gateway const& gateway) {
  std::filesystem::create_directories(gateway.home() / "nets");
  std::filesystem::create_directories(gateway.home() / "print");
}

// A consumer's invoice of 531.25 kroner (425 and VAT).
inline std::string debit_json(std::string const& number, std::string const& customer,
                              std::string const& due) {
  return fmt::format(
      R"({{"client_ref":"strom","invoice":{{"number":"{}","issue_date":"2026-03-02",)"
      R"("due_date":"{}","currency":"NOK","buyer":{{"name":"Kari Nordahl","type":"consumer",)"
      R"("customer_number":"{}","address":{{"line1":"Bryggen 2","postal_code":"5003",)"
      R"("city":"Bergen","country":"NO"}}}},"payment":{{"means":"credit_transfer"}},"lines":[{{"name":"Nettleie på våren",)"
      R"("quantity":"10","unit":"HUR","net_price":"42.50","vat":{{"category":"S","rate":"25"}}}}]}}}})",
      number, due, customer);
}

// What the clearing house answers to the words, as bytes.
inline std::string clearing_house(std::vector<std::string> words, int* status = nullptr) {
  words.insert(words.begin(),
               {"python3", std::string{AIRUT_SOURCE} + "/tests/peers/clearing_house.py"});
  TempDirectory const folder;
  auto const code = run(words, folder.path() / "out");
  auto const answer = slurp(folder.path() / "out");
  if (status != nullptr) {
    *status = code;
  } else {
    REQUIRE_MESSAGE(code == 0, answer);
  }
  return answer;
}

inline Answer brought(Gateway const& gateway, std::string const& bytes,
                      std::string const& query = {}) {
  return gateway.send("POST", "/v1/clearing-files" + query, bytes,
                      {{"Content-Type", "application/octet-stream"}});
}

inline std::vector<std::string> transmissions_in(std::filesystem::path const& place) {
  std::vector<std::string> files;
  for (auto const& entry : std::filesystem::directory_iterator{place}) {
    if (entry.path().extension() == ".txt") files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

// What the clearing house read, once so many files lie there.
inline boost::json::array read_transmissions(Gateway const& gateway, std::size_t count) {
  auto const place = gateway.home() / "nets";
  REQUIRE(gateway.until([&] { return transmissions_in(place).size() >= count; }));
  auto words = transmissions_in(place);
  CHECK(words.size() == count);
  words.insert(words.begin(), "read");
  auto told = boost::json::parse(clearing_house(words)).as_array();
  std::sort(told.begin(), told.end(), [](auto const& a, auto const& b) {
    return a.at("number").as_int64() < b.at("number").as_int64();
  });
  return told;
}

inline std::string taken_up(Gateway const& gateway, std::string const& json) {
  auto const answer = gateway.post("/v1/invoices", json);
  CAPTURE(answer.text);
  REQUIRE(answer.status == 202);
  return answer.string("id");
}

inline boost::json::object current(Gateway const& gateway, std::string const& invoice) {
  return gateway.get("/v1/invoices/" + invoice).body.at("current_delivery").as_object();
}

inline bool is_there(Gateway const& gateway, std::string const& invoice, std::string_view member,
                     std::string_view value) {
  return gateway.until([&] { return current(gateway, invoice).at(member).as_string() == value; });
}

}  // namespace airut::tests
