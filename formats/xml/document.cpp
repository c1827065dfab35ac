#include "formats/xml/document.hpp"

#include <climits>
#include <new>

#include <fmt/format.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

namespace airut::xml {
namespace {

struct FreeContext {
  void operator()(xmlParserCtxt* context) const { xmlFreeParserCtxt(context); }
};
using Context = std::unique_ptr<xmlParserCtxt, FreeContext>;

std::string_view view(xmlChar const* text) {
  return text ? std::string_view{reinterpret_cast<char const*>(text)} : std::string_view{};
}

// libxml2 calls this at "<!DOCTYPE": nothing behind it is looked at.
void refuse_doctype(void* context, xmlChar const*, xmlChar const*, xmlChar const*) {
  auto* parser = static_cast<xmlParserCtxt*>(context);
  *static_cast<bool*>(parser->_private) = true;
  xmlStopParser(parser);
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  auto const first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

void append_text(std::string& to, xmlNode const* node) {
  for (auto const* child = node->children; child; child = child->next) {
    if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) {
      to += view(child->content);
    } else if (child->type == XML_ELEMENT_NODE) {
      append_text(to, child);
    }
  }
}

xmlNode const* element_from(xmlNode const* node) {
  while (node && node->type != XML_ELEMENT_NODE) node = node->next;
  return node;
}

model::Findings complaint(xmlParserCtxt const* parser, bool doctype) {
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

}  // namespace

void Document::Free::operator()(_xmlDoc* document) const { xmlFreeDoc(document); }

tl::expected<Document, model::Findings> Document::parse(std::string_view bytes) {
  static bool const ready = [] { return xmlInitParser(), true; }();
  static_cast<void>(ready);
  if (bytes.empty() || bytes.size() > INT_MAX) {
    model::Finding finding;
    finding.code = "xml-syntax";
    finding.detail = bytes.empty() ? "The document is empty." : "The document is too large.";
    return tl::unexpected(model::Findings{finding});
  }
  Context const parser{xmlNewParserCtxt()};
  if (!parser) throw std::bad_alloc{};
  bool doctype = false;
  parser->_private = &doctype;
  parser->sax->internalSubset = refuse_doctype;
  Document result;
  result.document_.reset(xmlCtxtReadMemory(
      parser.get(), bytes.data(), static_cast<int>(bytes.size()), nullptr, nullptr,
      XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_COMPACT |
          XML_PARSE_BIG_LINES | XML_PARSE_NOCDATA));
  if (doctype || !result.document_ || !parser->wellFormed || !result.root()) {
    return tl::unexpected(complaint(parser.get(), doctype));
  }
  return result;
}

Element Document::root() const { return Element{xmlDocGetRootElement(document_.get())}; }

std::string_view Element::name() const { return node_ ? view(node_->name) : std::string_view{}; }

std::string_view Element::name_space() const {
  return node_ && node_->ns ? view(node_->ns->href) : std::string_view{};
}

int Element::line() const { return node_ ? static_cast<int>(xmlGetLineNo(node_)) : 0; }

std::string Element::text() const {
  if (!node_) return {};
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
  for (auto const* one = node_->properties; one; one = one->next) {
    if (view(one->name) != name) continue;
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
