#include "gateway/dispatch/mail_files.hpp"

#include <fmt/format.h>

#include "formats/cii/write.hpp"
#include "formats/finvoice/write.hpp"
#include "formats/ubl/write.hpp"
#include "gateway/dispatch/finvoice_parcel.hpp"
#include "gateway/dispatch/named_file.hpp"

namespace airut::gateway {
namespace {

bool is_invoice(RenderQuestion const& q) {
  return q.delivery.document_kind == "invoice" && !q.letter;
}

struct Xml {
  std::string bytes;
  std::vector<std::string> notes;
};

model::Result<Xml> taken(auto written) {
  if (!written) return tl::unexpected{written.error()};
  return Xml{std::move(written->bytes), std::move(written->notes)};
}

model::Result<Xml> xml_of(std::string_view format, model::Invoice const& invoice) {
  if (format == "finvoice") return taken(unsent_finvoice(invoice));
  if (format == "ubl") {
    bool const addressed = invoice.seller.electronic_address && invoice.buyer.electronic_address;
    return taken(ubl::write(invoice, addressed ? ubl::usual(invoice) : ubl::plain(invoice)));
  }
  auto written = cii::write(invoice);
  return Xml{std::move(written.bytes), std::move(written.notes)};
}

}  // namespace

std::string wished_xml(model::Distribution const& wish, config::Channel const& channel) {
  auto const* mail = std::get_if<config::EmailSettings>(&channel.transport);
  if (mail == nullptr || channel.format != "pdf") return {};
  auto const& word = wish.email_attach_xml.empty() ? mail->attach_xml : wish.email_attach_xml;
  return word == "none" ? std::string{} : word;
}

model::Result<std::optional<XmlBeside>> xml_beside(RenderQuestion const& q) {
  auto const format = wished_xml(q.submission.distribution, q.channel);
  if (format.empty() || !is_invoice(q)) return std::nullopt;
  auto xml = xml_of(format, q.submission.invoice);
  if (!xml) {
    return tl::unexpected{model::Problem{
        xml.error().fault, fmt::format("attach_xml {}: {}", format, xml.error().text)}};
  }
  return XmlBeside{named(q, "xml", "application/xml", std::move(xml->bytes)),
                   std::move(xml->notes)};
}

bool leaves_pdf_out(RenderQuestion const& q) {
  bool const mail = std::holds_alternative<config::EmailSettings>(q.channel.transport);
  auto const& wish = q.submission.distribution;
  if (!mail || q.channel.format != "pdf" || !is_invoice(q) || wish.email_attach_pdf.value_or(true))
    return false;
  return !q.link.empty() || !wished_xml(wish, q.channel).empty();
}

}  // namespace airut::gateway
