#include "formats/netsgiro/receipts.hpp"

#include <doctest/doctest.h>

using namespace airut;
using netsgiro::read_receipt;
using ReceiptKind = netsgiro::Receipt::Kind;

namespace {

netsgiro::ReceiptWords words() {
  netsgiro::ReceiptWords known;
  known.file_refused = {"L200"};
  known.received = {"L226"};
  known.claims_refused = {"L00202"};
  known.rejection = {"AVVIST"};
  known.transmission = {"FORSENDELSESNUMMER"};
  known.assignment = {"OPPDRAGSNUMMER"};
  known.transaction = {"TRANSAKSJONSNUMMER"};
  known.kid = {"KID"};
  known.amount = {"BELØP"};
  known.due = {"FORFALL"};
  known.reason = {"FEILMELDING"};
  known.level = {"TYPE"};
  known.warning = {"ADVARSEL"};
  return known;
}

}  // namespace

TEST_SUITE("netsgiro/receipts") {
  TEST_CASE("the receipt of a transmission tells its number, and whether it was refused") {
    auto const good = read_receipt(
        "", "L226 Kvittering\r\nForsendelsesnummer . . : 0000017\r\nStatus: MOTTATT\r\n", words());
    REQUIRE(good);
    CHECK(good->kind == ReceiptKind::received);
    CHECK(good->transmission == 17);
    CHECK_FALSE(good->refuses);
    auto const bad = read_receipt(
        "", "L226 Kvittering\nForsendelsesnummer: 17\nStatus: Avvist, feil sum\n", words());
    REQUIRE(bad);
    CHECK(bad->refuses);
    CHECK(bad->text.find("feil sum") != std::string::npos);
    auto const whole = read_receipt("L200_1.txt", "Filen er tom\n", words());
    REQUIRE(whole);
    CHECK(whole->kind == ReceiptKind::file_refused);
    CHECK(whole->refuses);
  }

  TEST_CASE("a list of refused claims is read by the names of its columns, in either encoding") {
    auto const* utf8 =
        "Type;KID;Beløp;Forfall;Feilmelding\n"
        "Feil;0006-;1 299,00;15.01.2027;\"FBO finnes ikke\"\n"
        "Advarsel;10017;45050;2027-01-20;Høyt beløp\n";
    auto const list = read_receipt("L00202.csv", utf8, words());
    REQUIRE(list);
    REQUIRE(list->claims.size() == 2);
    auto const& first = list->claims.front();
    CHECK(first.kid == "0006-");
    CHECK(first.amount == 129900);
    CHECK(first.due == model::parse_date("2027-01-15"));
    CHECK(first.reason == "FBO finnes ikke");
    CHECK_FALSE(first.is_warning);
    CHECK(list->claims.back().amount == 45050);
    CHECK(list->claims.back().is_warning);
    auto const latin =
        read_receipt("L00202.csv", "KID,BEL\xD8P,FEILMELDING\n10017,450.50,X\n", words());
    REQUIRE(latin);
    CHECK(latin->claims.front().amount == 45050);
  }

  TEST_CASE("a list without known columns, and a line that names no claim, are refused") {
    auto const odd = read_receipt("L00202.csv", "A;B\n1;2\n", words());
    REQUIRE_FALSE(odd);
    CHECK(odd.error().front().code == "columns-unknown");
    auto const bare = read_receipt(
        "L00202.csv", "KID;FEILMELDING;FORSENDELSESNUMMER\n;mangler;1\n10017;;\n", words());
    REQUIRE_FALSE(bare);
    REQUIRE(bare.error().size() == 2);
    CHECK(bare.error().front().line == 2);
    CHECK(bare.error().back().code == "reason-missing");
    CHECK(read_receipt("x", "hello", words()).error().front().code == "receipt-unknown");
    CHECK_FALSE(read_receipt("x", "", words()));
  }
}
