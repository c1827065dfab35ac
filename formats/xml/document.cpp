#include "formats/xml/document.hpp"

#include <climits>
#include <new>

#include <libxml/parser.h>

#include "formats/xml/nodes.hpp"

#include "formats/xml/parser_complaint.hpp"

namespace airut::xml {
namespace {

struct FreeContext {
  void operator()(xmlParserCtxt* context) const { xmlFreeParserCtxt(context); }
};
using Context = std::unique_ptr<xmlParserCtxt, FreeContext>;

struct Doctype {
  std::string_view harmless;
  bool refused = false;
};

// libxml2 calls this behind "<!DOCTYPE name SYSTEM ...": nothing that is declared there is looked
// at, and nothing is fetched.
void meet_doctype(void* context, xmlChar const* name, xmlChar const*, xmlChar const*) {
  auto* parser = static_cast<xmlParserCtxt*>(context);
  auto* doctype = static_cast<Doctype*>(parser->_private);
  bool const declares = parser->input == nullptr || *parser->input->cur == '[';
  if (!declares && !doctype->harmless.empty() && view(name) == doctype->harmless) {
    parser->hasExternalSubset = 0;  // an entity that is not declared is an error all the same
    return;
  }
  doctype->refused = true;
  xmlStopParser(parser);
}

}  // namespace

void Document::Free::operator()(_xmlDoc* document) const { xmlFreeDoc(document); }

tl::expected<Document, model::Findings> Document::parse(std::string_view bytes,
                                                        std::string_view harmless_doctype) {
  static bool const ready = [] { return xmlInitParser(), true; }();
  static_cast<void>(ready);
  if (bytes.empty() || bytes.size() > INT_MAX) {
    return tl::unexpected(size_complaint(bytes.empty()));
  }
  Context const parser{xmlNewParserCtxt()};
  if (!parser) throw std::bad_alloc{};
  Doctype doctype{harmless_doctype};
  parser->_private = &doctype;
  parser->sax->internalSubset = meet_doctype;
  Document result;
  result.document_.reset(xmlCtxtReadMemory(
      parser.get(), bytes.data(), static_cast<int>(bytes.size()), nullptr, nullptr,
      XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_COMPACT |
          XML_PARSE_BIG_LINES | XML_PARSE_NOCDATA));
  if (doctype.refused || !result.document_ || !parser->wellFormed || !result.root()) {
    return tl::unexpected(complaint(parser.get(), doctype.refused));
  }
  return result;
}

Element Document::root() const { return Element{xmlDocGetRootElement(document_.get())}; }

std::string_view Element::name() const { return node_ ? view(node_->name) : std::string_view{}; }

std::string_view Element::name_space() const {
  return node_ && node_->ns ? view(node_->ns->href) : std::string_view{};
}

int Element::line() const { return node_ ? static_cast<int>(xmlGetLineNo(node_)) : 0; }

void Element::set_read() const {
  if (node_) mark(node_);
}

std::string Element::untrimmed_text() const {
  std::string text;
  if (!node_) return text;
  mark(node_);
  append_text(text, node_);
  return text;
}

std::string Element::text() const {
  if (!node_) return {};
  mark(node_);
  auto const* only = node_->children;
  if (only && !only->next && only->type == XML_TEXT_NODE) {
    return std::string{trimmed(view(only->content))};
  }
  std::string text;
  append_text(text, node_);
  return std::string{trimmed(text)};
}

std::optional<std::string> Element::attribute(std::string_view name) const {
  if (!node_) return std::nullopt;
  for (auto* one = node_->properties; one; one = one->next) {
    if (view(one->name) != name) continue;
    one->psvi = &read_attribute;
    std::string value;
    for (auto const* part = one->children; part; part = part->next) value += view(part->content);
    return std::string{trimmed(value)};
  }
  return std::nullopt;
}

Element Element::first_child() const {
  return node_ ? Element{element_from(node_->children)} : Element{};
}

Element Element::next_sibling() const {
  return node_ ? Element{element_from(node_->next)} : Element{};
}

Element Element::child(std::string_view name) const {
  auto one = first_child();
  while (one && one.name() != name) one = one.next_sibling();
  return one;
}

std::vector<Element> Element::children(std::string_view name) const {
  std::vector<Element> found;
  for (auto one = first_child(); one; one = one.next_sibling()) {
    if (one.name() == name) found.push_back(one);
  }
  return found;
}

}  // namespace airut::xml
