#include "formats/feedback/read.hpp"
#include "formats/json/tree.hpp"

namespace airut::feedback {
namespace {

json::Node const* member(json::Tree const& tree, json::Node const& object, std::string_view name) {
  if (object.kind != json::Kind::object) return nullptr;
  for (auto const* at = tree.first_child(object); at != nullptr; at = tree.next(*at))
    if (at->key == name) return at;
  return nullptr;
}

// Texts and numbers as they are written; anything else is none.
std::string member_text(json::Tree const& tree, json::Node const& object, std::string_view name) {
  auto const* node = member(tree, object, name);
  bool const plain =
      node != nullptr && (node->kind == json::Kind::string || node->kind == json::Kind::number);
  return plain ? std::string{node->text} : std::string{};
}

void add(json::Tree const& tree, json::Node const& object, Layout const& layout, int line,
         std::vector<Status>& found) {
  found.push_back({member_text(tree, object, layout.message_id),
                   member_text(tree, object, layout.status), member_text(tree, object, layout.text),
                   line});
}

void add_all(json::Tree const& tree, Layout const& layout, int line, std::vector<Status>& found) {
  auto const& root = tree.root();
  auto const* list = layout.record.empty() ? nullptr : member(tree, root, layout.record);
  if (list == nullptr && root.kind == json::Kind::array) list = &root;
  if (list == nullptr || list->kind != json::Kind::array)
    return add(tree, root, layout, line, found);
  for (auto const* at = tree.first_child(*list); at != nullptr; at = tree.next(*at)) {
    if (found.size() > statuses_most) return;
    add(tree, *at, layout, line, found);
  }
}

}  // namespace

// A whole text first; where that is none, an object a line.
tl::expected<std::vector<Status>, model::Findings> read_json(std::string_view bytes,
                                                             Layout const& layout) {
  std::vector<Status> found;
  auto const whole = json::Tree::parse(bytes);
  if (whole) {
    add_all(*whole, layout, 1, found);
    return found;
  }
  int line = 0;
  for (auto rest = bytes; !rest.empty() && found.size() <= statuses_most;) {
    auto const end = rest.find('\n');
    auto const text = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    ++line;
    if (text.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    auto const one = json::Tree::parse(text);
    if (!one) return tl::unexpected{whole.error()};
    add_all(*one, layout, line, found);
  }
  return found;
}

}  // namespace airut::feedback
