#include <stdexcept>

#include <doctest/doctest.h>

#include "formats/pain/write.hpp"
#include "formats/xml/document.hpp"

using namespace airut;

namespace {

pain::Order order() {
  pain::Order one;
  one.id = "RET20260401";
  one.created = model::Instant{*model::parse_date("2026-04-01")};
  one.execution = *model::parse_date("2026-04-02");
  one.payer_name = "Mallisiivous Oy";
  one.payer_iban = "FI21 1234 5600 0007 85";
  one.payer_bic = "NDEAFIHH";
  one.transfers = {
      {"ret_1", {662, {}}, "Äijä & Pojat <Oy>", "FI5812345600000786", "Palautus: a\nb"},
      {"ret_2", {100, {}}, "Kari", "86011117947", "\xE2\x82\xAC"}};
  return one;
}

}  // namespace

TEST_SUITE("formats/pain") {
  TEST_CASE("an order has its count and sum, its accounts and only characters that banks take") {
    auto const document = xml::Document::parse(pain::write(order()));
    REQUIRE(document);
    auto const head = document->root().child("CstmrCdtTrfInitn").child("GrpHdr");
    CHECK(head.text_of("NbOfTxs") == "2");
    CHECK(head.text_of("CtrlSum") == "7.62");
    auto const payment = document->root().child("CstmrCdtTrfInitn").child("PmtInf");
    CHECK(payment.child("DbtrAcct").child("Id").text_of("IBAN") == "FI2112345600000785");
    CHECK(payment.child("DbtrAgt").child("FinInstnId").text_of("BICFI") == "NDEAFIHH");
    auto const first = payment.child("CdtTrfTxInf");
    CHECK(first.child("Amt").child("InstdAmt").attribute("Ccy") == "EUR");
    CHECK(first.child("Cdtr").text_of("Nm") == "Äijä . Pojat .Oy.");
    CHECK(first.child("RmtInf").text_of("Ustrd") == "Palautus: a.b");
    auto const all = payment.children("CdtTrfTxInf");
    auto last = first;
    for (auto const& one : all) last = one;
    CHECK(last.child("CdtrAcct").child("Id").child("Othr").text_of("Id") == "86011117947");
    CHECK(last.child("RmtInf").text_of("Ustrd") == ".");
  }

  TEST_CASE("an order without transfers, or in two currencies, is none") {
    auto one = order();
    one.transfers.back().amount = {100, *model::Currency::parse("NOK")};
    CHECK_THROWS_AS(pain::write(one), std::logic_error);
    one.transfers.clear();
    CHECK_THROWS_AS(pain::write(one), std::invalid_argument);
  }
}
