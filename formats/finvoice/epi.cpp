#include "formats/finvoice/epi.hpp"

#include <algorithm>

#include "formats/model/bank_barcode.hpp"
#include "formats/xml/utf8.hpp"

namespace airut::finvoice {
namespace {

constexpr std::size_t beneficiary_longest = 35, reference_longest = 35;

// NMTOKEN without the characters beyond ASCII, which banks do not take.
bool is_token_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == ':';
}

}  // namespace

model::PaymentAccount const* main_account(model::Invoice const& invoice) {
  if (!invoice.payment || invoice.payment->accounts.empty()) return nullptr;
  return &invoice.payment->accounts.front();
}

bool is_bank_reference(model::Payment const& payment) {
  return payment.reference_kind == model::ReferenceKind::fi_viite ||
         payment.reference_kind == model::ReferenceKind::rf;
}

bool fits_epi_reference(std::string_view reference) {
  return reference.size() <= reference_longest &&
         std::all_of(reference.begin(), reference.end(), is_token_character);
}

model::Epi epi_of_terms(model::Invoice const& invoice) {
  model::Epi epi;
  epi.date = invoice.issue_date;
  epi.charge_option = "SHA";
  if (invoice.payment && !is_bank_reference(*invoice.payment) &&
      fits_epi_reference(invoice.payment->reference)) {
    epi.reference = invoice.payment->reference;
  }
  if (auto const* account = main_account(invoice)) epi.bank_bic = account->bic;
  auto const payee = xml::one_line(invoice.payee ? invoice.payee->name : invoice.seller.name);
  epi.beneficiary = std::string{xml::first_characters(payee, beneficiary_longest)};
  while (!epi.beneficiary.empty() && epi.beneficiary.back() == ' ') epi.beneficiary.pop_back();
  epi.amount = invoice.totals.due;
  // The block asks the payer's bank for money: an invoice that gives some asks for none.
  bool const gives = invoice.type != model::InvoiceType::credit_note && epi.amount;
  if (gives && epi.amount->is_negative()) epi.amount = *epi.amount - *epi.amount;
  return epi;
}

std::string_view status_of_terms(model::Invoice const& invoice) {
  auto const& totals = invoice.totals;
  if (!totals.paid || !totals.due || totals.paid->minor() <= 0) return {};
  return totals.due->minor() > 0 ? "PARTLYPAID" : "PAID";
}

std::optional<std::string> barcode_of_terms(model::Invoice const& invoice) {
  auto const* account = main_account(invoice);
  if (account == nullptr || !invoice.totals.due || invoice.totals.due->minor() <= 0) {
    return std::nullopt;  // a bar code without a sum lets the payer choose one
  }
  if (invoice.type == model::InvoiceType::credit_note) return std::nullopt;
  auto const kind = invoice.payment->reference_kind;
  if (!kind) return std::nullopt;
  auto const reference = model::Reference::parse(*kind, invoice.payment->reference);
  if (!reference) return std::nullopt;
  return model::bank_barcode(account->iban, *invoice.totals.due, *reference, invoice.due_date);
}

}  // namespace airut::finvoice
