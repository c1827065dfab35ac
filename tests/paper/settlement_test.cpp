// What stands where money is asked for, and where nobody is asked.
#include <doctest/doctest.h>

#include "tests/paper/drawn.hpp"
#include "tests/support/sample_invoice.hpp"

using namespace airut;
using tests::completed;
using tests::drawn;
using tests::has;
using tests::has_fonts;
using tests::Printed;

namespace {

bool asks_for_money(Printed& printed) {
  auto const text = printed.text();
  bool const codes = tests::has_program("zbarimg") && !printed.codes(1).empty();
  return codes || has(text, "TILISIIRTO") || has(text, "Betalingsinformasjon") ||
         has(text, "FI21 1234") || has(text, "8601 11 17947");
}

}  // namespace

TEST_CASE("an invoice that is debited, paid by card or paid before has no form to pay by") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  struct Case {
    model::PaymentMeans means;
    std::string fi, sv, nb, en;
  };
  for (auto const& one :
       {Case{model::PaymentMeans::direct_debit, "veloitetaan maksajan tililtä",
             "debiteras betalarens konto", "belastes betalerens konto", "debited from the payer's"},
        Case{model::PaymentMeans::card, "Maksetaan kortilla", "Betalas med kort",
             "Betales med kort", "Paid by card"},
        Case{model::PaymentMeans::prepaid, "maksettu etukäteen", "betald i förskott",
             "betalt på forhånd", "paid in advance"}}) {
    auto invoice = tests::sample_invoice();
    invoice.payment->means = one.means;
    if (one.means == model::PaymentMeans::direct_debit) {
      invoice.payment->mandate_id = "M-118";
      invoice.payment->creditor_id = "FI97ZZZ0123456789";
      invoice.payment->debited_account = "FI1410093000123458";
    }
    for (auto const& [language, sentence] : {std::pair{"fi", one.fi}, std::pair{"sv", one.sv},
                                             std::pair{"nb", one.nb}, std::pair{"en", one.en}}) {
      Printed printed{drawn(completed(invoice), language).bytes};
      CAPTURE(sentence);
      CHECK_FALSE(asks_for_money(printed));
      CHECK(has(printed.text(), sentence));
      if (one.means != model::PaymentMeans::direct_debit) continue;
      for (auto const part : {"M-118", "FI97ZZZ0123456789", "FI14 1009 3000 1234 58"}) {
        CHECK(has(printed.text(), part));
      }
    }
  }
}

TEST_CASE("an invoice with nothing left to pay says so and has no form to pay by") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  auto invoice = tests::sample_invoice();
  invoice.totals.paid = model::Money::parse("533.38", invoice.currency);
  Printed printed{drawn(completed(invoice)).bytes};
  CHECK_FALSE(asks_for_money(printed));
  CHECK(has(printed.text(), "Ei maksettavaa."));
  invoice.totals = {};
  invoice.totals.paid = model::Money::parse("600.00", invoice.currency);
  Printed over{drawn(completed(invoice)).bytes};
  CHECK_FALSE(asks_for_money(over));
}

TEST_CASE("a Norwegian invoice that is debited has no payment block") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  auto invoice = tests::sample_invoice();
  invoice.currency = *model::Currency::parse("NOK");
  invoice.seller.address.country = "NO";
  invoice.payment->accounts = {{"NO9386011117947", "", ""}};
  invoice.payment->reference_kind = model::ReferenceKind::no_kid;
  invoice.payment->reference = "2345676";
  invoice.payment->means = model::PaymentMeans::direct_debit;
  invoice.payment->mandate_id = "M-118";
  Printed printed{drawn(completed(invoice), "nb").bytes};
  CHECK_FALSE(asks_for_money(printed));
}

TEST_CASE("of a card no more than its last digits is printed") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  auto invoice = completed(tests::sample_invoice());
  invoice.payment->means = model::PaymentMeans::card;
  invoice.payment->card_number = "4111111111111111";
  invoice.payment->card_holder = "Mikko Malli";
  auto const text = Printed{drawn(invoice).bytes}.text();
  CHECK(has(text, "…1111"));
  CHECK(has(text, "Mikko Malli"));
  CHECK_FALSE(has(text, "41111"));
}
