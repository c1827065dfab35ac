#include "formats/cii/source.hpp"
#include "formats/model/sha256.hpp"

namespace airut::cii {
namespace {

model::Identifier typed_id(xml::Element document) {
  return {document.text_of("IssuerAssignedID"), document.text_of("ReferenceTypeCode")};
}

void read_attachment(xml::Element document, model::Invoice& invoice, Source& source) {
  model::Attachment one;
  one.reference = document.view_of("IssuerAssignedID");
  one.url = document.view_of("URIID");
  one.description = source.lines(document, "Name");
  // The name of a file that is not there has no place: it is told as left over.
  auto const file = document.child("AttachmentBinaryObject");
  if (!file.view().empty()) {
    one.filename = file.attribute_view("filename").value_or("");
    one.media_type = file.attribute_view("mimeCode").value_or("");
    if (!model::base64_decode(file.view(), one.content)) {
      source.wrong(file, "base64", "AttachmentBinaryObject is not base64.");
    }
  }
  invoice.attachments.push_back(std::move(one));
}

// One element for three things, told apart by its type code (UNTDID 1001).
void read_documents(xml::Element agreement, model::Invoice& invoice, Source& source) {
  constexpr std::string_view name = "AdditionalReferencedDocument";
  for (auto one = agreement.child(name); one; one = one.next_sibling(name)) {
    auto const type = one.child("TypeCode");
    auto const code = type.peek();
    bool const file = one.child("AttachmentBinaryObject") || one.child("URIID");
    if (code == "50" && !file && invoice.tender.empty()) {
      invoice.tender = one.view_of("IssuerAssignedID");
      type.set_read();
    } else if (code == "130" && !file && !invoice.object_id) {
      invoice.object_id = typed_id(one);
      type.set_read();
    } else {
      if (code == "916") type.set_read();
      read_attachment(one, invoice, source);
    }
  }
}

void read_project(xml::Element project, model::Invoice& invoice) {
  if (!project) return;
  invoice.project = project.view_of("ID");
  // CII wants a name beside the id; EN 16931 has no term for it, and this is what stands for none.
  auto const name = project.child("Name");
  if (invoice.project.empty()) invoice.project = name.view();
  if (name.peek() == "Project reference" || name.peek() == invoice.project) name.set_read();
}

}  // namespace

void read_agreement(xml::Element agreement, model::Invoice& invoice, Source& source) {
  invoice.buyer_reference = agreement.view_of("BuyerReference");
  invoice.seller = read_party(agreement.child("SellerTradeParty"), source);
  invoice.buyer = read_party(agreement.child("BuyerTradeParty"), source);
  if (auto const party = agreement.child("SellerTaxRepresentativeTradeParty")) {
    invoice.tax_representative = read_party(party, source);
  }
  auto const id = [&](std::string_view name) {
    return agreement.child(name).text_of("IssuerAssignedID");
  };
  invoice.sales_order = id("SellerOrderReferencedDocument");
  invoice.purchase_order = id("BuyerOrderReferencedDocument");
  invoice.contract = id("ContractReferencedDocument");
  read_documents(agreement, invoice, source);
  read_project(agreement.child("SpecifiedProcuringProject"), invoice);
}

void read_delivery(xml::Element element, model::Invoice& invoice, Source& source) {
  model::Delivery delivery;
  if (auto const to = element.child("ShipToTradeParty")) {
    delivery.location = source.id(to, "GlobalID");
    if (!delivery.location) delivery.location = source.id(to, "ID");
    delivery.name = to.view_of("Name");
    auto const address = read_address(to.child("PostalTradeAddress"));
    if (address != model::PostalAddress{}) delivery.address = address;
  }
  delivery.date =
      source.date(element.child("ActualDeliverySupplyChainEvent"), "OccurrenceDateTime");
  if (delivery != model::Delivery{}) invoice.delivery = std::move(delivery);
  invoice.despatch_advice =
      element.child("DespatchAdviceReferencedDocument").view_of("IssuerAssignedID");
  invoice.receiving_advice =
      element.child("ReceivingAdviceReferencedDocument").view_of("IssuerAssignedID");
}

}  // namespace airut::cii
