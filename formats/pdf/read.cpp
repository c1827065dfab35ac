#include "formats/pdf/read.hpp"

#include <vector>

#include <fmt/format.h>

#include "formats/pdf/bomb.hpp"
#include "formats/pdf/enclosed.hpp"

namespace airut::pdf {
namespace {

tl::unexpected<model::Findings> finding(std::string code, std::string detail) {
  model::Finding one;
  one.code = std::move(code);
  one.detail = std::move(detail);
  return tl::unexpected{model::Findings{std::move(one)}};
}

std::vector<std::string> const known_names{"factur-x.xml",        "zugferd-invoice.xml",
                                           "ZUGFeRD-invoice.xml", "xrechnung.xml",
                                           "order-x.xml",         "invoice.xml"};

}  // namespace

bool is_pdf(std::string_view bytes) {
  return bytes.substr(0, 1024).find("%PDF-") != std::string_view::npos;
}

tl::expected<std::string, model::Findings> embedded_invoice(std::string_view bytes) {
  if (!unpacks_safely(bytes)) {
    return finding("pdf-too-large",
                   "The PDF unpacks to more than an invoice can need, or is compressed in a way "
                   "that hides how much that is.");
  }
  auto found = enclosed_xml(bytes, known_names);
  switch (found.outcome) {
    case Enclosed::found:
      return std::move(found.bytes);
    case Enclosed::none:
      return finding("pdf-without-invoice",
                     "The PDF carries no invoice as XML (factur-x.xml, xrechnung.xml).");
    case Enclosed::damaged:
      return finding("pdf-damaged", fmt::format("The PDF is damaged: {}.", found.detail));
    case Enclosed::encrypted:
      return finding("pdf-encrypted", "The PDF is encrypted; send it without protection.");
    case Enclosed::too_large:
      break;
  }
  return finding("pdf-too-large", "The embedded invoice unpacks to more than 50 MB.");
}

}  // namespace airut::pdf
