#include <algorithm>
#include <string>

#include "formats/rules/identifiers.hpp"
#include "formats/rules/national.hpp"

// DE-R: what Peppol asks when seller and buyer are both in Germany.
namespace airut::rules {

namespace {

using model::Invoice;
using model::Payment;

bool has_mandate(Payment const& it) {
  return !it.mandate_id.empty() || !it.debited_account.empty();
}

bool has_card(Payment const& it) { return !it.card_number.empty(); }

bool is_transfer(std::string_view code) { return code == "30" || code == "58"; }
bool is_card(std::string_view code) { return code == "48" || code == "54" || code == "55"; }

bool mandate_without(Scope const& it, std::string Payment::* member) {
  return any_payment(it.invoice, [&](auto const& payment, auto) {
    return has_mandate(payment) && (payment.*member).empty();
  });
}

bool names_no_tax_id(Scope const& it) {
  auto const& seller = it.invoice.seller;
  if (it.invoice.tax_representative || !seller.vat_id.empty() ||
      !seller.tax_registration_id.empty())
    return false;
  auto const taxed = [](auto const& one) { return !one.vat.code.empty() && one.vat.code != "O"; };
  auto const& lines = it.invoice.lines;
  return std::any_of(lines.begin(), lines.end(), taxed) ||
         std::any_of(it.invoice.adjustments.begin(), it.invoice.adjustments.end(), taxed);
}

bool no_contact(Scope const& it) { return it.invoice.seller.contact == model::Contact{}; }

bool lacks_in_contact(Scope const& it, std::string model::Contact::* member) {
  return !no_contact(it) && (it.invoice.seller.contact.*member).empty();
}

bool delivery_lacks(Scope const& it, std::string model::PostalAddress::* member) {
  auto const& delivery = it.invoice.delivery;
  return delivery && delivery->address && ((*delivery->address).*member).empty();
}

bool same_filename_twice(Scope const& it) {
  auto const& all = it.invoice.attachments;
  for (std::size_t i = 0; i < all.size() && i < 100; ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (!all[i].filename.empty() && all[i].filename == all[j].filename) return true;
  return false;
}

bool two_decimals(std::string_view text) {
  auto const dot = text.find('.');
  return dot != text.npos && all_digits(text.substr(0, dot)) && text.size() == dot + 3 &&
         all_digits(text.substr(dot + 1));
}

// Takes "KEY=" and the value up to "#" off the text; the value is empty when it does not stand
// there.
std::string_view take_part(std::string_view& text, std::string_view key) {
  if (!text.starts_with(key)) return {};
  text.remove_prefix(key.size());
  auto const end = text.find('#');
  auto const value = text.substr(0, end);
  text.remove_prefix(end == text.npos ? text.size() : end + 1);
  return value;
}

// #SKONTO#TAGE=14#PROZENT=2.00#, with #BASISBETRAG=252.94# at the end when it is not the whole.
bool is_discount_line(std::string_view line) {
  constexpr std::string_view head = "#SKONTO#";
  if (!line.starts_with(head)) return false;
  line.remove_prefix(head.size());
  bool const days = all_digits(take_part(line, "TAGE="));
  bool const percent = two_decimals(take_part(line, "PROZENT="));
  if (!days || !percent) return false;
  if (line.empty()) return true;
  auto base = take_part(line, "BASISBETRAG=");
  if (base.starts_with('-')) base.remove_prefix(1);
  return two_decimals(base) && line.empty();
}

bool discount_unreadable(Scope const& it) {
  if (!it.invoice.payment) return false;
  std::string_view rest = it.invoice.payment->terms_text;
  while (!rest.empty()) {
    auto const end = rest.find('\n');
    auto line = rest.substr(0, end);
    rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    auto const text = line.find_first_not_of(" \t");
    if (text != line.npos && line[text] == '#' && !is_discount_line(line)) return true;
  }
  return false;
}

constexpr auto party_checks = table<Scope>({
    {national_missing("DE-R-002", "BG-6", "/invoice/seller/contact",
                      "Within Germany the seller gives a contact."),
     no_contact},
    {national_missing("DE-R-003", "BT-37", "/invoice/seller/address/city",
                      "Within Germany the seller gives the city."),
     [](Scope const& it) { return it.invoice.seller.address.city.empty(); }},
    {national_missing("DE-R-004", "BT-38", "/invoice/seller/address/postal_code",
                      "Within Germany the seller gives the post code."),
     [](Scope const& it) { return it.invoice.seller.address.postal_code.empty(); }},
    {national_missing("DE-R-005", "BT-41", "/invoice/seller/contact/name",
                      "Within Germany the seller's contact has a name."),
     [](Scope const& it) { return lacks_in_contact(it, &model::Contact::name); }},
    {national_missing("DE-R-006", "BT-42", "/invoice/seller/contact/phone",
                      "Within Germany the seller's contact has a telephone number."),
     [](Scope const& it) { return lacks_in_contact(it, &model::Contact::phone); }},
    {national_missing("DE-R-007", "BT-43", "/invoice/seller/contact/email",
                      "Within Germany the seller's contact has an e-mail address."),
     [](Scope const& it) { return lacks_in_contact(it, &model::Contact::email); }},
    {national_missing("DE-R-008", "BT-52", "/invoice/buyer/address/city",
                      "Within Germany the buyer's address has a city."),
     [](Scope const& it) { return it.invoice.buyer.address.city.empty(); }},
    {national_missing("DE-R-009", "BT-53", "/invoice/buyer/address/postal_code",
                      "Within Germany the buyer's address has a post code."),
     [](Scope const& it) { return it.invoice.buyer.address.postal_code.empty(); }},
    {national_missing("DE-R-010", "BT-77", "/invoice/delivery/address/city",
                      "Within Germany the delivery address has a city."),
     [](Scope const& it) { return delivery_lacks(it, &model::PostalAddress::city); }},
    {national_missing("DE-R-011", "BT-78", "/invoice/delivery/address/postal_code",
                      "Within Germany the delivery address has a post code."),
     [](Scope const& it) { return delivery_lacks(it, &model::PostalAddress::postal_code); }},
});

constexpr auto german_document_checks = table<Scope>({
    {national_missing("DE-R-001", "BG-16", "/invoice/payment",
                      "Within Germany the invoice says how it is paid."),
     [](Scope const& it) { return !has_payment(it.invoice); }},
    {national_missing("DE-R-014", "BT-119", "/invoice/vat_breakdown",
                      "Within Germany each row of the VAT breakdown gives its rate, 0, too."),
     [](Scope const& it) {
       auto const& rows = it.invoice.vat_breakdown;
       return std::any_of(rows.begin(), rows.end(), [](auto const& one) { return !one.vat.rate; });
     }},
    {national_missing("DE-R-015", "BT-10", "/invoice/buyer_reference",
                      "Within Germany the buyer's reference (Leitweg-ID) is needed."),
     [](Scope const& it) { return it.invoice.buyer_reference.empty(); }},
    {national_missing("DE-R-016", "BT-31/BT-32", "/invoice/seller/vat_id",
                      "Within Germany a seller who charges VAT gives a VAT id or tax number."),
     names_no_tax_id},
    {national_value("DE-R-018", "BT-20", "/invoice/payment/terms_text",
                    "Cash discount is written #SKONTO#TAGE=14#PROZENT=2.00# on a line of its own."),
     discount_unreadable},
    {national_value("DE-R-022", "BT-125", "/invoice/attachments",
                    "Within Germany each attachment has a file name of its own."),
     same_filename_twice},
});

constexpr auto german_payment_checks = table<Scope>({
    {national_missing("DE-R-030", "BT-90", "/invoice/payment/creditor_id",
                      "Within Germany a direct debit needs the creditor id."),
     [](Scope const& it) {
       return it.invoice.payment && it.invoice.payment->creditor_id.empty() &&
              any_payment(it.invoice,
                          [](auto const& payment, auto) { return has_mandate(payment); });
     }},
    {national_missing("DE-R-031", "BT-91", "/invoice/payment/debited_account",
                      "Within Germany a direct debit needs the debited account."),
     [](Scope const& it) { return mandate_without(it, &Payment::debited_account); }},
    {national_missing("DE-R-023-1", "BG-17", "/invoice/payment/accounts",
                      "Within Germany a credit transfer names the account to pay to."),
     [](Scope const& it) {
       return any_payment(it.invoice, [](auto const& payment, auto code) {
         return is_transfer(code) && payment.accounts.empty();
       });
     }},
    {national_value("DE-R-023-2", "BG-18/BG-19", "/invoice/payment",
                    "Within Germany a credit transfer brings no card and no mandate."),
     [](Scope const& it) {
       return any_payment(it.invoice, [](auto const& payment, auto code) {
         return is_transfer(code) && (has_card(payment) || has_mandate(payment));
       });
     }},
    {national_missing("DE-R-024-1", "BG-18", "/invoice/payment/card_number",
                      "Within Germany a card payment names its card."),
     [](Scope const& it) {
       return any_payment(it.invoice, [](auto const& payment, auto code) {
         return is_card(code) && !has_card(payment);
       });
     }},
    {national_value("DE-R-024-2", "BG-17/BG-19", "/invoice/payment",
                    "Within Germany a card payment brings no account and no mandate."),
     [](Scope const& it) {
       return any_payment(it.invoice, [](auto const& payment, auto code) {
         return is_card(code) && (!payment.accounts.empty() || has_mandate(payment));
       });
     }},
    {national_missing("DE-R-025-1", "BG-19", "/invoice/payment/mandate_id",
                      "Within Germany a SEPA direct debit names its mandate."),
     [](Scope const& it) {
       return any_payment(it.invoice, [](auto const& payment, auto code) {
         return code == "59" && !has_mandate(payment);
       });
     }},
    {national_value("DE-R-025-2", "BG-17/BG-18", "/invoice/payment",
                    "Within Germany a SEPA direct debit brings no account and no card."),
     [](Scope const& it) {
       return any_payment(it.invoice, [](auto const& payment, auto code) {
         return code == "59" && (!payment.accounts.empty() || has_card(payment));
       });
     }},
});

}  // namespace

void check_germany(Scope const& scope, Report& out) {
  run(party_checks, scope, {}, out);
  run(german_document_checks, scope, {}, out);
  run(german_payment_checks, scope, {}, out);
}

}  // namespace airut::rules
