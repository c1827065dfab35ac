#include "formats/finvoice/tree.hpp"

namespace airut::finvoice {
namespace {

constexpr auto nowhere = std::string_view::npos;

// Reads one element and what is in it; `at` stands on its '<' and then behind
// its end tag.
Node read_node(std::string_view text, std::size_t& at) {
  Node node;
  auto const name_end = text.find_first_of(" >", at);
  node.name = text.substr(at + 1, name_end - at - 1);
  auto const tag_end = text.find('>', name_end);  // '>' is escaped in attributes
  node.attributes = text.substr(name_end, tag_end - name_end);
  at = tag_end + 1;
  while (true) {
    auto const next = text.find('<', at);
    if (text[next + 1] == '/') {
      if (node.children.empty()) node.text = text.substr(at, next - at);
      if (node.text == "\n") node.text.clear();
      at = text.find('>', next) + 1;
      return node;
    }
    at = next;
    node.children.push_back(read_node(text, at));
  }
}

void append(std::string& to, Node const& node) {
  to.append("<").append(node.name).append(node.attributes).append(">");
  if (node.children.empty()) {
    to += node.text;
  } else {
    to += '\n';
    for (auto const& child : node.children) append(to, child);
  }
  to.append("</").append(node.name).append(">\n");
}

std::size_t next_character(std::string_view text, std::size_t at, xml::Encoding encoding) {
  if (text[at] == '&') {
    auto const end = text.find(';', at);
    return end == nowhere ? text.size() : end + 1;
  }
  ++at;
  if (encoding != xml::Encoding::utf8) return at;  // a byte is a character
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
  return at;
}

}  // namespace

Tree tree_of(std::string_view written) {
  Tree tree;
  std::size_t at = 0;
  while (written.substr(at, 2) == "<?") at = written.find('\n', at) + 1;
  tree.prolog = written.substr(0, at);
  tree.root = read_node(written, at);
  return tree;
}

std::string text_of(Tree const& tree) {
  std::string text = tree.prolog;
  append(text, tree.root);
  return text;
}

std::string escaped(std::string_view text, xml::Encoding encoding) {
  xml::Writer out{encoding};
  out.leaf("t", text, {{"a", text}});
  auto const whole = std::move(out).text();
  // The attribute's form also holds as text: it escapes the quotation mark as
  // well.
  auto const begin = whole.find("<t a=\"") + 6;
  return text.empty() ? std::string{} : whole.substr(begin, whole.find("\">", begin) - begin);
}

std::size_t count_escaped(std::string_view text, xml::Encoding encoding) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); at = next_character(text, at, encoding)) ++count;
  return count;
}

std::string_view first_escaped(std::string_view text, std::size_t count, xml::Encoding encoding) {
  std::size_t at = 0;
  for (; count > 0 && at < text.size(); --count) at = next_character(text, at, encoding);
  return text.substr(0, at);
}

}  // namespace airut::finvoice
