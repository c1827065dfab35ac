#include "formats/xml/document.hpp"
#include "formats/xml/nodes.hpp"

namespace airut::xml {
std::string_view Element::name() const {
  return nodes_ ? nodes_->elements[index_].name : std::string_view{};
}

std::string_view Element::name_space() const {
  return nodes_ ? nodes_->elements[index_].name_space : std::string_view{};
}

int Element::line() const { return nodes_ ? nodes_->elements[index_].line : 0; }

std::string_view Element::view() const {
  if (!nodes_) return {};
  auto const& node = nodes_->elements[index_];
  node.read = true;
  return trimmed(nodes_->text_of(node));
}

std::optional<std::string_view> Element::attribute_view(std::string_view name) const {
  if (!nodes_) return std::nullopt;
  auto const& node = nodes_->elements[index_];
  for (std::uint32_t i = 0; i < node.attribute_count; ++i) {
    auto const& one = nodes_->attributes[node.attributes + i];
    if (one.name != name) continue;
    one.read = true;
    return trimmed(nodes_->value_of(one));
  }
  return std::nullopt;
}

std::optional<std::string> Element::attribute(std::string_view name) const {
  auto const value = attribute_view(name);
  return value ? std::optional{std::string{*value}} : std::nullopt;
}

Element Element::first_child() const {
  if (!nodes_) return {};
  auto const first = nodes_->elements[index_].first;
  return first ? Element{nodes_, first} : Element{};
}

Element Element::next_sibling() const {
  if (!nodes_) return {};
  auto const next = nodes_->elements[index_].next;
  return next ? Element{nodes_, next} : Element{};
}

Element Element::next_sibling(std::string_view name) const {
  auto one = next_sibling();
  while (one && one.name() != name) one = one.next_sibling();
  return one;
}

Element Element::child(std::string_view name) const {
  if (!nodes_) return {};
  auto const* all = nodes_->elements.data();
  auto at = all[index_].first;
  while (at != 0 && all[at].name != name) at = all[at].next;
  return at ? Element{nodes_, at} : Element{};
}

std::vector<Element> Element::children(std::string_view name) const {
  std::vector<Element> found;
  for (auto one = child(name); one; one = one.next_sibling(name)) found.push_back(one);
  return found;
}

void Element::set_read() const {
  if (nodes_) nodes_->elements[index_].read = true;
}

std::string_view Element::peek() const {
  return nodes_ ? trimmed(nodes_->text_of(nodes_->elements[index_])) : std::string_view{};
}

std::string Element::untrimmed_text() const {
  if (!nodes_) return {};
  set_read();
  return std::string{nodes_->text_of(nodes_->elements[index_])};
}

}  // namespace airut::xml
