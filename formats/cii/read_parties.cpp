#include "formats/cii/source.hpp"

namespace airut::cii {
namespace {

void read_ids(xml::Element element, model::Party& party) {
  for (auto const name : {"ID", "GlobalID"}) {
    for (auto one = element.child(name); one; one = one.next_sibling(name)) {
      if (one.view().empty()) continue;
      party.identifiers.push_back({one.text(), one.attribute("schemeID").value_or("")});
    }
  }
}

void read_registrations(xml::Element element, model::Party& party) {
  constexpr std::string_view name = "SpecifiedTaxRegistration";
  for (auto one = element.child(name); one; one = one.next_sibling(name)) {
    auto const id = one.child("ID");
    auto const scheme = id.attribute_view("schemeID").value_or("");
    auto& to = scheme == "VA" ? party.vat_id : party.tax_registration_id;
    if (to.empty()) to = id.view();
  }
}

model::Contact read_contact(xml::Element element) {
  model::Contact contact;
  contact.name = element.view_of("PersonName");
  if (contact.name.empty()) contact.name = element.view_of("DepartmentName");
  contact.phone = element.child("TelephoneUniversalCommunication").view_of("CompleteNumber");
  contact.email = element.child("EmailURIUniversalCommunication").view_of("URIID");
  return contact;
}

}  // namespace

model::PostalAddress read_address(xml::Element element) {
  model::PostalAddress address;
  address.postal_code = element.view_of("PostcodeCode");
  address.line1 = element.view_of("LineOne");
  address.line2 = element.view_of("LineTwo");
  address.line3 = element.view_of("LineThree");
  address.city = element.view_of("CityName");
  address.country = element.view_of("CountryID");
  address.subdivision = element.view_of("CountrySubDivisionName");
  return address;
}

model::Party read_party(xml::Element element, Source& source) {
  model::Party party;
  if (!element) return party;
  read_ids(element, party);
  party.name = element.view_of("Name");
  party.legal_form = source.lines(element, "Description");
  auto const organisation = element.child("SpecifiedLegalOrganization");
  party.legal_id = source.id(organisation, "ID");
  party.trading_name = organisation.view_of("TradingBusinessName");
  party.contact = read_contact(element.child("DefinedTradeContact"));
  party.address = read_address(element.child("PostalTradeAddress"));
  party.electronic_address = source.id(element.child("URIUniversalCommunication"), "URIID");
  read_registrations(element, party);
  return party;
}

}  // namespace airut::cii
