#include "formats/model/sha256.hpp"
#include "formats/ubl/source.hpp"

namespace airut::ubl {
namespace {

void read_kind(xml::Element root, model::Invoice& invoice) {
  bool const credit = root.name() == "CreditNote";
  auto const code = root.text_of(credit ? "CreditNoteTypeCode" : "InvoiceTypeCode");
  invoice.type = credit || code == "381" ? model::InvoiceType::credit_note
                 : code == "384"         ? model::InvoiceType::corrected
                                         : model::InvoiceType::invoice;
  bool const plain = code == "380" || code == "381" || code == "384";
  if (!plain) invoice.type_code = code;
}

void read_currencies(xml::Element root, model::Invoice& invoice, Source& source) {
  auto const element = root.child("DocumentCurrencyCode");
  auto const currency = model::Currency::parse(element.text());
  if (!currency) {
    source.wrong(element ? element : root, "currency-unknown",
                 "DocumentCurrencyCode names no currency.");
  }
  invoice.currency = source.currency = currency.value_or(model::Currency{});
  auto const tax = root.child("TaxCurrencyCode");
  if (!tax || tax.text() == invoice.currency.code()) return;
  invoice.vat_currency = model::Currency::parse(tax.text());
  if (!invoice.vat_currency) {
    source.wrong(tax, "currency-unknown", "TaxCurrencyCode names no currency.");
  }
}

void read_attachment(xml::Element reference, model::Invoice& invoice, Source& source) {
  model::Attachment attachment;
  attachment.reference = reference.text_of("ID");
  attachment.description = reference.text_of("DocumentDescription");
  auto const file = reference.child("Attachment").child("EmbeddedDocumentBinaryObject");
  if (file) {
    attachment.filename = file.attribute("filename").value_or("");
    attachment.media_type = file.attribute("mimeCode").value_or("");
    if (!model::base64_decode(file.text(), attachment.content)) {
      source.wrong(file, "base64", "EmbeddedDocumentBinaryObject is not base64.");
    }
  }
  attachment.url = reference.child("Attachment").child("ExternalReference").text_of("URI");
  invoice.attachments.push_back(attachment);
}

void read_additional(xml::Element root, model::Invoice& invoice, Source& source) {
  for (auto const& reference : root.children("AdditionalDocumentReference")) {
    auto const code = reference.text_of("DocumentTypeCode");
    if (code == "130") {
      invoice.object_id = source.id(reference, "ID");
    } else if (code == "50" && !reference.child("Attachment")) {
      invoice.project = reference.text_of("ID");
    } else {
      read_attachment(reference, invoice, source);
    }
  }
}

void read_references(xml::Element root, model::Invoice& invoice, Source& source) {
  auto const order = root.child("OrderReference");
  invoice.sales_order = order.text_of("SalesOrderID");
  invoice.purchase_order = order.text_of("ID");
  if (invoice.purchase_order == "NA" && !invoice.sales_order.empty()) {
    invoice.purchase_order.clear();
  }
  for (auto const& one : root.children("BillingReference")) {
    auto const reference = one.child("InvoiceDocumentReference");
    invoice.preceding.push_back({reference.text_of("ID"), source.date(reference, "IssueDate")});
  }
  invoice.despatch_advice = root.child("DespatchDocumentReference").text_of("ID");
  invoice.receiving_advice = root.child("ReceiptDocumentReference").text_of("ID");
  invoice.tender = root.child("OriginatorDocumentReference").text_of("ID");
  invoice.contract = root.child("ContractDocumentReference").text_of("ID");
  invoice.project = root.child("ProjectReference").text_of("ID");
  read_additional(root, invoice, source);
}

}  // namespace

void read_head(xml::Element root, model::Invoice& invoice, Source& source) {
  read_kind(root, invoice);
  read_currencies(root, invoice, source);
  invoice.number = root.text_of("ID");
  if (auto const day = source.date(root, "IssueDate")) {
    invoice.issue_date = *day;
  } else if (root.text_of("IssueDate").empty()) {
    source.wrong(root, "required", "IssueDate is missing.");
  }
  invoice.due_date = source.date(root, "DueDate");
  invoice.tax_point_date = source.date(root, "TaxPointDate");
  for (auto const& note : root.children("Note")) {
    if (!note.text().empty()) invoice.notes.push_back({note.text(), ""});
  }
  invoice.buyer_accounting_reference = root.text_of("AccountingCost");
  invoice.buyer_reference = root.text_of("BuyerReference");
  invoice.period = source.period(root);
  invoice.tax_point_code = root.child("InvoicePeriod").text_of("DescriptionCode");
  read_references(root, invoice, source);
}

}  // namespace airut::ubl
