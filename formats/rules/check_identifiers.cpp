#include <algorithm>

#include "formats/model/party_id.hpp"
#include "formats/rules/identifiers.hpp"
#include "formats/rules/report.hpp"

// What the scheme of an identifier or the country of a VAT id says about its digits: the common
// rules of Peppol (PEPPOL-COMMON-R040 ...), NO-R-001, and what Finland and Norway add.
namespace airut::rules {

namespace {

struct Scheme {
  std::string_view id;  // EAS or ISO 6523
  Rule rule;
  bool (*holds)(std::string_view);
};

constexpr std::string_view wrong_number =
    "\"{}\" has not the form or the check digit of its scheme.";

constexpr Rule common(std::string_view id, std::string_view sentence,
                      Weight weight = Weight::peppol,
                      std::string_view code = "identifier-check-digit") {
  return {id, "", code, "", sentence, weight};
}

// Sorted by scheme.
constexpr std::array schemes{
    Scheme{"0007", common("PEPPOL-COMMON-R049", "\"{}\" is not a Swedish organisation number."),
           is_organisation_se},
    Scheme{"0088", common("PEPPOL-COMMON-R040", "\"{}\" is not a GLN.", Weight::peppol, "gln"),
           is_gs1_number},
    Scheme{"0096", common("PEPPOL-COMMON-R052", "\"{}\" is not a Danish P number (10 digits)."),
           is_p_number_dk},
    Scheme{"0106", common("PEPPOL-COMMON-R054", wrong_number, Weight::hint), is_kvk_nl},
    Scheme{"0151", common("PEPPOL-COMMON-R050", "\"{}\" is not an Australian business number."),
           is_business_au},
    Scheme{"0184", common("PEPPOL-COMMON-R042", "\"{}\" is not a Danish CVR number (8 digits)."),
           is_cvr_dk},
    Scheme{"0190", common("PEPPOL-COMMON-R055", wrong_number, Weight::hint), is_oin_nl},
    Scheme{"0192",
           common("PEPPOL-COMMON-R041", "\"{}\" is not a Norwegian organisation number.",
                  Weight::peppol, "organisation-number"),
           model::is_organisation_no},
    Scheme{"0198",
           common("PEPPOL-COMMON-R053", "\"{}\" is not a Danish SE number (DK and 8 digits)."),
           is_se_number_dk},
    Scheme{"0201", common("PEPPOL-COMMON-R044", wrong_number, Weight::hint), is_office_it},
    Scheme{"0208", common("PEPPOL-COMMON-R043", "\"{}\" is not a Belgian enterprise number."),
           is_enterprise_be},
    Scheme{"0210", common("PEPPOL-COMMON-R045", wrong_number, Weight::hint), is_tax_code_it},
    Scheme{"0211", common("PEPPOL-COMMON-R047", wrong_number, Weight::hint), is_vat_it},
    Scheme{"0212", common("", "\"{}\" is not a Finnish business id.", Weight::house, "business-id"),
           model::is_business_id_fi},
    Scheme{"0216",
           common("",
                  "\"{}\" is not an OVT code: 0037, a business id without hyphen, at most five "
                  "characters.",
                  Weight::house, "ovt"),
           model::is_ovt},
    Scheme{"0217", common("PEPPOL-COMMON-R057", wrong_number, Weight::hint), is_branch_nl},
    Scheme{"9906", common("PEPPOL-COMMON-R048", wrong_number, Weight::hint), is_vat_it},
    Scheme{"9907", common("PEPPOL-COMMON-R046", wrong_number, Weight::hint), is_tax_code_it},
    Scheme{"9944", common("PEPPOL-COMMON-R056-1", wrong_number, Weight::hint), is_vat_nl},
};

Scheme const* scheme_of(std::string_view id) {
  auto const found =
      std::lower_bound(schemes.begin(), schemes.end(), id,
                       [](auto const& one, std::string_view key) { return one.id < key; });
  return found != schemes.end() && found->id == id ? &*found : nullptr;
}

// Peppol's own weight where Peppol is asked for; a wrong number is wrong elsewhere, too.
Weight weighed(Weight weight, Scope const& scope) {
  return weight == Weight::peppol && scope.peppol != Ask::refuse ? Weight::house : weight;
}

// Peppol looks at the check digit alone; a GLN has 13 digits.
bool is_gln_of_wrong_length(model::Identifier const& id) {
  return id.scheme == "0088" && is_gs1_number(id.value) && !model::is_gln(id.value);
}

void check_id(Scope const& scope, model::Identifier const& id, std::string_view term,
              std::string_view place, Where const& where, Report& out) {
  if (is_gln_of_wrong_length(id))
    out.add({"", term, "gln", place, "\"{}\" is not a GLN of 13 digits.", Weight::house}, where,
            id.value);
  auto const* scheme = scheme_of(id.scheme);
  if (scheme == nullptr || scheme->holds(id.value)) return;
  auto rule = scheme->rule;
  rule.term = term;
  rule.place = place;
  rule.weight = weighed(rule.weight, scope);
  out.add(rule, where, id.value);
}

struct Side {
  model::Party const& party;
  std::string_view identifiers, legal_id, address, vat_id;  // pointers
  std::string_view identifiers_term, legal_term, address_term, vat_term;
};

void check_vat_id(Scope const& scope, Side const& side, Report& out) {
  std::string_view const id = side.party.vat_id;
  if (id.starts_with("FI") && !is_vat_fi(id))
    out.add({"", side.vat_term, "vat-id-check-digit", side.vat_id,
             "The Finnish VAT id \"{}\" has a wrong check digit or length.", Weight::house},
            {}, side.party.vat_id);
  bool const is_seller = &side.party == &scope.invoice.seller;
  if (id.starts_with("NO") && !is_vat_no(id))
    out.add({"NO-R-001", side.vat_term, "vat-id-check-digit", side.vat_id,
             "The Norwegian VAT id \"{}\" is not NO, a valid organisation number and MVA.",
             is_seller ? weighed(Weight::peppol, scope) : Weight::house},
            {}, side.party.vat_id);
  if (scope.peppol != Ask::no && id.starts_with("NL") && !is_vat_nl(id))
    out.add({"PEPPOL-COMMON-R056-2", side.vat_term, "vat-id-check-digit", side.vat_id,
             "The Dutch VAT id \"{}\" is not NL, 9 digits, B and 2 digits.", Weight::hint},
            {}, side.party.vat_id);
}

void check_legal_id(Scope const& scope, Side const& side, Report& out) {
  auto const& party = side.party;
  if (!party.legal_id) return;
  auto const& id = *party.legal_id;
  check_id(scope, id, side.legal_term, side.legal_id, {}, out);
  bool const finnish = id.scheme.empty() && party.address.country == "FI" && id.value.size() == 9;
  if (finnish && !model::is_business_id_fi(id.value))
    out.add({"", side.legal_term, "business-id", side.legal_id,
             "\"{}\" is not a Finnish business id.", Weight::house},
            {}, id.value);
}

void check_side(Scope const& scope, Side const& side, Report& out) {
  auto const& party = side.party;
  for (std::size_t i = 0; i < party.identifiers.size(); ++i)
    check_id(scope, party.identifiers[i], side.identifiers_term, "/value", {side.identifiers, i},
             out);
  check_legal_id(scope, side, out);
  if (party.electronic_address)
    check_id(scope, *party.electronic_address, side.address_term, side.address, {}, out);
  check_vat_id(scope, side, out);
}

}  // namespace

void check_identifiers(Scope const& scope, Report& out) {
  auto const& invoice = scope.invoice;
  check_side(scope,
             {invoice.seller, "/invoice/seller/identifiers", "/invoice/seller/legal_id/value",
              "/invoice/seller/electronic_address/value", "/invoice/seller/vat_id", "BT-29",
              "BT-30", "BT-34", "BT-31"},
             out);
  check_side(scope,
             {invoice.buyer, "/invoice/buyer/identifiers", "/invoice/buyer/legal_id/value",
              "/invoice/buyer/electronic_address/value", "/invoice/buyer/vat_id", "BT-46", "BT-47",
              "BT-49", "BT-48"},
             out);
  if (invoice.payee)
    check_side(scope,
               {*invoice.payee, "/invoice/payee/identifiers", "/invoice/payee/legal_id/value",
                "/invoice/payee/electronic_address/value", "/invoice/payee/vat_id", "BT-60",
                "BT-61", "", ""},
               out);
}

}  // namespace airut::rules
