// The biller's own ledger and the shadow ledger, money that goes back and on, reports.
#include <boost/json.hpp>
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "formats/model/date.hpp"
#include "formats/xml/document.hpp"
#include "tests/e2e/claim_steps.hpp"

using namespace airut;
using namespace airut::tests;

namespace {

std::string with_books(std::string_view more) {
  return clocked_toml() + "[tenant.client.books]\n" + std::string{more};
}

Answer fed(Gateway const& gateway, std::string const& items) {
  return gateway.post("/v1/ledger-feed",
                      fmt::format("{{\"client_ref\":\"siivous\",\"items\":[{}]}}", items));
}

std::string feed_item(std::string_view id, std::string_view kind, std::string_view number,
                      std::string_view amount, std::string_view more = "") {
  return fmt::format(
      "{{\"id\":\"{}\",\"kind\":\"{}\",\"invoice_number\":\"{}\",\"amount\":\"{}\"{}}}", id, kind,
      number, amount, more);
}

std::string outcome(Answer const& answer, std::size_t place = 0) {
  return std::string{answer.body.at("data").as_array().at(place).at("outcome").as_string()};
}

// The money adds up in the rows and in the book made from the journal.
void check_books(Gateway& gateway) {
  gateway.stop();
  std::string said;
  auto const code = gateway.cli({"ledger", "check", "--data", gateway.store()}, &said);
  CAPTURE(said);
  CHECK(code == 0);
  CHECK(gateway.cli({"journal", "replay", "--data", gateway.store()}) == 0);
  CHECK(gateway.cli({"ledger", "check", "--data", gateway.store()}, &said) == 0);
  gateway.start();
}

}  // namespace

TEST_CASE("what the biller's own ledger tells is taken once, and stays so when it is replayed") {
  tests::Gateway gateway{clocked_toml()};
  auto const first = submitted(gateway, "T-1");
  auto const second = submitted(gateway, "T-2");
  auto const item = [&](Invoice const& one) {
    return gateway.get("/v1/receivables/" + one.receivable);
  };
  set_clock(gateway, "2026-03-20");
  auto const items = feed_item("P1", "payment", "T-1", "100.00", R"(,"day":"2026-03-18")") + "," +
                     feed_item("C1", "credit", "T-1", "33.38") + "," +
                     feed_item("W1", "write_off", "T-2", "33.38") + "," +
                     feed_item("X1", "payment", "T-9", "1.00") + "," +
                     feed_item("X2", "write_off", "T-2", "9999.00") + "," +
                     feed_item("X3", "gift", "T-2", "1.00");
  auto const told = fed(gateway, items);
  REQUIRE(told.status == 200);
  CHECK(told.body.at("taken").as_int64() == 3);
  CHECK(told.body.at("refused").as_int64() == 3);
  CHECK(item(first).string("open_principal") == "400.00");
  CHECK(item(first).string("credited") == "33.38");
  CHECK(item(second).string("open_principal") == "500.00");
  auto const again = fed(gateway, items);
  CHECK(again.body.at("repeated").as_int64() == 3);
  CHECK(item(first).string("open_principal") == "400.00");
  CHECK(outcome(fed(gateway, feed_item("P1", "payment", "T-1", "101.00"))) == "refused");
  // More than is owed goes back; a due date moves.
  CHECK(outcome(fed(gateway, feed_item("P2", "payment", "T-1", "410.00"))) == "taken");
  CHECK(item(first).string("status") == "paid");
  auto const moved = feed_item("D1", "due_date", "T-2", "", R"(,"due_date":"2026-04-30")");
  CHECK(outcome(fed(gateway, moved)) == "taken");
  CHECK(item(second).string("due_date") == "2026-04-30");
  // As CSV too.
  auto const csv = gateway.send("POST", "/v1/ledger-feed?client_ref=siivous",
                                "id;kind;invoice_number;amount\r\nP3;payment;T-2;500.00\r\n",
                                {{"Content-Type", "text/csv"}});
  CHECK(outcome(csv) == "taken");
  CHECK(item(second).string("open") == "0.00");
  auto const bad = gateway.send("POST", "/v1/ledger-feed?client_ref=siivous", "id;colour\r\n1;red",
                                {{"Content-Type", "text/csv"}});
  CHECK(bad.status == 422);
  auto const then = gateway.get("/v1/reports/open-items?format=csv&as_of=2026-03-19").text;
  CHECK(then.find("\"T-2\"") != then.npos);
  CHECK(then.find("2026-04-30") == then.npos);  // the due day as it was known then
  check_books(gateway);
}

TEST_CASE("the biller hears of what it has not told itself, from where it stopped") {
  tests::Gateway gateway{clocked_toml()};
  auto const invoice = submitted(gateway, "O-1");
  fed(gateway, feed_item("P1", "payment", "O-1", "33.38"));
  gateway.post("/v1/payment-files",
               statement("2026-03-10", {{"100.00", invoice.reference, "A1", ""}}));
  auto const told = gateway.get("/v1/ledger-feed?client_ref=siivous");
  auto const& data = told.body.at("data").as_array();
  REQUIRE(data.size() == 1);
  CHECK(data.at(0).at("kind").as_string() == "payment");
  CHECK(data.at(0).at("amount").as_string() == "100.00");
  CHECK(data.at(0).at("invoice_number").as_string() == "O-1");
  auto const next = fmt::format("/v1/ledger-feed?client_ref=siivous&after={}",
                                told.body.at("next_after").as_int64());
  CHECK(gateway.get(next).body.at("data").as_array().empty());
  set_clock(gateway, "2026-03-30");
  gateway.post("/v1/payment-files", statement("2026-03-27", {}));
  REQUIRE(gateway.post("/v1/day-runs", day_run("2026-03-30")).body.at("letters").as_int64() == 1);
  auto const charges = gateway.get(next + "&format=csv").text;
  CHECK(charges.find(",fee,\"O-1\",fee,EUR,-12.00,2026-03-30,ltr_") != charges.npos);
}

TEST_CASE("invoices on which the two ledgers differ are told with a cause and are not reminded") {
  tests::Gateway gateway{clocked_toml()};
  auto const first = submitted(gateway, "D-1");
  auto const second = submitted(gateway, "D-2");
  set_clock(gateway, "2026-03-30");
  gateway.post("/v1/payment-files", statement("2026-03-27", {}));
  auto const compared = [&](std::string const& open) {
    return gateway.post(
        "/v1/reports/differences",
        fmt::format(R"({{"client_ref":"siivous","items":[{{"invoice_number":"D-1","open":"{}"}},)"
                    R"({{"invoice_number":"D-2","open":"533.38"}}]}})",
                    open));
  };
  auto const report = compared("0.00");
  REQUIRE(report.status == 200);
  CHECK(report.body.at("differences").as_int64() == 1);
  CHECK(report.body.at("held").as_int64() == 1);
  CHECK(report.body.at("data").as_array().at(0).at("cause").as_string() == "paid_there");
  CHECK(gateway.post("/v1/day-runs", day_run("2026-03-30")).body.at("letters").as_int64() == 1);
  CHECK(gateway.get("/v1/receivables/" + first.receivable).string("stage") == "none");
  CHECK(gateway.get("/v1/receivables/" + first.receivable).string("hold_reason") ==
        "ledger-difference");
  CHECK(gateway.get("/v1/receivables/" + second.receivable).string("stage") == "reminder_1");
  // Compared again it is held once; in agreement it goes on.
  CHECK(compared("0.00").body.at("held").as_int64() == 1);
  CHECK(compared("533.38").body.at("released").as_int64() == 1);
  CHECK(gateway.get("/v1/receivables/" + first.receivable).string("hold_reason").empty());
  set_clock(gateway, "2026-03-31");
  gateway.post("/v1/payment-files", statement("2026-03-30", {}));
  CHECK(gateway.post("/v1/day-runs", day_run("2026-03-31")).body.at("letters").as_int64() == 1);
}

TEST_CASE(
    "an item in difference rests from the first day on, for the client's days and no longer") {
  tests::Gateway gateway{with_books("difference_hold_days = 3\n")};
  auto const invoice = submitted(gateway, "D-1");
  auto const compared = [&] {
    return gateway.post(
        "/v1/reports/differences",
        R"({"client_ref":"siivous","items":[{"invoice_number":"D-1","open":"33.38"}]})");
  };
  auto const item = [&] { return gateway.get("/v1/receivables/" + invoice.receivable); };
  auto const pauses = [&] {
    auto const text = gateway.get("/v1/journal/export").text;
    std::size_t count = 0;
    std::string_view const kind = "\"receivable_paused\"";
    for (auto at = text.find(kind); at != text.npos; at = text.find(kind, at + 1)) ++count;
    return count;
  };
  set_clock(gateway, "2026-03-30");
  CHECK(compared().body.at("held").as_int64() == 1);
  CHECK(item().string("hold_until") == "2026-04-02");
  set_clock(gateway, "2026-04-02");
  CHECK(compared().body.at("held").as_int64() == 1);
  CHECK(item().string("hold_until") == "2026-04-02");
  // A list that does not name it says nothing of it.
  auto const partial = gateway.post("/v1/reports/differences",
                                    R"({"client_ref":"siivous","whole":false,"items":[]})");
  CHECK(partial.body.at("released").as_int64() == 0);
  set_clock(gateway, "2026-04-03");
  CHECK(compared().body.at("held").as_int64() == 0);
  CHECK(pauses() == 1);
  gateway.post("/v1/payment-files", statement("2026-04-02", {}));
  CHECK(gateway.post("/v1/day-runs", day_run("2026-04-03")).body.at("letters").as_int64() == 1);
  // The letter that waits is not taken back by the next comparison.
  CHECK(compared().status == 200);
  settle(gateway);
  CHECK(item().string("stage") == "reminder_1");
  CHECK(item().string("open_fees") == "12.00");
}

TEST_CASE(
    "a cent too little closes an invoice, and what is over pays the next, as the client says") {
  tests::Gateway gateway{
      with_books("tolerance_under_minor = 5\ntolerance_over_minor = 5\noverpayment = \"lay\"\n")};
  auto const first = submitted(gateway, "Y-1");
  auto const second = submitted(gateway, "Y-2");
  gateway.post("/v1/payment-files",
               statement("2026-03-10", {{"533.34", first.reference, "A1", ""},
                                        {"533.40", second.reference, "A2", ""}}));
  for (auto const& one : {first, second}) {
    auto const item = gateway.get("/v1/receivables/" + one.receivable);
    CHECK(item.string("open") == "0.00");
    CHECK(item.string("status") == "paid");
  }
  auto const waiting = gateway.get("/v1/payments?allocated=false");
  CHECK(waiting.body.at("data").as_array().empty());
  check_books(gateway);
}

TEST_CASE("money on the service's account goes on to the client invoice by invoice") {
  auto toml = clocked_toml();
  toml += "held = true\n";
  tests::Gateway gateway{toml};
  auto const invoice = submitted(gateway, "H-1");
  CHECK(gateway.post("/v1/settlements", R"({"client_ref":"siivous"})").status == 409);
  gateway.post("/v1/payment-files",
               statement("2026-03-10", {{"540.00", invoice.reference, "A1", ""}}));
  auto const preview = gateway.get("/v1/settlements/preview?client_ref=siivous").text;
  CAPTURE(preview);
  CHECK(preview.find("\"H-1\",EUR,533.38,0.00,0.00,0.00,533.38\r\n") != preview.npos);
  auto const made = gateway.post("/v1/settlements", R"({"client_ref":"siivous"})");
  REQUIRE(made.status == 201);
  CHECK(made.string("amount") == "533.38");
  CHECK(gateway.get("/v1/settlements/" + made.string("id") + "/file").text == preview);
  CHECK(gateway.post("/v1/settlements", R"({"client_ref":"siivous"})").status == 409);
  // Taken back by the bank: set off against what comes in next.
  Told back{"540.00", invoice.reference, "A2", "", true};
  gateway.post("/v1/payment-files", statement("2026-03-11", {back}));
  CHECK(gateway.post("/v1/settlements", R"({"client_ref":"siivous"})").status == 409);
  CHECK(gateway.get("/v1/settlements?client_ref=siivous").body.at("data").as_array().size() == 1);
  check_books(gateway);
}

TEST_CASE("what was paid too much goes back by a bank file once it has waited") {
  tests::Gateway gateway{with_books("return_after_days = 7\n")};
  auto const invoice = submitted(gateway, "B-1");
  auto text = statement("2026-03-10", {{"600.00", invoice.reference, "A1", ""}});
  text.insert(text.find("<RmtInf>"),
              "<RltdPties><Dbtr><Pty><Nm>Maksaja Oy</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>"
              "FI5812345600000786</IBAN></Id></DbtrAcct></RltdPties>");
  REQUIRE(gateway.post("/v1/payment-files", text).status == 201);
  auto const proposals = [&] {
    return gateway.get("/v1/return-proposals?client_ref=siivous").body.at("data").as_array();
  };
  REQUIRE(proposals().size() == 1);
  CHECK(proposals().at(0).at("amount").as_string() == "66.62");
  auto const payment = std::string{proposals().at(0).at("payment_id").as_string()};
  auto const order = [&](std::string const& key) {
    return gateway.post("/v1/return-orders", R"({"client_ref":"siivous"})", key);
  };
  set_clock(gateway, "2026-03-12");
  CHECK(order("early").body.at("transfers").as_int64() == 0);
  set_clock(gateway, "2026-03-18");
  auto const made = order("due");
  REQUIRE(made.status == 201);
  auto const document = xml::Document::parse(made.string("pain_001"));
  REQUIRE(document);
  auto const transfer =
      document->root().child("CstmrCdtTrfInitn").child("PmtInf").child("CdtTrfTxInf");
  CHECK(transfer.child("Amt").text_of("InstdAmt") == "66.62");
  CHECK(transfer.child("CdtrAcct").child("Id").text_of("IBAN") == "FI5812345600000786");
  CHECK(order("due").string("pain_001") == made.string("pain_001"));  // a lost answer
  CHECK(order("twice").body.at("transfers").as_int64() == 0);
  CHECK(proposals().empty());
  CHECK(gateway.get("/v1/payments").body.at("data").as_array().at(0).at("returned").as_string() ==
        "66.62");
  CHECK(gateway
            .post("/v1/returns", fmt::format(R"({{"payment_id":"{}","amount":"1.00",)"
                                             R"("currency":"EUR"}})",
                                             payment))
            .status == 409);
  check_books(gateway);
}

TEST_CASE("reports tell how customers pay, for today and as a past day knew it") {
  // Templates and fonts are there where a channel carries PDF.
  tests::Gateway gateway{with_books("ageing_days = [0, 30, 60]\n") +
                         "[[channel]]\nname = \"paper\"\nkind = \"directory\"\nformat = \"pdf\"\n"
                         "path = \"@HOME@/paper\"\n"};
  auto const invoice = submitted(gateway, "R-1");
  submitted(gateway, "R-2");
  set_clock(gateway, "2026-04-20");
  auto const due =
      *model::parse_date(gateway.get("/v1/receivables/" + invoice.receivable).string("due_date"));
  auto const late = *model::parse_date("2026-04-19") - due;
  gateway.post("/v1/payment-files",
               statement("2026-04-19", {{"533.38", invoice.reference, "A1", ""}}));
  auto const slow = gateway.get("/v1/reports/slowest-payers?format=csv").text;
  CHECK(slow.find(fmt::format(",EUR,1,{}.0,{},unknown,533.38,", late.count(), late.count())) !=
        slow.npos);
  auto const ageing = gateway.get("/v1/reports/ageing?client_ref=siivous&format=csv").text;
  CHECK(ageing.find("EUR,31-60,1,533.38\r\n") != ageing.npos);
  CHECK(ageing.find("EUR,over_60,0,0.00\r\n") != ageing.npos);
  auto const dso = gateway.get("/v1/reports/dso?days=100");
  CHECK(dso.body.at("data").as_array().at(0).at("dso").as_string() == "50.0");
  CHECK(gateway.get("/v1/reports/dso?days=100&as_of=2026-04-10")
            .body.at("data")
            .as_array()
            .at(0)
            .at("dso")
            .as_string() == "100.0");
  auto const cash = gateway.get("/v1/reports/cash-forecast?weeks=4").text;
  CHECK(cash.find("\"later\":\"533.38\"") != cash.npos);  // nobody was ever so late
  auto const collected = gateway.get("/v1/reports/collected?format=csv").text;
  CHECK(collected.find("EUR,30,0.00,533.38,533.38\r\n") != collected.npos);
  CHECK(gateway.get("/v1/reports/deliveries-by-channel?format=csv").text.find("\"finvoice\",") !=
        std::string::npos);
  for (auto const* name : {"ageing", "open-items", "slowest-payers", "bank-reconciliation"}) {
    CAPTURE(name);
    auto const pdf = gateway.get(fmt::format("/v1/reports/{}?format=pdf", name));
    CHECK(pdf.status == 200);
    CHECK(pdf.header("content-type") == "application/pdf");
    CHECK(pdf.text.starts_with("%PDF-1.7"));
  }
  CHECK(gateway.get("/v1/reports/dso?days=none").status == 400);
  CHECK(gateway.get("/v1/reports/dso?as_of=yesterday").status == 400);
}

TEST_CASE("a customer's credit balance pays another invoice of his, and the books agree") {
  tests::Gateway gateway{clocked_toml()};
  auto const accepted = [&](std::string const& json) {
    auto const answer = gateway.post("/v1/invoices", json);
    CAPTURE(answer.text);
    REQUIRE(answer.status == 202);
    return gateway.get("/v1/invoices/" + answer.string("id"));
  };
  auto const first = accepted(sample_json("N-1"));
  auto const second = accepted(sample_json("N-2"));
  gateway.post("/v1/payment-files",
               statement("2026-03-10", {{"533.38", first.string("payment_reference"), "A1", ""}}));
  // Paid and then credited: the credit is beyond what was open.
  CHECK(fed(gateway, feed_item("C1", "credit", "N-1", "100.00")).body.at("taken").as_int64() == 1);
  auto const from = "/v1/receivables/" + first.string("receivable_id");
  CHECK(gateway.get(from).string("credit_balance") == "100.00");
  auto const lay = [&](std::string const& amount) {
    return gateway
        .post(from + "/lay-credit",
              fmt::format(R"({{"allocations":[{{"receivable_id":"{}","amount":"{}"}}]}})",
                          second.string("receivable_id"), amount))
        .status;
  };
  CHECK(lay("100.01") == 409);
  CHECK(lay("100.00") == 200);
  CHECK(lay("0.01") == 409);
  auto const item = gateway.get("/v1/receivables/" + second.string("receivable_id"));
  CHECK(item.string("open_principal") == "433.38");
  auto const report = gateway.get("/v1/reports/bank-reconciliation?format=csv").text;
  CHECK(report.find("\"FI2112345600000785\",EUR,0,") != report.npos);
  check_books(gateway);
}

TEST_CASE("statements of the bank are laid against the ledger, gaps and open items told") {
  tests::Gateway gateway{clocked_toml()};
  auto const invoice = submitted(gateway, "K-1");
  auto const balances = [](std::string text, std::string const& opening,
                           std::string const& closing) {
    auto const one = [](std::string_view code, std::string const& amount) {
      return fmt::format(
          "<Bal><Tp><CdOrPrtry><Cd>{}</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">{}</Amt><CdtDbtInd>"
          "CRDT</CdtDbtInd></Bal>",
          code, amount);
    };
    return text.insert(text.find("<Ntry>"), one("OPBD", opening) + one("CLBD", closing));
  };
  gateway.post("/v1/payment-files",
               balances(statement("2026-03-10", {{"100.00", invoice.reference, "A1", ""},
                                                 {"7.00", "1232", "A2", ""}}),
                        "1000.00", "1107.00"));
  gateway.post("/v1/payment-files",
               balances(statement("2026-03-11", {{"50.00", invoice.reference, "A3", ""}}),
                        "1107.00", "1157.00"));
  auto const told = [&] {
    return gateway.get("/v1/reports/bank-reconciliation").body.at("data").as_array().at(0);
  };
  CHECK(told().at("statements").as_int64() == 2);
  CHECK(told().at("opening").as_string() == "1000.00");
  CHECK(told().at("taken_into_ledger").as_string() == "157.00");
  CHECK(told().at("other_movements").as_string() == "0.00");
  CHECK(told().at("closing").as_string() == "1157.00");
  CHECK(told().at("gaps").as_array().empty());
  CHECK(told().at("open_bank_items").as_array().size() == 1);
  CHECK(told().at("waiting").as_string() == "7.00");
  gateway.post("/v1/payment-files",
               balances(statement("2026-03-13", {{"1.00", invoice.reference, "A4", ""}}), "1100.00",
                        "1101.00"));
  CHECK(told().at("gaps").as_array().size() == 1);
}
