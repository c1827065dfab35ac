#include "formats/xml/parser_complaint.hpp"

#include <string_view>

#include <fmt/format.h>
#include <libxml/parser.h>

namespace airut::xml {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  auto const first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

}  // namespace

model::Findings complaint(_xmlParserCtxt const* parser, bool doctype) {
  model::Finding finding;
  finding.code = doctype ? "xml-doctype" : "xml-syntax";
  finding.detail = "The document has a DOCTYPE, which is not taken.";
  if (!doctype) {
    auto const& error = parser->lastError;
    finding.detail =
        fmt::format("This is not well-formed XML: {}.",
                    trimmed(error.message ? error.message : "the document ends too early"));
    finding.line = error.line;
    finding.column = error.int2;
  }
  return {finding};
}

model::Findings size_complaint(bool empty) {
  model::Finding finding;
  finding.code = "xml-syntax";
  finding.detail = empty ? "The document is empty." : "The document is too large.";
  return {finding};
}

}  // namespace airut::xml
