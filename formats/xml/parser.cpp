#include "formats/xml/parser.hpp"

#include <climits>
#include <new>

#include <fmt/format.h>
#include <libxml/parserInternals.h>
#include <libxml/tree.h>

#include "formats/xml/nodes.hpp"

namespace airut::xml {
namespace {

constexpr int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                        XML_PARSE_BIG_LINES | XML_PARSE_NOENT;

constexpr int namespaces_max = 1'000;

model::Finding syntax(std::string detail) {
  model::Finding finding;
  finding.code = "xml-syntax";
  finding.detail = std::move(detail);
  return finding;
}

// Without the end-of-file mark of DOS and the zeros of a block behind the document. In UTF-16 and
// UTF-32 zeros are halves of characters.
std::string_view without_fillers(std::string_view bytes) {
  auto const front = bytes.substr(0, 2);
  if (front == "\xFF\xFE" || front == "\xFE\xFF" || front.find('\0') != front.npos) return bytes;
  while (bytes.size() > 1 && (bytes.back() == '\0' || bytes.back() == '\x1A'))
    bytes.remove_suffix(1);
  return bytes;
}

}  // namespace

void FreeParser::operator()(xmlParserCtxt* parser) const {
  if (parser->myDoc) xmlFreeDoc(parser->myDoc);
  xmlFreeParserCtxt(parser);
}

Parser parser_of(std::string_view bytes) {
  bytes = without_fillers(bytes);
  static bool const ready = [] { return xmlInitParser(), true; }();
  static_cast<void>(ready);
  Parser parser{xmlCreateMemoryParserCtxt(bytes.data(), static_cast<int>(bytes.size()))};
  if (!parser) throw std::bad_alloc{};
  xmlCtxtUseOptions(parser.get(), options);
  return parser;
}

void FirstError::note(xmlError const& error) {
  if (finding_ || error.level != XML_ERR_FATAL) return;
  std::string_view const said = error.message ? error.message : "an error without a name";
  if (said.starts_with("Excessive depth")) {
    finding_ =
        syntax(fmt::format("More than {} elements lie one in the other.", xmlParserMaxDepth));
    finding_->code = "xml-too-deep";
  } else {
    finding_ = syntax(fmt::format("This is not well-formed XML: {}.", trimmed(said)));
  }
  finding_->line = error.line;
  finding_->column = error.int2;
}

void FirstError::look_at_namespaces(xmlParserCtxt* parser) {
  if (finding_ || parser->nsNr <= 2 * namespaces_max) return;  // a prefix and a URI each
  finding_ = syntax(
      fmt::format("More than {} namespaces are declared around an element.", namespaces_max));
  finding_->line = parser->input ? parser->input->line : 0;
  xmlStopParser(parser);
}

model::Findings FirstError::complaint(bool doctype) const {
  if (!doctype)
    return {finding_.value_or(syntax("This is not well-formed XML: the document ends too early."))};
  auto finding = syntax("The document has a DOCTYPE, which is not taken.");
  finding.code = "xml-doctype";
  return {finding};
}

}  // namespace airut::xml
