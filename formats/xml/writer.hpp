#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace airut::xml {

enum class Encoding { utf8, iso_8859_15 };

struct Attribute {
  std::string_view name, value;
};

// Writes XML 1.0 by escaped appends, one element a line and no indentation, in the order of the
// calls. Text is UTF-8; what ISO-8859-15 does not have becomes a character reference.
// Throws std::invalid_argument for text that XML 1.0 cannot carry (control characters, broken
// UTF-8): readers have refused it long before.
class Writer {
 public:
  explicit Writer(Encoding encoding);

  // A line before the root, such as a style sheet instruction.
  void instruction(std::string_view target, std::string_view text);
  void open(std::string_view name, std::initializer_list<Attribute> attributes = {});
  void close();
  void leaf(std::string_view name, std::string_view text,
            std::initializer_list<Attribute> attributes = {});
  // Left out when the text is empty.
  void leaf_if(std::string_view name, std::string_view text,
               std::initializer_list<Attribute> attributes = {}) {
    if (!text.empty()) leaf(name, text, attributes);
  }
  // An element that is opened only once something stands in it: nothing is written when it closes
  // empty. Used for groups of optional members.
  void group(std::string_view name);

  // The document; every open element must be closed.
  std::string text() &&;

 private:
  // Where the name of an open element stands in the document, or of a group in pending_names_.
  struct Name {
    std::size_t at = 0, length = 0;
  };

  void begin(std::string_view name, std::initializer_list<Attribute> attributes);
  void flush_groups();
  void put(std::string_view bytes);
  void append(std::string_view text, bool in_attribute);
  void append_special(std::string_view text, std::size_t& at);
  void append_character(char32_t character, std::string_view bytes);
  char* room(std::size_t size);

  Encoding encoding_;
  std::string out_;  // the document in its first size_ bytes, room behind them
  std::size_t size_ = 0;
  std::vector<Name> open_;     // written, not yet closed
  std::vector<Name> pending_;  // asked for, not yet written
  std::string pending_names_;
};

}  // namespace airut::xml
