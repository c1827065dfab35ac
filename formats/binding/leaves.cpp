#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "formats/binding/sheet.hpp"

// What every value and attribute of a document must look like, wherever it stands: UBL-DT, CII-DT,
// PEPPOL-EN16931-R008 and -F001, and codes that are there but empty.
namespace airut::binding {

namespace {

using xml::Element;

struct Named {
  std::string_view name, id, term;
};

// An empty code is in no list.
constexpr std::array empty_codes{
    Named{"InvoiceTypeCode", "BR-CL-01", "BT-3"},
    Named{"CreditNoteTypeCode", "BR-CL-01", "BT-3"},
    Named{"TaxCurrencyCode", "BR-CL-05", "BT-6"},
    Named{"DescriptionCode", "BR-CL-06", "BT-8"},
    Named{"DueDateTypeCode", "BR-CL-06", "BT-8"},
    Named{"SubjectCode", "BR-CL-08", "BT-21"},
    Named{"IdentificationCode", "BR-CL-14", "BT-40"},
    Named{"CountryID", "BR-CL-14", "BT-40"},
    Named{"PaymentMeansCode", "BR-CL-16", "BT-81"},
    Named{"CategoryCode", "BR-CL-18", "BT-151"},
    Named{"AllowanceChargeReasonCode", "BR-CL-19", "BT-98/BT-105"},
    Named{"ReasonCode", "BR-CL-19", "BT-98/BT-105"},
    Named{"TaxExemptionReasonCode", "BR-CL-22", "BT-121"},
    Named{"ExemptionReasonCode", "BR-CL-22", "BT-121"},
};

constexpr std::array<std::string_view, 6> days{"IssueDate", "DueDate", "TaxPointDate",
                                               "StartDate", "EndDate", "ActualDeliveryDate"};

void check_empty(Step const& at, Sheet& sheet) {
  if (!at.element.peek().empty()) return;
  auto const name = at.element.name();
  if (sheet.asks(Set::peppol)) {
    sheet.add(Set::peppol, "PEPPOL-EN16931-R008", "", "element-value", at,
              fmt::format("{} is empty; leave it out.", name));
    return;
  }
  auto const code = std::find_if(empty_codes.begin(), empty_codes.end(),
                                 [&](auto const& one) { return one.name == name; });
  if (code != empty_codes.end())
    sheet.add(Set::norm, code->id, code->term, "element-value", at,
              fmt::format("{} is empty; give a code or leave it out.", name));
}

std::size_t decimals(std::string_view number) {
  auto const dot = number.find('.');
  return dot == number.npos ? 0 : number.size() - dot - 1;
}

bool is_amount(Step const& at) {
  auto const name = at.element.name();
  if (!name.ends_with("Amount") || name.ends_with("PriceAmount")) return false;
  for (auto const* step = at.above; step != nullptr; step = step->above)
    if (step->element.name() == "Price") return false;
  return true;
}

void check_ubl_leaf(Step const& at, Sheet& sheet) {
  check_empty(at, sheet);
  auto const name = at.element.name();
  if (is_amount(at) && decimals(at.element.peek()) > 2)
    sheet.add(Set::norm, "UBL-DT-01", "", "element-value", at,
              fmt::format("{} has more than two decimals.", name), std::string{at.element.peek()});
  if (!sheet.asks(Set::peppol)) return;
  constexpr std::size_t day_length = 10;
  bool const is_day = std::find(days.begin(), days.end(), name) != days.end();
  if (is_day && !at.element.peek().empty() && at.element.peek().size() != day_length)
    sheet.add(Set::peppol, "PEPPOL-EN16931-F001", "", "element-value", at,
              fmt::format("{} must be YYYY-MM-DD, without a time zone.", name),
              std::string{at.element.peek()});
}

// Attributes that EN 16931 has no use for, by what the element's name ends with.
struct Refused {
  std::string_view ending, attribute, id;
};

constexpr std::array refused_attributes{
    Refused{"SellerAssignedID", "schemeID", "CII-DT-005"},
    Refused{"SellerAssignedID", "schemeAgencyID", "CII-DT-006"},
    Refused{"SellerAssignedID", "schemeVersionID", "CII-DT-007"},
    Refused{"ID", "schemeName", "CII-DT-101"},
    Refused{"ID", "schemeAgencyName", "CII-DT-102"},
    Refused{"ID", "schemeDataURI", "CII-DT-103"},
    Refused{"ID", "schemeURI", "CII-DT-104"},
    Refused{"TypeCode", "name", "CII-DT-008"},
    Refused{"TypeCode", "listURI", "CII-DT-009"},
    Refused{"Amount", "currencyCodeListVersionID", "CII-DT-032"},
    Refused{"Quantity", "unitCodeListID", "CII-DT-034"},
    Refused{"Quantity", "unitCodeListAgencyID", "CII-DT-035"},
    Refused{"Quantity", "unitCodeListAgencyName", "CII-DT-036"},
};

void refuse_attribute(Step const& at, std::string_view attribute, std::string_view id,
                      Sheet& sheet) {
  sheet.add(Set::norm, id, "", "element-refused", at,
            fmt::format("{} takes no attribute {}.", at.element.name(), attribute));
}

void check_attributes(Step const& at, Sheet& sheet) {
  auto const name = at.element.name();
  for (auto const& one : refused_attributes)
    if (name.ends_with(one.ending) && at.element.attribute_view(one.attribute))
      refuse_attribute(at, one.attribute, one.id, sheet);
  bool const is_plain_amount = name.ends_with("Amount") && name != "TaxTotalAmount";
  if (is_plain_amount && at.element.attribute_view("currencyID"))
    refuse_attribute(at, "currencyID", "CII-DT-031", sheet);
  bool const of_document =
      at.above != nullptr && at.above->element.name() == "ExchangedDocument" && name == "TypeCode";
  if (!of_document) return;
  constexpr std::array attributes{Refused{"", "listID", "CII-DT-010"},
                                  Refused{"", "listAgencyID", "CII-DT-011"},
                                  Refused{"", "listVersionID", "CII-DT-012"}};
  for (auto const& one : attributes)
    if (at.element.attribute_view(one.attribute))
      refuse_attribute(at, one.attribute, one.id, sheet);
}

// Two decimals, and days as YYYYMMDD.
void check_cii_leaf(Step const& at, Sheet& sheet) {
  check_empty(at, sheet);
  check_attributes(at, sheet);
  auto const name = at.element.name();
  auto const text = at.element.peek();
  bool const of_price =
      name == "ChargeAmount" ||
      (at.above != nullptr && at.above->element.name() == "AppliedTradeAllowanceCharge");
  if (name.ends_with("Amount") && !of_price && decimals(text) > 2)
    sheet.add(Set::norm, "BR-DEC-23", "", "element-value", at,
              fmt::format("{} has more than two decimals.", name), std::string{text});
  constexpr std::size_t day_length = 8;
  if (name == "DateTimeString" && at.element.attribute_view("format").value_or("") == "102" &&
      text.size() != day_length)
    sheet.add(Set::norm, "CII-DT-097", "", "element-value", at,
              "A date of the format 102 is YYYYMMDD.", std::string{text});
}

// What may not stand in a reference to a document, whichever it is.
constexpr std::array reference_children{
    Named{"StatusCode", "CII-DT-016", ""},
    Named{"CopyIndicator", "CII-DT-017", ""},
    Named{"GlobalID", "CII-DT-019", ""},
    Named{"RevisionID", "CII-DT-020", ""},
    Named{"Information", "CII-DT-023", ""},
    Named{"SectionName", "CII-DT-025", ""},
    Named{"PreviousRevisionID", "CII-DT-026", ""},
    Named{"IssuerTradeParty", "CII-DT-029", ""},
    Named{"EffectiveSpecifiedPeriod", "CII-DT-028", ""},
};

// What may stand in a supporting document only.
constexpr std::array supporting_children{
    Named{"URIID", "CII-DT-015", "BT-124"},
    Named{"Name", "CII-DT-021", "BT-123"},
    Named{"AttachmentBinaryObject", "CII-DT-022", "BT-125"},
};

constexpr std::array address_children{
    Named{"ID", "CII-DT-082", ""},
    Named{"PostOfficeBox", "CII-DT-083", ""},
    Named{"BuildingName", "CII-DT-084", ""},
    Named{"LineFour", "CII-DT-086", ""},
    Named{"LineFive", "CII-DT-087", ""},
    Named{"StreetName", "CII-DT-088", ""},
    Named{"CitySubDivisionName", "CII-DT-089", ""},
    Named{"CountryName", "CII-DT-090", ""},
    Named{"CountrySubDivisionID", "CII-DT-091", ""},
    Named{"AttentionOf", "CII-DT-092", ""},
    Named{"CareOf", "CII-DT-093", ""},
    Named{"BuildingNumber", "CII-DT-094", ""},
    Named{"DepartmentName", "CII-DT-095", ""},
    Named{"AdditionalStreetName", "CII-DT-096", ""},
};

constexpr std::array period_children{
    Named{"DurationMeasure", "CII-DT-069", ""},
    Named{"InclusiveIndicator", "CII-DT-070", ""},
    Named{"Description", "CII-DT-071", ""},
    Named{"CompleteDateTime", "CII-DT-073", ""},
    Named{"ID", "CII-DT-076", ""},
    Named{"Name", "CII-DT-077", ""},
};

template <class Names>
void refuse_children(Step const& at, Names const& names, Sheet& sheet) {
  for (auto const& one : names)
    if (at.element.child(one.name))
      sheet.add(Set::norm, one.id, one.term, "element-refused", at,
                fmt::format("{} has no place in {}.", one.name, at.element.name()));
}

void check_reference(Step const& at, Sheet& sheet) {
  refuse_children(at, reference_children, sheet);
  auto const type = at.element.child("TypeCode").peek();
  bool const additional = at.element.name() == "AdditionalReferencedDocument";
  if (!additional || type != "916") refuse_children(at, supporting_children, sheet);
  bool const known = additional && (type == "50" || type == "130" || type == "916");
  if (at.element.child("TypeCode") && !known)
    sheet.add(Set::norm, "CII-DT-018", "", "element-value", at,
              "The type of a referenced document is 50, 130 or 916.", std::string{type});
}

void check_cii_group(Step const& at, Sheet& sheet) {
  auto const name = at.element.name();
  if (name.ends_with("ReferencedDocument")) check_reference(at, sheet);
  if (name == "PostalTradeAddress") refuse_children(at, address_children, sheet);
  if (name == "BillingSpecifiedPeriod") refuse_children(at, period_children, sheet);
  if (name.ends_with("TradeTax") && at.element.child("TypeCode") &&
      at.element.child("TypeCode").peek() != "VAT")
    sheet.add(Set::norm, "CII-DT-037", "", "element-value", at, "The only tax of EN 16931 is VAT.",
              std::string{at.element.child("TypeCode").peek()});
}

void walk(Step const& at, Syntax syntax, Sheet& sheet) {
  auto child = at.element.first_child();
  if (!child) {
    syntax == Syntax::ubl ? check_ubl_leaf(at, sheet) : check_cii_leaf(at, sheet);
    return;
  }
  if (syntax == Syntax::cii) check_cii_group(at, sheet);
  for (; child; child = child.next_sibling()) walk(Step{&at, child}, syntax, sheet);
}

}  // namespace

void check_leaves(Step const& root, Syntax syntax, Sheet& sheet) { walk(root, syntax, sheet); }

}  // namespace airut::binding
