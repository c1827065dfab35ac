#include <memory>
#include <new>

#include <libxml/c14n.h>

#include "formats/xml/signature.hpp"

namespace airut::xml {

tl::expected<std::string, model::Findings> canonical(std::string_view bytes) {
  auto const document = Document::parse(bytes);
  if (!document) return tl::unexpected{document.error()};
  xmlChar* raw = nullptr;
  auto const size =
      xmlC14NDocDumpMemory(document->get(), nullptr, XML_C14N_EXCLUSIVE_1_0, nullptr, 0, &raw);
  std::unique_ptr<xmlChar, void (*)(void*)> const text{raw, [](void* one) { xmlFree(one); }};
  if (size < 0 || !text) throw std::bad_alloc{};
  return std::string{reinterpret_cast<char const*>(text.get()), static_cast<std::size_t>(size)};
}

}  // namespace airut::xml
