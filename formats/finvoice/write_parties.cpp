#include <fmt/format.h>

#include "formats/finvoice/sheet.hpp"
#include "formats/finvoice/words.hpp"

namespace airut::finvoice {

PartyNames const seller_address{"SellerPostalAddressDetails", "SellerStreetName", "SellerTownName",
                                "SellerPostCodeIdentifier", "SellerCountrySubdivision"};
PartyNames const buyer_address{"BuyerPostalAddressDetails", "BuyerStreetName", "BuyerTownName",
                               "BuyerPostCodeIdentifier", "BuyerCountrySubdivision"};

namespace {

void write_contact(Sheet& sheet, std::string_view name, std::string_view group,
                   std::string_view phone, std::string_view email, model::Contact const& contact) {
  auto& out = sheet.xml();
  sheet.text(name, contact.name, sheet.is_201() ? 35 : 70);
  out.group(group);
  sheet.text(phone, contact.phone, 35);
  sheet.id(email, contact.email, 70);
  out.close();
}

void write_accounts(Sheet& sheet, model::Invoice const& invoice) {
  if (!invoice.payment) return;
  auto& out = sheet.xml();
  bool first = true;
  for (auto const& account : invoice.payment->accounts) {
    bool const main = std::exchange(first, false);
    if (account.bic.empty()) {  // the schema wants both
      if (!main) {
        sheet.note("A further account was left out: Finvoice wants its BIC (BT-86).");
      } else if (!account.name.empty()) {
        sheet.note("The name of the account (BT-85) was left out: Finvoice wants its BIC (BT-86).");
      }
      continue;
    }
    bool const iban = account.iban.size() > 2 && account.iban[0] >= 'A';
    out.open("SellerAccountDetails");
    sheet.id("SellerAccountID", account.iban, 35,
             {{"IdentificationSchemeName", iban ? "IBAN" : "BBAN"}});
    sheet.id("SellerBic", account.bic, 11, {{"IdentificationSchemeName", "BIC"}});
    sheet.text("SellerAccountName", account.name, 70);
    out.close();
  }
}

void need_name(Sheet& sheet, std::string_view who, model::Party const& party) {
  if (party.name.empty()) {
    sheet.fail(model::Fault::missing, fmt::format("The {} has no name.", who));
  }
}

}  // namespace

// Street, town and post code stand together or not at all: what is not known of
// an address of which something is known is told as such.
void write_address(Sheet& sheet, PartyNames const& names, model::PostalAddress const& address) {
  if (address == model::PostalAddress{}) return;
  auto& out = sheet.xml();
  auto const given = [](std::string const& text) {
    return text.empty() ? not_given : std::string_view{text};
  };
  out.open(names.address);
  sheet.name(names.street, given(address.line1), 35,
             address.line2.empty() && address.line3.empty() ? 3 : 1);
  sheet.name(names.street, address.line2, 35);
  sheet.name(names.street, address.line3, 35);
  sheet.name(names.town, given(address.city), 35);
  sheet.id(names.post_code, given(address.postal_code), 35);
  sheet.name(names.subdivision, address.subdivision, 35);
  out.leaf_if("CountryCode", address.country);
  out.close();
}

void write_seller(Sheet& sheet, model::Invoice const& invoice) {
  auto& out = sheet.xml();
  auto const& seller = invoice.seller;
  need_name(sheet, "seller", seller);
  out.open("SellerPartyDetails");
  if (seller.legal_id) sheet.scheme_id("SellerPartyIdentifier", *seller.legal_id, 35);
  sheet.name("SellerOrganisationName", seller.name, 70, 9);
  sheet.name("SellerOrganisationTradingName", seller.trading_name, 70);
  sheet.id("SellerOrganisationTaxCode", seller.vat_id, 35);
  for (auto const& one : seller.identifiers) sheet.scheme_id("SellerCode", one, 70);
  write_address(sheet, seller_address, seller.address);
  out.close();
  if (seller.electronic_address) {
    sheet.id("SellerOrganisationUnitNumber", seller.electronic_address->value, 35);
  }
  write_contact(sheet, "SellerContactPersonName", "SellerCommunicationDetails",
                "SellerPhoneNumberIdentifier", "SellerEmailaddressIdentifier", seller.contact);
  out.group("SellerInformationDetails");
  sheet.text("SellerTaxRegistrationText", seller.tax_registration_id, 35);
  sheet.text("SellerAdditionalLegalInfo", seller.legal_form, 512);
  write_accounts(sheet, invoice);
  out.close();
}

void write_buyer(Sheet& sheet, model::Invoice const& invoice) {
  auto& out = sheet.xml();
  auto const& buyer = invoice.buyer;
  need_name(sheet, "buyer", buyer);
  if (buyer.language.size() == 2) {
    std::string language = buyer.language;
    for (auto& c : language) {
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    out.leaf("InvoiceRecipientLanguageCode", language);
  }
  out.open("BuyerPartyDetails");
  if (buyer.legal_id) sheet.scheme_id("BuyerPartyIdentifier", *buyer.legal_id, 35);
  sheet.name("BuyerOrganisationName", buyer.name, 70, 9);
  sheet.name("BuyerOrganisationTradingName", buyer.trading_name, 70);
  sheet.id("BuyerOrganisationTaxCode", buyer.vat_id, 35);
  if (!buyer.identifiers.empty()) {  // the schema has one BuyerCode
    sheet.scheme_id("BuyerCode", buyer.identifiers.front(), 70);
    if (buyer.identifiers.size() > 1) {
      sheet.note(
          "Finvoice has one identifier of the buyer (BT-46); further "
          "ones were left out.");
    }
  }
  write_address(sheet, buyer_address, buyer.address);
  out.close();
  if (buyer.electronic_address) {
    sheet.id("BuyerOrganisationUnitNumber", buyer.electronic_address->value, 35);
  }
  write_contact(sheet, "BuyerContactPersonName", "BuyerCommunicationDetails",
                "BuyerPhoneNumberIdentifier", "BuyerEmailaddressIdentifier", buyer.contact);
}

}  // namespace airut::finvoice
