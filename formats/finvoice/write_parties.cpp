#include <fmt/format.h>

#include "formats/finvoice/sheet.hpp"
#include "formats/finvoice/write.hpp"

namespace airut::finvoice {
namespace {

constexpr std::string_view seller = "Seller", buyer = "Buyer";

std::string element(std::string_view side, std::string_view rest) {
  return fmt::format("{}{}", side, rest);
}

// Finvoice wants street, town and post code together or no address at all.
void write_address(Sheet& sheet, std::string_view side, model::PostalAddress const& address) {
  if (address.city.empty() && address.postal_code.empty() && address.line1.empty()) return;
  if (address.city.empty() || address.postal_code.empty()) {
    return sheet.note(fmt::format("The {} address is incomplete and was left out.", side));
  }
  auto& out = sheet.xml();
  out.open(element(side, "PostalAddressDetails"));
  auto const& first = address.line1.empty() ? address.city : address.line1;
  sheet.name(element(side, "StreetName"), first, 35, address.line2.empty() ? 3 : 1);
  sheet.name(element(side, "StreetName"), address.line2, 35);
  sheet.name(element(side, "StreetName"), address.line3, 35);
  sheet.name(element(side, "TownName"), address.city, 35);
  sheet.id(element(side, "PostCodeIdentifier"), address.postal_code, 35);
  sheet.name(element(side, "CountrySubdivision"), address.subdivision, 35);
  out.leaf_if("CountryCode", address.country);
  out.close();
}

void write_legal_id(Sheet& sheet, std::string_view side, model::Party const& party) {
  auto const name = element(side, "PartyIdentifier");
  if (party.legal_id) {
    sheet.id(name, party.legal_id->value, 35, {{"SchemeID", party.legal_id->scheme}});
  }
}

void write_names(Sheet& sheet, std::string_view side, model::Party const& party) {
  if (party.name.empty()) {
    sheet.fail(model::Fault::missing, fmt::format("The {} has no name.", side));
  }
  sheet.name(element(side, "OrganisationName"), party.name, 70, 9);
  if (!party.trading_name.empty() && party.trading_name != party.name) {
    sheet.name(element(side, "OrganisationTradingName"), party.trading_name, 70);
  }
  sheet.id(element(side, "OrganisationTaxCode"), party.vat_id, 35);
  std::size_t count = 0;
  for (auto const& one : party.identifiers) {
    if (count++ == 1 && side == buyer) break;  // the schema has one BuyerCode
    sheet.id(element(side, "Code"), one.value, 70, {{"SchemeID", one.scheme}});
  }
}

void write_contact(Sheet& sheet, std::string_view side, model::Party const& party) {
  auto& out = sheet.xml();
  sheet.text(element(side, "ContactPersonName"), party.contact.name, 35);
  out.group(element(side, "CommunicationDetails"));
  sheet.text(element(side, "PhoneNumberIdentifier"), party.contact.phone, 35);
  sheet.id(element(side, "EmailaddressIdentifier"), party.contact.email, 70);
  out.close();
}

void write_party(Sheet& sheet, std::string_view side, model::Party const& party) {
  auto& out = sheet.xml();
  out.open(element(side, "PartyDetails"));
  write_legal_id(sheet, side, party);
  write_names(sheet, side, party);
  write_address(sheet, side, party.address);
  out.close();
  if (party.electronic_address) {
    sheet.id(element(side, "OrganisationUnitNumber"), party.electronic_address->value, 35);
  }
  write_contact(sheet, side, party);
}

void write_accounts(Sheet& sheet, model::Invoice const& invoice) {
  if (!invoice.payment) return;
  auto& out = sheet.xml();
  for (auto const& account : invoice.payment->accounts) {
    if (account.bic.empty()) continue;  // the schema wants both; the EPI block has the account
    bool const iban = account.iban.size() > 2 && account.iban[0] >= 'A';
    out.open("SellerAccountDetails");
    sheet.id("SellerAccountID", account.iban, 34,
             {{"IdentificationSchemeName", iban ? "IBAN" : "BBAN"}});
    sheet.id("SellerBic", account.bic, 11, {{"IdentificationSchemeName", "BIC"}});
    sheet.text("SellerAccountName", account.name, 70);
    out.close();
  }
}

void write_end(Sheet& sheet, std::string_view side, model::Identifier const& address,
               std::string_view intermediator) {
  if (address.value.empty() || intermediator.empty()) {
    sheet.fail(model::Fault::missing,
               fmt::format("The {} address of the transmission is incomplete.", side));
  }
  sheet.id(element(side, "Identifier"), address.value, 35, {{"SchemeID", address.scheme}});
  sheet.id(element(side, "Intermediator"), intermediator, 35);
}

}  // namespace

void write_transmission(Sheet& sheet, Transmission const& transmission) {
  auto& out = sheet.xml();
  out.open("MessageTransmissionDetails");
  out.open("MessageSenderDetails");
  write_end(sheet, "From", transmission.from, transmission.from_intermediator);
  out.close();
  out.open("MessageReceiverDetails");
  write_end(sheet, "To", transmission.to, transmission.to_intermediator);
  out.close();
  out.open("MessageDetails");
  sheet.id("MessageIdentifier", transmission.message_id, 48);
  sheet.id("MessageTimeStamp", model::instant_text(transmission.time), 35);
  out.leaf("SpecificationIdentifier", "EN16931");
  out.close();
  out.close();
}

void write_seller(Sheet& sheet, model::Invoice const& invoice) {
  write_party(sheet, seller, invoice.seller);
  auto& out = sheet.xml();
  out.group("SellerInformationDetails");
  sheet.text("SellerTaxRegistrationText", invoice.seller.tax_registration_id, 35);
  sheet.text("SellerAdditionalLegalInfo", invoice.seller.legal_form, 512);
  sheet.text("SellerPhoneNumber", invoice.seller.contact.phone, 35);
  sheet.id("SellerCommonEmailaddressIdentifier", invoice.seller.contact.email, 70);
  write_accounts(sheet, invoice);
  out.close();
}

void write_buyer(Sheet& sheet, model::Invoice const& invoice) {
  write_party(sheet, buyer, invoice.buyer);
  auto& out = sheet.xml();
  auto const& delivery = invoice.delivery;
  if (delivery && !delivery->name.empty() && delivery->address) {
    out.open("DeliveryPartyDetails");
    sheet.name("DeliveryOrganisationName", delivery->name, 35);
    if (delivery->location) {
      sheet.id("DeliveryCode", delivery->location->value, 70,
               {{"SchemeID", delivery->location->scheme}});
    }
    write_address(sheet, "Delivery", *delivery->address);
    out.close();
  }
  if (delivery && delivery->date) {
    out.open("DeliveryDetails");
    sheet.date("DeliveryDate", delivery->date);
    out.close();
  }
}

}  // namespace airut::finvoice
