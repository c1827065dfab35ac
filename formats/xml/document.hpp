#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "formats/model/finding.hpp"

struct _xmlDoc;

namespace airut::xml {

struct Nodes;

// An element of a Document; valid as long as the document. An Element that is none (false) may be
// asked too: it has no text and no children, so paths can be followed without a check at each step.
// What was asked for its text or an attribute counts as read from then on; unread() of
// formats/xml/unread.hpp tells what a reader passed by. So a document is read on one thread.
class Element {
 public:
  Element() = default;
  Element(Nodes const* nodes, std::uint32_t index) : nodes_(nodes), index_(index) {}
  explicit operator bool() const { return nodes_ != nullptr; }

  std::string_view name() const;        // local name
  std::string_view name_space() const;  // URI, "" when none
  int line() const;

  // Character data below the element, white space at both ends taken off; UTF-8.
  std::string_view view() const;
  std::string_view peek() const;  // the same, without counting as read
  std::string text() const { return std::string{view()}; }
  std::string untrimmed_text() const;  // for text in columns
  std::optional<std::string_view> attribute_view(std::string_view name) const;
  std::optional<std::string> attribute(std::string_view name) const;

  // By local name: invoices use one meaning per name in each place.
  Element child(std::string_view name) const;
  Element next_sibling() const;  // the next element, whatever its name
  Element next_sibling(std::string_view name) const;
  Element first_child() const;
  std::vector<Element> children(std::string_view name) const;
  std::string text_of(std::string_view name) const { return child(name).text(); }
  std::string_view view_of(std::string_view name) const { return child(name).view(); }

  // Counts the element as read with all that is in it, where its text is not needed.
  void set_read() const;

  Nodes const* nodes() const { return nodes_; }
  std::uint32_t index() const { return index_; }

 private:
  Nodes const* nodes_ = nullptr;
  std::uint32_t index_ = 0;
};

// An XML 1.0 document in any encoding that it declares, as a flat read-only tree. A DOCTYPE is
// refused before anything in it is read, nothing is fetched, and depth and size are limited.
class Document {
 public:
  // The error holds one finding: xml-doctype or xml-syntax, with line and column. A DOCTYPE that
  // only names harmless_doctype as the root, without declarations of its own, is passed over: old
  // Finvoice files point to Finvoice.dtd, which is not fetched.
  static tl::expected<Document, model::Findings> parse(std::string_view bytes,
                                                       std::string_view harmless_doctype = {});

  // The same for long lists: every element of that name is given to take() when it ends, with the
  // element around it as far as it has been read, and is then forgotten, so that memory stays flat.
  // The document is what is left. Pieces do not contain each other. get() is not for such a
  // document. What take() was given must not be believed until the whole is known to be good.
  using TakePiece = std::function<void(Element piece, Element around)>;
  static tl::expected<Document, model::Findings> parse_pieces(std::string_view bytes,
                                                              std::string_view name,
                                                              TakePiece const& take);

  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;
  ~Document();

  Element root() const;

  // The same document as libxml2's tree, for its validators; made at the first call, so that call
  // is not for two threads at once.
  _xmlDoc* get() const;

 private:
  explicit Document(std::unique_ptr<Nodes> nodes);
  struct Free {
    void operator()(_xmlDoc* document) const;
  };
  std::unique_ptr<Nodes> nodes_;
  std::string bytes_;
  mutable std::unique_ptr<_xmlDoc, Free> tree_;
};

}  // namespace airut::xml
