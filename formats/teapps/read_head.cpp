#include "formats/teapps/source.hpp"

namespace airut::teapps {
namespace {

// INVOICE_TYPE of version 3.0; the UNTDID code decides where it is given.
std::optional<model::InvoiceType> type_of(std::string_view code, std::string_view un) {
  using model::InvoiceType;
  if (un == "381" || un == "261") return InvoiceType::credit_note;
  if (un == "384") return InvoiceType::corrected;
  for (auto const credit : {"01", "04", "05", "07"}) {
    if (code == credit) return InvoiceType::credit_note;
  }
  if (code == "09") return InvoiceType::reminder;  // request for payment
  for (auto const plain : {"00", "02", "03", "06", "20", "99"}) {
    if (code == plain) return InvoiceType::invoice;
  }
  if (code.empty()) return InvoiceType::invoice;
  return std::nullopt;
}

void read_kind(xml::Element head, model::Invoice& invoice, Source& source) {
  auto const element = head.child("INVOICE_TYPE");
  auto const un = element.attribute("UNTDID_CODE").value_or("");
  auto const type = type_of(element.text(), un);
  if (!type) {
    source.wrong(element, "type-unsupported", "INVOICE_TYPE is none that Airut sends on.");
  }
  invoice.type = type.value_or(model::InvoiceType::invoice);
  if (un != "380" && un != "381" && un != "384") invoice.type_code = un;
  head.child("PROCESS_CODE").set_read();
  invoice.number = head.text_of("INVOICE_ID");
  if (auto const day = source.date(head.child("INVOICE_DATE"))) {
    invoice.issue_date = *day;
  } else {
    source.wrong(head, "required", "INVOICE_DATE is missing.");
  }
  invoice.business_process = head.text_of("BUSINESS_PROCESS_TYPE");
  invoice.specification = head.text_of("SPECIFICATION_ID");
}

void read_currency(xml::Element head, model::Invoice& invoice, Source& source) {
  auto const code = head.child("CURRENCY").child("CODE");
  auto const currency = model::Currency::parse(code.text());
  if (!currency) {
    return source.wrong(code ? code : head, "currency-unknown", "CURRENCY/CODE names no currency.");
  }
  invoice.currency = *currency;
  source.currency = *currency;
}

void read_orders(xml::Element head, model::Invoice& invoice) {
  for (auto const& order : head.children("ORDER_INFORMATION")) {
    auto const type = order.attribute("ORDER_TYPE").value_or("CO");
    auto& number = type == "VN" ? invoice.sales_order : invoice.purchase_order;
    if (number.empty()) number = order.text_of("ORDER_NUMBER");
    if (type != "VN" && invoice.buyer_reference.empty()) {
      invoice.buyer_reference = order.text_of("ORDER_REFERENCE");
    }
  }
  if (invoice.purchase_order.empty()) {
    invoice.purchase_order = head.text_of("INVOICE_ORDER_NUMBER");
  }
  if (invoice.buyer_reference.empty()) {
    invoice.buyer_reference = head.text_of("BUYER_REFERENCE");
  }
  if (invoice.buyer_reference.empty()) {
    invoice.buyer_reference = head.text_of("ORDER_REFERENCE");
  }
}

void read_head_references(xml::Element head, model::Invoice& invoice, Source& source) {
  read_orders(head, invoice);
  invoice.contract = head.child("CONTRACT_INFORMATION").text_of("CONTRACT_NUMBER");
  invoice.project = head.child("PROJECT_INFORMATION").text_of("PROJECT_NUMBER");
  invoice.tender = head.text_of("OFFER_REFERENCE");
  invoice.despatch_advice = head.text_of("NOTE_NUMBER");
  invoice.receiving_advice = head.child("TRANSPORT_INFORMATION").text_of("TRANSPORT_NOTE");
  invoice.object_id = source.identifier(head.child("INVOICED_OBJECT"));
  auto const posting = head.child("PAYER_POSTING_GROUP_DEFAULTS").child("POSTING_DEFAULT");
  invoice.buyer_accounting_reference = posting.text_of("ACCOUNT_REFERENCE");
  auto const credited = head.text_of("CREDIT_INVOICE_NUMBER");
  if (!credited.empty()) {
    invoice.preceding.push_back({credited, source.date(head.child("CREDIT_INVOICE_DATE"))});
  }
}

void add_note(model::Invoice& invoice, std::string text, std::string code = {}) {
  if (!text.empty()) invoice.notes.push_back({std::move(text), std::move(code)});
}

void read_notes(xml::Element head, model::Invoice& invoice) {
  add_note(invoice, head.text_of("SUBJECT"));
  for (auto const& one : head.children("HEADER_INFO")) {
    auto const title = one.child("TITLE");
    auto const content = one.text_of("CONTENT");
    auto const heading = title.text();
    add_note(invoice, heading.empty() ? content : heading + ": " + content,
             title.attribute("INFO_TYPE").value_or(""));
    one.child("SERIAL_ID").set_read();
  }
  for (auto const& one : head.children("FREE_TEXT")) add_note(invoice, one.text());
  add_note(invoice, head.text_of("VAT_TEXT"));
}

void read_discounts(xml::Element head, model::Invoice& invoice, Source& source) {
  for (auto const& one : head.children("CASH_DISCOUNT")) {
    model::CashDiscount discount;
    discount.until = source.date(one);
    discount.percent = source.decimal(one.child("PER_CENT"));
    discount.amount = source.amount(one.child("CASH_DISCOUNT_AMOUNT"));
    if (discount != model::CashDiscount{}) {
      invoice.nordic.made().cash_discounts.push_back(discount);
    }
  }
}

void read_factoring(xml::Element head, model::Invoice& invoice, Source& source) {
  auto const group = head.child("FACTORING_INFORMATION");
  model::Factoring sold;
  sold.agreement_id = group.text_of("AGREEMENT_NUMBER");
  sold.transmission_list = group.text_of("TRANSMISSION_LIST_NUMBER");
  sold.clause_code = group.text_of("ENDORSEMENT_CLAUSE");
  sold.type_code = group.text_of("FACTORING_TYPE");
  sold.party_name = group.text_of("CUSTOMER_NAME");
  sold.party_id = source.identifier(group.child("ORGANIZATION_NUMBER"));
  for (auto const& one : group.children("FREE_TEXT")) {
    if (!one.text().empty()) sold.notes.push_back(one.text());
  }
  if (sold != model::Factoring{}) invoice.nordic.made().factoring = std::move(sold);
}

}  // namespace

void read_head(xml::Element head, model::Invoice& invoice, Source& source) {
  read_kind(head, invoice, source);
  read_currency(head, invoice, source);
  invoice.due_date = source.date(head.child("DUE_DATE"));
  auto const point = head.child("TAX_POINT_DATE");
  invoice.tax_point_date = source.date(point);
  invoice.tax_point_code = point.text_of("DATE_CODE");
  model::Period const period{source.date(head.child("START_PERIOD")),
                             source.date(head.child("END_PERIOD"))};
  if (period.start || period.end) invoice.period = period;
  read_head_references(head, invoice, source);
  read_notes(head, invoice);
  read_discounts(head, invoice, source);
  read_factoring(head, invoice, source);
}

}  // namespace airut::teapps
