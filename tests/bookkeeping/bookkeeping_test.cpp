#include <algorithm>
#include <sstream>

#include <doctest/doctest.h>

#include "formats/bookkeeping/csv.hpp"
#include "formats/bookkeeping/gbat10.hpp"
#include "formats/bookkeeping/saft.hpp"
#include "formats/xml/document.hpp"
#include "formats/xml/schema.hpp"
#include "tests/support/day.hpp"
#include "tests/support/shared_data.hpp"

using namespace airut;
using tests::day;

namespace {

bookkeeping::BookFile month() {
  bookkeeping::BookFile file;
  file.currency = *model::Currency::parse("NOK");
  auto const nok = [&](std::int64_t minor) { return model::Money{minor, file.currency}; };
  file.company = {"Blåbær & Sønner AS",
                  "987654325",
                  "987654325MVA",
                  "Storgata 1",
                  "0155",
                  "Oslo",
                  "NO",
                  "Kari",
                  "Nordmann",
                  "+4722000000",
                  "kari@example.no",
                  "NO9386011117947"};
  file.first = day("2026-03-01");
  file.last = day("2026-03-31");
  file.created = day("2026-04-01");
  file.software_version = "0.1.0";
  file.accounts = {
      {"1500", "Kundefordringer", "balanseverdiForOmloepsmiddel", "1500", nok(0), nok(12500)},
      {"3000", "Salg", "salgsinntekt", "3000", nok(0), nok(-12500)}};
  file.customers = {{"10001", "Østfold; \"Byggeri\"", "1500", nok(0), nok(12500)}};
  bookkeeping::Voucher voucher{
      "evt_01", 7, day("2026-02-27"), day("2026-03-02"), "invoice 2026-1; =1+1", true, {}};
  voucher.lines = {{"1500", nok(12500), "10001", "2026-1", "000200002", day("2026-03-15")},
                   {"3000", nok(-12500), "", "", "", std::nullopt}};
  file.vouchers = {voucher};
  return file;
}

std::vector<std::string> cells_of(std::string const& line) {
  std::vector<std::string> cells{""};
  for (char const c : line) {
    if (c == ';') {
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  return cells;
}

}  // namespace

TEST_SUITE("formats/bookkeeping") {
  TEST_CASE("a month is SAF-T Financial 1.30 by the schema of Skatteetaten") {
    auto const text = bookkeeping::write_saft(month());
    auto const document = xml::Document::parse(text);
    REQUIRE(document);
    CHECK(document->root().child("GeneralLedgerEntries").text_of("TotalDebit") == "125.00");
    auto const journal = document->root().child("GeneralLedgerEntries").child("Journal");
    auto const transaction = journal.child("Transaction");
    CHECK(transaction.text_of("TransactionDate") == "2026-02-27");
    CHECK(transaction.text_of("GLPostingDate") == "2026-03-01");
    CHECK(transaction.child("Line").text_of("CID") == "000200002");
    if (!tests::has_shared("data/saft")) return;
    auto const schema =
        xml::Schema::load(tests::shared("data/saft/Norwegian_SAF-T_Financial_Schema_v_1.30.xsd"));
    REQUIRE(schema);
    for (auto const& finding : schema->validate(*document)) FAIL_CHECK(finding.detail);
  }

  TEST_CASE("an empty month and texts of any length are valid SAF-T too") {
    if (!tests::has_shared("data/saft")) return;
    auto const schema =
        xml::Schema::load(tests::shared("data/saft/Norwegian_SAF-T_Financial_Schema_v_1.30.xsd"));
    REQUIRE(schema);
    auto file = month();
    SUBCASE("empty") {
      file.vouchers.clear();
      file.customers.clear();
      file.company.contact_first.clear();
      file.company.contact_last.clear();
      file.company.vat_id.clear();
    }
    SUBCASE("long") {
      std::string const words(400, '\xC3');
      std::string longest;
      for (std::size_t i = 0; i < words.size(); ++i) longest += "\xC3\xA5";
      file.company.name = file.customers.front().name = file.vouchers.front().text = longest;
      file.company.phone = "+47 22 00 00 00 and after nine at the other number";
    }
    auto const document = xml::Document::parse(bookkeeping::write_saft(file));
    REQUIRE(document);
    for (auto const& finding : schema->validate(*document)) FAIL_CHECK(finding.detail);
  }

  TEST_CASE("GBAT10 has thirty columns in eight bits, and a voucher's rows sum to zero") {
    auto const text = bookkeeping::write_gbat10(month());
    std::istringstream in{text};
    std::int64_t sum = 0, rows = 0;
    for (std::string line; std::getline(in, line); ++rows) {
      auto const cells = cells_of(line.substr(0, line.size() - 1));
      REQUIRE(cells.size() == 30);
      CHECK(cells[0] == "GBAT10");
      CHECK(cells[1] == "7");
      CHECK(cells[2] == "20260301");
      CHECK(cells[4] == "3");
      sum += model::Money::parse(cells[8], month().currency)->minor();
    }
    CHECK(rows == 2);
    CHECK(sum == 0);
    CHECK(text.find("125.00;10001;") != text.npos);
    CHECK(text.find("000200002;20260315") != text.npos);
    CHECK(text.find('\xC3') == text.npos);
  }

  TEST_CASE("the Finnish file has days, commas and letters as Finns write them") {
    auto const text = bookkeeping::write_finnish_csv(month());
    CHECK(text.starts_with("\xEF\xBB\xBFTositelaji;"));
    CHECK(text.find("MYR;7;1.3.2026;\"1500\";\"invoice 2026-1; =1+1\";125,00;;\"10001\";") !=
          text.npos);
    CHECK(text.find("15.3.2026\r\n") != text.npos);
  }

  TEST_CASE("a formula in a text stays a text in the plain CSV") {
    auto file = month();
    file.vouchers.front().text = "=HYPERLINK(\"x\")";
    CHECK(bookkeeping::write_csv(file).find("\"'=HYPERLINK(\"\"x\"\")\"") != std::string::npos);
  }
}
