#include <doctest/doctest.h>
#include <fmt/format.h>

#include "formats/xml/schema.hpp"
#include "tests/e2e/claim_steps.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/text.hpp"

using namespace airut;
using tests::Gateway;
using tests::has;

namespace {

std::string norwegian_toml() {
  return R"(test_clock = "2026-03-02"
[[channel]]
name = "peppol"
kind = "directory"
format = "ubl"
path = "@HOME@/out"
[[tenant]]
id = "norge"
country = "NO"
live = false
[[tenant.key]]
id = "key_test"
sha256 = "@KEY@"
scopes = ["*"]
[[tenant.policy]]
name = "purring"
grace_days = 0
bank_data_age_days = 30
[[tenant.policy.step]]
action = "first_reminder"
)" + tests::norwegian_client("energi", "peppol",
                             "language = \"nb\"\ndunning_policy = \"purring\"\n");
}

std::string norwegian_json() {
  return R"({"client_ref":"energi","invoice":{"type":"invoice","number":"N-1",
    "issue_date":"2026-03-02","due_date":"2026-03-16","currency":"NOK","buyer_reference":"Ola",
    "buyer":{"name":"Kunde AS","type":"business","legal_id":{"scheme":"0192","value":"987654325"},
      "electronic_address":{"scheme":"0192","value":"987654325"},
      "address":{"line1":"Storgata 3","postal_code":"0155","city":"Oslo","country":"NO"}},
    "payment":{"means":"credit_transfer"},
    "lines":[{"name":"Strøm","quantity":"1000","unit":"KWH","net_price":"0.80",
      "vat":{"category":"S","rate":"25"}}]}})";
}

std::vector<std::string> sent_files_of(Gateway const& gateway, std::string_view kind) {
  std::vector<std::string> files;
  for (auto const& entry : std::filesystem::directory_iterator(gateway.home() / "out")) {
    if (entry.path().filename().string().find(kind) == std::string::npos) continue;
    files.push_back(tests::slurp(entry.path()));
  }
  return files;
}

}  // namespace

TEST_CASE("a Norwegian business that takes UBL is reminded by EHF Reminder") {
  Gateway gateway{norwegian_toml()};
  auto const accepted = gateway.post("/v1/invoices", norwegian_json());
  CAPTURE(accepted.text);
  REQUIRE(accepted.status == 202);
  auto const id = accepted.string("id");
  REQUIRE(
      gateway.until([&] { return gateway.get("/v1/invoices/" + id).string("status") == "sent"; }));
  auto const entry = tests::statement("2026-03-30", {});
  auto bank = entry;
  bank.replace(bank.find("FI2112345600000785"), 18, "NO9386011117947");
  REQUIRE(gateway.post("/v1/payment-files", bank).status == 201);
  tests::set_clock(gateway, "2026-03-31");
  auto const ran = gateway.post("/v1/day-runs", tests::day_run("2026-03-31"));
  CAPTURE(ran.text);
  REQUIRE(ran.body.at("letters").as_int64() == 1);
  REQUIRE(gateway.until([&] { return sent_files_of(gateway, "reminder").size() == 1; }));
  auto const reminder = sent_files_of(gateway, "reminder").front();
  CHECK(has(reminder, ":ehf:reminder:3.0</cbc:CustomizationID>"));
  CHECK(has(reminder, "<cbc:ID>N-1-M1</cbc:ID>"));
  CHECK(has(reminder, "<cbc:AllowanceChargeReasonCode>REM</cbc:AllowanceChargeReasonCode>"));
  CHECK(has(reminder, "<cbc:Name>Strøm</cbc:Name>"));
  // 1000.00, a fee of 38.00, and 12 % for fifteen days.
  CHECK(has(reminder, "<cbc:PayableAmount currencyID=\"NOK\">1042.93</cbc:PayableAmount>"));
  if (!tests::has_shared("data/schema/ubl-2.1")) return;
  auto const schema =
      xml::Schema::load(tests::shared("data/schema/ubl-2.1/maindoc/UBL-Invoice-2.1.xsd"));
  auto const document = xml::Document::parse(reminder);
  REQUIRE(document);
  for (auto const& one : schema->validate(*document)) FAIL_CHECK(one.line << ": " << one.detail);
}

TEST_CASE("a Norwegian business gets EHF from the day of the law on, and what it likes before") {
  auto toml = norwegian_toml();
  toml.replace(toml.find("2026-03-02"), 10, "2026-12-31");
  toml.insert(toml.find("[[tenant]]"),
              "[[channel]]\nname = \"print\"\nkind = \"directory\"\nformat = \"pdf\"\n"
              "path = \"@HOME@/out\"\n");
  auto const order = std::string{"channel_order_business = [\"peppol\"]"};
  toml.replace(toml.find(order), order.size(), "channel_order_business = [\"print\"]");
  Gateway gateway{toml};
  auto const routed = [&](std::string const& number, std::string_view address) {
    auto json = norwegian_json();
    json.replace(json.find("N-1"), 3, number);
    auto const before =
        std::string_view{R"("electronic_address":{"scheme":"0192","value":"987654325"},)"};
    json.replace(json.find(before), before.size(), address);
    auto const accepted = gateway.post("/v1/invoices", json);
    CAPTURE(accepted.text);
    REQUIRE(accepted.status == 202);
    return accepted;
  };
  constexpr std::string_view known =
      R"("electronic_address":{"scheme":"0192","value":"987654325"},)";
  auto const before = routed("N-1", known);
  CHECK(before.body.at("route").at("chosen").as_string() == "print");
  tests::set_clock(gateway, "2027-01-01");
  auto const after = routed("N-2", known);
  CHECK(after.body.at("route").at("chosen").as_string() == "peppol");
  CHECK(after.body.at("route").at("reason").as_string() == "e-invoice-duty");
  CHECK(has(after.text, R"("channel":"print","reason":"e-invoice-duty")"));
  auto const nowhere = routed("N-3", "");
  CHECK(nowhere.string("status") == "undeliverable");
  CHECK(has(gateway.get("/v1/deviations?state=open").text, "route.no_channel"));
}
