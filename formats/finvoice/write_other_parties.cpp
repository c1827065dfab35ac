#include <fmt/format.h>

#include "formats/finvoice/sheet.hpp"
#include "formats/finvoice/words.hpp"

namespace airut::finvoice {

PartyNames const delivery_address{"DeliveryPostalAddressDetails", "DeliveryStreetName",
                                  "DeliveryTownName", "DeliveryPostCodeIdentifier",
                                  "DeliveryCountrySubdivision"};
PartyNames const any_party_address{"AnyPartyPostalAddressDetails", "AnyPartyStreetName",
                                   "AnyPartyTownName", "AnyPartyPostCodeIdentifier",
                                   "AnyPartyCountrySubdivision"};

namespace {

void write_any_party(Sheet& sheet, std::string_view code, std::string_view role,
                     model::Party const& party) {
  auto& out = sheet.xml();
  out.open("AnyPartyDetails");
  out.leaf("AnyPartyText", role, {{"AnyPartyCode", code}});
  if (party.legal_id) sheet.scheme_id("AnyPartyIdentifier", *party.legal_id, 35);
  sheet.name("AnyPartyOrganisationName", party.name.empty() ? not_given : party.name, 35, 2);
  sheet.id("AnyPartyOrganisationTaxCode", party.vat_id, 35);
  if (!party.identifiers.empty()) {
    sheet.scheme_id("AnyPartyCode", party.identifiers.front(), 70);
  }
  sheet.text("AnyPartyContactPersonName", party.contact.name, sheet.is_201() ? 35 : 70);
  out.group("AnyPartyCommunicationDetails");
  sheet.text("AnyPartyPhoneNumberIdentifier", party.contact.phone, 35);
  sheet.id("AnyPartyEmailAddressIdentifier", party.contact.email, 70);
  out.close();
  write_address(sheet, any_party_address, party.address);
  out.close();
}

void write_frame_ends(Sheet& sheet, model::Identifier const& from, std::string_view from_operator,
                      model::Identifier const& to, std::string_view to_operator) {
  auto const end = [&](std::string_view side, std::string_view id_element,
                       std::string_view operator_element, model::Identifier const& address,
                       std::string_view intermediary) {
    if (address.value.size() < 2 || intermediary.size() < 2) {
      sheet.fail(model::Fault::missing,
                 fmt::format("The {} address of the transmission is incomplete.", side));
    }
    sheet.scheme_id(id_element, address, 35);
    sheet.id(operator_element, intermediary, 35);
  };
  auto& out = sheet.xml();
  out.open("MessageSenderDetails");
  end("From", "FromIdentifier", "FromIntermediator", from, from_operator);
  out.close();
  out.open("MessageReceiverDetails");
  end("To", "ToIdentifier", "ToIntermediator", to, to_operator);
  out.close();
}

void write_message(Sheet& sheet, std::string_view id, std::string_view time) {
  auto& out = sheet.xml();
  out.open("MessageDetails");
  sheet.id("MessageIdentifier", id, 48);
  sheet.id("MessageTimeStamp", time, 35);
  out.leaf("SpecificationIdentifier", "EN16931");
  out.close();
}

}  // namespace

void write_transmission(Sheet& sheet, Transmission const& transmission) {
  sheet.xml().open("MessageTransmissionDetails");
  write_frame_ends(sheet, transmission.from, transmission.from_intermediary, transmission.to,
                   transmission.to_intermediary);
  write_message(sheet, transmission.message_id, model::instant_text(transmission.time));
  sheet.xml().close();
}

void write_transmission(Sheet& sheet, model::Transmission const& transmission) {
  sheet.xml().open("MessageTransmissionDetails");
  write_frame_ends(sheet, transmission.sender, transmission.sender_intermediary,
                   transmission.receiver, transmission.receiver_intermediary);
  write_message(sheet, transmission.message_id, transmission.timestamp);
  sheet.xml().close();
}

// DeliveryPartyDetails wants a name and an address: goods that go to an address
// without a name go to the buyer.
void write_delivery(Sheet& sheet, model::Invoice const& invoice) {
  auto& out = sheet.xml();
  auto const& delivery = invoice.delivery;
  bool const has_address =
      delivery && delivery->address && *delivery->address != model::PostalAddress{};
  if (has_address) {
    auto const& name = delivery->name.empty() ? invoice.buyer.name : delivery->name;
    if (delivery->name.empty()) {
      sheet.note(
          "Finvoice wants a name at the address of delivery (BT-70): the buyer's stands there.");
    }
    out.open("DeliveryPartyDetails");
    sheet.name("DeliveryOrganisationName", name, 35, 2);
    if (delivery->location) sheet.scheme_id("DeliveryCode", *delivery->location, 70);
    write_address(sheet, delivery_address, *delivery->address);
    out.close();
  } else if (delivery && (!delivery->name.empty() || delivery->location)) {
    sheet.note(
        "The place of delivery was left out: Finvoice wants its address "
        "(BG-15).");
  }
  out.group("DeliveryDetails");
  if (delivery) sheet.date("DeliveryDate", delivery->date);
  sheet.id("WaybillIdentifier", invoice.receiving_advice, sheet.is_201() ? 35 : 70);
  out.close();
}

void write_other_parties(Sheet& sheet, model::Invoice const& invoice) {
  if (invoice.payee) write_any_party(sheet, payee_code, "Maksunsaaja", *invoice.payee);
  if (invoice.tax_representative) {
    write_any_party(sheet, tax_representative_code, "Veroedustaja", *invoice.tax_representative);
  }
  if (invoice.payer) sheet.note("Finvoice has no place for a payer apart from the buyer.");
}

}  // namespace airut::finvoice
