#include "formats/rules/national.hpp"

#include <algorithm>

// Which country's rules apply, and the short ones: NO-R-002, IT-R, NL-R.
namespace airut::rules {

namespace {

using model::Party;

bool has_street_city_code(Party const& it) {
  return !it.address.line1.empty() && !it.address.city.empty() && !it.address.postal_code.empty();
}

bool has_dutch_id(Party const& it) {
  return !it.legal_id || it.legal_id->scheme == "0106" || it.legal_id->scheme == "0190";
}

bool seller_and_buyer_in(Scope const& it, std::string_view country) {
  return it.invoice.seller.address.country == country &&
         it.invoice.buyer.address.country == country;
}

bool is_code_of_11_to_16(std::string_view text) {
  return text.size() >= 11 && text.size() <= 16 &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

constexpr auto italian_checks = table<Scope>({
    {national_value("IT-R-001", "BT-32", "/invoice/seller/tax_registration_id",
                    "The Italian tax registration \"{}\" has not 11 to 16 letters and digits."),
     [](Scope const& it) {
       auto const& id = it.invoice.seller.tax_registration_id;
       return !id.empty() && !is_code_of_11_to_16(id);
     },
     [](Scope const& it) { return it.invoice.seller.tax_registration_id; }},
    {national_missing("IT-R-002", "BT-35", "/invoice/seller/address/line1",
                      "An Italian seller gives the first line of the address."),
     [](Scope const& it) { return it.invoice.seller.address.line1.empty(); }},
    {national_missing("IT-R-003", "BT-37", "/invoice/seller/address/city",
                      "An Italian seller gives the city."),
     [](Scope const& it) { return it.invoice.seller.address.city.empty(); }},
    {national_missing("IT-R-004", "BT-38", "/invoice/seller/address/postal_code",
                      "An Italian seller gives the post code."),
     [](Scope const& it) { return it.invoice.seller.address.postal_code.empty(); }},
});

bool dutch_means(std::string_view code) {
  return code == "30" || code == "48" || code == "49" || code == "57" || code == "58" ||
         code == "59";
}

bool payment_to_seller_unsaid(Scope const& it) {
  auto const& invoice = it.invoice;
  if (!invoice.totals.due || has_payment(invoice)) return false;
  bool const credit = invoice.type == model::InvoiceType::credit_note;
  auto const due = invoice.totals.due->minor();
  return credit ? due < 0 : due > 0;
}

constexpr auto dutch = table<Scope>({
    {national_missing("NL-R-001", "BG-3", "/invoice/preceding",
                      "A Dutch credit note names the invoice that it corrects."),
     [](Scope const& it) {
       return it.invoice.type == model::InvoiceType::credit_note && it.invoice.preceding.empty();
     }},
    {national_missing("NL-R-002", "BG-5", "/invoice/seller/address",
                      "A Dutch seller gives street, city and post code."),
     [](Scope const& it) { return !has_street_city_code(it.invoice.seller); }},
    {national_value("NL-R-003", "BT-30", "/invoice/seller/legal_id/scheme",
                    "A Dutch seller's legal id is a KVK (0106) or OIN (0190) number, not \"{}\"."),
     [](Scope const& it) { return !has_dutch_id(it.invoice.seller); },
     [](Scope const& it) { return it.invoice.seller.legal_id->scheme; }},
    {national_missing("NL-R-006", "BG-12", "/invoice/tax_representative/address",
                      "A Dutch tax representative gives street, city and post code."),
     [](Scope const& it) {
       auto const& one = it.invoice.tax_representative;
       return one && one->address.country == "NL" && !has_street_city_code(*one);
     }},
    {national_missing("NL-R-007", "BG-16", "/invoice/payment",
                      "A Dutch seller says how the amount due is paid."),
     payment_to_seller_unsaid},
    {national_missing("NL-R-009", "BT-13", "/invoice/purchase_order",
                      "A reference to an order line needs the number of the order."),
     [](Scope const& it) {
       auto const& lines = it.invoice.lines;
       return it.invoice.purchase_order.empty() && it.invoice.sales_order.empty() &&
              std::any_of(lines.begin(), lines.end(),
                          [](auto const& one) { return !one.order_line_reference.empty(); });
     }},
});

constexpr auto within_netherlands = table<Scope>({
    {national_missing("NL-R-004", "BG-8", "/invoice/buyer/address",
                      "A Dutch buyer's address has street, city and post code."),
     [](Scope const& it) { return !has_street_city_code(it.invoice.buyer); }},
    {national_value("NL-R-005", "BT-47", "/invoice/buyer/legal_id/scheme",
                    "A Dutch buyer's legal id is a KVK (0106) or OIN (0190) number, not \"{}\"."),
     [](Scope const& it) { return !has_dutch_id(it.invoice.buyer); },
     [](Scope const& it) { return it.invoice.buyer.legal_id->scheme; }},
    {national_value("NL-R-008", "BT-81", "/invoice/payment/means_code",
                    "Within the Netherlands the payment means is 30, 48, 49, 57, 58 or 59."),
     [](Scope const& it) {
       return any_payment(it.invoice, [](auto const&, auto code) { return !dutch_means(code); });
     }},
});

constexpr auto norwegian = table<Scope>({
    {{"NO-R-002", "BT-32", "foretaksregisteret", "/invoice/seller/tax_registration_id",
      "Most Norwegian sellers must state \"Foretaksregisteret\".", Weight::hint},
     [](Scope const& it) { return it.invoice.seller.tax_registration_id != "Foretaksregisteret"; }},
});

}  // namespace

void check_italy(Scope const& scope, Report& out) { run(italian_checks, scope, {}, out); }

void check_norway(Scope const& scope, Report& out) { run(norwegian, scope, {}, out); }

void check_netherlands(Scope const& scope, Report& out) {
  run(dutch, scope, {}, out);
  if (seller_and_buyer_in(scope, "NL")) run(within_netherlands, scope, {}, out);
}

void check_national(Scope const& scope, Report& out) {
  if (scope.self_billing) return;  // Peppol has none there
  auto const address = std::string_view{scope.invoice.seller.address.country};
  if (scope.seller_country == "NO") check_norway(scope, out);
  if (scope.seller_country == "IT") check_italy(scope, out);
  if (scope.seller_country == "GR" || scope.seller_country == "EL") check_greece(scope, out);
  if (address == "DK") check_denmark(scope, out);
  if (address == "IS") check_iceland(scope, out);
  if (address == "NL") check_netherlands(scope, out);
  if (address == "SE") check_sweden(scope, out);
  if (seller_and_buyer_in(scope, "DE")) check_germany(scope, out);
  advise_nationally(scope, out);
}

}  // namespace airut::rules
