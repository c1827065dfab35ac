#include "formats/documents/documents.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "formats/binding/binding.hpp"
#include "formats/cii/read.hpp"
#include "formats/finvoice/read.hpp"
#include "formats/pdf/read.hpp"
#include "formats/teapps/read.hpp"
#include "formats/ubl/read.hpp"
#include "formats/xml/document.hpp"

namespace airut::documents {
namespace {

constexpr auto all_in_memory = static_cast<std::size_t>(-1);
constexpr std::string_view ubl_space = "urn:oasis:names:specification:ubl:schema:xsd:";

model::Finding finding(std::string code, std::string detail) {
  model::Finding one;
  one.code = std::move(code);
  one.detail = std::move(detail);
  return one;
}

// The lines of a document behind its frame, as lines of the file.
model::Findings moved_down(model::Findings findings, int lines) {
  for (auto& one : findings) {
    if (one.line > 0) one.line += lines;
  }
  return findings;
}

template <class Read>
tl::expected<Document, model::Findings> as_document(Syntax syntax, Read read) {
  if (!read) return tl::unexpected(std::move(read.error()));
  return Document{syntax, std::move(read->invoice), std::move(read->notes), {}};
}

// What the reader cannot do without is said by its rule where there is one.
void drop_said(model::Findings& findings, model::Findings const& found) {
  auto const said = [&](model::Finding const& one) {
    return one.code == "required" &&
           std::any_of(found.begin(), found.end(), [&](auto const& other) {
             return other.line == one.line && !other.rule.empty();
           });
  };
  std::erase_if(findings, said);
}

// The same with what the XML itself breaks, which the model shows no more.
template <class Read>
tl::expected<Document, model::Findings> as_bound(Syntax syntax, xml::Element root, Read read) {
  auto const peppol = read ? rules::peppol_asked(read->invoice) : rules::Ask::no;
  auto found = syntax == Syntax::cii ? binding::check_cii(root) : binding::check_ubl(root, peppol);
  auto& findings = read ? read->notes : read.error();
  if (!read) drop_said(findings, found);
  findings.insert(findings.end(), std::make_move_iterator(found.begin()),
                  std::make_move_iterator(found.end()));
  return as_document(syntax, std::move(read));
}

tl::expected<Document, model::Findings> read_root(xml::Element root) {
  if (root.name() == "Finvoice" && root.name_space().empty()) {
    return as_document(Syntax::finvoice, finvoice::read(root));
  }
  if (root.name() == "INVOICE_CENTER" && root.name_space().empty()) {
    return as_document(Syntax::teappsxml, teapps::read(root));
  }
  if (cii::is_cii(root)) return as_bound(Syntax::cii, root, cii::read(root));
  bool const ubl = root.name_space().substr(0, ubl_space.size()) == ubl_space;
  if (ubl && root.name() == "Invoice") {
    return as_bound(Syntax::ubl_invoice, root, ubl::read(root));
  }
  if (ubl && root.name() == "CreditNote") {
    return as_bound(Syntax::ubl_credit_note, root, ubl::read(root));
  }
  return tl::unexpected(model::Findings{
      finding("format-unknown",
              fmt::format("The root element {} is none of Finvoice, TEAPPSXML, UBL 2.1 Invoice "
                          "or CreditNote, and CII CrossIndustryInvoice.",
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
    case Syntax::teappsxml:
      return "teappsxml";
    case Syntax::cii:
      return "cii";
  }
  return "";
}

std::vector<Part> split(std::string_view bytes) {
  if (pdf::is_pdf(bytes)) return {{std::string{bytes}, 1}};
  Splitter splitter{[bytes](char* to, std::size_t most) mutable {
                      auto const taken = bytes.copy(to, most);
                      bytes.remove_prefix(taken);
                      return taken;
                    },
                    all_in_memory};
  std::vector<Part> parts;
  while (auto part = splitter.next()) {
    if (!*part) break;
    parts.push_back(std::move(**part));
  }
  return parts;
}

tl::expected<Document, model::Findings> read_document(std::string_view bytes) {
  if (pdf::is_pdf(bytes)) {
    auto xml = pdf::embedded_invoice(bytes);
    if (!xml) return tl::unexpected(std::move(xml.error()));
    if (pdf::is_pdf(*xml)) {
      return tl::unexpected(
          model::Findings{finding("format-unknown", "The PDF carries a PDF for its invoice.")});
    }
    auto document = read_document(*xml);
    if (document) document->embedded = *std::move(xml);
    return document;
  }
  auto const parts = split(bytes);
  if (parts.size() > 1) {
    return tl::unexpected(model::Findings{finding(
        "several-documents",
        fmt::format("The file holds {} documents; send it to /v1/batches.", parts.size()))});
  }
  auto const text = parts.empty() ? std::string_view{} : std::string_view{parts.front().bytes};
  auto const before = parts.empty() ? 0 : parts.front().line - 1;
  auto const document = xml::Document::parse(text, "Finvoice");
  if (!document) return tl::unexpected(moved_down(document.error(), before));
  auto read = read_root(document->root());
  if (!read) return tl::unexpected(moved_down(std::move(read.error()), before));
  read->notes = moved_down(std::move(read->notes), before);
  return read;
}

}  // namespace airut::documents
