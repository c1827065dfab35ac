#include <algorithm>
#include <span>

#include "formats/ubl/sheet.hpp"

namespace airut::ubl {
namespace {

void write_address(Sheet& sheet, std::string_view element, model::PostalAddress const& address) {
  auto& out = sheet.xml();
  out.group(element);
  out.leaf_if("cbc:StreetName", address.line1);
  out.leaf_if("cbc:AdditionalStreetName", address.line2);
  out.leaf_if("cbc:CityName", address.city);
  out.leaf_if("cbc:PostalZone", address.postal_code);
  out.leaf_if("cbc:CountrySubentity", address.subdivision);
  sheet.wrapped("cac:AddressLine", "cbc:Line", address.line3);
  sheet.wrapped("cac:Country", "cbc:IdentificationCode", address.country);
  out.close();
}

void write_tax_scheme(Sheet& sheet, std::string_view company_id, std::string_view scheme) {
  if (company_id.empty()) return;
  auto& out = sheet.xml();
  out.open("cac:PartyTaxScheme");
  out.leaf("cbc:CompanyID", company_id);
  out.open("cac:TaxScheme");
  out.leaf("cbc:ID", scheme);
  out.close();
  out.close();
}

// Only a seller may have several (UBL-SR-16, UBL-SR-20).
enum class Identifiers { one, several };

void write_identifications(Sheet& sheet, model::Party const& party, Identifiers allowed,
                           std::string_view creditor_id = {}) {
  auto& out = sheet.xml();
  auto const& all = party.identifiers;
  auto const count =
      allowed == Identifiers::one ? std::min<std::size_t>(all.size(), 1) : all.size();
  for (auto const& one : std::span{all}.first(count)) {
    out.open("cac:PartyIdentification");
    sheet.id("cbc:ID", one);
    out.close();
  }
  if (creditor_id.empty()) return;
  out.open("cac:PartyIdentification");
  out.leaf("cbc:ID", creditor_id, {{"schemeID", "SEPA"}});
  out.close();
}

void write_legal_entity(Sheet& sheet, model::Party const& party) {
  auto& out = sheet.xml();
  out.group("cac:PartyLegalEntity");
  out.leaf_if("cbc:RegistrationName", party.name);
  if (party.legal_id) {
    // The scheme is an ISO 6523 code; a business id without one is written bare.
    out.leaf_if("cbc:CompanyID", party.legal_id->value, {{"schemeID", party.legal_id->scheme}});
  }
  out.leaf_if("cbc:CompanyLegalForm", party.legal_form);
  out.close();
}

void write_contact(Sheet& sheet, model::Contact const& contact) {
  auto& out = sheet.xml();
  out.group("cac:Contact");
  out.leaf_if("cbc:Name", contact.name);
  out.leaf_if("cbc:Telephone", contact.phone);
  out.leaf_if("cbc:ElectronicMail", contact.email);
  out.close();
}

void write_party(Sheet& sheet, model::Party const& party, Identifiers allowed,
                 std::string_view creditor_id = {}) {
  auto& out = sheet.xml();
  out.open("cac:Party");
  if (party.electronic_address) sheet.id("cbc:EndpointID", *party.electronic_address);
  write_identifications(sheet, party, allowed, creditor_id);
  sheet.wrapped("cac:PartyName", "cbc:Name", party.trading_name);
  write_address(sheet, "cac:PostalAddress", party.address);
  write_tax_scheme(sheet, party.vat_id, "VAT");
  write_tax_scheme(sheet, party.tax_registration_id, "TAX");
  write_legal_entity(sheet, party);
  write_contact(sheet, party.contact);
  out.close();
}

}  // namespace

void write_seller(Sheet& sheet, model::Invoice const& invoice) {
  auto& out = sheet.xml();
  out.open("cac:AccountingSupplierParty");
  write_party(sheet, invoice.seller, Identifiers::several,
              invoice.payment ? std::string_view{invoice.payment->creditor_id} : "");
  out.close();
}

void write_buyer(Sheet& sheet, model::Party const& buyer, bool extensions) {
  auto& out = sheet.xml();
  out.open("cac:AccountingCustomerParty");
  if (extensions) out.leaf_if("cbc:SupplierAssignedAccountID", buyer.customer_number);
  write_party(sheet, buyer, Identifiers::one);
  out.close();
}

void write_payee(Sheet& sheet, model::Party const& payee) {
  auto& out = sheet.xml();
  out.open("cac:PayeeParty");
  write_identifications(sheet, payee, Identifiers::one);
  sheet.wrapped("cac:PartyName", "cbc:Name", payee.name);
  if (payee.legal_id) {
    out.open("cac:PartyLegalEntity");
    sheet.id("cbc:CompanyID", *payee.legal_id);
    out.close();
  }
  out.close();
}

void write_tax_representative(Sheet& sheet, model::Party const& party) {
  auto& out = sheet.xml();
  out.open("cac:TaxRepresentativeParty");
  sheet.wrapped("cac:PartyName", "cbc:Name", party.name);
  write_address(sheet, "cac:PostalAddress", party.address);
  write_tax_scheme(sheet, party.vat_id, "VAT");
  out.close();
}

void write_delivery(Sheet& sheet, model::Delivery const& delivery) {
  auto& out = sheet.xml();
  out.group("cac:Delivery");
  sheet.date("cbc:ActualDeliveryDate", delivery.date);
  out.group("cac:DeliveryLocation");
  if (delivery.location) sheet.id("cbc:ID", *delivery.location);
  if (delivery.address) write_address(sheet, "cac:Address", *delivery.address);
  out.close();
  out.group("cac:DeliveryParty");
  sheet.wrapped("cac:PartyName", "cbc:Name", delivery.name);
  out.close();
  out.close();
}

}  // namespace airut::ubl
