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

// Old Finvoice files point to Finvoice.dtd, which is not fetched.
constexpr std::string_view old_doctype = "Finvoice";
constexpr auto all_in_memory = static_cast<std::size_t>(-1);
constexpr std::string_view ubl_space = "urn:oasis:names:specification:ubl:schema:xsd:";

model::Finding finding(std::string code, std::string detail) {
  model::Finding one;
  one.code = std::move(code);
  one.detail = std::move(detail);
  return one;
}

tl::expected<std::string, model::Findings> embedded_xml(std::string_view pdf) {
  auto xml = pdf::embedded_invoice(pdf);
  if (!xml || !pdf::is_pdf(*xml)) return xml;
  return tl::unexpected(
      model::Findings{finding("format-unknown", "The PDF carries a PDF for its invoice.")});
}

tl::expected<Part, model::Findings> only_part(std::string_view bytes) {
  auto parts = split(bytes);
  if (parts.size() > 1) {
    return tl::unexpected(model::Findings{finding(
        "several-documents",
        fmt::format("The file holds {} documents; send it to /v1/batches.", parts.size()))});
  }
  return parts.empty() ? Part{} : std::move(parts.front());
}

// Behind the declaration, comments and instructions that may stand before a document's root.
std::size_t behind_prolog(std::string_view text) {
  std::size_t at = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  for (;;) {
    at = text.find_first_not_of(" \t\r\n", at);
    if (at == text.npos) return text.size();
    auto const rest = text.substr(at);
    auto const close = rest.starts_with("<?") ? "?>" : rest.starts_with("<!--") ? "-->" : "";
    if (*close == '\0') return at;
    auto const end = text.find(close, at);
    if (end == text.npos) return text.size();
    at = end + std::string_view{close}.size();
  }
}

// Puts blanks in the place of the DOCTYPE that the readers pass over, so that lines and columns
// stay; one with declarations of its own is left for its parser to refuse.
void blank_doctype(std::string& text) {
  auto const begin = behind_prolog(text);
  constexpr std::string_view opening = "<!DOCTYPE ";
  auto const rest = std::string_view{text}.substr(begin);
  if (!rest.starts_with(opening) || !rest.substr(opening.size()).starts_with(old_doctype)) return;
  char quote = '\0';
  for (auto at = begin; at < text.size(); ++at) {
    auto const c = text[at];
    if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '[') {
      return;
    } else if (c == '>') {
      std::replace_if(
          text.begin() + static_cast<std::ptrdiff_t>(begin),
          text.begin() + static_cast<std::ptrdiff_t>(at + 1), [](char one) { return one != '\n'; },
          ' ');
      return;
    }
  }
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

// By the place where each syntax has its number.
std::string number_in(xml::Element root) {
  if (root.name() == "Finvoice") return root.child("InvoiceDetails").text_of("InvoiceNumber");
  if (root.name() == "INVOICE_CENTER") {
    auto const invoices = root.child("CONTENT_FRAME").child("INVOICES");
    return invoices.child("INVOICE").child("HEADER").text_of("INVOICE_ID");
  }
  if (cii::is_cii(root)) return root.child("ExchangedDocument").text_of("ID");
  return root.name_space().starts_with(ubl_space) ? root.text_of("ID") : std::string{};
}

}  // namespace

std::string number_of(std::string_view bytes) {
  auto const part = bare_xml(bytes);
  if (!part) return {};
  auto const document = xml::Document::parse(part->bytes, old_doctype);
  return document ? number_in(document->root()) : std::string{};
}

model::Findings moved_down(model::Findings findings, int lines) {
  for (auto& one : findings) {
    if (one.line > 0) one.line += lines;
  }
  return findings;
}

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

tl::expected<Part, model::Findings> bare_xml(std::string_view bytes) {
  if (pdf::is_pdf(bytes)) {
    auto const xml = embedded_xml(bytes);
    return xml ? bare_xml(*xml) : tl::unexpected(xml.error());
  }
  auto part = only_part(bytes);
  if (part) blank_doctype(part->bytes);
  return part;
}

tl::expected<Document, model::Findings> read_document(std::string_view bytes) {
  if (pdf::is_pdf(bytes)) {
    auto xml = embedded_xml(bytes);
    if (!xml) return tl::unexpected(std::move(xml.error()));
    auto document = read_document(*xml);
    if (document) document->embedded = *std::move(xml);
    return document;
  }
  auto const part = only_part(bytes);
  if (!part) return tl::unexpected(part.error());
  auto const before = part->line - 1;
  auto const document = xml::Document::parse(part->bytes, old_doctype);
  if (!document) return tl::unexpected(moved_down(document.error(), before));
  auto read = read_root(document->root());
  if (!read) return tl::unexpected(moved_down(std::move(read.error()), before));
  read->notes = moved_down(std::move(read->notes), before);
  return read;
}

}  // namespace airut::documents
