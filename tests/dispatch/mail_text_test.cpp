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

std::string text_of(model::Submission const& submission, model::Letter const& letter) {
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
  auto const text = text_of(submission, letter);
  CAPTURE(text);
  CHECK(holds(text, "Maksusuunnitelma"));
  CHECK_FALSE(holds(text, "Maksumuistutus"));
  CHECK(holds(text, "Maksettavaa: 300,00"));
  CHECK(holds(text, "15.04.2026"));
  CHECK(holds(text, "Viite: "));
}

TEST_CASE("a sheet of several invoices does not ask for all with the reference of one") {
  model::Submission submission;
  submission.invoice = tests::sample_invoice();
  submission.invoice.buyer.language = "fi";
  auto letter = letter_about(submission.invoice, model::LetterKind::first_reminder);
  letter.reference.clear();
  letter.reference_kind.reset();
  auto const text = text_of(submission, letter);
  CAPTURE(text);
  CHECK(holds(text, "Maksumuistutus"));
  CHECK(holds(text, "Maksettavaa: 3600,00"));
  CHECK_FALSE(holds(text, "Viite: "));
}
