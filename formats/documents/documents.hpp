#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "formats/documents/splitter.hpp"
#include "formats/model/finding.hpp"
#include "formats/model/invoice.hpp"

// Invoices in XML, recognised by what is in them and never by a name or a media type.
namespace airut::documents {

enum class Syntax { finvoice, ubl_invoice, ubl_credit_note, teappsxml, cii };

std::string_view syntax_text(Syntax syntax);  // finvoice, ubl_invoice, ubl_credit_note ...

struct Document {
  Syntax syntax = Syntax::finvoice;
  model::Invoice invoice;
  // What was met and not taken over (warnings), and what the XML of UBL and CII must not do.
  model::Findings notes;
  std::string embedded;  // the XML as it lay in a hybrid PDF; empty for bare XML
};

// Reads one invoice: Finvoice (alone or behind its SOAP frame), UBL 2.1, CII (D16B, Factur-X,
// XRechnung), TEAPPSXML, or a hybrid PDF that carries one of them. The error holds every finding:
// xml-syntax, xml-doctype, format-unknown, several-documents, pdf-..., or what its reader found.
tl::expected<Document, model::Findings> read_document(std::string_view bytes);

// The number (BT-1) of one document that may be wrong otherwise; "" where none can be read.
std::string number_of(std::string_view bytes);

// The XML of one document as the official rules and schemas take it: out of its hybrid PDF and its
// SOAP frame, without the DOCTYPE that read_document() passes over. Its lines are those of the file
// when they are moved down by line - 1. The error: several-documents, pdf-...
tl::expected<Part, model::Findings> bare_xml(std::string_view bytes);

// The lines of a document behind its frame, as lines of the file.
model::Findings moved_down(model::Findings findings, int lines);

// The documents of a file in memory; see Splitter, which does the same with a stream.
std::vector<Part> split(std::string_view bytes);

}  // namespace airut::documents
