#pragma once

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
  void group(std::string_view name) { pending_.emplace_back(name); }

  // The document; every open element must be closed.
  std::string text() &&;

 private:
  void begin(std::string_view name, std::initializer_list<Attribute> attributes);
  void flush_groups();
  void append(std::string_view text, bool in_attribute);
  void append_character(char32_t character, std::string_view bytes);

  Encoding encoding_;
  std::string out_;
  std::vector<std::string> open_;     // written, not yet closed
  std::vector<std::string> pending_;  // asked for, not yet written
};

}  // namespace airut::xml
