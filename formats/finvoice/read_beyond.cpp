#include <fmt/format.h>

#include "formats/finvoice/epi.hpp"
#include "formats/finvoice/source.hpp"

namespace airut::finvoice {
namespace {

// Instalments stand in parallel lists: the n-th sum falls due on the n-th day.
void read_instalments(xml::Element root, model::Invoice& invoice, Source& source) {
  for (auto const& group : root.children("PartialPaymentDetails")) {
    auto const nets = group.children("PartialPaymentVatExcludedAmount");
    auto const days = group.children("PartialPaymentDueDate");
    auto const references = group.children("PartialPaymentReferenceIdentifier");
    std::size_t place = 0;
    for (auto const& one : group.children("PartialPaymentVatIncludedAmount")) {
      auto const i = place++;
      auto const amount = source.amount(one);
      if (!amount) continue;
      model::Instalment part;
      part.amount = *amount;
      if (i < nets.size()) part.net_amount = source.amount(nets[i]);
      if (i < days.size()) part.due_date = source.date(days[i]);
      if (i < references.size()) part.reference = references[i].text();
      invoice.nordic.made().instalments.push_back(std::move(part));
    }
  }
}

void read_factoring(xml::Element root, model::Invoice& invoice, Source& source) {
  auto const group = root.child("FactoringAgreementDetails");
  if (!group) return;
  model::Factoring sold;
  sold.agreement_id = group.text_of("FactoringAgreementIdentifier");
  sold.transmission_list = group.text_of("TransmissionListIdentifier");
  sold.clause_code = group.text_of("EndorsementClauseCode");
  sold.type_code = group.text_of("FactoringTypeCode");
  for (auto const& one : group.children("FactoringFreeText")) {
    auto text = one.text();
    if (!text.empty()) sold.notes.push_back(std::move(text));
  }
  sold.party_id = source.identifier(group, "FactoringPartyIdentifier");
  sold.party_name = group.text_of("FactoringPartyName");
  sold.party_address =
      read_address(group.child("FactoringPartyPostalAddressDetails"), "FactoringParty");
  invoice.nordic.made().factoring = std::move(sold);
}

void read_transmission(xml::Element root, model::Invoice& invoice, Source& source) {
  auto const frame = root.child("MessageTransmissionDetails");
  if (!frame) return;
  auto const from = frame.child("MessageSenderDetails");
  auto const to = frame.child("MessageReceiverDetails");
  auto const message = frame.child("MessageDetails");
  model::Transmission one;
  one.sender = source.identifier(from, "FromIdentifier").value_or(model::Identifier{});
  one.sender_intermediary = from.text_of("FromIntermediator");
  one.receiver = source.identifier(to, "ToIdentifier").value_or(model::Identifier{});
  one.receiver_intermediary = to.text_of("ToIntermediator");
  one.message_id = message.text_of("MessageIdentifier");
  one.timestamp = message.text_of("MessageTimeStamp");
  auto specification = message.text_of("SpecificationIdentifier");
  if (specification != "EN16931") invoice.specification = std::move(specification);
  invoice.nordic.made().transmission = std::move(one);
}

// A bar code that disagrees with the sum, the reference or the due date would
// be paid wrongly.
void read_barcode(xml::Element root, model::Invoice& invoice, Source& source) {
  auto const element = root.child("VirtualBankBarcode");
  auto code = element.text();
  if (code.empty()) return;
  if (invoice.totals.due && invoice.totals.due->is_zero()) {
    return source.warn(
        element, "barcode-differs",
        "Nothing is due, so that the bar code was left out: it would be paid again.");
  }
  auto const given = barcode_of_terms(invoice);
  if (!given) {
    invoice.nordic.made().virtual_barcode = std::move(code);
  } else if (*given != code) {
    source.warn(element, "barcode-differs",
                fmt::format("The bar code does not agree with the terms of payment, which give "
                            "{}; that one is used.",
                            *given));
  }
}

// Names and addresses stand in two lists of their own.
void read_links(xml::Element root, model::Invoice& invoice) {
  auto const names = root.children("InvoiceUrlNameText");
  std::size_t place = 0;
  for (auto const& one : root.children("InvoiceUrlText")) {
    auto const i = place++;
    model::Attachment link;
    link.url = one.text();
    if (link.url.empty()) continue;
    if (i < names.size()) link.description = names[i].text();
    link.reference = link.description.empty() ? link.url : link.description;
    invoice.attachments.push_back(std::move(link));
  }
}

}  // namespace

void read_beyond(xml::Element root, model::Invoice& invoice, Source& source) {
  read_instalments(root, invoice, source);
  read_factoring(root, invoice, source);
  read_transmission(root, invoice, source);
  read_barcode(root, invoice, source);
  read_links(root, invoice);
  for (auto const& one : root.child("SpecificationDetails").children("SpecificationFreeText")) {
    auto text = one.untrimmed_text();
    while (!text.empty() && (text.back() == ' ' || text.back() == '\n')) text.pop_back();
    invoice.nordic.made().specification.push_back(std::move(text));
  }
}

}  // namespace airut::finvoice
