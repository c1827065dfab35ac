// A client's months: the basis, what its accounting takes, closing, and what comes to light later.
#include <set>

#include <boost/json.hpp>
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "formats/model/money.hpp"
#include "formats/xml/document.hpp"
#include "formats/xml/schema.hpp"
#include "tests/e2e/claim_steps.hpp"
#include "tests/support/shared_data.hpp"

using namespace airut;
using namespace airut::tests;

namespace {

std::string mapped_toml() {
  return clocked_toml() + R"([tenant.client.books]
[tenant.client.books.accounts]
"receivable.principal" = "1700"
"receivable.interest" = "1701"
"receivable.fee" = "1702"
bank = "1910"
unallocated = "2871"
overpaid = "2872"
sales = "3000"
"income.interest" = "8200"
"income.fee" = "3900"
)";
}

std::string month(std::string const& period, std::string const& format = "") {
  return fmt::format("/v1/reports/bookkeeping-basis?client_ref=siivous&period={}{}", period,
                     format.empty() ? "" : "&format=" + format);
}

std::string sum_of(Answer const& basis, std::string_view account, char const* column) {
  for (auto const& line : basis.body.at("lines").as_array()) {
    if (line.at("account").as_string() == account) return std::string{line.at(column).as_string()};
  }
  return "";
}

int close(Gateway const& gateway, std::string const& period) {
  return gateway
      .post("/v1/books/close",
            fmt::format("{{\"client_ref\":\"siivous\",\"period\":\"{}\"}}", period))
      .status;
}

void check_saft_schema(xml::Document const& document) {
  if (!has_shared("data/saft")) return;
  auto const schema =
      xml::Schema::load(shared("data/saft/Norwegian_SAF-T_Financial_Schema_v_1.30.xsd"));
  REQUIRE(schema);
  for (auto const& finding : schema->validate(document)) FAIL_CHECK(finding.detail);
}

// Every account and customer that a line names is among the master files.
void check_references(xml::Document const& document) {
  auto const masters = document.root().child("MasterFiles");
  std::set<std::string> accounts, customers;
  for (auto const& one : masters.child("GeneralLedgerAccounts").children("Account"))
    accounts.insert(one.text_of("AccountID"));
  for (auto const& one : masters.child("Customers").children("Customer")) {
    customers.insert(one.text_of("CustomerID"));
    for (auto const& balance : one.children("BalanceAccount"))
      CHECK(accounts.contains(balance.text_of("AccountID")));
  }
  auto const journal = document.root().child("GeneralLedgerEntries").child("Journal");
  for (auto const& transaction : journal.children("Transaction")) {
    for (auto const& line : transaction.children("Line")) {
      auto const customer = line.text_of("CustomerID");
      CAPTURE(customer);
      CHECK(accounts.contains(line.text_of("AccountID")));
      CHECK((customer.empty() || customers.contains(customer)));
    }
  }
}

// Cents; a debit is positive.
std::int64_t balance_of(xml::Element const& of, std::string const& when) {
  auto const debit = of.text_of(when + "DebitBalance");
  auto const text = debit.empty() ? of.text_of(when + "CreditBalance") : debit;
  auto const cents = model::Money::parse(text, {})->minor();
  return debit.empty() ? -cents : cents;
}

}  // namespace

TEST_CASE("a month's basis is the sum of its events, and stays so once it is closed") {
  tests::Gateway gateway{mapped_toml()};
  auto const first = submitted(gateway, "M-1");
  auto const second = submitted(gateway, "M-2");
  set_clock(gateway, "2026-03-20");
  gateway.post("/v1/payment-files",
               statement("2026-03-19", {{"540.00", first.reference, "A1", ""}}));
  set_clock(gateway, "2026-04-02");
  auto const march = gateway.get(month("2026-03"));
  REQUIRE(march.status == 200);
  CHECK(sum_of(march, "receivable.principal", "opening") == "0.00");
  CHECK(sum_of(march, "receivable.principal", "debit") == "1066.76");
  CHECK(sum_of(march, "receivable.principal", "credit") == "533.38");
  CHECK(sum_of(march, "receivable.principal", "closing") == "533.38");
  CHECK(sum_of(march, "bank", "debit") == "540.00");
  CHECK(sum_of(march, "overpaid", "closing") == "-6.62");
  CHECK(march.body.at("vouchers").as_int64() == 3);
  CHECK(march.body.at("lines").as_array().at(0).at("events").as_array().size() == 3);
  CHECK(close(gateway, "2026-04") == 409);  // still running
  CHECK(close(gateway, "2026-03") == 200);
  CHECK(close(gateway, "2026-03") == 409);
  // Paid in March, told in April: a correction of April's books.
  gateway.post("/v1/payment-files",
               statement("2026-04-01", {{"533.38", second.reference, "A2", "2026-03-31"}}));
  auto const again = gateway.get(month("2026-03"));
  CHECK(again.body.at("closed").as_bool());
  CHECK(again.string("digest") == march.string("digest"));
  auto const april = gateway.get(month("2026-04"));
  CHECK(april.body.at("corrections").as_int64() == 1);
  CHECK(sum_of(april, "receivable.principal", "opening") == "533.38");
  CHECK(sum_of(april, "receivable.principal", "closing") == "0.00");
  std::string said;
  gateway.stop();
  CHECK(gateway.cli({"ledger", "check", "--data", gateway.store()}, &said) == 0);
  CAPTURE(said);
  CHECK(said.find("0 invariants broken") != said.npos);
  CHECK(gateway.cli({"ledger", "book", "--data", gateway.store()}, &said) == 0);
  CHECK(said.find("2026-04-02=2026-03-31 * payment pay_") != said.npos);
  CHECK(said.find("  Assets:Bank:Siivous  533.38 EUR\n") != said.npos);
  CHECK(gateway.cli({"ledger", "book", "--data", gateway.store(), "--format", "beancount"},
                    &said) == 0);
  CHECK(said.find("1900-01-01 open Assets:Bank:Siivous\n") != said.npos);
  CHECK(gateway.cli({"ledger", "book", "--data", gateway.store(), "--tenant", "nobody"}, &said) ==
        2);
}

TEST_CASE("what comes to light later changes no closed month, nor one before it") {
  tests::Gateway gateway{mapped_toml()};
  submitted(gateway, "M-1");
  set_clock(gateway, "2026-04-02");
  REQUIRE(close(gateway, "2026-03") == 200);
  auto const march = gateway.get(month("2026-03"));
  auto late = sample_json("M-2");
  late.replace(late.find("2026-03-02"), 10, "2026-02-20");
  REQUIRE(gateway.post("/v1/invoices", late).status == 202);
  auto const again = gateway.get(month("2026-03"));
  CHECK(again.string("digest") == march.string("digest"));
  CHECK(sum_of(again, "receivable.principal", "opening") == "0.00");
  auto const february = gateway.get(month("2026-02"));
  CHECK(february.body.at("closed").as_bool());
  CHECK(february.body.at("vouchers").as_int64() == 0);
  CHECK(close(gateway, "2026-02") == 409);
  auto const april = gateway.get(month("2026-04"));
  CHECK(april.body.at("corrections").as_int64() == 1);
  CHECK(sum_of(april, "receivable.principal", "opening") == "533.38");
  CHECK(sum_of(april, "receivable.principal", "closing") == "1066.76");
  std::string said;
  gateway.stop();
  CHECK(gateway.cli({"ledger", "check", "--data", gateway.store()}, &said) == 0);
  CAPTURE(said);
  CHECK(said.find("0 invariants broken") != said.npos);
}

TEST_CASE("months are closed in their order, whatever their accounts end at") {
  tests::Gateway gateway{mapped_toml()};
  auto early = sample_json("M-1");
  early.replace(early.find("2026-03-02"), 10, "2026-01-20");
  auto const id = gateway.post("/v1/invoices", early).string("id");
  REQUIRE(!id.empty());
  auto const credited = gateway.post(
      "/v1/ledger-feed",
      R"({"client_ref":"siivous","items":[{"id":"C1","kind":"credit","invoice_number":"M-1",)"
      R"("amount":"533.38"}]})");
  REQUIRE(credited.body.at("taken").as_int64() == 1);
  set_clock(gateway, "2026-06-02");
  // Credited in March: every account stands at nothing in April.
  CHECK(close(gateway, "2026-04") == 409);
  CHECK(close(gateway, "2026-01") == 200);
  CHECK(close(gateway, "2026-03") == 409);
  CHECK(close(gateway, "2026-02") == 200);
  CHECK(close(gateway, "2026-03") == 200);
}

TEST_CASE(
    "a month goes into the biller's accounting in its own numbers, or says which is missing") {
  SUBCASE("as SAF-T, GBAT10 and CSV") {
    tests::Gateway gateway{mapped_toml()};
    auto const invoice = submitted(gateway, "X-1");
    gateway.post("/v1/payment-files",
                 statement("2026-03-10", {{"100.00", invoice.reference, "A1", ""}}));
    auto const saft = gateway.get(month("2026-03", "saft"));
    REQUIRE(saft.status == 200);
    auto const document = xml::Document::parse(saft.text);
    REQUIRE(document);
    auto const accounts = document->root().child("MasterFiles").child("GeneralLedgerAccounts");
    CHECK(accounts.child("Account").text_of("AccountID") == "1700");
    CHECK(accounts.child("Account").text_of("ClosingDebitBalance") == "433.38");
    check_saft_schema(*document);
    check_references(*document);
    auto const gbat = gateway.get(month("2026-03", "gbat10")).text;
    CHECK(gbat.find(";20260302;1;3;2026;1700;0;533.38;") != gbat.npos);
    CHECK(gbat.find(";20260310;1;3;2026;1700;0;-100.00;") != gbat.npos);
    auto const finnish = gateway.get(month("2026-03", "fi_csv")).text;
    CHECK(finnish.find(";10.3.2026;\"1910\";") != finnish.npos);
    CHECK(finnish.find(";100,00;;") != finnish.npos);
    auto const csv = gateway.get(month("2026-03", "csv"));
    CHECK(csv.header("content-type") == "text/csv; charset=utf-8");
    CHECK(gateway.get(month("2026-13")).status == 400);
    CHECK(gateway.get(month("2026-03", "dbase")).status == 400);
    CHECK(gateway.get("/v1/reports/bookkeeping-basis?client_ref=none&period=2026-03").status ==
          400);
  }
  SUBCASE("an account without a number") {
    tests::Gateway gateway{clocked_toml()};
    submitted(gateway, "X-1");
    CHECK(gateway.get(month("2026-03")).status == 200);
    auto const refused = gateway.get(month("2026-03", "gbat10"));
    CHECK(refused.status == 422);
    CHECK(refused.string("detail").find("receivable.principal") != std::string::npos);
  }
}

TEST_CASE("who buys and pays within a month is among the customers of its SAF-T") {
  tests::Gateway gateway{mapped_toml()};
  auto const invoice = submitted(gateway, "S-1");
  gateway.post("/v1/payment-files",
               statement("2026-03-10", {{"533.38", invoice.reference, "A1", ""}}));
  auto const saft = gateway.get(month("2026-03", "saft"));
  REQUIRE(saft.status == 200);
  auto const document = xml::Document::parse(saft.text);
  REQUIRE(document);
  check_saft_schema(*document);
  check_references(*document);
  auto const customer = document->root().child("MasterFiles").child("Customers").child("Customer");
  CHECK(customer.text_of("CustomerID") == "10042");
  CHECK(balance_of(customer.child("BalanceAccount"), "Closing") == 0);
}

TEST_CASE("income begins each year at nothing, and what was earned before is equity") {
  tests::Gateway gateway{mapped_toml() + "\"result.earlier_years\" = \"2050\"\n"};
  submitted(gateway, "E-1");
  set_clock(gateway, "2027-02-02");
  for (auto const* issued : {"2027-01-10", "2027-02-01"}) {
    auto json = sample_json(std::string{"E-"} + issued);
    json.replace(json.find("2026-03-02"), 10, issued);
    REQUIRE(gateway.post("/v1/invoices", json).status == 202);
  }
  auto const basis = gateway.get(month("2027-02"));
  CHECK(sum_of(basis, "sales", "opening") == "-533.38");
  CHECK(sum_of(basis, "sales", "closing") == "-1066.76");
  CHECK(sum_of(basis, "sales", "earlier_years") == "-533.38");
  CHECK(sum_of(basis, "receivable.principal", "closing") == "1600.14");
  auto const saft = gateway.get(month("2027-02", "saft"));
  REQUIRE(saft.status == 200);
  auto const document = xml::Document::parse(saft.text);
  REQUIRE(document);
  check_saft_schema(*document);
  check_references(*document);
  std::int64_t opening = 0, closing = 0;
  auto const accounts = document->root().child("MasterFiles").child("GeneralLedgerAccounts");
  for (auto const& one : accounts.children("Account")) {
    opening += balance_of(one, "Opening");
    closing += balance_of(one, "Closing");
    if (one.text_of("AccountID") == "3000") CHECK(balance_of(one, "Opening") == -53338);
    if (one.text_of("AccountID") == "2050") CHECK(balance_of(one, "Opening") == -53338);
  }
  CHECK(accounts.children("Account").size() == 3);
  CHECK(opening == 0);
  CHECK(closing == 0);
}

TEST_CASE("an invoice that is stopped before anybody had it is owed by nobody") {
  tests::Gateway gateway{clocked_toml()};
  auto json = sample_json("S-1");
  std::string const begin = "\"invoice\":{";
  json.insert(json.find(begin), "\"distribution\":{\"hold\":true},");
  auto const id = gateway.post("/v1/invoices", json).string("id");
  auto const path = "/v1/invoices/" + id;
  CHECK(gateway.get("/v1/reports/open-items?format=csv").text.find("S-1") != std::string::npos);
  REQUIRE(gateway.post(path + "/cancel", R"({"reason":"wrong price"})").status == 202);
  auto const item = gateway.get("/v1/receivables/" + gateway.get(path).string("receivable_id"));
  CHECK(item.string("open") == "0.00");
  CHECK(item.string("status") == "closed");
  CHECK(gateway.get("/v1/reports/open-items?format=csv").text.find("S-1") == std::string::npos);
}
