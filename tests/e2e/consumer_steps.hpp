#pragma once

#include <cstdlib>
#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/e2e/clock.hpp"
#include "tests/e2e/deliveries.hpp"
#include "tests/support/consumer_peers.hpp"
#include "tests/support/gateway.hpp"

// What the tests of eFaktura and Vipps with the real daemon do again and again.
namespace airut::tests::consumer_steps {

using tests::delivery_of;
using tests::delivery_says;
using tests::set_moment;

inline constexpr std::string_view national_id = "01032300371";

// A Norwegian client that bills consumers by the channels in this order; "print" drops files into
// @HOME@/out.
inline std::string consumer_toml(std::string const& channels, std::string const& order) {
  ::setenv("AIRUT_TEST_PORTAL_KEY", "0123456789abcdef0123456789abcdef", 1);
  ::setenv("AIRUT_TEST_SECRET", "hush", 1);
  ::setenv("AIRUT_TEST_EFAKTURA_SECRET", "hush&hush", 1);
  return R"(test_clock = "2026-03-02"
[[channel]]
name = "portal"
kind = "portal"
format = "pdf"
base_url = "https://faktura.example.no"
signing_key = { env = "AIRUT_TEST_PORTAL_KEY" }
[[channel]]
name = "print"
kind = "directory"
format = "json"
path = "@HOME@/out"
)" + channels +
         R"([[tenant]]
id = "norge"
country = "NO"
live = false
[[tenant.key]]
id = "key_test"
sha256 = "@KEY@"
scopes = ["*"]
)" + norwegian_client("energi", order);
}

inline std::string vipps_channel(VippsPeer const& peer) {
  auto const settings = peer.settings();
  return fmt::format(
      "[[channel]]\nname = \"vipps\"\nkind = \"vipps\"\nurl = \"{}\"\ntoken_url = \"{}\"\n"
      "jwk_url = \"{}\"\nclient_id = \"airut\"\nclient_secret = {{ env = \"AIRUT_TEST_SECRET\" }}\n"
      "subscription_key = {{ env = \"AIRUT_TEST_SECRET\" }}\nca_file = \"{}\"\ntimeout = 2\n",
      settings.url, settings.token_url, settings.jwk_url, settings.ca_file.string());
}

inline std::string efaktura_channel(EfakturaPeer const& peer, std::string_view flow) {
  auto const settings = peer.settings();
  return fmt::format(
      "[[channel]]\nname = \"efaktura\"\nkind = \"efaktura\"\nflow = \"{}\"\nurl = \"{}\"\n"
      "token_url = \"{}\"\nclient_id = \"airut\"\n"
      "client_secret = {{ env = \"AIRUT_TEST_EFAKTURA_SECRET\" }}\nca_file = \"{}\"\n"
      "timeout = 2\n",
      flow, settings.url, settings.token_url, settings.ca_file.string());
}

// An invoice of 1000 kroner to a consumer, known by his national id; or a credit note for one.
inline std::string consumer_json(std::string const& number, std::string const& credits = {}) {
  auto const type =
      credits.empty()
          ? std::string{R"("type":"invoice","due_date":"2026-03-16")"}
          : fmt::format(R"("type":"credit_note","preceding":[{{"number":"{}"}}])", credits);
  return fmt::format(
      R"({{"client_ref":"energi","invoice":{{{},"number":"{}","issue_date":"2026-03-02",)"
      R"("currency":"NOK","buyer":{{"name":"Kari Nordmann","type":"consumer","language":"nb",)"
      R"("person":{{"national_id":"{}"}},"customer_number":"77","address":{{"line1":"Storgata 3",)"
      R"("postal_code":"0155","city":"Oslo","country":"NO"}}}},)"
      R"("payment":{{"means":"credit_transfer"}},"lines":[{{"name":"Strøm","quantity":"1000",)"
      R"("unit":"KWH","net_price":"0.80","vat":{{"category":"S","rate":"25"}}}}]}}}})",
      type, number, national_id);
}

inline std::string member(boost::json::object const& object, std::string_view name) {
  auto const* value = object.if_contains(name);
  return value && value->is_string() ? std::string{value->as_string()} : std::string{};
}

inline std::string accepted(Gateway const& gateway, std::string const& json) {
  auto const answer = gateway.post("/v1/invoices", json);
  CAPTURE(answer.text);
  REQUIRE(answer.status == 202);
  return answer.string("id");
}

// The id that Vipps has for the invoice's present delivery.
inline std::string vipps_id(Gateway const& gateway, std::string const& invoice) {
  auto id = delivery_says(gateway, invoice, "message_id");
  for (auto& c : id) c = c == '_' ? '-' : c;
  return "orgno-no.974760673." + id;
}

inline std::size_t printed(Gateway const& gateway) {
  std::size_t count = 0;
  for (auto const& file : std::filesystem::directory_iterator(gateway.home() / "out")) {
    count += file.path().filename().string().front() != '.' ? 1 : 0;
  }
  return count;
}

}  // namespace airut::tests::consumer_steps
