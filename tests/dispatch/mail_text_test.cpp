// What a mail says of paying.
#include "gateway/dispatch/mail_text.hpp"

#include <doctest/doctest.h>

#include "tests/support/sample_invoice.hpp"

using namespace airut;

namespace {

model::Letter letter_about(model::Invoice const& invoice, model::LetterKind kind) {
  model::Letter letter;
  letter.kind = kind;
  letter.day = *model::parse_date("2026-03-18");
  letter.deadline = *model::parse_date("2026-04-15");
  letter.accounts = invoice.payment->accounts;
  letter.reference_kind = invoice.payment->reference_kind;
  letter.reference = invoice.payment->reference;
  letter.total = model::Money{360000, invoice.currency};
  return letter;
}

std::string letter_mail(model::Submission const& submission, model::Letter const& letter) {
  auto const mail = gateway::mail_text(submission, "reminder", {}, letter);
  return mail.subject + "\n" + mail.text;
}

bool holds(std::string const& text, char const* words) { return text.find(words) != text.npos; }

}  // namespace

TEST_CASE("a plan's letter is titled so and asks for its instalment") {
  model::Submission submission;
  submission.invoice = tests::sample_invoice();
  submission.invoice.buyer.language = "fi";
  auto letter = letter_about(submission.invoice, model::LetterKind::plan_confirmation);
  letter.slip = model::Money{30000, submission.invoice.currency};
  auto const text = letter_mail(submission, letter);
  CAPTURE(text);
  CHECK(holds(text, "Maksusuunnitelma"));
  CHECK_FALSE(holds(text, "Maksumuistutus"));
  CHECK(holds(text, "Maksettava: 300,00"));
  CHECK(holds(text, "15.04.2026"));
  CHECK(holds(text, "Viitenumero: "));
}

TEST_CASE("a sheet of several invoices does not ask for all with the reference of one") {
  model::Submission submission;
  submission.invoice = tests::sample_invoice();
  submission.invoice.buyer.language = "fi";
  auto letter = letter_about(submission.invoice, model::LetterKind::first_reminder);
  letter.reference.clear();
  letter.reference_kind.reset();
  auto const text = letter_mail(submission, letter);
  CAPTURE(text);
  CHECK(holds(text, "Maksumuistutus"));
  CHECK(holds(text, "Maksettava: 3 600,00"));
  CHECK_FALSE(holds(text, "Viitenumero: "));
}

TEST_CASE("a mail is titled as its letter is and says what the letter says, in both forms") {
  model::Submission submission;
  submission.invoice = tests::sample_invoice();
  submission.invoice.buyer.language = "nb";
  auto letter = letter_about(submission.invoice, model::LetterKind::second_reminder);
  letter.announces_collection = true;
  letter.seller = submission.invoice.seller;
  auto const mail = gateway::mail_text(submission, "reminder", {}, letter);
  CHECK(mail.subject.starts_with("Inkassovarsel "));
  for (auto const& text : {mail.text, mail.html}) {
    CHECK(holds(text, "Dette er et inkassovarsel etter inkassoloven § 9"));
    CHECK(holds(text, "Du har rett til å komme med innsigelser"));
    CHECK(holds(text, "15.04.2026"));
  }
  submission.invoice.buyer.language = "fi";
  CHECK(gateway::mail_text(submission, "reminder", {}, letter)
            .subject.starts_with("Viimeinen muistutus "));
}

TEST_CASE("a mail about a sheet names all its invoices with their references") {
  model::Submission submission;
  submission.invoice = tests::sample_invoice();
  submission.invoice.buyer.language = "fi";
  auto letter = letter_about(submission.invoice, model::LetterKind::first_reminder);
  letter.reference.clear();
  letter.reference_kind.reset();
  letter.seller = submission.invoice.seller;
  for (auto const* number : {"2026-1", "2026-2"}) {
    model::OverdueRow row;
    row.invoice_number = number;
    row.open = *model::Money::parse("80.50", {});
    row.interest = row.reminder_fee = model::Money{};
    row.reference = "1232";
    letter.rows.push_back(row);
  }
  auto const mail = gateway::mail_text(submission, "reminder", {}, letter);
  CHECK(mail.subject.starts_with("Maksumuistutus 2026-1, 2026-2 "));
  CHECK(holds(mail.text, "2026-2: Viitenumero 1232 · Maksettava 80,50"));
  CHECK(holds(mail.text, "Maksakaa kukin lasku omalla viitteellään"));
}

TEST_CASE("a Norwegian mail gives the account by its digits and calls only a KID a KID") {
  model::Submission submission;
  auto& invoice = submission.invoice;
  invoice = tests::sample_invoice();
  invoice.buyer.language = "nb";
  invoice.totals.due = model::Money::parse("12533.38", *model::Currency::parse("NOK"));
  invoice.payment->accounts = {{"NO9386011117947", "", ""}};
  invoice.payment->reference_kind = model::ReferenceKind::no_kid;
  invoice.payment->reference = "2345676";
  auto const text = gateway::mail_text(submission, "invoice", {}).text;
  CHECK(holds(text, "Kontonummer: 8601 11 17947"));
  CHECK(holds(text, "KID: 2345676"));
  CHECK(holds(text, "12 533,38 NOK"));
  invoice.payment->reference_kind.reset();
  CHECK(holds(gateway::mail_text(submission, "invoice", {}).text, "Referanse: 2345676"));
}

TEST_CASE("a mail names the account of a transfer and none where the sum is debited or paid") {
  model::Submission submission;
  submission.invoice = tests::sample_invoice();
  submission.invoice.totals.due = model::Money::parse("533.38", {});
  auto const mail = [&] { return gateway::mail_text(submission, "invoice", {}).text; };
  auto const names_account = [&] { return mail().find("FI21 1234") != std::string::npos; };
  CHECK(names_account());
  for (auto const means : {model::PaymentMeans::direct_debit, model::PaymentMeans::card,
                           model::PaymentMeans::prepaid}) {
    submission.invoice.payment->means = means;
    CHECK_FALSE(names_account());
    CHECK(mail().find("533,38") != std::string::npos);
    CHECK(mail().find(means == model::PaymentMeans::direct_debit ? "valtuutuksen" : "Lask") !=
          std::string::npos);
  }
  submission.invoice.payment->means = model::PaymentMeans::credit_transfer;
  submission.invoice.totals.due = model::Money{};
  CHECK_FALSE(names_account());
}

TEST_CASE("a reminder by mail asks for a transfer also where a debit brought nothing") {
  model::Submission submission;
  submission.invoice = tests::sample_invoice();
  submission.invoice.payment->means = model::PaymentMeans::direct_debit;
  model::Letter letter;
  letter.accounts = submission.invoice.payment->accounts;
  letter.total = *model::Money::parse("538.38", {});
  auto const text = gateway::mail_text(submission, "reminder", {}, letter).text;
  CHECK(text.find("FI21 1234") != std::string::npos);
}

TEST_CASE("a mail names the instalments of an invoice, and marks what is paid of them") {
  model::Submission submission;
  auto& invoice = submission.invoice;
  invoice = tests::sample_invoice();
  invoice.totals.due = model::Money{30000, invoice.currency};
  invoice.nordic = model::NordicInvoice{};
  auto const part = [&](std::int64_t minor, char const* day, char const* reference) {
    model::Instalment one;
    one.amount = model::Money{minor, invoice.currency};
    one.due_date = model::parse_date(day);
    one.reference = reference;
    invoice.nordic->instalments.push_back(std::move(one));
  };
  part(10000, "2026-03-16", "1232");
  part(20000, "2026-05-18", "1245");
  auto const money = [&](std::int64_t minor) { return model::Money{minor, invoice.currency}; };
  auto const said = [&](char const* language, std::int64_t paid_by_second) {
    invoice.buyer.language = language;
    auto const standings = model::instalment_standings(invoice, {{"1245", money(paid_by_second)}},
                                                       money(30000 - paid_by_second));
    auto const mail =
        gateway::mail_text(submission, "invoice", {}, {}, {invoice.nordic->instalments, standings});
    CHECK(holds(mail.html, "1/2</td>"));
    return mail.text;
  };
  auto text = said("fi", 0);
  CAPTURE(text);
  CHECK(holds(text, "Erä 1/2: 100,00 EUR · Eräpäivä 16.03.2026 · Viitenumero 1232\n"));
  CHECK(holds(text, "Erä 2/2: 200,00 EUR · Eräpäivä 18.05.2026 · Viitenumero 1245\n"));
  CHECK(holds(text, "Maksettava: 300,00 EUR"));
  text = said("sv", 20000);
  CHECK(
      holds(text, "Delbetalning 1/2: 100,00 EUR · Förfallodag 16.03.2026 · Referensnummer 1232\n"));
  CHECK(holds(text, "Delbetalning 2/2: 200,00 EUR · Förfallodag 18.05.2026 · Betalt\n"));
  text = said("nb", 5000);
  CHECK(holds(text, "Avdrag 2/2: 200,00 EUR"));
  CHECK(holds(text, "Betalt 50,00 · Ubetalt 150,00\n"));
  text = said("en", 0);
  CHECK(holds(text, "Instalment 1/2: 100.00 EUR"));
}
