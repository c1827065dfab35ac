#include "formats/ubl/source.hpp"

namespace airut::ubl {
namespace {

model::PostalAddress read_address(xml::Element element) {
  model::PostalAddress address;
  address.line1 = element.text_of("StreetName");
  address.line2 = element.text_of("AdditionalStreetName");
  address.line3 = element.child("AddressLine").text_of("Line");
  address.city = element.text_of("CityName");
  address.postal_code = element.text_of("PostalZone");
  address.subdivision = element.text_of("CountrySubentity");
  address.country = element.child("Country").text_of("IdentificationCode");
  return address;
}

void read_tax_schemes(xml::Element party, model::Party& to) {
  for (auto const& scheme : party.children("PartyTaxScheme")) {
    auto const company = scheme.text_of("CompanyID");
    auto const kind = scheme.child("TaxScheme").text_of("ID");
    (kind == "VAT" ? to.vat_id : to.tax_registration_id) = company;
  }
}

// The SEPA creditor id (BT-90) stands among the identifiers.
void read_identifications(xml::Element party, model::Party& to, std::string* creditor_id) {
  for (auto const& one : party.children("PartyIdentification")) {
    auto const id = one.child("ID");
    auto const scheme = id.attribute("schemeID").value_or("");
    if (scheme == "SEPA" && creditor_id) {
      *creditor_id = id.text();
    } else {
      to.identifiers.push_back({id.text(), scheme});
    }
  }
}

model::Party read_party(xml::Element element, Source& source, std::string* creditor_id) {
  model::Party party;
  party.electronic_address = source.id(element, "EndpointID");
  read_identifications(element, party, creditor_id);
  party.address = read_address(element.child("PostalAddress"));
  read_tax_schemes(element, party);
  auto const entity = element.child("PartyLegalEntity");
  party.name = entity.text_of("RegistrationName");
  party.trading_name = element.child("PartyName").text_of("Name");
  if (party.name.empty()) std::swap(party.name, party.trading_name);
  party.legal_id = source.id(entity, "CompanyID");
  party.legal_form = entity.text_of("CompanyLegalForm");
  auto const contact = element.child("Contact");
  party.contact = {contact.text_of("Name"), contact.text_of("Telephone"),
                   contact.text_of("ElectronicMail")};
  return party;
}

void read_delivery(xml::Element root, model::Invoice& invoice, Source& source) {
  auto const element = root.child("Delivery");
  if (!element) return;
  model::Delivery delivery;
  delivery.date = source.date(element, "ActualDeliveryDate");
  delivery.name = element.child("DeliveryParty").child("PartyName").text_of("Name");
  auto const location = element.child("DeliveryLocation");
  delivery.location = source.id(location, "ID");
  if (auto const address = location.child("Address")) delivery.address = read_address(address);
  if (delivery != model::Delivery{}) invoice.delivery = delivery;
}

}  // namespace

void read_parties(xml::Element root, model::Invoice& invoice, Source& source) {
  std::string creditor_id;
  invoice.seller =
      read_party(root.child("AccountingSupplierParty").child("Party"), source, &creditor_id);
  invoice.buyer = read_party(root.child("AccountingCustomerParty").child("Party"), source, nullptr);
  if (auto const payee = root.child("PayeeParty")) {
    invoice.payee = read_party(payee, source, &creditor_id);
  }
  if (auto const representative = root.child("TaxRepresentativeParty")) {
    invoice.tax_representative = read_party(representative, source, nullptr);
  }
  if (!creditor_id.empty()) {
    if (!invoice.payment) invoice.payment.emplace();
    invoice.payment->creditor_id = creditor_id;
  }
  read_delivery(root, invoice, source);
}

}  // namespace airut::ubl
