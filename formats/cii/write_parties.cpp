#include "formats/cii/sheet.hpp"

namespace airut::cii {
namespace {

// An identifier of a registered scheme is global, one without a scheme is the parties' own.
void write_ids(Sheet& sheet, std::vector<model::Identifier> const& ids) {
  for (auto const& one : ids) {
    if (one.scheme.empty()) sheet.xml().leaf_if("ram:ID", one.value);
  }
  for (auto const& one : ids) {
    if (!one.scheme.empty()) sheet.id("ram:GlobalID", one);
  }
}

void write_organisation(Sheet& sheet, model::Party const& party) {
  auto& out = sheet.xml();
  out.group("ram:SpecifiedLegalOrganization");
  if (party.legal_id) sheet.id("ram:ID", *party.legal_id);
  out.leaf_if("ram:TradingBusinessName", party.trading_name);
  out.close();
}

void write_contact(Sheet& sheet, model::Contact const& contact) {
  auto& out = sheet.xml();
  out.group("ram:DefinedTradeContact");
  out.leaf_if("ram:PersonName", contact.name);
  sheet.wrapped("ram:TelephoneUniversalCommunication", "ram:CompleteNumber", contact.phone);
  sheet.wrapped("ram:EmailURIUniversalCommunication", "ram:URIID", contact.email);
  out.close();
}

void write_registration(Sheet& sheet, std::string_view id, std::string_view scheme) {
  if (id.empty()) return;
  auto& out = sheet.xml();
  out.open("ram:SpecifiedTaxRegistration");
  out.leaf("ram:ID", id, {{"schemeID", scheme}});
  out.close();
}

}  // namespace

void write_address(Sheet& sheet, model::PostalAddress const& address) {
  auto& out = sheet.xml();
  out.group("ram:PostalTradeAddress");
  out.leaf_if("ram:PostcodeCode", address.postal_code);
  out.leaf_if("ram:LineOne", address.line1);
  out.leaf_if("ram:LineTwo", address.line2);
  out.leaf_if("ram:LineThree", address.line3);
  out.leaf_if("ram:CityName", address.city);
  out.leaf_if("ram:CountryID", address.country);
  out.leaf_if("ram:CountrySubDivisionName", address.subdivision);
  out.close();
}

void write_party(Sheet& sheet, std::string_view element, model::Party const& party) {
  auto& out = sheet.xml();
  out.open(element);
  write_ids(sheet, party.identifiers);
  out.leaf_if("ram:Name", party.name);
  out.leaf_if("ram:Description", party.legal_form);
  write_organisation(sheet, party);
  write_contact(sheet, party.contact);
  write_address(sheet, party.address);
  if (party.electronic_address) {
    out.group("ram:URIUniversalCommunication");
    sheet.id("ram:URIID", *party.electronic_address);
    out.close();
  }
  write_registration(sheet, party.vat_id, "VA");
  write_registration(sheet, party.tax_registration_id, "FC");
  out.close();
}

}  // namespace airut::cii
