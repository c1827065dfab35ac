#include <fmt/format.h>

#include "formats/model/party_id.hpp"
#include "formats/rules/families.hpp"

namespace airut::rules {

namespace {

struct Side {
  model::Party const& party;
  std::string_view name;  // seller, buyer ...
  std::string_view name_term, name_rule, country_term, country_rule;
};

bool eight_digits_hold(std::string_view digits) {
  return digits.size() == 8 && digits.find_first_not_of("0123456789") == digits.npos &&
         model::is_business_id_fi(fmt::format("{}-{}", digits.substr(0, 7), digits.substr(7)));
}

// NO123456785MVA: nine digits with their MOD11 and the suffix.
bool norwegian_vat_holds(std::string_view id) {
  return id.size() == 14 && id.ends_with("MVA") && model::is_organisation_no(id.substr(2, 9));
}

void check_vat_id(Side const& side, Report& out) {
  auto const& id = side.party.vat_id;
  if (id.empty()) return;
  auto const pointer = fmt::format("/invoice/{}/vat_id", side.name);
  if (id.size() < 4 || (!is_country(id.substr(0, 2)) && !id.starts_with("EL")))
    out.error("vat-id-prefix", {pointer, "BT-31/BT-48", "BR-CO-09"},
              fmt::format("The VAT id \"{}\" must begin with its country.", id), id);
  else if (id.starts_with("FI") && !eight_digits_hold(std::string_view{id}.substr(2)))
    out.error("vat-id-check-digit", {pointer, "BT-31/BT-48", ""},
              fmt::format("The Finnish VAT id \"{}\" has a wrong check digit or length.", id), id);
  else if (id.starts_with("NO") && !norwegian_vat_holds(id))
    out.error(
        "vat-id-check-digit", {pointer, "BT-31/BT-48", "NO-R-001"},
        fmt::format("The Norwegian VAT id \"{}\" is not NO, a valid organisation number and MVA.",
                    id),
        id);
}

void check_legal_id(Side const& side, Report& out) {
  if (!side.party.legal_id) return;
  auto const& id = *side.party.legal_id;
  auto const pointer = fmt::format("/invoice/{}/legal_id/value", side.name);
  auto const country = side.party.address.country;
  if (id.scheme == "0192" && !model::is_organisation_no(id.value))
    out.error("organisation-number", {pointer, "BT-30/BT-47", "NO-R-001"},
              fmt::format("\"{}\" is not a Norwegian organisation number.", id.value), id.value);
  if ((id.scheme == "0212" || (id.scheme.empty() && country == "FI" && id.value.size() == 9)) &&
      !model::is_business_id_fi(id.value))
    out.error("business-id", {pointer, "BT-30/BT-47", ""},
              fmt::format("\"{}\" is not a Finnish business id.", id.value), id.value);
}

void check_address_id(Side const& side, Report& out) {
  if (!side.party.electronic_address) return;
  auto const& id = *side.party.electronic_address;
  auto const pointer = fmt::format("/invoice/{}/electronic_address", side.name);
  if (id.scheme.empty())
    out.error("address-scheme-missing", {pointer + "/scheme", "BT-34/BT-49", "BR-62"},
              "An electronic address needs its scheme.");
  else if (!is_address_scheme(id.scheme))
    out.warning("address-scheme-unknown", {pointer + "/scheme", "BT-34/BT-49", "BR-CL-25"},
                fmt::format("\"{}\" is no electronic address scheme in force.", id.scheme),
                id.scheme);
  if (id.scheme == "0216" && !model::is_ovt(id.value))
    out.error("ovt", {pointer + "/value", "BT-34/BT-49", ""},
              fmt::format("\"{}\" is not an OVT code: 0037, a business id without hyphen, at most "
                          "five characters.",
                          id.value),
              id.value);
  if (id.scheme == "0192" && !model::is_organisation_no(id.value))
    out.error("organisation-number", {pointer + "/value", "BT-34/BT-49", "NO-R-001"},
              fmt::format("\"{}\" is not a Norwegian organisation number.", id.value), id.value);
  if (id.scheme == "0088" && !model::is_gln(id.value))
    out.error("gln", {pointer + "/value", "BT-34/BT-49", ""},
              fmt::format("\"{}\" is not a GLN.", id.value), id.value);
}

void check_side(Side const& side, Report& out) {
  if (side.party.name.empty())
    out.error(
        "party-name-missing",
        {fmt::format("/invoice/{}/name", side.name), side.name_term, std::string{side.name_rule}},
        fmt::format("The {} needs a name.", side.name));
  auto const& country = side.party.address.country;
  if (country.empty())
    out.error("country-missing",
              {fmt::format("/invoice/{}/address/country", side.name), side.country_term,
               std::string{side.country_rule}},
              fmt::format("The address of the {} needs a country.", side.name));
  else if (!is_country(country))
    out.error(
        "country-unknown",
        {fmt::format("/invoice/{}/address/country", side.name), side.country_term, "BR-CL-14"},
        fmt::format("\"{}\" is no country code of ISO 3166-1.", country), country);
  check_vat_id(side, out);
  check_legal_id(side, out);
  check_address_id(side, out);
}

}  // namespace

void check_parties(model::Invoice const& invoice, Report& out) {
  check_side({invoice.seller, "seller", "BT-27", "BR-06", "BT-40", "BR-09"}, out);
  check_side({invoice.buyer, "buyer", "BT-44", "BR-07", "BT-55", "BR-11"}, out);
  auto const& seller = invoice.seller;
  if (seller.identifiers.empty() && !seller.legal_id && seller.vat_id.empty())
    out.error("seller-id-missing", {"/invoice/seller/legal_id", "BT-29/BT-30/BT-31", "BR-CO-26"},
              "The seller needs an identifier: a legal id, a VAT id or another one.");
  if (invoice.payee && invoice.payee->name.empty())
    out.error("party-name-missing", {"/invoice/payee/name", "BT-59", "BR-17"},
              "The payee needs a name.");
  if (invoice.tax_representative && invoice.tax_representative->vat_id.empty())
    out.error("vat-id-missing", {"/invoice/tax_representative/vat_id", "BT-63", "BR-56"},
              "The tax representative needs a VAT id.");
}

}  // namespace airut::rules
