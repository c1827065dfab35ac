#include "gateway/dispatch/render.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "formats/cii/write.hpp"
#include "formats/efaktura/message.hpp"
#include "formats/finvoice/write.hpp"
#include "formats/gzip/gzip.hpp"
#include "formats/json/submission.hpp"
#include "formats/paper/designs.hpp"
#include "formats/paper/write.hpp"
#include "formats/print/letter.hpp"
#include "formats/ubl/write.hpp"
#include "formats/vipps/document.hpp"
#include "gateway/dispatch/finvoice_parcel.hpp"
#include "gateway/dispatch/mail_files.hpp"
#include "gateway/dispatch/mail_text.hpp"
#include "gateway/dispatch/named_file.hpp"
#include "gateway/dispatch/peppol_envelope.hpp"
#include "gateway/letters/letter_document.hpp"
#include "gateway/letters/reminder_invoice.hpp"
#include "gateway/official/authority.hpp"

namespace airut::gateway {
namespace {

using Texts = std::vector<std::string>;

void add_notes(Texts& left_out, Texts&& notes) {
  std::move(notes.begin(), notes.end(), std::back_inserter(left_out));
}

std::optional<model::Problem> add_finvoice(RenderQuestion const& q, finvoice::Style const& style,
                                           Rendered& made) {
  auto files = finvoice_files(q, style);
  if (!files) return files.error();
  auto& parcel = made.parcel;
  add_notes(made.left_out, std::move(files->notes));
  parcel.files.push_back(named(q, "xml", "application/xml", std::move(files->document)));
  if (files->attachments.empty()) return std::nullopt;
  parcel.files.push_back(
      named(q, "attachments.xml", "application/xml", std::move(files->attachments)));
  return std::nullopt;
}

// The address that the route chose, in the document too: Peppol compares them.
model::Result<channels::ParcelFile> ubl_file(RenderQuestion const& q, Texts& left_out) {
  auto invoice = q.letter ? ehf_reminder(*q.letter, q.submission.invoice) : q.submission.invoice;
  auto const colon = q.delivery.address.find(':');
  if (colon != std::string::npos) {
    invoice.buyer.electronic_address = model::Identifier{q.delivery.address.substr(colon + 1),
                                                         q.delivery.address.substr(0, colon)};
  }
  auto written = ubl::write(invoice);
  if (!written) return tl::unexpected{written.error()};
  add_notes(left_out, std::move(written->notes));
  return named(q, "xml", "application/xml", std::move(written->bytes));
}

model::Problem fonts_missing() { return {model::Fault::missing, "The fonts are not here."}; }

model::Result<paper::Look> look_of(std::string const& name, std::string const& language,
                                   config::Client const& client, RenderTools const& tools) {
  if (!tools.designs) return tl::unexpected{fonts_missing()};
  auto const* design = tools.designs->find(name);
  if (design == nullptr) {
    return tl::unexpected{
        model::Problem{model::Fault::missing, fmt::format("There is no template \"{}\".", name)}};
  }
  auto const logo = tools.logos.find(client.ref);
  return paper::Look{design->layout,
                     *design->fonts,
                     tools.designs->windows(),
                     client.accent,
                     logo == tools.logos.end() ? nullptr : logo->second,
                     language.empty() ? client.language : language};
}

// The e-invoice that the client wants inside the PDF, as XML (Factur-X 1.0 when it is CII); empty
// for none.
model::Result<std::string> xml_inside(model::Invoice const& invoice, std::string const& wish,
                                      Texts& left_out) {
  if (wish == "factur_x") {
    auto written = cii::write(invoice, cii::plain(invoice));
    add_notes(left_out, std::move(written.notes));
    return std::move(written.bytes);
  }
  if (wish != "ubl") return std::string{};
  auto written = ubl::write(invoice);
  if (!written) return tl::unexpected{written.error()};
  add_notes(left_out, std::move(written->notes));
  return std::move(written->bytes);
}

model::Finding not_carried_over(std::string&& sentence) {
  model::Finding note;
  note.code = "not-carried-over";
  note.severity = model::Severity::warning;
  note.detail = std::move(sentence);
  return note;
}

paper::Extras extras_of(model::Invoice const& invoice, std::string const& wish,
                        std::string_view xml) {
  paper::Extras extras;
  if (wish == "factur_x") {
    extras.enclosures.push_back(
        {"factur-x.xml", "text/xml", "Factur-X", pdf::Relation::alternative, xml});
    extras.hybrid = pdf::HybridProfile{"factur-x.xml", "EN 16931"};
  }
  if (wish == "ubl") {
    extras.enclosures.push_back(
        {"invoice.xml", "text/xml", "UBL 2.1", pdf::Relation::alternative, xml});
  }
  for (auto const& one : invoice.attachments) {
    if (one.content.empty()) continue;
    extras.enclosures.push_back(
        {one.filename, one.media_type, one.description, pdf::Relation::supplement, one.content});
  }
  return extras;
}

model::Result<paper::Drawn> drawn(RenderQuestion const& q) {
  if (!q.letter) return invoice_pdf(q.submission, q.client, q.tools);
  bool const order = q.letter->kind == model::LetterKind::collection_order;
  auto const& names = q.client.templates;
  auto const look =
      look_of(order ? names.collection : names.reminder, q.letter->language, q.client, q.tools);
  if (!look) return tl::unexpected{look.error()};
  return paper::write_letter(*q.letter, *look);
}

// What of the address the envelope's window does not show.
std::string outside_window(paper::Drawn const& document) {
  for (auto const& note : document.notes) {
    if (note.code == "address-outside-window") return note.detail;
  }
  return {};
}

// An order is for the agency; where its address is not told, for nobody: never for the debtor's
// box.
void address_to(std::optional<model::Party> const& agency, channels::PrintJob& job) {
  job.address_lines.clear();
  if (!agency) return;
  job.country = agency->address.country;
  if (auto lines = print::address_lines(*agency)) job.address_lines = *std::move(lines);
}

// A PDF, and for paper how it is printed. Of an address outside the window the channel speaks.
model::Result<channels::ParcelFile> pdf_file(RenderQuestion const& q, Rendered& made) {
  auto rendered = drawn(q);
  if (!rendered) return tl::unexpected{rendered.error()};
  for (auto const& note : rendered->notes) {
    if (note.code != "address-outside-window") made.left_out.push_back(note.detail);
  }
  auto& parcel = made.parcel;
  if (std::holds_alternative<config::PrintSettings>(q.channel.transport)) {
    parcel.print = letter_job(q.submission, q.client, q.delivery.document_kind, *rendered);
    bool const order = q.letter && q.letter->kind == model::LetterKind::collection_order;
    if (order) address_to(q.letter->agency, *parcel.print);
  }
  return named(q, "pdf", "application/pdf", std::move(rendered->bytes));
}

model::Result<efaktura::Bill> shown_bill(RenderQuestion const& q) {
  auto bill = efaktura::bill_of(q.submission.invoice, q.letter ? &*q.letter : nullptr);
  if (!bill) return bill;
  bill->page = q.link;
  bill->document = q.link + "/invoice.pdf";
  bill->by_avtalegiro = q.is_collected;
  return bill;
}

// What eFaktura and Vipps carry: the terms of the bill, and where the document is to be seen.
model::Result<channels::ParcelFile> bill_file(RenderQuestion const& q) {
  auto const bill = shown_bill(q);
  if (!bill) return tl::unexpected{bill.error()};
  if (auto const* own = std::get_if<config::VippsSettings>(&q.channel.transport)) {
    auto written = vipps::write_invoice(*bill, own->issuer_icon_url);
    if (!written) return tl::unexpected{written.error()};
    return named(q, "json", "application/json", *std::move(written));
  }
  auto const& own = std::get<config::EfakturaSettings>(q.channel.transport);
  auto const service =
      own.flow == config::EfakturaFlow::combo ? efaktura::Flow::combo : efaktura::Flow::issuer;
  auto written = efaktura::write_document(*bill, service, q.delivery.message_id);
  if (!written) return tl::unexpected{written.error()};
  return named(q, "xml", "application/xml", *std::move(written));
}

model::Result<channels::ParcelFile> document_file(RenderQuestion const& q, Rendered& made) {
  if (q.channel.format == "efaktura" || q.channel.format == "vipps") return bill_file(q);
  if (q.channel.format == "pdf") return pdf_file(q, made);
  if (q.channel.format == "ubl") return ubl_file(q, made.left_out);
  if (q.channel.format == "json") {
    auto const& invoice = q.submission.invoice;
    return named(
        q, "json", "application/json",
        q.letter ? collection_order_json(*q.letter, invoice) : json::write_invoice(invoice));
  }
  return tl::unexpected{model::Problem{
      model::Fault::unsupported, fmt::format("The channel {} has a format that nothing writes: {}.",
                                             q.channel.name, q.channel.format)}};
}

// The document goes into its envelope, and is kept as it is signed: compressed.
model::Result<std::vector<channels::ParcelFile>> enveloped(RenderQuestion const& q,
                                                           config::PeppolSettings const& settings,
                                                           channels::ParcelFile document) {
  auto const& seller = q.submission.invoice.seller;
  auto envelope = peppol_envelope(
      {q.delivery.message_id, q.delivery.address, q.delivery.created, seller, settings},
      document.bytes);
  if (!envelope) return tl::unexpected{envelope.error()};
  document.bytes = *std::move(envelope);
  channels::ParcelFile packed{document.name + ".gz", "application/gzip",
                              gzip::compress(document.bytes)};
  return std::vector<channels::ParcelFile>{std::move(document), std::move(packed)};
}

// The installed official rules have the last word on what a receiver will check by them.
std::optional<model::Problem> objection(RenderQuestion const& q, channels::ParcelFile const& file) {
  if (q.channel.format != "ubl" || !q.tools.official) return std::nullopt;
  auto const found =
      official_findings(*q.tools.official, file.bytes, q.delivery.created, q.client.ref);
  for (auto const& one : found) {
    if (one.severity != model::Severity::error) continue;
    return model::Problem{
        model::Fault::malformed,
        fmt::format("{}: {}", one.rule.empty() ? one.code : one.rule, one.detail)};
  }
  return std::nullopt;
}

void add_mail_text(RenderQuestion const& q, channels::Parcel& parcel) {
  auto mail = mail_text(q.submission, q.delivery.document_kind, {q.link, q.other_way}, q.letter,
                        q.instalments);
  parcel.subject = std::move(mail.subject);
  parcel.text = std::move(mail.text);
  parcel.html = std::move(mail.html);
  parcel.from_name = q.client.seller.name;
  parcel.reply_to = q.client.seller.email;
  parcel.unsubscribe = q.other_way;
}

std::optional<model::Problem> add_document(RenderQuestion const& q, Rendered& made) {
  if (auto const style = finvoice::style_of(q.channel.format)) return add_finvoice(q, *style, made);
  auto& parcel = made.parcel;
  auto file = document_file(q, made);
  if (!file) return file.error();
  if (auto refused = objection(q, *file)) return refused;
  auto const* peppol = std::get_if<config::PeppolSettings>(&q.channel.transport);
  if (peppol == nullptr) {
    parcel.files.push_back(*std::move(file));
    return std::nullopt;
  }
  auto files = enveloped(q, *peppol, *std::move(file));
  if (!files) return files.error();
  parcel.files = *std::move(files);
  return std::nullopt;
}

// The words of the mail, and what it carries beside the document.
std::optional<model::Problem> add_mail(RenderQuestion const& q, Rendered& made) {
  auto& parcel = made.parcel;
  add_mail_text(q, parcel);
  auto xml = xml_beside(q);
  if (!xml) return xml.error();
  if (*xml) {
    add_notes(made.left_out, std::move((*xml)->notes));
    parcel.files.push_back(std::move((*xml)->file));
  }
  std::erase(made.left_out, finvoice::attachments_apart);  // they are files of the mail
  for (auto const& one : q.submission.invoice.attachments) {
    if (one.content.empty()) continue;
    parcel.files.push_back({one.filename, one.media_type, one.content});
  }
  return std::nullopt;
}

}  // namespace

// The channel refuses an address that is incomplete or does not show.
channels::PrintJob letter_job(model::Submission const& submission, config::Client const& client,
                              std::string_view document_kind, paper::Drawn const& document) {
  auto const lines = print::address_lines(submission.invoice.buyer);
  auto const& wish = submission.distribution;
  channels::PrintJob job;
  if (lines) job.address_lines = *lines;
  job.country = submission.invoice.buyer.address.country;
  job.pages = document.pages;
  job.colour = wish.print_colour.value_or(false);
  job.duplex = wish.print_duplex.value_or(true);
  bool const urgent = wish.priority_high && document_kind == "invoice";
  job.priority = wish.print_postage.empty() ? urgent : wish.print_postage == "priority";
  job.client = client.ref;
  bool const credit = submission.invoice.type == model::InvoiceType::credit_note;
  job.document = credit && document_kind == "invoice" ? "credit_note" : document_kind;
  job.outside_window = outside_window(document);
  return job;
}

model::Result<paper::Drawn> invoice_pdf(model::Submission const& submission,
                                        config::Client const& client, RenderTools const& tools) {
  auto const& invoice = submission.invoice;
  bool const credit = invoice.type == model::InvoiceType::credit_note;
  auto const& wished = submission.distribution.template_name;
  auto const& usual = credit ? client.templates.credit_note : client.templates.invoice;
  auto const look = look_of(wished.empty() ? usual : wished, invoice.buyer.language, client, tools);
  if (!look) return tl::unexpected{look.error()};
  Texts left_out;
  auto const xml = xml_inside(invoice, client.pdf_xml, left_out);
  if (!xml) return tl::unexpected{xml.error()};
  auto drawn = paper::write_invoice(invoice, *look, extras_of(invoice, client.pdf_xml, *xml));
  if (!drawn) return drawn;
  for (auto& one : left_out) drawn->notes.push_back(not_carried_over(std::move(one)));
  return drawn;
}

model::Result<Rendered> make_parcel(RenderQuestion const& q) {
  Rendered made;
  auto& parcel = made.parcel;
  parcel.delivery_id = q.delivery.id;
  parcel.message_id = q.delivery.message_id;
  parcel.created = q.delivery.created;
  parcel.address = q.delivery.address;
  parcel.intermediary = q.delivery.intermediary;
  std::optional<model::Problem> problem;
  if (!leaves_pdf_out(q)) problem = add_document(q, made);
  bool const mail = std::holds_alternative<config::EmailSettings>(q.channel.transport);
  if (!problem && mail) problem = add_mail(q, made);
  if (problem) return tl::unexpected{*std::move(problem)};
  return made;
}

}  // namespace airut::gateway
