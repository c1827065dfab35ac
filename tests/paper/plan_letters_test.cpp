#include <sstream>

#include <doctest/doctest.h>

#include "formats/paper/letter_text.hpp"
#include "tests/paper/drawn.hpp"
#include "tests/paper/letter_words.hpp"
#include "tests/support/archive_check.hpp"
#include "tests/support/sample_invoice.hpp"

// Letters of payment plans, payment demands, sheets of several invoices, tones.
using namespace airut;
using tests::completed;
using tests::day;
using tests::eur;
using tests::has;
using tests::has_fonts;
using tests::Printed;
using tests::words_of;

namespace {

model::OverdueRow row(std::string number, char const* open) {
  model::OverdueRow one;
  one.invoice_number = std::move(number);
  one.issue_date = day("2026-11-01");
  one.due_date = day("2026-11-15");
  one.original = one.open = eur(open);
  one.paid = one.interest = one.reminder_fee = eur("0");
  return one;
}

model::Letter letter(model::LetterKind kind, std::string language) {
  auto const invoice = completed(tests::sample_invoice());
  model::Letter one;
  one.kind = kind;
  one.language = std::move(language);
  one.day = day("2026-12-21");
  one.deadline = day("2027-01-04");
  one.seller = invoice.seller;
  one.buyer = invoice.buyer;
  one.accounts = invoice.payment->accounts;
  one.reference_kind = invoice.payment->reference_kind;
  one.reference = invoice.payment->reference;
  one.rows = {row(invoice.number, "200.00")};
  one.principal = eur("200.00");
  one.interest = eur("1.75");
  one.fee = eur("20.00");
  one.cost = eur("0");
  one.total = eur("221.75");
  one.description = "Siivouspalvelu";
  return one;
}

model::Letter plan_letter(model::LetterKind kind, std::string language) {
  auto one = letter(kind, std::move(language));
  one.instalments = {{day("2027-01-04"), eur("110.87"), eur("60.87")},
                     {day("2027-02-04"), eur("110.88"), eur("110.88")}};
  one.slip = eur("60.87");
  return one;
}

}  // namespace

TEST_CASE("a plan's letters show each instalment and what of it is open, in each language") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  struct Expected {
    char const *language, *confirmed, *reminded, *broken, *instalment, *unpaid, *ends, *amount;
  };
  for (auto const& expected :
       {Expected{"fi", "Maksusuunnitelma", "Maksamaton erä", "Maksusuunnitelma on rauennut",
                 "Erä 1 · 04.01.2027", "Maksamatta", "suunnitelma raukeaa", "110,88"},
        Expected{"sv", "Betalningsplan", "Obetald delbetalning", "Betalningsplanen har upphört",
                 "Delbetalning 1 · 04.01.2027", "Obetalt", "upphör planen", "110,88"},
        Expected{"nb", "Nedbetalingsplan", "Avdrag ikke betalt", "Nedbetalingsplanen er falt bort",
                 "Avdrag 1 · 04.01.2027", "Ubetalt", "faller planen bort", "110,88"},
        Expected{"en", "Payment plan", "Unpaid instalment", "The payment plan has ended",
                 "Instalment 1 · 2027-01-04", "Unpaid", "the plan ends", "110.88"}}) {
    CAPTURE(expected.language);
    auto const confirmed =
        words_of(plan_letter(model::LetterKind::plan_confirmation, expected.language));
    CHECK(has(confirmed, expected.confirmed));
    CHECK(has(confirmed, expected.instalment));
    CHECK(has(confirmed, expected.unpaid));
    CHECK(has(confirmed, expected.amount));
    CHECK(has(confirmed, expected.ends));
    auto const reminded =
        words_of(plan_letter(model::LetterKind::instalment_reminder, expected.language));
    CHECK(has(reminded, expected.reminded));
    auto const broken = words_of(plan_letter(model::LetterKind::plan_broken, expected.language));
    CHECK(has(broken, expected.broken));
    CHECK_FALSE(has(broken, expected.ends));
    CHECK_FALSE(has(broken, expected.instalment));  // there are none any more
  }
}

TEST_CASE("a payment demand and the tone of a reminder are said in each language") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  struct Expected {
    char const *language, *demand, *friendly, *firm;
  };
  for (auto const& expected :
       {Expected{"fi", "Maksuvaatimus", "jäänyt huomaamatta", "Se on maksettava"},
        Expected{"sv", "Betalningskrav", "kanske förbisett", "Den ska betalas"},
        Expected{"nb", "Betalingsoppfordring", "oversett fakturaen", "Den må betales"},
        Expected{"en", "Payment demand", "have not noticed", "It must be paid"}}) {
    CAPTURE(expected.language);
    CHECK(has(words_of(letter(model::LetterKind::payment_demand, expected.language)),
              expected.demand));
    auto reminder = letter(model::LetterKind::first_reminder, expected.language);
    reminder.tone = model::Tone::friendly;
    CHECK(has(words_of(reminder), expected.friendly));
    reminder.tone = model::Tone::firm;
    CHECK(has(words_of(reminder), expected.firm));
    CHECK(paper::letter_sentences(reminder, expected.language).size() >= 4);
  }
}

TEST_CASE("a returned payment is told first, and nobody is asked whether he has paid already") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  struct Expected {
    char const *language, *returned, *paid_already, *credited, *interest;
  };
  for (auto const& expected :
       {Expected{"fi", "maksu 200,00 EUR, joka kirjattiin 14.11.2026, palautettiin", "jo maksettu",
                 "Hyvitetty 50,00", "Maksetusta korkoon 1,25"},
        Expected{"sv", "Betalningen 200,00 EUR", "redan är betald", "Krediterat 50,00",
                 "Av det betalda för ränta 1,25"},
        Expected{"nb", "Betalingen 200,00 EUR", "allerede betalt", "Kreditert 50,00",
                 "Av det betalte til renter 1,25"},
        Expected{"en", "The payment 200.00 EUR", "paid already", "Credited 50.00",
                 "Of what was paid, for interest 1.25"}}) {
    CAPTURE(expected.language);
    auto reminder = letter(model::LetterKind::first_reminder, expected.language);
    CHECK(has(words_of(reminder), expected.paid_already));
    auto const number = reminder.rows.front().invoice_number;
    reminder.returned = {{number, eur("200.00"), day("2026-11-14"), day("2026-12-05")}};
    reminder.settled = {{number, eur("50.00"), eur("1.25"), eur("0")}};
    auto const text = words_of(reminder);
    CHECK(has(text, expected.returned));
    CHECK_FALSE(has(text, expected.paid_already));
    CHECK(has(text, expected.credited));
    CHECK(has(text, expected.interest));
  }
}

TEST_CASE("a sheet of several invoices names each with its own reference and sum") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  auto sheet = letter(model::LetterKind::first_reminder, "fi");
  auto second = row("2026-200", "80.00");
  second.reference = "1232";
  second.interest = eur("0.50");
  sheet.rows[0].reference = "1245";
  sheet.rows[0].reminder_fee = eur("5.00");
  sheet.rows.push_back(second);
  sheet.reference.clear();
  sheet.reference_kind.reset();
  auto const text = words_of(sheet);
  CHECK(has(text, "Maksakaa kukin lasku omalla viitteellään tai koko summa kerralla"));
  CHECK(has(text, "Viitenumero 1245 · Maksettava 205,00"));
  CHECK(has(text, "Viitenumero 1232 · Maksettava 80,50"));
  CHECK(has(text, sheet.rows[0].invoice_number + ", 2026-200"));
}

TEST_CASE("a plan of four instalments fits on one page with its giro form") {
  if (!has_fonts()) return;
  auto const pages = [](int count) {
    auto one = letter(model::LetterKind::plan_confirmation, "fi");
    for (int i = 0; i < count; ++i) {
      one.instalments.push_back(
          {day("2027-01-04") + std::chrono::days{31 * i}, eur("55.43"), eur("55.43")});
    }
    one.slip = eur("55.43");
    auto const drawn = paper::write_letter(one, tests::look("reminder", "fi"));
    REQUIRE(drawn);
    return drawn->pages;
  };
  CHECK(pages(4) == 1);
}

TEST_CASE("a plan's letter asks for what is due now, not for all, and marks what was missed") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  auto one = plan_letter(model::LetterKind::instalment_reminder, "fi");
  one.day = day("2027-01-12");
  one.instalments[0].open = one.instalments[0].amount;
  one.slip = eur("110.87");
  auto const text = words_of(one);
  CHECK(has(text, "Yhteensä 221,75"));
  CHECK(has(text, "Maksettava nyt 110,87 EUR"));
  CHECK(tests::occurrences(text, "Maksamatta 110,87") == 1);  // the second is not due yet
  CHECK_FALSE(has(text, "Maksamatta 110,88"));
  one.kind = model::LetterKind::plan_broken;
  one.slip.reset();
  CHECK_FALSE(has(words_of(one), "Maksettava nyt"));
}

TEST_CASE("a plan over two invoices asks for its instalments, not for each invoice's sum") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  auto one = plan_letter(model::LetterKind::plan_confirmation, "fi");
  one.rows.push_back(row("2026-200", "80.50"));
  one.rows[0].reference = "1245";
  one.rows[1].reference = "1232";
  CHECK_FALSE(has(words_of(one), "Maksettava 80,50"));
  one.kind = model::LetterKind::plan_broken;
  one.slip.reset();
  CHECK(has(words_of(one), "Maksettava 80,50"));
}
