#include "formats/documents/documents.hpp"

#include <fmt/format.h>

#include "formats/finvoice/read.hpp"
#include "formats/ubl/read.hpp"
#include "formats/xml/document.hpp"

namespace airut::documents {
namespace {

constexpr std::string_view blanks = " \t\r\n";
constexpr std::string_view declaration = "<?xml ";
constexpr std::string_view ubl_space = "urn:oasis:names:specification:ubl:schema:xsd:";

std::string_view trimmed(std::string_view text) {
  auto const first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

// Behind a byte order mark and blanks.
std::string_view body(std::string_view bytes) {
  if (bytes.substr(0, 3) == "\xEF\xBB\xBF") bytes.remove_prefix(3);
  return trimmed(bytes);
}

// The end of a SOAP envelope that begins the text; 0 when there is none.
std::size_t envelope_end(std::string_view text) {
  auto start = text;
  if (start.substr(0, declaration.size()) == declaration) {
    auto const end = start.find("?>");
    if (end == std::string_view::npos) return 0;
    start = trimmed(start.substr(end + 2));
  }
  auto const name_end = start.find_first_of(" \t\r\n>");
  if (name_end == std::string_view::npos || start.front() != '<') return 0;
  auto const name = start.substr(1, name_end - 1);
  if (name.size() < 8 || name.substr(name.size() - 8) != "Envelope") return 0;
  auto const closing = fmt::format("</{}>", name);
  auto const end = text.find(closing);
  return end == std::string_view::npos ? 0 : end + closing.size();
}

model::Finding finding(std::string code, std::string detail) {
  model::Finding one;
  one.code = std::move(code);
  one.detail = std::move(detail);
  return one;
}

template <class Read>
tl::expected<Document, model::Findings> as_document(Syntax syntax, Read read) {
  if (!read) return tl::unexpected(std::move(read.error()));
  return Document{syntax, std::move(read->invoice), std::move(read->notes)};
}

tl::expected<Document, model::Findings> read_root(xml::Element root) {
  if (root.name() == "Finvoice" && root.name_space().empty()) {
    return as_document(Syntax::finvoice, finvoice::read(root));
  }
  bool const ubl = root.name_space().substr(0, ubl_space.size()) == ubl_space;
  if (ubl && root.name() == "Invoice") return as_document(Syntax::ubl_invoice, ubl::read(root));
  if (ubl && root.name() == "CreditNote") {
    return as_document(Syntax::ubl_credit_note, ubl::read(root));
  }
  return tl::unexpected(model::Findings{
      finding("format-unknown",
              fmt::format("The root element {} is neither a Finvoice nor a UBL 2.1 Invoice or "
                          "CreditNote.",
                          root.name()))});
}

}  // namespace

std::string_view syntax_text(Syntax syntax) {
  switch (syntax) {
    case Syntax::finvoice:
      return "finvoice";
    case Syntax::ubl_invoice:
      return "ubl_invoice";
    case Syntax::ubl_credit_note:
      return "ubl_credit_note";
  }
  return "";
}

std::vector<std::string_view> split(std::string_view bytes) {
  std::vector<std::string_view> parts;
  auto rest = body(bytes);
  while (!rest.empty()) {
    if (auto const frame = envelope_end(rest)) {
      rest = trimmed(rest.substr(frame));
      continue;
    }
    auto const next = rest.find(declaration, 1);
    auto const next_frame = rest.find("<SOAP-ENV:Envelope", 1);
    auto const end = std::min(next, next_frame);
    parts.push_back(trimmed(rest.substr(0, end)));
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end);
  }
  return parts;
}

tl::expected<Document, model::Findings> read_document(std::string_view bytes) {
  auto const parts = split(bytes);
  if (parts.size() > 1) {
    return tl::unexpected(model::Findings{finding(
        "several-documents",
        fmt::format("The file holds {} documents; send it to /v1/batches.", parts.size()))});
  }
  auto const document = xml::Document::parse(parts.empty() ? std::string_view{} : parts.front());
  if (!document) return tl::unexpected(document.error());
  return read_root(document->root());
}

}  // namespace airut::documents
