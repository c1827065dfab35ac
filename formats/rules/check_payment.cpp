#include <fmt/format.h>

#include "formats/model/party_id.hpp"
#include "formats/rules/families.hpp"

namespace airut::rules {

namespace {

void check_account(model::PaymentAccount const& account, std::size_t index, Report& out) {
  auto const at = [&](std::string_view name) {
    return fmt::format("/invoice/payment/accounts/{}/{}", index, name);
  };
  auto const& id = account.iban;
  bool const has_country =
      id.size() > 4 && id[0] >= 'A' && id[0] <= 'Z' && id[1] >= 'A' && id[1] <= 'Z';
  if (id.empty())
    out.error("account-missing", {at("iban"), "BT-84", "BR-61"},
              "A credit transfer needs an account.");
  else if (has_country ? !model::is_iban(id) : id.size() == 11 && !model::is_account_no(id))
    out.error("iban-checksum", {at("iban"), "BT-84", ""},
              fmt::format("The account \"{}\" has a wrong length or check digits.", id), id);
  if (!account.bic.empty() && !model::is_bic(account.bic))
    out.error("bic", {at("bic"), "BT-86", ""}, fmt::format("\"{}\" is not a BIC.", account.bic),
              account.bic);
}

void check_reference(model::Payment const& payment, CheckContext const& context, Report& out) {
  if (!payment.reference_kind || payment.reference.empty()) return;
  if (model::Reference::parse(*payment.reference_kind, payment.reference, context.kid_algorithm))
    return;
  out.error("reference-check-digit", {"/invoice/payment/reference/value", "BT-83", ""},
            fmt::format("The payment reference \"{}\" has a wrong length or check digit for {}.",
                        payment.reference, model::reference_kind_text(*payment.reference_kind)),
            payment.reference);
}

}  // namespace

void check_payment(model::Invoice const& invoice, CheckContext const& context, Report& out) {
  if (!invoice.payment) return;
  auto const& payment = *invoice.payment;
  if (payment.means == model::PaymentMeans::credit_transfer && payment.accounts.empty() &&
      invoice.type != model::InvoiceType::credit_note)
    out.error("account-missing", {"/invoice/payment/accounts", "BT-84", "BR-61"},
              "A credit transfer needs an account to be paid to.");
  for (std::size_t i = 0; i < payment.accounts.size(); ++i)
    check_account(payment.accounts[i], i, out);
  check_reference(payment, context, out);
  if (payment.late_interest_percent && payment.late_interest_percent->is_negative())
    out.error("interest-negative", {"/invoice/payment/late_interest_percent", "", ""},
              "Interest on late payment must not be negative.",
              payment.late_interest_percent->text());
}

}  // namespace airut::rules
