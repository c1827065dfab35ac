#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "formats/model/untdid.hpp"
#include "formats/rules/report.hpp"

// BR-CL-01 ... BR-CL-26: values that come from a code list. The lists are data with days
// (config/tables/code_lists.tsv).
namespace airut::rules {

namespace {

using model::Invoice;

struct Coded {
  CodeList list;
  Rule rule;
};

constexpr Coded coded(CodeList list, std::string_view id, std::string_view term,
                      std::string_view code, std::string_view place, std::string_view sentence,
                      Weight weight = Weight::fatal) {
  return {list, {id, term, code, place, sentence, weight}};
}

constexpr std::string_view no_country = "\"{}\" is no country code of ISO 3166-1.";
constexpr std::string_view unknown_scheme = "\"{}\" is no identifier scheme of ISO/IEC 6523 (ICD).";
constexpr std::string_view no_category = "\"{}\" is no VAT category of EN 16931.";
constexpr std::string_view no_unit = "\"{}\" is not a unit code of UN/ECE Recommendation 20.";

// Asks for a value that is given; what must be given is another rule's.
class Lookup {
 public:
  Lookup(Scope const& scope, Report& out) : scope_(scope), out_(out) {}

  void operator()(Coded const& one, std::string_view value, Where const& where = {}) const {
    if (!value.empty() && !scope_.listed(one.list, value))
      out_.add(one.rule, where, std::string{value});
  }
  Scope const& scope() const { return scope_; }
  Report& out() const { return out_; }

 private:
  Scope const& scope_;
  Report& out_;
};

void check_head(Lookup const& look) {
  auto const& it = look.scope().invoice;
  bool const credit = it.type == model::InvoiceType::credit_note;
  bool const billing =
      credit || it.type == model::InvoiceType::invoice || it.type == model::InvoiceType::corrected;
  static constexpr auto invoice_type =
      coded(CodeList::document_type, "BR-CL-01", "BT-3", "type-unknown", "/invoice/type_code",
            "\"{}\" is no invoice type of UNTDID 1001.");
  static constexpr auto credit_type =
      coded(CodeList::credit_type, "BR-CL-01", "BT-3", "type-unknown", "/invoice/type_code",
            "\"{}\" is no credit note type of UNTDID 1001.");
  if (billing) look(credit ? credit_type : invoice_type, model::type_code_of(it));
  static constexpr auto vat_point =
      coded(CodeList::vat_point, "BR-CL-06", "BT-8", "tax-point-unknown", "/invoice/tax_point_code",
            "\"{}\" is no VAT point code (3, 35, 432).");
  look(vat_point, it.tax_point_code);
  static constexpr auto object = coded(
      CodeList::object_scheme, "BR-CL-07", "BT-18", "object-scheme-unknown",
      "/invoice/object_id/scheme", "\"{}\" is no reference scheme of UNTDID 1153.", Weight::native);
  if (it.object_id) look(object, it.object_id->scheme);
  static constexpr auto subject =
      coded(CodeList::note_subject, "BR-CL-08", "BT-21", "note-subject-unknown", "/subject_code",
            "\"{}\" is no subject of UNTDID 4451.");
  for (std::size_t i = 0; i < it.notes.size(); ++i)
    look(subject, it.notes[i].subject_code, {"/invoice/notes", i});
}

void check_currencies(Lookup const& look) {
  auto const& it = look.scope().invoice;
  auto const gone = [&](model::Currency currency) {
    return look.scope().listed(CodeList::currency_withdrawn, currency.code());
  };
  if (gone(it.currency))
    look.out().add({"BR-CL-04", "BT-5", "currency-withdrawn", "/invoice/currency",
                    "The currency {} is no longer in force."},
                   {}, std::string{it.currency.code()});
  if (it.vat_currency && gone(*it.vat_currency))
    look.out().add({"BR-CL-05", "BT-6", "currency-withdrawn", "/invoice/vat_currency",
                    "The currency {} is no longer in force."},
                   {}, std::string{it.vat_currency->code()});
}

struct PartyCodes {
  std::string_view identifiers;
  Coded identifier, legal, country, address;
};

constexpr PartyCodes party_codes(std::string_view identifiers, std::string_view legal,
                                 std::string_view country, std::string_view address) {
  return {identifiers,
          coded(CodeList::icd, "BR-CL-10", "", "id-scheme-unknown", "/scheme", unknown_scheme,
                Weight::native),
          coded(CodeList::icd, "BR-CL-11", "", "id-scheme-unknown", legal, unknown_scheme,
                Weight::native),
          coded(CodeList::country, "BR-CL-14", "", "country-unknown", country, no_country),
          coded(CodeList::address_scheme, "BR-CL-25", "", "address-scheme-unknown", address,
                "\"{}\" is no electronic address scheme.", Weight::native)};
}

// Peppol's list of address schemes is shorter than EAS: schemes that it dropped stay good elsewhere
// and are worth a word.
void check_address_scheme(Lookup const& look, Coded const& one, std::string_view scheme) {
  auto const& scope = look.scope();
  bool const in_force = scope.listed(CodeList::address_scheme, scheme) ||
                        scope.listed(CodeList::address_scheme_left, scheme);
  if (scheme.empty() || in_force) return;
  bool const known = scope.listed(CodeList::address_scheme_elsewhere, scheme) ||
                     scope.lists.ever_has(CodeList::address_scheme_left, scheme);
  if (known && scope.peppol == Ask::no) return;
  auto rule = one.rule;
  if (known) {
    rule.id = "PEPPOL-EN16931-CL008";
    rule.sentence = "Peppol does not know the electronic address scheme \"{}\".";
    rule.weight = scope.peppol == Ask::refuse ? Weight::peppol : Weight::hint;
  }
  look.out().add(rule, {}, std::string{scheme});
  if (known || scope.peppol == Ask::no) return;
  rule.id = "PEPPOL-EN16931-CL008";
  rule.weight = Weight::peppol;
  look.out().add(rule, {}, std::string{scheme});
}

void check_party(Lookup const& look, model::Party const& party, PartyCodes const& codes) {
  for (std::size_t i = 0; i < party.identifiers.size(); ++i)
    if (party.identifiers[i].scheme != "SEPA")
      look(codes.identifier, party.identifiers[i].scheme, {codes.identifiers, i});
  if (party.legal_id) look(codes.legal, party.legal_id->scheme);
  look(codes.country, party.address.country);
  if (party.electronic_address)
    check_address_scheme(look, codes.address, party.electronic_address->scheme);
}

void check_party_codes(Lookup const& look) {
  static constexpr auto seller =
      party_codes("/invoice/seller/identifiers", "/invoice/seller/legal_id/scheme",
                  "/invoice/seller/address/country", "/invoice/seller/electronic_address/scheme");
  static constexpr auto buyer =
      party_codes("/invoice/buyer/identifiers", "/invoice/buyer/legal_id/scheme",
                  "/invoice/buyer/address/country", "/invoice/buyer/electronic_address/scheme");
  static constexpr auto payee =
      party_codes("/invoice/payee/identifiers", "/invoice/payee/legal_id/scheme",
                  "/invoice/payee/address/country", "/invoice/payee/electronic_address/scheme");
  static constexpr auto representative = party_codes(
      "/invoice/tax_representative/identifiers", "/invoice/tax_representative/legal_id/scheme",
      "/invoice/tax_representative/address/country",
      "/invoice/tax_representative/electronic_address/scheme");
  auto const& it = look.scope().invoice;
  check_party(look, it.seller, seller);
  check_party(look, it.buyer, buyer);
  if (it.payee) check_party(look, *it.payee, payee);
  if (it.tax_representative) check_party(look, *it.tax_representative, representative);
  static constexpr auto place =
      coded(CodeList::icd, "BR-CL-26", "BT-71", "id-scheme-unknown",
            "/invoice/delivery/location/scheme", unknown_scheme, Weight::native);
  static constexpr auto country = coded(CodeList::country, "BR-CL-14", "BT-80", "country-unknown",
                                        "/invoice/delivery/address/country", no_country);
  if (it.delivery && it.delivery->location) look(place, it.delivery->location->scheme);
  if (it.delivery && it.delivery->address) look(country, it.delivery->address->country);
}

void check_payments(Lookup const& look) {
  static constexpr auto means =
      coded(CodeList::payment_means, "BR-CL-16", "BT-81", "means-unknown",
            "/invoice/payment/means_code", "\"{}\" is no payment means of UNTDID 4461.");
  auto const& it = look.scope().invoice;
  if (it.payment) look(means, it.payment->means_code);
  for (auto const& one : it.further_payments) look(means, one.means_code);
}

constexpr Coded category(std::string_view id, std::string_view term) {
  return coded(CodeList::vat_category, id, term, "vat-category", "/vat/category", no_category);
}

void check_adjustment(Lookup const& look, model::AllowanceCharge const& one, Where const& where) {
  static constexpr auto allowance =
      coded(CodeList::allowance_reason, "BR-CL-19", "BT-98/BT-140", "reason-unknown",
            "/reason_code", "\"{}\" is no reason of an allowance (UNCL 5189).");
  static constexpr auto charge =
      coded(CodeList::charge_reason, "BR-CL-20", "BT-105/BT-145", "reason-unknown", "/reason_code",
            "\"{}\" is no reason of a charge (UNCL 7161).");
  static constexpr auto vat = category("BR-CL-17", "BT-95/BT-102");
  look(one.is_charge ? charge : allowance, one.reason_code, where);
  look(vat, one.vat.code, where);
}

std::string upper(std::string_view text) {
  std::string result{text};
  for (auto& c : result)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return result;
}

void check_breakdown_codes(Lookup const& look) {
  static constexpr auto vatex =
      coded(CodeList::vatex, "BR-CL-22", "BT-121", "exemption-unknown", "/vat/exemption_code",
            "\"{}\" is no exemption reason of the VATEX list.");
  static constexpr auto vat = category("BR-CL-17", "BT-118");
  auto const& rows = look.scope().invoice.vat_breakdown;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    look(vat, rows[i].vat.code, {"/invoice/vat_breakdown", i});
    auto const& code = rows[i].vat.exemption_code;
    if (!code.empty()) look(vatex, upper(code), {"/invoice/vat_breakdown", i});
  }
}

void check_line_codes(Lookup const& look, model::Line const& line, std::size_t index) {
  static constexpr auto unit =
      coded(CodeList::unit, "BR-CL-23", "BT-130", "unit-unknown", "/unit", no_unit);
  static constexpr auto base_unit =
      coded(CodeList::unit, "BR-CL-23", "BT-150", "unit-unknown", "/price_base_unit", no_unit);
  static constexpr auto vat = category("BR-CL-18", "BT-151");
  static constexpr auto object =
      coded(CodeList::object_scheme, "BR-CL-07", "BT-128", "object-scheme-unknown",
            "/object_id/scheme", "\"{}\" is no reference scheme of UNTDID 1153.", Weight::native);
  static constexpr auto item = coded(CodeList::icd, "BR-CL-21", "BT-157", "id-scheme-unknown",
                                     "/standard_item_id/scheme", unknown_scheme, Weight::native);
  static constexpr auto origin = coded(CodeList::country, "BR-CL-15", "BT-159", "country-unknown",
                                       "/origin_country", no_country);
  static constexpr auto item_class =
      coded(CodeList::item_class, "BR-CL-13", "BT-158", "class-list-unknown", "/list_id",
            "\"{}\" is no list of item classes (UNTDID 7143).", Weight::native);
  Where const where{"/invoice/lines", index};
  look(unit, line.unit, where);
  look(base_unit, line.price_base_unit, where);
  look(vat, line.vat.code, where);
  if (line.object_id) look(object, line.object_id->scheme, where);
  if (line.standard_item_id) look(item, line.standard_item_id->scheme, where);
  look(origin, line.origin_country, where);
  for (std::size_t i = 0; i < line.classifications.size(); ++i)
    look(item_class, line.classifications[i].list_id,
         {"/invoice/lines", index, "/classifications", i});
  for (std::size_t i = 0; i < line.adjustments.size(); ++i)
    check_adjustment(look, line.adjustments[i], {"/invoice/lines", index, "/adjustments", i});
}

}  // namespace

void check_codes(Scope const& scope, Report& out) {
  static constexpr auto mime =
      coded(CodeList::mime, "PEPPOL-EN16931-CL001", "BT-125", "media-type-refused", "/media_type",
            "Peppol takes no attachment of the type \"{}\".", Weight::hint);
  Lookup const look{scope, out};
  auto const& it = scope.invoice;
  check_head(look);
  check_currencies(look);
  check_party_codes(look);
  check_payments(look);
  for (std::size_t i = 0; i < it.adjustments.size(); ++i)
    check_adjustment(look, it.adjustments[i], {"/invoice/adjustments", i});
  for (std::size_t i = 0; i < it.lines.size(); ++i) check_line_codes(look, it.lines[i], i);
  check_breakdown_codes(look);
  for (std::size_t i = 0; scope.peppol != Ask::no && i < it.attachments.size(); ++i)
    if (!it.attachments[i].content.empty())
      look(mime, it.attachments[i].media_type, {"/invoice/attachments", i});
}

}  // namespace airut::rules
