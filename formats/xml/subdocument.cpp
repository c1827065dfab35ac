#include "formats/xml/subdocument.hpp"

#include <memory>
#include <new>

#include <fmt/format.h>
#include <libxml/entities.h>
#include <libxml/tree.h>

#include "formats/xml/document.hpp"

namespace airut::xml {
namespace {

struct Free {
  void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
  void operator()(xmlChar* text) const { xmlFree(text); }
};

xmlNode* nth_element(xmlNode* parent, std::size_t index) {
  auto* node = xmlFirstElementChild(parent);
  for (; node && index > 0; --index) node = xmlNextElementSibling(node);
  return node;
}

// libxml2 writes the names of namespaces as they are, with their ampersands.
void escape_namespaces(xmlNode* element) {
  for (auto* one = element->nsDef; one != nullptr; one = one->next) {
    if (one->href == nullptr) continue;
    auto* const escaped = xmlEncodeSpecialChars(element->doc, one->href);
    if (escaped == nullptr) throw std::bad_alloc{};
    xmlFree(const_cast<xmlChar*>(one->href));
    one->href = escaped;
  }
  for (auto* child = xmlFirstElementChild(element); child; child = xmlNextElementSibling(child))
    escape_namespaces(child);
}

// The copy declares the namespaces of its ancestors that it uses.
std::string alone(xmlNode* node) {
  std::unique_ptr<xmlDoc, Free> const own{xmlNewDoc(nullptr)};
  if (!own) throw std::bad_alloc{};
  auto* copy = xmlDocCopyNode(node, own.get(), 1);
  if (!copy) throw std::bad_alloc{};
  xmlDocSetRootElement(own.get(), copy);
  xmlReconciliateNs(own.get(), copy);
  escape_namespaces(copy);
  xmlChar* raw = nullptr;
  int size = 0;
  xmlDocDumpMemoryEnc(own.get(), &raw, &size, "UTF-8");
  std::unique_ptr<xmlChar, Free> const text{raw};
  if (!text) throw std::bad_alloc{};
  return {reinterpret_cast<char const*>(text.get()), static_cast<std::size_t>(size)};
}

}  // namespace

tl::expected<std::string, model::Findings> subdocument(std::string_view bytes, std::size_t index) {
  auto const document = Document::parse(bytes);
  if (!document) return tl::unexpected{document.error()};
  auto* node = nth_element(xmlDocGetRootElement(document->get()), index);
  if (node) return alone(node);
  model::Finding finding;
  finding.code = "xml-missing";
  finding.detail = fmt::format("The root has no element number {}.", index + 1);
  finding.line = 1;
  return tl::unexpected{model::Findings{finding}};
}

}  // namespace airut::xml
