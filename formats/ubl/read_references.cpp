#include "formats/model/sha256.hpp"
#include "formats/ubl/source.hpp"

namespace airut::ubl {
namespace {

void read_attachment(xml::Element reference, model::Invoice& invoice, Source& source) {
  model::Attachment attachment;
  attachment.reference = reference.view_of("ID");
  attachment.description = source.lines(reference, "DocumentDescription");
  auto const file = reference.child("Attachment").child("EmbeddedDocumentBinaryObject");
  // The name of a file that is not there has no place: it is told as left over.
  if (!file.view().empty()) {
    attachment.filename = file.attribute("filename").value_or("");
    attachment.media_type = file.attribute("mimeCode").value_or("");
    if (!model::base64_decode(file.view(), attachment.content)) {
      source.wrong(file, "base64", "EmbeddedDocumentBinaryObject is not base64.");
    }
  }
  attachment.url = reference.child("Attachment").child("ExternalReference").view_of("URI");
  invoice.attachments.push_back(std::move(attachment));
}

void read_additional(xml::Element root, model::Invoice& invoice, Source& source) {
  constexpr std::string_view name = "AdditionalDocumentReference";
  for (auto one = root.child(name); one; one = one.next_sibling(name)) {
    auto const type = one.child("DocumentTypeCode");
    auto const code = type.peek();
    if (code == "130" && !invoice.object_id) {
      invoice.object_id = source.id(one, "ID");
      type.view();
    } else if (code == "50" && !one.child("Attachment") && invoice.project.empty()) {
      invoice.project = one.view_of("ID");
      type.view();
    } else {
      if (code == "916") type.view();  // a supporting document, which is what it becomes
      read_attachment(one, invoice, source);
    }
  }
}

void read_order(xml::Element root, model::Invoice& invoice) {
  auto const order = root.child("OrderReference");
  invoice.sales_order = order.view_of("SalesOrderID");
  invoice.purchase_order = order.view_of("ID");
  if (invoice.purchase_order == "NA" && !invoice.sales_order.empty()) {
    invoice.purchase_order.clear();
  }
}

void read_preceding(xml::Element root, model::Invoice& invoice, Source& source) {
  constexpr std::string_view name = "BillingReference";
  for (auto one = root.child(name); one; one = one.next_sibling(name)) {
    auto reference = one.child("InvoiceDocumentReference");
    if (!reference) reference = one.child("CreditNoteDocumentReference");
    if (!reference) continue;
    invoice.preceding.push_back({reference.text_of("ID"), source.date(reference, "IssueDate")});
  }
}

}  // namespace

void read_references(xml::Element root, model::Invoice& invoice, Source& source) {
  read_order(root, invoice);
  read_preceding(root, invoice, source);
  invoice.despatch_advice = root.child("DespatchDocumentReference").view_of("ID");
  invoice.receiving_advice = root.child("ReceiptDocumentReference").view_of("ID");
  invoice.tender = root.child("OriginatorDocumentReference").view_of("ID");
  invoice.contract = root.child("ContractDocumentReference").view_of("ID");
  invoice.project = root.child("ProjectReference").view_of("ID");
  read_additional(root, invoice, source);
}

}  // namespace airut::ubl
