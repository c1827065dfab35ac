#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace airut::json {

// Writes JSON by escaped appends, in the order of the calls; commas are its own affair. The caller
// keeps begin and end in pairs and gives a key before each member's value. Text must be UTF-8.
class Writer {
 public:
  // room: bytes that the text will have, about.
  explicit Writer(std::size_t room = 1024) { text_.reserve(room); }

  void begin_object() { open('{'); }
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void end_array() { close(']'); }
  void key(std::string_view name);
  void string(std::string_view text);
  void number(std::int64_t value);
  void boolean(bool value);
  void null();
  // Text that is JSON already, such as a stored proof.
  void raw(std::string_view json);

  void member(std::string_view name, std::string_view text) { key(name), string(text); }
  void member(std::string_view name, char const* text) { key(name), string(text); }
  void member(std::string_view name, std::string const& text) { key(name), string(text); }
  void member(std::string_view name, bool value) { key(name), boolean(value); }
  void member(std::string_view name, std::int64_t value) { key(name), number(value); }
  void member(std::string_view name, int value) { key(name), number(value); }
  // Left out when empty.
  void member_if(std::string_view name, std::string_view text) {
    if (!text.empty()) member(name, text);
  }

  std::string text() && { return std::move(text_); }
  std::string const& text() const& { return text_; }

 private:
  void open(char bracket);
  void close(char bracket);
  void separate();

  std::string text_;
  bool first_ = true;
};

// Appends text with JSON's escapes, without the quotes.
void append_escaped(std::string& to, std::string_view text);

}  // namespace airut::json
