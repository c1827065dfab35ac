#include "formats/cii/sheet.hpp"
#include "formats/model/sha256.hpp"

namespace airut::cii {
namespace {

void write_reference(Sheet& sheet, std::string_view element, std::string_view id) {
  sheet.wrapped(element, "ram:IssuerAssignedID", id);
}

// UNTDID 1001: 916 a supporting document, 50 the tender, 130 what is invoiced.
void write_attachment(Sheet& sheet, model::Attachment const& one) {
  auto& out = sheet.xml();
  out.open("ram:AdditionalReferencedDocument");
  out.leaf_if("ram:IssuerAssignedID", model::id_of(one));
  out.leaf_if("ram:URIID", one.url);
  out.leaf("ram:TypeCode", "916");
  out.leaf_if("ram:Name", one.description);
  if (!one.content.empty()) {
    out.leaf("ram:AttachmentBinaryObject", model::base64(one.content),
             {{"mimeCode", one.media_type.empty() ? "application/octet-stream"
                                                  : std::string_view{one.media_type}},
              {"filename", one.filename}});
  }
  out.close();
}

void write_typed(Sheet& sheet, model::Identifier const& id, std::string_view code) {
  auto& out = sheet.xml();
  out.open("ram:AdditionalReferencedDocument");
  out.leaf_if("ram:IssuerAssignedID", id.value);
  out.leaf("ram:TypeCode", code);
  out.leaf_if("ram:ReferenceTypeCode", id.scheme);
  out.close();
}

void write_documents(Sheet& sheet, model::Invoice const& invoice) {
  for (auto const& one : invoice.attachments) write_attachment(sheet, one);
  if (!invoice.tender.empty()) write_typed(sheet, {invoice.tender, ""}, "50");
  if (invoice.object_id) write_typed(sheet, *invoice.object_id, "130");
}

}  // namespace

void write_agreement(Sheet& sheet, model::Invoice const& invoice) {
  auto& out = sheet.xml();
  out.open("ram:ApplicableHeaderTradeAgreement");
  out.leaf_if("ram:BuyerReference", invoice.buyer_reference);
  write_party(sheet, "ram:SellerTradeParty", invoice.seller);
  write_party(sheet, "ram:BuyerTradeParty", invoice.buyer);
  if (invoice.tax_representative) {
    write_party(sheet, "ram:SellerTaxRepresentativeTradeParty", *invoice.tax_representative);
  }
  write_reference(sheet, "ram:SellerOrderReferencedDocument", invoice.sales_order);
  write_reference(sheet, "ram:BuyerOrderReferencedDocument", invoice.purchase_order);
  write_reference(sheet, "ram:ContractReferencedDocument", invoice.contract);
  write_documents(sheet, invoice);
  if (!invoice.project.empty()) {
    out.open("ram:SpecifiedProcuringProject");
    out.leaf("ram:ID", invoice.project);
    out.leaf("ram:Name", "Project reference");
    out.close();
  }
  out.close();
}

void write_delivery(Sheet& sheet, model::Invoice const& invoice) {
  auto& out = sheet.xml();
  out.open("ram:ApplicableHeaderTradeDelivery");
  if (invoice.delivery) {
    auto const& delivery = *invoice.delivery;
    out.group("ram:ShipToTradeParty");
    if (delivery.location) {
      sheet.id(delivery.location->scheme.empty() ? "ram:ID" : "ram:GlobalID", *delivery.location);
    }
    out.leaf_if("ram:Name", delivery.name);
    if (delivery.address) write_address(sheet, *delivery.address);
    out.close();
    out.group("ram:ActualDeliverySupplyChainEvent");
    sheet.date("ram:OccurrenceDateTime", delivery.date);
    out.close();
  }
  write_reference(sheet, "ram:DespatchAdviceReferencedDocument", invoice.despatch_advice);
  write_reference(sheet, "ram:ReceivingAdviceReferencedDocument", invoice.receiving_advice);
  out.close();
}

}  // namespace airut::cii
