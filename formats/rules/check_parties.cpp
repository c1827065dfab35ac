#include "formats/model/permitted.hpp"
#include "formats/rules/report.hpp"

// BR-06 ... BR-11, BR-17 ... BR-20, BR-56, BR-57, BR-62, BR-63, BR-CO-09, BR-CO-26: who is on the
// invoice and where they are.
namespace airut::rules {

namespace {

using model::Invoice;
using model::Party;

bool no_address(Party const& party) { return party.address == model::PostalAddress{}; }

bool no_scheme(Party const& party) {
  return party.electronic_address && party.electronic_address->scheme.empty();
}

constexpr auto seller_checks = table<Party>({
    {{"BR-06", "BT-27", "party-name-missing", "/invoice/seller/name", "The seller needs a name."},
     [](Party const& it) { return it.name.empty(); }},
    {{"BR-08", "BG-5", "address-missing", "/invoice/seller/address",
      "The seller needs a postal address.", Weight::document},
     no_address},
    {{"BR-09", "BT-40", "country-missing", "/invoice/seller/address/country",
      "The seller needs a country."},
     [](Party const& it) { return it.address.country.empty(); }},
    {{"BR-62", "BT-34", "address-scheme-missing", "/invoice/seller/electronic_address/scheme",
      "An electronic address needs its scheme.", Weight::native},
     no_scheme},
    {{"BR-CO-26", "BT-29/BT-30/BT-31", "seller-id-missing", "/invoice/seller/legal_id",
      "The seller needs an identifier: a legal id, a VAT id or another one."},
     [](Party const& it) { return it.identifiers.empty() && !it.legal_id && it.vat_id.empty(); }},
});

constexpr auto buyer_checks = table<Party>({
    {{"BR-07", "BT-44", "party-name-missing", "/invoice/buyer/name", "The buyer needs a name."},
     [](Party const& it) { return it.name.empty(); }},
    {{"BR-10", "BG-8", "address-missing", "/invoice/buyer/address",
      "The buyer needs a postal address.", Weight::document},
     no_address},
    {{"BR-11", "BT-55", "country-missing", "/invoice/buyer/address/country",
      "The buyer needs a country."},
     [](Party const& it) { return it.address.country.empty(); }},
    {{"BR-63", "BT-49", "address-scheme-missing", "/invoice/buyer/electronic_address/scheme",
      "An electronic address needs its scheme.", Weight::native},
     no_scheme},
});

constexpr auto representative_checks = table<Party>({
    {{"BR-18", "BT-62", "party-name-missing", "/invoice/tax_representative/name",
      "The tax representative needs a name."},
     [](Party const& it) { return it.name.empty(); }},
    {{"BR-19", "BG-12", "address-missing", "/invoice/tax_representative/address",
      "The tax representative needs a postal address."},
     no_address},
    {{"BR-20", "BT-69", "country-missing", "/invoice/tax_representative/address/country",
      "The tax representative needs a country."},
     [](Party const& it) { return it.address.country.empty(); }},
    {{"BR-56", "BT-63", "vat-id-missing", "/invoice/tax_representative/vat_id",
      "The tax representative needs a VAT id."},
     [](Party const& it) { return it.vat_id.empty(); }},
});

constexpr auto other_checks = table<Invoice>({
    {{"BR-17", "BT-59", "party-name-missing", "/invoice/payee/name", "The payee needs a name."},
     [](Invoice const& it) { return it.payee && it.payee->name.empty(); }},
    {{"BR-17", "BG-10", "payee-is-seller", "/invoice/payee",
      "The payee \"{}\" is the seller; name a payee only when another one is paid.",
      Weight::document},
     model::payee_is_seller,
     [](Invoice const& it) { return it.payee->name; }},
    {{"BR-57", "BT-80", "country-missing", "/invoice/delivery/address/country",
      "The address of the delivery needs a country.", Weight::native},
     [](Invoice const& it) {
       return it.delivery && it.delivery->address && it.delivery->address->country.empty();
     }},
});

constexpr Rule vat_id_prefix(std::string_view term, std::string_view place) {
  return {"BR-CO-09", term, "vat-id-prefix", place,
          "The VAT id \"{}\" must begin with its country."};
}

void check_vat_id_prefix(Scope const& scope, Party const& party, Rule const& rule, Report& out) {
  std::string_view const id = party.vat_id;
  if (id.empty()) return;
  auto const prefix = id.substr(0, 2);
  if (prefix != "EL" && !scope.listed(CodeList::country, prefix)) out.add(rule, {}, party.vat_id);
}

}  // namespace

void check_parties(Scope const& scope, Report& out) {
  auto const& invoice = scope.invoice;
  run(seller_checks, invoice.seller, {}, out);
  run(buyer_checks, invoice.buyer, {}, out);
  if (invoice.tax_representative) {
    run(representative_checks, *invoice.tax_representative, {}, out);
    check_vat_id_prefix(scope, *invoice.tax_representative,
                        vat_id_prefix("BT-63", "/invoice/tax_representative/vat_id"), out);
  }
  run(other_checks, invoice, {}, out);
  check_vat_id_prefix(scope, invoice.seller, vat_id_prefix("BT-31", "/invoice/seller/vat_id"), out);
  check_vat_id_prefix(scope, invoice.buyer, vat_id_prefix("BT-48", "/invoice/buyer/vat_id"), out);
}

}  // namespace airut::rules
