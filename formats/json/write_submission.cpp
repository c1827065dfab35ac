#include "formats/json/parts.hpp"
#include "formats/json/words.hpp"
#include "formats/model/sha256.hpp"

namespace airut::json {

namespace {

void write_head(Writer& out, model::Invoice const& invoice) {
  if (invoice.edition != model::Edition::en_2017)
    out.member("edition", words::editions.at(static_cast<std::size_t>(invoice.edition)));
  out.member_if("specification", invoice.specification);
  out.member_if("business_process", invoice.business_process);
  out.member("type", words::invoice_types.at(static_cast<std::size_t>(invoice.type)));
  out.member_if("type_code", invoice.type_code);
  out.member("number", invoice.number);
  out.member("issue_date", model::date_text(invoice.issue_date));
  write_date(out, "due_date", invoice.due_date);
  write_date(out, "tax_point_date", invoice.tax_point_date);
  out.member_if("tax_point_code", invoice.tax_point_code);
  out.member("currency", invoice.currency.code());
  if (invoice.vat_currency) out.member("vat_currency", invoice.vat_currency->code());
}

void write_notes(Writer& out, std::vector<model::Note> const& notes) {
  if (notes.empty()) return;
  out.key("notes");
  out.begin_array();
  for (auto const& note : notes) {
    if (note.subject_code.empty()) {
      out.string(note.text);
      continue;
    }
    out.begin_object();
    out.member("text", note.text);
    out.member("subject_code", note.subject_code);
    out.end_object();
  }
  out.end_array();
}

void write_references(Writer& out, model::Invoice const& invoice) {
  out.member_if("buyer_reference", invoice.buyer_reference);
  out.member_if("project", invoice.project);
  out.member_if("contract", invoice.contract);
  out.member_if("purchase_order", invoice.purchase_order);
  out.member_if("sales_order", invoice.sales_order);
  out.member_if("receiving_advice", invoice.receiving_advice);
  out.member_if("despatch_advice", invoice.despatch_advice);
  out.member_if("tender", invoice.tender);
  if (invoice.object_id) write_identifier(out, "object_id", *invoice.object_id);
  out.member_if("buyer_accounting_reference", invoice.buyer_accounting_reference);
  write_notes(out, invoice.notes);
  if (invoice.preceding.empty()) return;
  out.key("preceding");
  out.begin_array();
  for (auto const& before : invoice.preceding) {
    out.begin_object();
    out.member("number", before.number);
    write_date(out, "issue_date", before.issue_date);
    out.end_object();
  }
  out.end_array();
}

void write_delivery(Writer& out, model::Delivery const& delivery) {
  out.key("delivery");
  out.begin_object();
  write_date(out, "date", delivery.date);
  out.member_if("name", delivery.name);
  if (delivery.location) write_identifier(out, "location", *delivery.location);
  if (delivery.address) write_address(out, "address", *delivery.address);
  out.end_object();
}

void write_totals(Writer& out, model::Totals const& totals) {
  if (totals == model::Totals{}) return;
  out.key("totals");
  out.begin_object();
  write_money(out, "lines", totals.lines);
  write_money(out, "allowances", totals.allowances);
  write_money(out, "charges", totals.charges);
  write_money(out, "net", totals.net);
  write_money(out, "vat", totals.vat);
  write_money(out, "vat_accounting", totals.vat_accounting);
  write_money(out, "gross", totals.gross);
  write_money(out, "paid", totals.paid);
  write_money(out, "rounding", totals.rounding);
  write_money(out, "due", totals.due);
  out.end_object();
}

void write_breakdown(Writer& out, std::vector<model::VatBreakdown> const& rows) {
  if (rows.empty()) return;
  out.key("vat_breakdown");
  out.begin_array();
  for (auto const& row : rows) {
    out.begin_object();
    write_vat(out, row.vat);
    out.member("taxable", row.taxable.text());
    out.member("tax", row.tax.text());
    out.end_object();
  }
  out.end_array();
}

void write_overdue(Writer& out, std::vector<model::OverdueRow> const& rows) {
  if (rows.empty()) return;
  out.key("overdue");
  out.begin_array();
  for (auto const& row : rows) {
    out.begin_object();
    out.member_if("invoice_number", row.invoice_number);
    write_date(out, "issue_date", row.issue_date);
    write_date(out, "due_date", row.due_date);
    out.member("original", row.original.text());
    out.member("paid", row.paid.text());
    out.member("open", row.open.text());
    out.member("interest", row.interest.text());
    out.member("reminder_fee", row.reminder_fee.text());
    write_decimal(out, "interest_percent", row.interest_percent);
    write_date(out, "interest_from", row.interest_from);
    write_date(out, "interest_until", row.interest_until);
    out.member("reminder_round", row.reminder_round);
    out.member_if("reference", row.reference);
    out.end_object();
  }
  out.end_array();
}

void write_payments(Writer& out, model::Invoice const& invoice) {
  if (invoice.payment) {
    out.key("payment");
    write_payment(out, *invoice.payment);
  }
  if (invoice.further_payments.empty()) return;
  out.key("further_payments");
  out.begin_array();
  for (auto const& one : invoice.further_payments) write_payment(out, one);
  out.end_array();
}

void write_body(Writer& out, model::Invoice const& invoice) {
  out.begin_object();
  write_head(out, invoice);
  write_references(out, invoice);
  if (!invoice.seller.name.empty()) write_party(out, "seller", invoice.seller);
  write_party(out, "buyer", invoice.buyer);
  if (invoice.payee) write_party(out, "payee", *invoice.payee);
  if (invoice.tax_representative)
    write_party(out, "tax_representative", *invoice.tax_representative);
  if (invoice.payer) write_party(out, "payer", *invoice.payer);
  if (invoice.delivery) write_delivery(out, *invoice.delivery);
  write_period(out, invoice.period);
  write_payments(out, invoice);
  write_adjustments(out, invoice.adjustments);
  out.key("lines");
  out.begin_array();
  for (auto const& line : invoice.lines) write_line(out, line);
  out.end_array();
  write_totals(out, invoice.totals);
  write_breakdown(out, invoice.vat_breakdown);
  write_overdue(out, invoice.overdue);
  if (invoice.nordic) write_nordic(out, *invoice.nordic);
  out.end_object();
}

void write_distribution(Writer& out, model::Distribution const& wish) {
  if (wish == model::Distribution{}) return;
  out.key("distribution");
  out.begin_object();
  write_texts(out, "channels", wish.channels);
  write_texts(out, "forbid", wish.forbid);
  if (wish.not_before) out.member("not_before", model::instant_text(*wish.not_before));
  if (wish.give_up_after) out.member("give_up_after", model::instant_text(*wish.give_up_after));
  out.member("on_failure", words::on_failure.at(static_cast<std::size_t>(wish.on_failure)));
  if (wish.hold) out.member("hold", true);
  if (wish.priority_high) out.member("priority", "high");
  if (!wish.email_to.empty() || !wish.email_message.empty() || wish.email_attach_pdf ||
      !wish.email_attach_xml.empty()) {
    out.key("email");
    out.begin_object();
    write_texts(out, "to", wish.email_to);
    out.member_if("message", wish.email_message);
    if (wish.email_attach_pdf) out.member("attach_pdf", *wish.email_attach_pdf);
    out.member_if("attach_xml", wish.email_attach_xml);
    out.end_object();
  }
  if (!wish.print_postage.empty() || wish.print_colour || wish.print_duplex) {
    out.key("print");
    out.begin_object();
    out.member_if("postage", wish.print_postage);
    if (wish.print_colour) out.member("colour", *wish.print_colour);
    if (wish.print_duplex) out.member("duplex", *wish.print_duplex);
    out.end_object();
  }
  out.member_if("template", wish.template_name);
  out.end_object();
}

void write_receivable(Writer& out, model::ReceivableWish const& wish) {
  if (wish == model::ReceivableWish{}) return;
  out.key("receivable");
  out.begin_object();
  if (!wish.track) out.member("track", false);
  out.member_if("policy", wish.policy);
  out.member("reminders", wish.reminders);
  out.member("collection", wish.collection);
  write_money(out, "already_paid", wish.already_paid);
  out.end_object();
}

void write_attachments(Writer& out, std::vector<model::Attachment> const& attachments) {
  if (attachments.empty()) return;
  out.key("attachments");
  out.begin_array();
  for (auto const& one : attachments) {
    out.begin_object();
    out.member_if("reference", one.reference);
    out.member_if("filename", one.filename);
    out.member_if("media_type", one.media_type);
    out.member_if("description", one.description);
    out.member_if("url", one.url);
    if (!one.content.empty()) out.member("content", model::base64(one.content));
    out.end_object();
  }
  out.end_array();
}

}  // namespace

std::string write_invoice(model::Invoice const& invoice) {
  Writer out;
  write_body(out, invoice);
  return std::move(out).text();
}

std::string write_submission(model::Submission const& submission) {
  constexpr std::size_t usual = 4096;
  Writer out{usual};
  out.begin_object();
  out.member_if("client_ref", submission.client_ref);
  out.member_if("external_id", submission.external_id);
  out.key("invoice");
  write_body(out, submission.invoice);
  write_distribution(out, submission.distribution);
  write_receivable(out, submission.receivable);
  write_attachments(out, submission.invoice.attachments);
  if (!submission.metadata.empty()) {
    out.key("metadata");
    out.begin_object();
    for (auto const& [name, value] : submission.metadata) out.member(name, value);
    out.end_object();
  }
  out.end_object();
  return std::move(out).text();
}

}  // namespace airut::json
