#include "formats/model/finnish.hpp"
#include "formats/teapps/source.hpp"

namespace airut::teapps {
namespace {

constexpr std::string_view ovt_prefix = "0037", ovt_scheme = "0216";

model::PostalAddress read_address(xml::Element address) {
  model::PostalAddress read;
  read.line1 = address.text_of("STREET_ADDRESS1");
  read.line2 = address.text_of("STREET_ADDRESS2");
  read.line3 = address.text_of("STREET_ADDRESS3");
  read.postal_code = address.text_of("POSTAL_CODE");
  read.city = address.text_of("POST_OFFICE");
  read.subdivision = address.text_of("SUBDIVISION");
  read.country = address.text_of("COUNTRY_CODE");
  if (!read.country.empty()) address.child("COUNTRY").set_read();
  return read;
}

void read_ids(xml::Element customer, model::Party& party, Source& source) {
  party.legal_id = source.identifier(customer.child("ORGANIZATION_NUMBER"));
  bool const finnish = party.address.country == "FI" || party.address.country.empty();
  if (party.legal_id && party.legal_id->scheme.empty() && finnish) party.legal_id->scheme = "0212";
  for (auto const& one : customer.children("PARTY_IDENTIFICATION_ID")) {
    auto id = source.identifier(one);
    if (!id) continue;
    auto const authority = one.attribute("AUTHORITY").value_or("");
    if (id->scheme.empty() && authority == "GLN") id->scheme = "0088";
    if (id->scheme.empty() && authority == "DUNS") id->scheme = "0060";
    party.identifiers.push_back(std::move(*id));
  }
}

// The address of the e-invoice; in TEAPPSXML it stands beside CUSTOMER_INFORMATION.
void read_address_of(xml::Element group, model::Party& party) {
  auto const address = group.text_of("NET_SERVICE_ID");
  party.intermediary = group.text_of("INTERMEDIATOR");
  auto scheme = group.text_of("EADDRESS_SCHEME_ID_CODE");
  group.child("EADDRESS_SCHEME_ID").set_read();  // the list the code is of: ISO 6523
  if (address.empty()) return;
  if (scheme.empty() && address.rfind(ovt_prefix, 0) == 0) scheme = ovt_scheme;
  party.electronic_address = model::Identifier{address, scheme};
}

model::Party read_party(xml::Element group, Source& source) {
  auto party = read_customer(group.child("CUSTOMER_INFORMATION"), source);
  read_address_of(group, party);
  return party;
}

void read_delivery(xml::Element invoice_element, model::Invoice& invoice, Source& source) {
  auto const group = invoice_element.child("DELIVERY_PARTY").child("CUSTOMER_INFORMATION");
  auto const head = invoice_element.child("HEADER");
  model::Delivery delivery;
  delivery.date = source.date(head.child("DELIVERY_DATE"));
  delivery.name = group.text_of("CUSTOMER_NAME");
  delivery.location =
      source.identifier(head.child("TRANSPORT_INFORMATION").child("FINAL_DESTINATION"));
  if (auto const address = group.child("ADDRESS")) {
    delivery.address = read_address(address);
    if (delivery.address->country.empty()) {
      model::Party const place;
      delivery.address->country = model::country_meant(place, address.child("COUNTRY").peek());
    }
  }
  if (delivery != model::Delivery{}) invoice.delivery = std::move(delivery);
}

void read_others(xml::Element invoice_element, model::Invoice& invoice, Source& source) {
  for (auto const& one : invoice_element.children("OTHER_PARTNER")) {
    auto const type = one.attribute("PARTNER_TYPE").value_or("");
    if (type == "PaymentReceiver") invoice.payee = read_party(one, source);
    if (type == "SellerTaxRepr") invoice.tax_representative = read_party(one, source);
  }
  auto const payer = invoice_element.child("PAYER");
  if (payer.child("CUSTOMER_INFORMATION")) invoice.payer = read_party(payer, source);
}

}  // namespace

model::Party read_customer(xml::Element customer, Source& source) {
  model::Party party;
  party.name = customer.text_of("CUSTOMER_NAME");
  party.trading_name = customer.text_of("TRADING_NAME");
  party.vat_id = customer.text_of("VAT_NUMBER");
  party.national_id = customer.text_of("SOCIAL_SECURITY_NUMBER");
  party.customer_number = customer.text_of("CUSTOMER_ID");
  party.language = customer.text_of("LANGUAGE_CODE");
  for (auto& c : party.language) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  auto const place = customer.child("ADDRESS");
  party.address = read_address(place);
  party.address.country = model::country_meant(party, place.child("COUNTRY").peek());
  if (party.address.country == "FI") party.vat_id = model::vat_id_meant(std::move(party.vat_id));
  read_ids(customer, party, source);
  auto const contact = customer.child("CONTACT_INFORMATION");
  party.contact.name = contact.text_of("CONTACT_PERSON");
  party.contact.phone = contact.text_of("TELEPHONE_NUMBER");
  party.contact.email = contact.text_of("E-MAIL_ADDRESS");
  if (party.contact.email.empty()) party.contact.email = customer.text_of("E-MAIL_ADDRESS");
  return party;
}

void read_parties(xml::Element invoice_element, model::Invoice& invoice, Source& source) {
  auto const payee = invoice_element.child("PAYEE");
  invoice.seller = read_party(payee, source);
  invoice.seller.tax_registration_id = payee.text_of("PRELIMINARY_TAX_REGISTERED");
  invoice.seller.legal_form = payee.text_of("ADDITIONAL_LEGAL_INFO");
  auto const receiver = invoice_element.child("RECEIVER");
  invoice.buyer = read_party(receiver, source);
  if (invoice.buyer.customer_number.empty()) {
    invoice.buyer.customer_number = receiver.text_of("CUSTOMER_ID");
  }
  read_delivery(invoice_element, invoice, source);
  read_others(invoice_element, invoice, source);
}

}  // namespace airut::teapps
