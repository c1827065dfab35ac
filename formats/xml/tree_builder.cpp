#include <algorithm>
#include <cstring>
#include <unordered_map>

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "formats/xml/parser.hpp"
#include "formats/xml/tree.hpp"

namespace airut::xml {
namespace {

struct NameKey {
  xmlChar const* local = nullptr;  // unique pointers of the parser's dictionary
  xmlChar const* uri = nullptr;
  bool operator==(NameKey const&) const = default;
};
struct NameHash {
  std::size_t operator()(NameKey const& key) const {
    return std::hash<void const*>{}(key.local) * 31 + std::hash<void const*>{}(key.uri);
  }
};

}  // namespace

// Receives libxml2's SAX2 events.
class TreeBuilder {
 public:
  explicit TreeBuilder(xmlParserCtxt* parser) : parser_(parser) {
    tree_.nodes_.emplace_back();
    open_.push_back(0);
  }

  void start(xmlChar const* local, xmlChar const* prefix, xmlChar const* uri) {
    flush_text();
    first_error.look_at_namespaces(parser_);
    auto const id = add(NodeKind::element, name({local, uri}, prefix), {});
    place(tree_.nodes_[id]);
    open_.push_back(id);
  }

  // Five pointers an attribute: local name, prefix, URI, begin and end of the value.
  void attributes(int count, xmlChar const** list) {
    auto const element = open_.back();
    for (int i = 0; i < count; ++i, list += 5) {
      auto const* begin = reinterpret_cast<char const*>(list[3]);
      std::string_view const value{begin, static_cast<std::size_t>(list[4] - list[3])};
      auto const id = add(NodeKind::attribute, name({list[0], list[2]}, list[1]), keep(value));
      tree_.nodes_[id].end = id + 1;
    }
    tree_.nodes_[element].attributes = static_cast<std::uint32_t>(count);
  }

  void declarations(int count, xmlChar const** list) {
    for (int i = 0; i < count; ++i, list += 2) {
      tree_.declarations_.push_back({open_.back(), keep(view(list[0])), keep(view(list[1]))});
    }
  }

  void end() {
    flush_text();
    tree_.nodes_[open_.back()].end = tree_.size();
    open_.pop_back();
  }

  void text(std::string_view piece) { pending_ += piece; }

  void leaf(NodeKind kind, NameId name, std::string_view value) {
    flush_text();
    auto const id = add(kind, name, keep(value));
    tree_.nodes_[id].end = id + 1;
  }
  NameId target(xmlChar const* name_text) { return name({name_text, nullptr}, nullptr); }

  Tree finish() && {
    tree_.nodes_[0].end = tree_.size();
    tree_.index_names();
    return std::move(tree_);
  }

  bool doctype = false;
  FirstError first_error;
  void stop() { xmlStopParser(parser_); }

 private:
  NodeId add(NodeKind kind, NameId name, std::string_view value) {
    auto const id = tree_.size();
    auto& node = tree_.nodes_.emplace_back();
    node.kind = kind;
    node.name = name;
    node.value = value;
    node.parent = open_.back();
    return id;
  }

  NameId name(NameKey key, xmlChar const* prefix) {
    auto const [found, added] = known_.try_emplace(key, static_cast<NameId>(tree_.names_.size()));
    if (added)
      tree_.names_.push_back({keep(view(key.uri)), keep(view(key.local)), keep(view(prefix))});
    return found->second;
  }

  // Only blanks can stand outside the root element; XPath does not see them.
  void flush_text() {
    if (pending_.empty()) return;
    if (open_.size() > 1) {
      auto const id = add(NodeKind::text, none, keep(pending_));
      tree_.nodes_[id].end = id + 1;
    }
    pending_.clear();
  }

  // The event comes at the end of the start tag. A "<" cannot stand inside a tag, so the last one
  // before the cursor is where the tag begins.
  void place(Node& node) const {
    auto const* input = parser_->input;
    if (!input) return;
    auto const* at = input->cur;
    while (at > input->base && *at != '<') --at;
    int breaks = 0;
    int characters = 0;
    for (auto const* one = at; one < input->cur; ++one) {
      breaks += *one == '\n';
      characters += (*one & 0xC0) != 0x80;
    }
    node.line = static_cast<std::uint32_t>(input->line - breaks);
    node.column = static_cast<std::uint32_t>(breaks == 0 ? std::max(1, input->col - characters)
                                                         : column_of(at, input->base));
  }

  // Looks back along the line; not further than a start tag with line breaks can sensibly be wide.
  static std::ptrdiff_t column_of(xmlChar const* at, xmlChar const* base) {
    constexpr std::ptrdiff_t furthest = 4096;
    auto const* start = at;
    while (start > base && start[-1] != '\n' && at - start < furthest) --start;
    return at - start + 1;
  }

  std::string_view keep(std::string_view text) {
    if (text.empty()) return {};
    if (text.size() > room_) {
      room_ = std::max<std::size_t>(text.size(), 16 * 1024);
      tree_.text_.push_back(std::make_unique_for_overwrite<char[]>(room_));
      at_ = tree_.text_.back().get();
    }
    std::memcpy(at_, text.data(), text.size());
    std::string_view const kept{at_, text.size()};
    at_ += text.size();
    room_ -= text.size();
    return kept;
  }

  xmlParserCtxt* parser_;
  Tree tree_;
  std::vector<NodeId> open_;
  std::string pending_;
  std::unordered_map<NameKey, NameId, NameHash> known_;
  char* at_ = nullptr;
  std::size_t room_ = 0;
};

namespace {

TreeBuilder& builder_of(void* context) {
  return *static_cast<TreeBuilder*>(static_cast<xmlParserCtxt*>(context)->_private);
}

void on_tree_start(void* context, xmlChar const* local, xmlChar const* prefix, xmlChar const* uri,
                   int namespaces, xmlChar const** namespace_list, int attributes, int,
                   xmlChar const** attribute_list) {
  auto& to = builder_of(context);
  to.start(local, prefix, uri);
  to.attributes(attributes, attribute_list);
  to.declarations(namespaces, namespace_list);
}

void on_tree_end(void* context, xmlChar const*, xmlChar const*, xmlChar const*) {
  builder_of(context).end();
}

void on_tree_text(void* context, xmlChar const* text, int length) {
  builder_of(context).text({reinterpret_cast<char const*>(text), static_cast<std::size_t>(length)});
}

void on_tree_comment(void* context, xmlChar const* text) {
  builder_of(context).leaf(NodeKind::comment, none, view(text));
}

void on_tree_instruction(void* context, xmlChar const* target, xmlChar const* text) {
  auto& to = builder_of(context);
  to.leaf(NodeKind::instruction, to.target(target), view(text));
}

// libxml2 calls this at "<!DOCTYPE": nothing behind it is looked at.
void on_tree_doctype(void* context, xmlChar const*, xmlChar const*, xmlChar const*) {
  auto& to = builder_of(context);
  to.doctype = true;
  to.stop();
}

void on_tree_error(void* context, ErrorPointer error) {
  builder_of(context).first_error.note(*error);
}

void listen(xmlSAXHandler& sax) {
  std::memset(&sax, 0, sizeof sax);
  sax.initialized = XML_SAX2_MAGIC;
  sax.startElementNs = on_tree_start;
  sax.endElementNs = on_tree_end;
  sax.characters = on_tree_text;
  sax.ignorableWhitespace = on_tree_text;
  sax.cdataBlock = on_tree_text;
  sax.comment = on_tree_comment;
  sax.processingInstruction = on_tree_instruction;
  sax.internalSubset = on_tree_doctype;
  sax.serror = on_tree_error;
}

}  // namespace

tl::expected<Tree, model::Findings> Tree::parse(std::string_view bytes) {
  if (auto wrong = unfit(bytes)) return tl::unexpected(*std::move(wrong));
  auto const parser = parser_of(bytes);
  TreeBuilder to{parser.get()};
  parser->_private = &to;
  listen(*parser->sax);
  xmlParseDocument(parser.get());
  if (to.doctype || to.first_error || !parser->wellFormed) {
    return tl::unexpected(to.first_error.complaint(to.doctype));
  }
  return std::move(to).finish();
}

}  // namespace airut::xml
