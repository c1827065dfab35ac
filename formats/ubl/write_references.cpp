#include "formats/model/sha256.hpp"
#include "formats/ubl/sheet.hpp"

namespace airut::ubl {
namespace {

constexpr std::string_view project_code = "50";  // UNTDID 1001 for BT-11 on credit notes
constexpr std::string_view object_code = "130";  // for BT-18 and BT-128

void write_order(Sheet& sheet, model::Invoice const& invoice) {
  if (invoice.purchase_order.empty() && invoice.sales_order.empty()) return;
  auto& out = sheet.xml();
  out.open("cac:OrderReference");
  // UBL wants an order number beside a sales order; Peppol's word for none is NA.
  out.leaf("cbc:ID", invoice.purchase_order.empty() ? "NA" : invoice.purchase_order);
  out.leaf_if("cbc:SalesOrderID", invoice.sales_order);
  out.close();
}

void write_preceding(Sheet& sheet, model::Invoice const& invoice) {
  auto& out = sheet.xml();
  for (auto const& one : invoice.preceding) {
    out.open("cac:BillingReference");
    out.open("cac:InvoiceDocumentReference");
    out.leaf("cbc:ID", one.number);
    sheet.date("cbc:IssueDate", one.issue_date);
    out.close();
    out.close();
  }
}

void write_typed_reference(Sheet& sheet, model::Identifier const& id, std::string_view code) {
  if (id.value.empty()) return;
  auto& out = sheet.xml();
  out.open("cac:AdditionalDocumentReference");
  sheet.id("cbc:ID", id);
  out.leaf("cbc:DocumentTypeCode", code);
  out.close();
}

void write_attachment(Sheet& sheet, model::Attachment const& one) {
  auto& out = sheet.xml();
  out.open("cac:AdditionalDocumentReference");
  out.leaf("cbc:ID", model::id_of(one));
  out.leaf_if("cbc:DocumentDescription", one.description);
  out.group("cac:Attachment");
  if (!one.content.empty()) {
    out.leaf("cbc:EmbeddedDocumentBinaryObject", model::base64(one.content),
             {{"mimeCode", one.media_type.empty() ? "application/octet-stream"
                                                  : std::string_view{one.media_type}},
              {"filename", one.filename}});
  }
  sheet.wrapped("cac:ExternalReference", "cbc:URI", one.url);
  out.close();
  out.close();
}

void write_additional(Sheet& sheet, model::Invoice const& invoice, bool credit) {
  if (invoice.object_id) write_typed_reference(sheet, *invoice.object_id, object_code);
  if (credit) write_typed_reference(sheet, {invoice.project, ""}, project_code);
  for (auto const& one : invoice.attachments) write_attachment(sheet, one);
}

}  // namespace

void write_period(Sheet& sheet, std::optional<model::Period> const& period, std::string_view code) {
  auto& out = sheet.xml();
  out.group("cac:InvoicePeriod");
  if (period) {
    sheet.date("cbc:StartDate", period->start);
    sheet.date("cbc:EndDate", period->end);
  }
  out.leaf_if("cbc:DescriptionCode", code);
  out.close();
}

void write_references(Sheet& sheet, model::Invoice const& invoice) {
  bool const credit = invoice.type == model::InvoiceType::credit_note;
  write_order(sheet, invoice);
  write_preceding(sheet, invoice);
  sheet.wrapped("cac:DespatchDocumentReference", "cbc:ID", invoice.despatch_advice);
  sheet.wrapped("cac:ReceiptDocumentReference", "cbc:ID", invoice.receiving_advice);
  if (!credit) sheet.wrapped("cac:OriginatorDocumentReference", "cbc:ID", invoice.tender);
  sheet.wrapped("cac:ContractDocumentReference", "cbc:ID", invoice.contract);
  write_additional(sheet, invoice, credit);
  if (credit) {
    sheet.wrapped("cac:OriginatorDocumentReference", "cbc:ID", invoice.tender);
  } else {
    sheet.wrapped("cac:ProjectReference", "cbc:ID", invoice.project);
  }
}

}  // namespace airut::ubl
