#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/e2e/claim_steps.hpp"
#include "tests/support/bank_peer.hpp"
#include "tests/support/text.hpp"

// Steps of a gateway that speaks with a bank of another make.
namespace airut::tests {

// What the bank of the tests says; see tests/peers/finvoice_bank.py.
inline std::string said(std::vector<std::string> words) {
  TempDirectory const folder;
  auto const out = folder.path() / "out";
  words.insert(words.begin(), {"/usr/bin/python3", AIRUT_SOURCE "/tests/peers/finvoice_bank.py"});
  REQUIRE(run(words, out) == 0);
  return slurp(out);
}

// Finvoice in its frame to the bank, else paper.
inline std::string network_toml(BankPeer const& peer) {
  auto const settings = peer.settings();
  auto tenant = sample_toml();
  tenant.replace(0, tenant.find("[[tenant]]"), "");
  // Who sends through a bank has the bank for his intermediary.
  tenant = with(tenant, "intermediary = \"003721291126\"", "intermediary = \"OKOYFIHH\"");
  tenant = with(tenant, "channel_order_business = [\"finvoice\"]",
                "channel_order_business = [\"finvoice\", \"print\"]");
  tenant = with(tenant, "channel_order_consumer = [\"finvoice\"]",
                "channel_order_consumer = [\"print\"]");
  return fmt::format(
             "test_clock = \"2026-05-04\"\ntables_overlay = \"{}\"\n[[channel]]\nname = "
             "\"finvoice\"\nkind = \"bank_ws\"\nformat = \"finvoice-soap\"\nbank = \"{}\"\n"
             "customer_id = \"11111111\"\nendpoint = \"{}\"\ncertificate_endpoint = \"{}\"\n"
             "identity = \"{}\"\ntrust = \"{}\"\nca_file = \"{}\"\ntenant = \"demo\"\n"
             "revocation = \"off\"\ntimeout = 15\n[[channel]]\nname = \"print\"\nkind = "
             "\"directory\"\nformat = \"pdf\"\npath = "
             "\"@HOME@/out\"\n",
             peer.overlay().string(), settings.bank, settings.endpoint,
             settings.certificate_endpoint, settings.identity.string(), settings.trust.string(),
             settings.ca_file.string()) +
         tenant + R"([tenant.client.e_invoice]
payment_instruction = "SIIVOUS1"
banks = ["OKOYFIHH", "NDEAFIHH"]
direct_payment = "yes"
invoice_type = { fi = "Siivouslasku", sv = "Städfaktura" }
[[tenant.client.e_invoice.identifier]]
kind = "01"
name = { fi = "Laskun viitenumero", sv = "Fakturans referens" }
)";
}

inline boost::json::array rows_of(Gateway const& gateway, std::string const& path) {
  auto const answer = gateway.get(path);
  CAPTURE(answer.text);
  REQUIRE(answer.status == 200);
  return answer.body.at("data").as_array();
}

inline boost::json::object fetched(Gateway const& gateway) {
  boost::json::object round;
  REQUIRE(gateway.until([&] {
    auto const answer = gateway.post("/v1/bank/fetch", "{}");
    if (answer.status != 200) return false;
    round = answer.body.at("data").at(0).as_object();
    return true;
  }));
  return round;
}

}  // namespace airut::tests
