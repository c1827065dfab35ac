#include "formats/xml/unread.hpp"

#include <fmt/format.h>

#include "formats/xml/nodes.hpp"

namespace airut::xml {
namespace {

constexpr std::string_view instance_space = "http://www.w3.org/2001/XMLSchema-instance";

bool same_name(xmlNode const* a, xmlNode const* b) {
  return b->type == XML_ELEMENT_NODE && view(a->name) == view(b->name);
}

// "/name", and "[n]" behind it from the second of its name on.
void append_step(std::string& path, xmlNode const* node) {
  int position = 1;
  for (auto const* one = node->prev; one; one = one->prev) position += same_name(node, one) ? 1 : 0;
  if (!path.empty()) path += '/';
  path += view(node->name);
  if (position > 1) path += fmt::format("[{}]", position);
}

std::string value_of(xmlAttr const* attribute) {
  std::string value;
  for (auto const* part = attribute->children; part; part = part->next)
    value += view(part->content);
  return value;
}

void add_unread(xmlNode const* node, std::string& path, std::vector<Unread>& found) {
  auto const line = static_cast<int>(xmlGetLineNo(node));
  for (auto const* one = node->properties; one; one = one->next) {
    if (one->psvi == &read_attribute || (one->ns && view(one->ns->href) == instance_space))
      continue;
    auto value = value_of(one);
    if (!trimmed(value).empty()) {
      found.push_back({path + (path.empty() ? "@" : "/@") + std::string{view(one->name)},
                       std::move(value), line});
    }
  }
  if ((node->extra & read_bit) != 0) return;
  auto const length = path.size();
  bool leaf = true;
  for (auto const* child = element_from(node->children); child; child = element_from(child->next)) {
    leaf = false;
    append_step(path, child);
    add_unread(child, path, found);
    path.resize(length);
  }
  if (!leaf) return;
  std::string text;
  append_text(text, node);
  if (!trimmed(text).empty()) found.push_back({path, std::string{trimmed(text)}, line});
}

}  // namespace

std::vector<Unread> unread(Element root) {
  std::vector<Unread> found;
  std::string path;
  if (root) add_unread(root.get(), path, found);
  return found;
}

}  // namespace airut::xml
