#include <sstream>

#include <doctest/doctest.h>

#include "formats/paper/letter_text.hpp"
#include "tests/paper/drawn.hpp"
#include "tests/paper/letter_words.hpp"
#include "tests/support/archive_check.hpp"
#include "tests/support/sample_invoice.hpp"

// Letters about several invoices, what they say of days, and orders to an agency.
using namespace airut;
using tests::completed;
using tests::day;
using tests::eur;
using tests::has;
using tests::has_fonts;
using tests::Printed;
using tests::words_of;

namespace {

// So many overdue invoices of a hundred euros.
model::Letter sheet(int count, std::string language) {
  auto const invoice = completed(tests::sample_invoice());
  model::Letter letter;
  letter.kind = model::LetterKind::first_reminder;
  letter.language = std::move(language);
  letter.day = day("2026-12-21");
  letter.deadline = day("2027-01-04");
  letter.seller = invoice.seller;
  letter.buyer = invoice.buyer;
  letter.accounts = invoice.payment->accounts;
  for (int i = 0; i < count; ++i) {
    model::OverdueRow row;
    row.invoice_number = "2026-1" + std::to_string(1000 + i);
    row.issue_date = day("2026-11-01");
    row.due_date = day("2026-11-15");
    row.original = row.open = eur("100.00");
    row.paid = row.interest = row.reminder_fee = eur("0");
    row.reference = "1232";
    letter.rows.push_back(row);
  }
  letter.principal = letter.total = model::Money{10000 * count, {}};
  letter.interest = letter.fee = letter.cost = eur("0");
  return letter;
}

model::Letter norwegian(model::Letter letter) {
  auto const nok = *model::Currency::parse("NOK");
  for (auto* money :
       {&letter.principal, &letter.interest, &letter.fee, &letter.cost, &letter.total}) {
    *money = model::Money{money->minor(), nok};
  }
  for (auto& row : letter.rows) {
    for (auto* money : {&row.original, &row.paid, &row.open, &row.interest, &row.reminder_fee}) {
      *money = model::Money{money->minor(), nok};
    }
    row.reference = "2345676";
  }
  letter.seller.address.country = "NO";
  letter.accounts = {{"NO9386011117947", "", ""}};
  return letter;
}

}  // namespace

TEST_CASE("a form with room for some numbers names them, and else says how many they are") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  CHECK(has(words_of(sheet(3, "fi")), "Lasku 2026-11000, 2026-11001,"));
  for (auto const& [language, said] :
       {std::pair{"fi", "30 laskua, ks. erittely"}, std::pair{"sv", "30 fakturor, se"},
        std::pair{"en", "30 invoices, see the"}}) {
    CHECK(has(words_of(sheet(30, language)), said));
  }
}

TEST_CASE("a Norwegian slip for several invoices names them and each has its KID") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  auto const text = words_of(norwegian(sheet(3, "nb")));
  CHECK(has(text, "Melding: Faktura 2026-11000, 2026-11001, 2026-11002"));
  CHECK(has(text, "KID 2345676 · Å betale 100,00"));
  CHECK_FALSE(has(text, "Referanse 2345676"));
  CHECK(has(text, "Betal hver faktura med sin egen referanse"));
  CHECK(has(words_of(norwegian(sheet(60, "nb"))), "60 fakturaer, se spesifikasjonen"));
}

TEST_CASE("a long payer's address stays above the cells of the Norwegian block") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  auto letter = norwegian(sheet(1, "nb"));
  letter.buyer.name = "Boligsameiet Nordre Skoyenveien Terrasse og Parkeringsgarasje Forvaltning";
  letter.buyer.address.line1 = "c/o Eiendomsforvaltning Ostlandet Regnskapsavdeling Fakturamottak";
  letter.buyer.address.line2 = "Ovre Slottsgate bak porten, tredje etasje, dor nummer fjorten";
  letter.buyer.address.line3 = "Postboks 4711 Sentrum";
  auto const drawn = paper::write_letter(letter, tests::look("reminder", "nb"));
  REQUIRE(drawn);
  auto const lines = Printed{drawn->bytes}.text("-bbox");
  auto const y_of = [&](std::string const& word) {
    auto const at = lines.rfind(">" + word + "<");
    REQUIRE(at != std::string::npos);
    auto const place = lines.rfind("yMax=\"", at);
    return std::stod(lines.substr(place + 6));
  };
  CHECK(y_of("4711") < y_of("Forfallsdato"));
}

TEST_CASE("a table of many overdue invoices has its heads on each page") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  auto const result = paper::write_letter(sheet(40, "fi"), tests::look("reminder", "fi"));
  REQUIRE(result);
  auto const text = Printed{result->bytes}.text();
  REQUIRE(result->pages >= 2);
  CHECK(tests::occurrences(text, "Erääntyi") >= 2);
  // A reference is never the first line of a page.
  std::istringstream in{text};
  std::string before;
  for (std::string line; std::getline(in, line);) {
    if (has(line, "Viitenumero 1232")) CHECK(has(before, "2026-1"));
    if (line.find_first_not_of(' ') != line.npos) before = line;
  }
}

TEST_CASE("letters name the day to pay by, and call the invoice's own day one that is past") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  struct Expected {
    char const *language, *asks, *past, *objects, *enough;
  };
  for (auto const& expected :
       {Expected{"fi", "viimeistään 04.01.2027", "Erääntyi", "perusteesta viimeistään 04.01.2027",
                 "maksetaan viimeistään 04.01.2027"},
        Expected{"sv", "senast 04.01.2027", "Förföll", "grunden senast 04.01.2027",
                 "Till och med 04.01.2027"},
        Expected{"nb", "innen 04.01.2027", "Forfalt", "begrunnelse innen 04.01.2027",
                 "Betales det innen 04.01.2027"},
        Expected{"en", "by 2027-01-04", "Fell due", "why by 2027-01-04", "Until 2027-01-04"}}) {
    auto letter = sheet(2, expected.language);
    letter.announces_collection = true;
    auto const text = words_of(letter);
    CAPTURE(text);
    for (auto const* part : {expected.asks, expected.past, expected.objects, expected.enough}) {
      CAPTURE(part);
      CHECK(has(text, part));
    }
    CHECK_FALSE(has(text, "{day}"));
  }
}

TEST_CASE("a Norwegian demand does not call itself a notice of collection") {
  auto letter = norwegian(sheet(1, "nb"));
  letter.announces_collection = true;
  auto const all = [&] {
    std::string text;
    for (auto const& one : paper::letter_sentences(letter, "nb")) text += one + " ";
    return text;
  };
  CHECK(has(all(), "Dette er et inkassovarsel"));
  letter.kind = model::LetterKind::payment_demand;
  CHECK_FALSE(has(all(), "inkassovarsel"));
  CHECK(has(all(), "blir det sendt til et inkassoforetak"));
}

TEST_CASE("a collection order is not addressed to the debtor and names him, account and payments") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  auto order = sheet(1, "fi");
  order.kind = model::LetterKind::collection_order;
  order.payments = {{day("2026-12-01"), eur("30.00"), false},
                    {day("2026-12-03"), eur("12.50"), true},
                    {day("2026-12-05"), eur("-30.00"), false}};
  auto const result = paper::write_letter(order, tests::look("collection", "fi"));
  REQUIRE(result);
  auto const text = Printed{result->bytes}.text();
  CHECK(text.find("Velallinen") < text.find(order.buyer.name));
  for (auto const* part : {"Maksu 01.12.2026 · 30,00", "Hyvitys 03.12.2026 · 12,50",
                           "Peruttu 05.12.2026 · -30,00", "Tili: Mallisiivous Oy · FI21 1234"}) {
    CAPTURE(part);
    CHECK(has(text, part));
  }
}

TEST_CASE("a collection order has the agency in its envelope's window, and the debtor below") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  auto order = sheet(1, "fi");
  order.kind = model::LetterKind::collection_order;
  model::Party agency;
  agency.name = "Saatavapalvelu Oy";
  agency.address.line1 = "PL 100";
  agency.address.postal_code = "00101";
  agency.address.city = "Helsinki";
  agency.address.country = "FI";
  order.agency = agency;
  order.invoice_address = order.buyer.address;
  order.invoice_address->line1 = "Vanha tie 2";
  auto const result = paper::write_letter(order, tests::look("collection", "fi"));
  REQUIRE(result);
  CHECK(std::none_of(result->notes.begin(), result->notes.end(),
                     [](auto const& one) { return one.code == "address-outside-window"; }));
  auto const text = Printed{result->bytes}.text();
  CAPTURE(text);
  for (auto const* part : {"Saatavapalvelu Oy", "PL 100", "00101 Helsinki"}) CHECK(has(text, part));
  CHECK(text.find("00101 Helsinki") < text.find("Velallinen"));
  CHECK(text.find("Velallinen") < text.find(order.buyer.name));
  CHECK(has(text, "Osoite laskulla: Vanha tie 2"));
}

TEST_CASE("several charges and allowances are summed in the column once") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  auto invoice = tests::sample_invoice();
  auto const vat = invoice.lines.front().vat;
  for (auto const& [charge, sum] : {std::pair{true, "10.00"}, std::pair{true, "20.00"},
                                    std::pair{false, "5.00"}, std::pair{false, "7.00"}}) {
    model::AllowanceCharge one;
    one.is_charge = charge;
    one.amount = eur(sum);
    one.reason = charge ? "Toimitus" : "Alennus";
    one.vat = vat;
    invoice.adjustments.push_back(one);
  }
  auto const done = completed(invoice);
  auto const text = Printed{tests::drawn(done).bytes}.text();
  CHECK(has(text, ": 10,00"));
  CHECK(has(text, ": -5,00"));
  CHECK(has(text, "30,00"));
  CHECK(has(text, "-12,00"));
  CHECK_FALSE(has(text, " 10,00 \n"));
}
