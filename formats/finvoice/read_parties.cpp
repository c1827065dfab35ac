#include <iterator>

#include <fmt/format.h>

#include "formats/finvoice/source.hpp"
#include "formats/finvoice/words.hpp"
#include "formats/model/finnish.hpp"

namespace airut::finvoice {
namespace {

std::string element(std::string_view side, std::string_view rest) {
  return fmt::format("{}{}", side, rest);
}

// Old files have no scheme; a Finnish business id needs none to be known.
void give_scheme(model::Identifier& id, std::string_view country) {
  if (id.scheme.empty() && (country == "FI" || country.empty())) id.scheme = "0212";
}

model::Party read_party(xml::Element root, std::string_view side, Source& source) {
  model::Party party;
  auto const details = root.child(element(side, "PartyDetails"));
  party.name = joined(details, element(side, "OrganisationName"), " ");
  party.trading_name = details.text_of(element(side, "OrganisationTradingName"));
  party.vat_id = details.text_of(element(side, "OrganisationTaxCode"));
  auto const place = details.child(element(side, "PostalAddressDetails"));
  party.address = read_address(place, side);
  party.address.country = model::country_meant(party, place.child("CountryName").peek());
  if (party.address.country == "FI") party.vat_id = model::vat_id_meant(std::move(party.vat_id));
  party.legal_id = source.identifier(details, element(side, "PartyIdentifier"));
  if (party.legal_id) give_scheme(*party.legal_id, party.address.country);
  for (auto const& code : details.children(element(side, "Code"))) {
    party.identifiers.push_back({code.text(), code.attribute("SchemeID").value_or("")});
  }
  party.contact.name = root.text_of(element(side, "ContactPersonName"));
  auto const contact = root.child(element(side, "CommunicationDetails"));
  party.contact.phone = contact.text_of(element(side, "PhoneNumberIdentifier"));
  party.contact.email = contact.text_of(element(side, "EmailaddressIdentifier"));
  return party;
}

// The address that the document was sent from or to; else the OVT that stands
// beside the party.
void read_electronic_address(xml::Element root, std::string_view side, xml::Element end,
                             std::string_view prefix, model::Party& party, Source& source) {
  party.electronic_address = source.identifier(end, element(prefix, "Identifier"));
  party.intermediary = end.text_of(element(prefix, "Intermediator"));
  auto unit = root.text_of(element(side, "OrganisationUnitNumber"));
  if (!party.electronic_address) {
    if (!unit.empty()) party.electronic_address = model::Identifier{std::move(unit), ""};
  } else if (party.electronic_address->value != unit) {
    source.keep(element(side, "OrganisationUnitNumber"), std::move(unit));
  }
  if (party.electronic_address && party.electronic_address->scheme.empty()) {
    party.electronic_address->scheme = usual_scheme(party.electronic_address->value);
  }
}

std::string lower_case(std::string text) {
  for (auto& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

void read_delivery(xml::Element root, model::Invoice& invoice, Source& source) {
  auto const party = root.child("DeliveryPartyDetails");
  auto const details = root.child("DeliveryDetails");
  auto const date = source.date(details, "DeliveryDate");
  invoice.receiving_advice = details.text_of("WaybillIdentifier");
  if (!party && !date) return;
  model::Delivery delivery;
  delivery.date = date;
  delivery.name = joined(party, "DeliveryOrganisationName", " ");
  delivery.location = source.identifier(party, "DeliveryCode");
  if (auto const address = party.child("DeliveryPostalAddressDetails")) {
    delivery.address = read_address(address, "Delivery");
    if (delivery.address->country.empty()) {
      model::Party const place;
      delivery.address->country = model::country_meant(place, address.child("CountryName").peek());
    }
  }
  invoice.delivery = delivery;
}

// The seller's common number and address stand in for those of the contact
// person.
void read_seller_information(xml::Element more, model::Party& seller, Source& source) {
  seller.tax_registration_id = more.text_of("SellerTaxRegistrationText");
  seller.legal_form = more.text_of("SellerAdditionalLegalInfo");
  auto& contact = seller.contact;
  auto phone = more.text_of("SellerPhoneNumber");
  if (contact.phone.empty()) {
    contact.phone = std::move(phone);
  } else if (contact.phone != phone) {
    source.keep("SellerInformationDetails/SellerPhoneNumber", std::move(phone));
  }
  auto email = more.text_of("SellerCommonEmailaddressIdentifier");
  if (contact.email.empty()) {
    contact.email = std::move(email);
  } else if (contact.email != email) {
    source.keep("SellerInformationDetails/SellerCommonEmailaddressIdentifier", std::move(email));
  }
}

}  // namespace

model::PostalAddress read_address(xml::Element details, std::string_view side) {
  model::PostalAddress address;
  std::string* const lines[] = {&address.line1, &address.line2, &address.line3};
  std::size_t count = 0;
  for (auto const& street : details.children(element(side, "StreetName"))) {
    if (count < std::size(lines)) *lines[count++] = street.text();
  }
  address.city = details.text_of(element(side, "TownName"));
  address.postal_code = details.text_of(element(side, "PostCodeIdentifier"));
  address.subdivision = details.text_of(element(side, "CountrySubdivision"));
  address.country = details.text_of("CountryCode");
  for (auto* part : {&address.line1, &address.city, &address.postal_code}) {
    if (*part == not_given) part->clear();
  }
  return address;
}

void read_parties(xml::Element root, model::Invoice& invoice, Source& source) {
  invoice.seller = read_party(root, "Seller", source);
  invoice.buyer = read_party(root, "Buyer", source);
  invoice.buyer.customer_number = root.child("InvoiceDetails").text_of("SellersBuyerIdentifier");
  auto const frame = root.child("MessageTransmissionDetails");
  read_electronic_address(root, "Seller", frame.child("MessageSenderDetails"), "From",
                          invoice.seller, source);
  read_electronic_address(root, "Buyer", frame.child("MessageReceiverDetails"), "To", invoice.buyer,
                          source);
  read_seller_information(root.child("SellerInformationDetails"), invoice.seller, source);
  invoice.buyer.language = lower_case(root.text_of("InvoiceRecipientLanguageCode"));
  read_delivery(root, invoice, source);
  read_other_parties(root, invoice, source);
}

}  // namespace airut::finvoice
