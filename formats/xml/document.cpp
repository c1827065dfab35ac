#include "formats/xml/document.hpp"

#include <algorithm>
#include <utility>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/tree.h>

#include "formats/xml/nodes.hpp"
#include "formats/xml/parser.hpp"

namespace airut::xml {
namespace {

// Turns libxml2's calls into nodes.
class Builder {
 public:
  Builder(xmlParserCtxt* parser, Nodes& nodes, std::string_view harmless)
      : parser_(parser), nodes_(nodes), harmless_(harmless) {
    open_.reserve(16);
  }

  // For a document of so many bytes.
  void make_room(std::size_t size) {
    nodes_.text.reserve(size / 2);
    nodes_.elements.reserve(size / 40 + 4);
    nodes_.attributes.reserve(size / 80 + 4);
    nodes_.values.reserve(size / 16);
  }
  bool gives_pieces() const { return take_piece_ != nullptr; }
  void give_pieces(std::string_view name, Document::TakePiece const& take) {
    piece_name_ = name;
    take_piece_ = &take;
  }

  void open(xmlChar const* name, xmlChar const* name_space, int count, xmlChar const** values) {
    first_error.look_at_namespaces(parser_);
    auto const index = static_cast<std::uint32_t>(nodes_.elements.size());
    auto& node = nodes_.elements.emplace_back();
    node.name = view(name);
    node.name_space = name_space == last_space_ ? last_view_ : remembered(name_space);
    node.line = parser_->input->line;
    node.attributes = static_cast<std::uint32_t>(nodes_.attributes.size());
    node.attribute_count = static_cast<std::uint32_t>(count);
    // libxml2 gives local name, prefix, URI, and where the value begins and ends.
    for (int i = 0; i < count; ++i, values += 5) add_attribute(values);
    node.begin = place();
    if (!open_.empty()) {
      auto& above = open_.back();
      node.parent = above.index;
      link(above) = index;
      above.before = std::exchange(above.last, index);
    }
    open_.push_back({index});
  }
  void close() {
    auto const index = open_.back().index;
    nodes_.elements[index].end = place();
    open_.pop_back();
    bool const is_piece =
        take_piece_ && !open_.empty() && nodes_.elements[index].name == piece_name_;
    if (is_piece) give_away(index);
  }
  void text(xmlChar const* bytes, int length) {
    nodes_.text.append(reinterpret_cast<char const*>(bytes), static_cast<std::size_t>(length));
  }
  // libxml2 calls this behind "<!DOCTYPE name SYSTEM ...": nothing that is declared there is looked
  // at, and nothing is fetched.
  void doctype(std::string_view name) {
    bool const declares = parser_->input == nullptr || *parser_->input->cur == '[';
    if (!declares && !harmless_.empty() && name == harmless_) {
      parser_->hasExternalSubset = 0;  // an entity that is not declared is an error all the same
      return;
    }
    refused_ = true;
    xmlStopParser(parser_);
  }
  bool refused() const { return refused_; }

  FirstError first_error;

 private:
  struct Open {
    std::uint32_t index = 0;
    std::uint32_t last = 0, before = 0;  // its last child, and the one before that; 0: none
  };

  // What the next child is entered in.
  std::uint32_t& link(Open const& above) {
    return above.last ? nodes_.elements[above.last].next : nodes_.elements[above.index].first;
  }

  // All that came with the element goes with it: nothing stands behind it yet.
  void give_away(std::uint32_t index) {
    auto& above = open_.back();
    (*take_piece_)(Element{&nodes_, index}, Element{&nodes_, above.index});
    auto const gone = nodes_.elements[index];
    if (gone.attributes < nodes_.attributes.size())
      nodes_.values.resize(nodes_.attributes[gone.attributes].begin);
    nodes_.attributes.resize(gone.attributes);
    nodes_.text.resize(gone.begin);
    nodes_.elements.resize(index);
    above.last = above.before;
    link(above) = 0;
  }

  std::uint32_t place() const { return static_cast<std::uint32_t>(nodes_.text.size()); }

  std::string_view remembered(xmlChar const* name_space) {
    last_space_ = name_space;
    last_view_ = view(name_space);
    return last_view_;
  }

  void add_attribute(xmlChar const** value) {
    auto& one = nodes_.attributes.emplace_back();
    one.name = view(value[0]);
    one.name_space = view(value[2]);
    one.begin = static_cast<std::uint32_t>(nodes_.values.size());
    nodes_.values.append(reinterpret_cast<char const*>(value[3]),
                         static_cast<std::size_t>(value[4] - value[3]));
    one.end = static_cast<std::uint32_t>(nodes_.values.size());
  }

  xmlParserCtxt* parser_;
  Nodes& nodes_;
  std::vector<Open> open_;
  xmlChar const* last_space_ = nullptr;
  std::string_view last_view_;
  std::string_view harmless_, piece_name_;
  Document::TakePiece const* take_piece_ = nullptr;
  bool refused_ = false;
};

Builder& builder(void* user) { return *static_cast<Builder*>(user); }

void on_open(void* user, xmlChar const* name, xmlChar const*, xmlChar const* name_space, int,
             xmlChar const**, int count, int, xmlChar const** values) {
  builder(user).open(name, name_space, count, values);
}
void on_close(void* user, xmlChar const*, xmlChar const*, xmlChar const*) { builder(user).close(); }
void on_text(void* user, xmlChar const* bytes, int length) { builder(user).text(bytes, length); }
void on_doctype(void* user, xmlChar const* name, xmlChar const*, xmlChar const*) {
  builder(user).doctype(view(name));
}
void on_error(void* user, ErrorPointer error) { builder(user).first_error.note(*error); }

xmlSAXHandler handler() {
  xmlSAXHandler sax{};
  sax.initialized = XML_SAX2_MAGIC;
  sax.startElementNs = on_open;
  sax.endElementNs = on_close;
  sax.characters = on_text;
  sax.ignorableWhitespace = on_text;
  sax.cdataBlock = on_text;
  sax.internalSubset = on_doctype;
  sax.serror = on_error;
  return sax;
}

// The nodes of a document; set_up has the builder before the first of them.
tl::expected<std::unique_ptr<Nodes>, model::Findings> grown(
    std::string_view bytes, std::string_view harmless_doctype,
    std::function<void(Builder&)> const& set_up) {
  if (auto wrong = unfit(bytes)) return tl::unexpected(*std::move(wrong));
  auto const parser = parser_of(bytes);
  auto nodes = std::make_unique<Nodes>();
  Builder builder{parser.get(), *nodes, harmless_doctype};
  set_up(builder);
  if (!builder.gives_pieces()) builder.make_room(bytes.size());
  *parser->sax = handler();
  parser->userData = &builder;
  xmlParseDocument(parser.get());
  bool const whole = parser->wellFormed && !builder.first_error && !nodes->elements.empty();
  if (builder.refused() || !whole) {
    return tl::unexpected(builder.first_error.complaint(builder.refused()));
  }
  xmlDictReference(parser->dict);
  nodes->names.reset(parser->dict);
  return nodes;
}

}  // namespace

void Nodes::FreeDictionary::operator()(_xmlDict* dictionary) const { xmlDictFree(dictionary); }

void Document::Free::operator()(_xmlDoc* document) const { xmlFreeDoc(document); }

Document::Document(std::unique_ptr<Nodes> nodes) : nodes_(std::move(nodes)) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

tl::expected<Document, model::Findings> Document::parse(std::string_view bytes,
                                                        std::string_view harmless_doctype) {
  auto nodes = grown(bytes, harmless_doctype, [](Builder&) {});
  if (!nodes) return tl::unexpected(std::move(nodes.error()));
  Document result{*std::move(nodes)};
  result.bytes_ = bytes;
  return result;
}

tl::expected<Document, model::Findings> Document::parse_pieces(std::string_view bytes,
                                                               std::string_view name,
                                                               TakePiece const& take) {
  auto nodes = grown(bytes, {}, [&](Builder& builder) { builder.give_pieces(name, take); });
  if (!nodes) return tl::unexpected(std::move(nodes.error()));
  return Document{*std::move(nodes)};
}

Element Document::root() const { return Element{nodes_.get(), 0}; }

_xmlDoc* Document::get() const {
  if (!tree_) {
    auto const parser = parser_of(bytes_);
    // Depth was limited when it was read first; a text may be as long as the document.
    xmlCtxtUseOptions(parser.get(), parser->options | XML_PARSE_HUGE);
    xmlParseDocument(parser.get());
    tree_.reset(std::exchange(parser->myDoc, nullptr));
  }
  return tree_.get();
}

}  // namespace airut::xml
