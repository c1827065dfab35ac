#include "formats/ubl/ehf.hpp"
#include "formats/ubl/source.hpp"

namespace airut::ubl {
namespace {

model::PostalAddress read_address(xml::Element element) {
  model::PostalAddress address;
  if (!element) return address;
  address.line1 = element.view_of("StreetName");
  // Older customizations have the house number apart and call the post office box by its name.
  if (auto const number = element.view_of("BuildingNumber"); !number.empty()) {
    address.line1.append(address.line1.empty() ? "" : " ").append(number);
  }
  address.line2 = element.view_of("AdditionalStreetName");
  if (auto const box = element.child("Postbox"); address.line1.empty() && box) {
    address.line1 = box.view();
  }
  address.line3 = element.child("AddressLine").view_of("Line");
  address.city = element.view_of("CityName");
  address.postal_code = element.view_of("PostalZone");
  address.subdivision = element.view_of("CountrySubentity");
  address.country = element.child("Country").view_of("IdentificationCode");
  return address;
}

void read_tax_schemes(xml::Element party, model::Party& to) {
  constexpr std::string_view name = "PartyTaxScheme";
  for (auto one = party.child(name); one; one = one.next_sibling(name)) {
    auto const kind = one.child("TaxScheme").view_of("ID");
    auto& id = kind == "VAT" ? to.vat_id : to.tax_registration_id;
    if (id.empty()) id = one.view_of("CompanyID");
  }
}

// The SEPA creditor id (BT-90) stands among the identifiers.
void read_identifications(xml::Element party, model::Party& to, std::string* creditor_id) {
  constexpr std::string_view name = "PartyIdentification";
  for (auto one = party.child(name); one; one = one.next_sibling(name)) {
    auto const id = one.child("ID");
    auto const scheme = id.attribute_view("schemeID").value_or("");
    if (id.view().empty()) continue;
    if (scheme == "SEPA" && creditor_id && creditor_id->empty()) {
      *creditor_id = id.view();
    } else {
      to.identifiers.push_back({id.text(), std::string{scheme}});
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
  party.name = entity.view_of("RegistrationName");
  party.trading_name = element.child("PartyName").view_of("Name");
  if (party.name.empty()) std::swap(party.name, party.trading_name);
  party.legal_id = source.id(entity, "CompanyID");
  party.legal_form = entity.view_of("CompanyLegalForm");
  auto const contact = element.child("Contact");
  party.contact = {contact.text_of("Name"), contact.text_of("Telephone"),
                   contact.text_of("ElectronicMail")};
  return party;
}

}  // namespace

void read_delivery(xml::Element root, model::Invoice& invoice, Source& source) {
  auto const element = root.child("Delivery");
  if (!element) return;
  model::Delivery delivery;
  delivery.date = source.date(element, "ActualDeliveryDate");
  delivery.name = element.child("DeliveryParty").child("PartyName").view_of("Name");
  auto const location = element.child("DeliveryLocation");
  delivery.location = source.id(location, "ID");
  if (auto const address = read_address(location.child("Address"));
      address != model::PostalAddress{}) {
    delivery.address = address;
  }
  if (delivery != model::Delivery{}) invoice.delivery = std::move(delivery);
}

void read_parties(xml::Element root, model::Invoice& invoice, Source& source) {
  std::string creditor_id;
  auto const supplier = root.child("AccountingSupplierParty"),
             customer = root.child("AccountingCustomerParty");
  invoice.seller = read_party(supplier.child("Party"), source, &creditor_id);
  invoice.buyer = read_party(customer.child("Party"), source, nullptr);
  // EHF forward billing: who has no legal entity is a consumer.
  bool const forwarded = kind_of(invoice.specification) == Kind::forward_billing;
  if (forwarded && !customer.child("Party").child("PartyLegalEntity")) {
    invoice.buyer.type = model::PartyType::consumer;
  }
  // EHF 2 and its like: the seller's own number of the buyer.
  invoice.buyer.customer_number = customer.view_of("SupplierAssignedAccountID");
  if (auto const payee = root.child("PayeeParty")) {
    invoice.payee = read_party(payee, source, &creditor_id);
  }
  if (auto const representative = root.child("TaxRepresentativeParty")) {
    invoice.tax_representative = read_party(representative, source, nullptr);
  }
  if (!creditor_id.empty()) {
    if (!invoice.payment) invoice.payment.emplace();
    invoice.payment->creditor_id = std::move(creditor_id);
  }
}

}  // namespace airut::ubl
