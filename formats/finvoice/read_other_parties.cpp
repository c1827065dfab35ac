#include <fmt/format.h>

#include "formats/finvoice/extras.hpp"
#include "formats/finvoice/source.hpp"
#include "formats/finvoice/words.hpp"

namespace airut::finvoice {
namespace {

model::Party read_any_party(xml::Element details, Source& source) {
  model::Party party;
  details.text_of("AnyPartyText");
  party.name = joined(details, "AnyPartyOrganisationName", " ");
  party.legal_id = source.identifier(details, "AnyPartyIdentifier");
  party.vat_id = details.text_of("AnyPartyOrganisationTaxCode");
  if (auto const code = source.identifier(details, "AnyPartyCode")) {
    party.identifiers.push_back(*code);
  }
  party.contact.name = details.text_of("AnyPartyContactPersonName");
  auto const contact = details.child("AnyPartyCommunicationDetails");
  party.contact.phone = contact.text_of("AnyPartyPhoneNumberIdentifier");
  party.contact.email = contact.text_of("AnyPartyEmailAddressIdentifier");
  party.address = read_address(details.child("AnyPartyPostalAddressDetails"), "AnyParty");
  return party;
}

std::string code_of(xml::Element details) {
  return details.child("AnyPartyText").attribute("AnyPartyCode").value_or("");
}

}  // namespace

// The payee and the tax representative are parties with a role code; the writer
// puts them first. The others are kept whole, in the places that they then
// have.
void read_other_parties(xml::Element root, model::Invoice& invoice, Source& source) {
  std::vector<xml::Element> others;
  std::size_t place = 1;
  for (auto const& one : root.children("AnyPartyDetails")) {
    auto const code = code_of(one);
    bool const payee = code == payee_code && !invoice.payee;
    bool const taxes = code == tax_representative_code && !invoice.tax_representative;
    if (payee) invoice.payee = read_any_party(one, source);
    if (taxes) invoice.tax_representative = read_any_party(one, source);
    if (payee || taxes) {
      ++place;
    } else {
      others.push_back(one);
    }
  }
  for (auto const& one : others) {
    auto const path =
        place == 1 ? std::string{"AnyPartyDetails"} : fmt::format("AnyPartyDetails[{}]", place);
    ++place;
    source.keep(path + "/AnyPartyText/@AnyPartyCode", code_of(one));
    for (auto& extra :
         collect_extras(one, "AnyPartyDetails", path, source.currency.code(), source.notes())) {
      source.keep(path + "/" + extra.path, std::move(extra.value));
    }
  }
}

}  // namespace airut::finvoice
