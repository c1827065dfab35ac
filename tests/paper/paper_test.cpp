#include <cstdlib>
#include <fstream>
#include <sstream>

#include <doctest/doctest.h>

#include "formats/model/bank_barcode.hpp"
#include "tests/paper/drawn.hpp"
#include "tests/support/archive_check.hpp"
#include "tests/support/sample_invoice.hpp"

using namespace airut;
using tests::completed;
using tests::drawn;
using tests::has;
using tests::has_fonts;
using tests::Printed;

namespace {

paper::Drawn drawn(model::Letter const& letter, std::string language = "fi") {
  bool const order = letter.kind == model::LetterKind::collection_order;
  auto result = paper::write_letter(
      letter, tests::look(order ? "collection" : "reminder", std::move(language)));
  if (!result) MESSAGE(result.error().text);
  REQUIRE(result);
  return *std::move(result);
}

model::Letter sample_letter() {
  auto const invoice = completed(tests::sample_invoice());
  model::Letter letter;
  letter.day = *model::parse_date("2026-12-21");
  letter.deadline = *model::parse_date("2027-01-04");
  letter.seller = invoice.seller;
  letter.buyer = invoice.buyer;
  letter.accounts = invoice.payment->accounts;
  letter.reference_kind = invoice.payment->reference_kind;
  letter.reference = invoice.payment->reference;
  model::OverdueRow row;
  row.invoice_number = invoice.number;
  row.issue_date = invoice.issue_date;
  row.due_date = invoice.due_date;
  row.original = row.open = *invoice.totals.due;
  row.interest_percent = tests::dec("8");
  row.interest_from = model::parse_date("2026-12-07");
  row.interest_until = letter.day;
  letter.rows = {row};
  letter.principal = row.open;
  letter.interest = *model::Money::parse("1.75", {});
  letter.fee = *model::Money::parse("5.00", {});
  letter.total = letter.principal + letter.interest + letter.fee;
  letter.description = invoice.lines.front().name;
  letter.interest_rates = {{*row.interest_from, *row.interest_until, tests::dec("8")}};
  letter.seller.contact.phone = "+358 3 123 4567";
  letter.seller.contact.email = "laskut@mallisiivous.example";
  return letter;
}

}  // namespace

TEST_CASE("an invoice is searchable, sound, and its bar code is read by a scanner") {
  if (!has_fonts()) return;
  auto invoice = completed(tests::sample_invoice());
  Printed printed{drawn(invoice).bytes};
  if (tests::has_program("pdftotext")) {
    auto const text = printed.text();
    for (auto const part :
         {"Lasku", "2026-104233", "Esimerkki Asiakas Oy", "Testikatu 1", "Siivouspalvelu", "533,38",
          "RF18 5390 0754 7034", "FI21 1234 5600 0007 85", "06.12.2026", "Y-tunnus 2617416-4"}) {
      CAPTURE(part);
      CHECK(has(text, part));
    }
  }
  if (tests::has_program("qpdf")) CHECK(printed.check() == 0);
  if (tests::has_program("zbarimg")) {
    auto const reference = *model::Reference::parse(model::ReferenceKind::rf, "RF18539007547034");
    auto const code =
        model::bank_barcode("FI2112345600000785", *invoice.totals.due, reference, invoice.due_date);
    REQUIRE(code);
    CHECK(has(printed.codes(1), *code + "\n"));
  }
}

TEST_CASE("a letter that no font has fails loudly") {
  if (!has_fonts()) return;
  auto invoice = tests::sample_invoice();
  invoice.buyer.name = "\xF0\x9F\x92\xA9 Oy";
  auto const result = paper::write_invoice(completed(invoice), tests::look("invoice", "fi"));
  REQUIRE_FALSE(result);
  CHECK(has(result.error().text, "U+1F4A9"));
}

TEST_CASE("a document tells all letters that no font has at once, each once") {
  if (!has_fonts()) return;
  auto invoice = tests::sample_invoice();
  invoice.buyer.name = "\xF0\x9F\x92\xA9 Oy \xF0\x9F\x92\xA9";
  invoice.lines.front().name = "שלום Ā\uE000\u0301 kpl";
  auto const result = paper::write_invoice(completed(invoice), tests::look("invoice", "fi"));
  REQUIRE_FALSE(result);
  auto const& text = result.error().text;
  CAPTURE(text);
  for (auto const* one : {"U+1F4A9", "U+05E9", "U+05DC", "U+05D5", "U+05DD", "U+E000"}) {
    CHECK(has(text, one));
    CHECK(text.find(one) == text.rfind(one));
  }
  CHECK_FALSE(has(text, "U+0100"));
}

TEST_CASE("a Norwegian invoice has its account and KID and no Finnish bar code") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  auto invoice = tests::sample_invoice();
  invoice.currency = *model::Currency::parse("NOK");
  invoice.seller.address.country = "NO";
  invoice.seller.tax_registration_id = "Foretaksregisteret";
  invoice.payment->accounts = {{"NO9386011117947", "", ""}};
  invoice.payment->reference_kind = model::ReferenceKind::no_kid;
  invoice.payment->reference = "2345676";
  Printed printed{drawn(completed(invoice), "nb").bytes};
  auto const text = printed.text();
  CHECK(has(text, "KID"));
  CHECK(has(text, "2345676"));
  CHECK(has(text, "8601 11 17947"));
  CHECK(has(text, "Foretaksregisteret"));
  if (tests::has_program("zbarimg")) CHECK(printed.codes(1).empty());
}

TEST_CASE("the same invoice is always the same file") {
  if (!has_fonts()) return;
  auto const invoice = completed(tests::sample_invoice());
  for (auto const language : {"fi", "sv", "nb", "en"}) {
    CHECK(drawn(invoice, language).bytes == drawn(invoice, language).bytes);
  }
}

TEST_CASE(
    "a reminder names principal, interest and fee apart; a collection order asks nobody to pay") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  auto letter = sample_letter();
  letter.announces_collection = true;
  Printed printed{drawn(letter).bytes};
  auto const text = printed.text();
  for (auto const part : {"Viimeinen muistutus", "533,38", "1,75", "5,00", "540,13", "04.01.2027",
                          "perittäväksi", "2026-104233"}) {
    CAPTURE(part);
    CHECK(has(text, part));
  }
  letter.kind = model::LetterKind::collection_order;
  Printed ordered{drawn(letter).bytes};
  CHECK(has(ordered.text(), "Perintätoimeksianto"));
  if (tests::has_program("zbarimg")) CHECK(ordered.codes(1).empty());
}

TEST_CASE("a letter says all that the law asks for, in each language") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  struct Expected {
    char const *language, *ground, *rate, *contest, *consequence;
  };
  for (auto const& expected :
       {Expected{"fi", "Saatavan peruste: Siivouspalvelu", "8 % 07.12.2026–21.12.2026",
                 "oikeus kiistää", "perittäväksi"},
        Expected{"sv", "Grund för fordran: Siivouspalvelu", "8 % 07.12.2026–21.12.2026",
                 "rätt att bestrida", "indrivning"},
        Expected{"nb", "Grunnlag for kravet: Siivouspalvelu", "8 % 07.12.2026–21.12.2026",
                 "rett til å komme med innsigelser", "inkassoloven § 9"},
        Expected{"en", "Ground of the claim: Siivouspalvelu", "8 % 2026-12-07–2026-12-21",
                 "right to contest", "collection"}}) {
    auto letter = sample_letter();
    letter.kind = model::LetterKind::second_reminder;
    letter.announces_collection = true;
    // Lines may break anywhere.
    std::istringstream words{Printed{drawn(letter, expected.language).bytes}.text()};
    std::string text;
    for (std::string word; words >> word;) text += word + " ";
    for (std::string const part :
         {expected.ground, expected.rate, expected.contest, expected.consequence, "Mallisiivous Oy",
          "Siivouskuja 2", "Esimerkki Asiakas Oy", "2026-104233", "laskut@mallisiivous.example"}) {
      CAPTURE(expected.language);
      CAPTURE(part);
      CHECK(has(text, part));
    }
  }
}

TEST_CASE("invoices and letters are PDF/A-3b and PDF/UA-1 by the clauses that we check") {
  if (!has_fonts()) return;
  auto invoice = tests::sample_invoice();
  invoice.notes = {{"Kiitos!", ""}};
  for (int i = 0; i < 60; ++i) {
    invoice.lines.push_back(tests::sample_line("Rivi " + std::to_string(i), "2", "1.25"));
    invoice.lines.back().description = "Čáhcegáisá, Ǩǥ ja 山田";
  }
  auto const whole = completed(invoice);
  std::string const xml = "<Invoice/>";
  paper::Extras extras;
  extras.enclosures = {{"factur-x.xml", "text/xml", "Lasku", pdf::Relation::alternative, xml},
                       {"ehdot.txt", "text/plain", "", pdf::Relation::supplement, xml}};
  extras.hybrid = pdf::HybridProfile{"factur-x.xml", "EN 16931"};
  for (std::string const language : {"fi", "sv", "nb", "en"}) {
    auto const one = paper::write_invoice(whole, tests::look("invoice", language), extras);
    REQUIRE(one);
    for (auto const& fault : tests::archive_faults(one->bytes)) FAIL_CHECK(fault);
    for (auto const& fault : tests::archive_faults(drawn(sample_letter(), language).bytes)) {
      FAIL_CHECK(fault);
    }
  }
}

TEST_CASE("the checker sees what is broken") {
  if (!has_fonts()) return;
  auto const good = drawn(completed(tests::sample_invoice())).bytes;
  struct Break {
    std::string from, to;
  };
  for (auto const& one :
       {Break{"<pdfaid:part>3", "<pdfaid:part>2"},
        Break{"<dc:creator><rdf:Seq><rdf:li>M", "<dc:creator><rdf:Seq><rdf:li>X"},
        Break{"/WinAnsiEncoding", "/WinAnsaEncoding"}, Break{"%%EOF\n", "%%EOF\nx"}}) {
    auto broken = good;
    auto const at = broken.rfind(one.from);
    REQUIRE(at != std::string::npos);
    broken.replace(at, one.from.size(), one.to);
    CAPTURE(one.to);
    CHECK_FALSE(tests::archive_faults(broken).empty());
  }
}

TEST_CASE("the finnish giro form has a bar code and a QR code with the same payment") {
  if (!has_fonts() || !tests::has_program("zbarimg")) return;
  auto const invoice = completed(tests::sample_invoice());
  Printed printed{drawn(invoice).bytes};
  auto const codes = printed.codes(1);
  CHECK(has(codes, "BCD\n001\n1\nSCT\nNDEAFIHH\nMallisiivous Oy\nFI2112345600000785\nEUR533.38\n"));
  CHECK(has(codes, "\nRF18539007547034\n"));
  auto const text = printed.text();
  for (auto const part : {"TILISIIRTO", "GIRERING", "Saajan", "Mottagarens", "Eräpäivä"}) {
    CAPTURE(part);
    CHECK(has(text, part));
  }
}

TEST_CASE("a viitenumero stands in the QR code as the RF reference that holds it") {
  if (!has_fonts() || !tests::has_program("zbarimg")) return;
  auto invoice = tests::sample_invoice();
  invoice.payment->accounts = {{"FI2112345600000785", "", ""}};
  invoice.payment->reference_kind = model::ReferenceKind::fi_viite;
  invoice.payment->reference = "1234561";
  Printed printed{drawn(completed(invoice)).bytes};
  auto const codes = printed.codes(1);
  CHECK(has(codes, "BCD\n002\n"));
  CHECK(has(codes, "\nRF341234561\n"));
}

TEST_CASE("the bar code of a reminder asks for the whole sum with the new day") {
  if (!has_fonts() || !tests::has_program("zbarimg")) return;
  auto const letter = sample_letter();
  Printed printed{drawn(letter).bytes};
  auto const reference = *model::Reference::parse(model::ReferenceKind::rf, letter.reference);
  auto const code =
      model::bank_barcode("FI2112345600000785", letter.total, reference, letter.deadline);
  REQUIRE(code);
  CHECK(has(printed.codes(1), *code));
}

TEST_CASE("a credit note says what it credits and asks nobody to pay") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  auto invoice = tests::sample_invoice();
  invoice.type = model::InvoiceType::credit_note;
  invoice.preceding = {{"2026-104001", model::parse_date("2026-10-22")}};
  Printed printed{drawn(completed(invoice), "sv", "credit_note").bytes};
  auto const text = printed.text();
  for (auto const part :
       {"Kreditfaktura", "Krediterad faktura", "2026-104001", "Att gottgöra", "533,38 EUR"}) {
    CAPTURE(part);
    CHECK(has(text, part));
  }
  CHECK_FALSE(has(text, "TILISIIRTO"));
  invoice.type = model::InvoiceType::corrected;
  auto const corrected = Printed{drawn(completed(invoice), "sv").bytes}.text();
  CHECK(has(corrected, "Tidigare faktura"));
  CHECK_FALSE(has(corrected, "Krediterad faktura"));
  if (tests::has_program("zbarimg")) CHECK(printed.codes(1).empty());
}

TEST_CASE("an address that the window does not show is a finding") {
  if (!has_fonts()) return;
  auto invoice = tests::sample_invoice();
  CHECK(drawn(completed(invoice)).notes.empty());
  invoice.buyer.name =
      "Kansainvälisten tavarankuljetusten ja huolinnan edistämisyhdistyksen kannatusosakeyhtiö";
  invoice.buyer.address.line2 = "Liiketoimintayksikkö Pohjoinen";
  invoice.buyer.address.line3 = "Rakennus B, 4. kerros, ovi 12";
  invoice.buyer.address.country = "SE";
  auto const notes = drawn(completed(invoice)).notes;
  REQUIRE_FALSE(notes.empty());
  CHECK(notes.front().code == "address-outside-window");
}
