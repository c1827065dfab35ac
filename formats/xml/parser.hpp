#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <libxml/parser.h>

#include "formats/model/finding.hpp"

// How both trees of this room run libxml2's parser; no other room includes this.
namespace airut::xml {

struct FreeParser {
  void operator()(xmlParserCtxt* parser) const;
};
using Parser = std::unique_ptr<xmlParserCtxt, FreeParser>;

// A parser over the bytes, which must outlive it and be fit: nothing is fetched, depth and size
// have libxml2's limits, and no complaint is printed. Character references are replaced; since no
// caller lets a DOCTYPE declare anything there are no other entities. Throws std::bad_alloc.
Parser parser_of(std::string_view bytes);

// What is wrong with bytes that the parser shall not see: none at all or more than 2 GiB, an
// encoding in which markup could hide, or a start tag with more than 1,000 attributes, of which
// libxml2 compares each with each.
std::optional<model::Findings> unfit(std::string_view bytes);

// The first error is the cause; libxml2 keeps the last.
class FirstError {
 public:
  void note(xmlError const& error);
  // Ends the parsing where more than 1,000 namespaces are in scope: libxml2 looks through all of
  // them for each name.
  void look_at_namespaces(xmlParserCtxt* parser);
  explicit operator bool() const { return finding_.has_value(); }
  // One finding: xml-doctype, or xml-syntax with line and column.
  model::Findings complaint(bool doctype) const;

 private:
  std::optional<model::Finding> finding_;
};

// libxml2 2.14 made the error pointer const; both signatures are served.
#if LIBXML_VERSION >= 21200
using ErrorPointer = xmlError const*;
#else
using ErrorPointer = xmlError*;
#endif

inline std::string_view view(xmlChar const* text) {
  return text ? std::string_view{reinterpret_cast<char const*>(text)} : std::string_view{};
}

}  // namespace airut::xml
