#include <fmt/format.h>

#include "formats/model/party_id.hpp"
#include "formats/model/untdid.hpp"
#include "formats/rules/report.hpp"

// BR-50, BR-61 and the check digits of accounts and references: how the invoice is paid.
namespace airut::rules {

namespace {

bool has_country(std::string_view account) {
  return account.size() > 4 && account[0] >= 'A' && account[0] <= 'Z' && account[1] >= 'A' &&
         account[1] <= 'Z';
}

constexpr auto account_checks = table<model::PaymentAccount>({
    {{"BR-50", "BT-84", "account-missing", "/iban", "A credit transfer needs an account."},
     [](model::PaymentAccount const& it) { return it.iban.empty(); }},
    {{"", "BT-84", "iban-checksum", "/iban",
      "The account \"{}\" has a wrong length or check digits.", Weight::house},
     [](model::PaymentAccount const& it) {
       return has_country(it.iban) ? !model::is_iban(it.iban)
                                   : it.iban.size() == 11 && !model::is_account_no(it.iban);
     },
     [](model::PaymentAccount const& it) { return it.iban; }},
    {{"", "BT-86", "bic", "/bic", "\"{}\" is not a BIC.", Weight::house},
     [](model::PaymentAccount const& it) {
       return !it.bic.empty() && !it.bic.starts_with("SE:") && !model::is_bic(it.bic);
     },
     [](model::PaymentAccount const& it) { return it.bic; }},
});

// Without the zeros at the end.
std::size_t decimals_of(model::Decimal const& value) {
  auto const text = value.text_shortest();
  auto const point = text.find('.');
  return point == std::string::npos ? 0 : text.size() - point - 1;
}

constexpr auto payment_checks = table<model::Payment>({
    {{"", "", "interest-negative", "/invoice/payment/late_interest_percent",
      "Interest on late payment must not be negative.", Weight::house},
     [](model::Payment const& it) {
       return it.late_interest_percent && it.late_interest_percent->is_negative();
     },
     [](model::Payment const& it) { return it.late_interest_percent->text(); }},
    {{"", "", "interest-digits", "/invoice/payment/late_interest_percent",
      "Interest on late payment has at most four decimals.", Weight::house},
     [](model::Payment const& it) {
       return it.late_interest_percent && decimals_of(*it.late_interest_percent) > 4;
     },
     [](model::Payment const& it) { return it.late_interest_percent->text(); }},
});

constexpr std::string_view further = "/invoice/further_payments";

void check_reference(Scope const& scope, model::Payment const& payment, Where const& where,
                     std::string_view place, Report& out) {
  if (!payment.reference_kind || payment.reference.empty()) return;
  if (model::Reference::parse(*payment.reference_kind, payment.reference,
                              scope.context.kid_algorithm))
    return;
  out.say({"", "BT-83", "reference-check-digit", place, "", Weight::house}, where,
          fmt::format("The payment reference \"{}\" has a wrong length or check digit for {}.",
                      payment.reference, model::reference_kind_text(*payment.reference_kind)),
          {}, payment.reference);
}

// A credit note of our own pays nothing; a document that names a transfer names its account.
bool lacks_account(Scope const& scope, model::Payment const& payment) {
  if (!payment.accounts.empty() || payment.means != model::PaymentMeans::credit_transfer)
    return false;
  auto const code = model::means_code_of(payment);
  if (code != "30" && code != "58") return false;
  return scope.document || scope.invoice.type != model::InvoiceType::credit_note;
}

void check_means(Scope const& scope, model::Payment const& payment, Where const& where,
                 std::string_view accounts, Report& out) {
  if (lacks_account(scope, payment))
    out.add({"BR-61", "BT-84", "account-missing", accounts,
             "A credit transfer needs an account to be paid to."},
            where);
}

}  // namespace

void check_payment(Scope const& scope, Report& out) {
  auto const& invoice = scope.invoice;
  if (!invoice.payment) return;
  auto const& payment = *invoice.payment;
  check_means(scope, payment, {}, "/invoice/payment/accounts", out);
  for (std::size_t i = 0; i < payment.accounts.size(); ++i)
    run(account_checks, payment.accounts[i], {"/invoice/payment/accounts", i}, out);
  for (std::size_t i = 0; i < invoice.further_payments.size(); ++i) {
    auto const& other = invoice.further_payments[i];
    check_means(scope, other, {further, i}, "/accounts", out);
    check_reference(scope, other, {further, i}, "/reference/value", out);
    for (std::size_t j = 0; j < other.accounts.size(); ++j)
      run(account_checks, other.accounts[j], {further, i, "/accounts", j}, out);
  }
  check_reference(scope, payment, {}, "/invoice/payment/reference/value", out);
  run(payment_checks, payment, {}, out);
  auto const card_digits = static_cast<std::size_t>(scope.limit(Limit::card_digits));
  if (payment.card_number.size() > card_digits)
    out.add({"BR-51", "BT-87", "card-number", "/invoice/payment/card_number",
             "Of a card number only the last digits may be given.", Weight::hint},
            {});
}

}  // namespace airut::rules
