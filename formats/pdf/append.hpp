#pragma once

#include <cstddef>
#include <string>
#include <string_view>

// Numbers as PDF writes them, appended without formatting machinery; for the sources of this room.
namespace airut::pdf {

// The digits of a whole number; to has room for 20 characters. The end of what was written.
inline char* put_number(char* to, unsigned long value) {
  char digits[20];
  char* first = digits + sizeof digits;
  do {
    *--first = static_cast<char>('0' + value % 10);
    value /= 10;
  } while (value != 0);
  while (first != digits + sizeof digits) *to++ = *first++;
  return to;
}

inline void append_number(std::string& to, unsigned long value) {
  char text[20];
  to.append(text, static_cast<std::size_t>(put_number(text, value) - text));
}

inline void append_reference(std::string& to, int number) {
  append_number(to, static_cast<unsigned long>(number));
  to += " 0 R";
}

// A few operators and operands, gathered and appended at once: at most 200 characters.
class Operators {
 public:
  explicit Operators(std::string& page) : page_(page) {}
  ~Operators() { page_.append(text_, static_cast<std::size_t>(at_ - text_)); }
  Operators(Operators const&) = delete;
  Operators& operator=(Operators const&) = delete;

  Operators& operator<<(std::string_view word) {
    for (char const c : word) *at_++ = c;
    return *this;
  }
  Operators& operator<<(int value) {
    at_ = put_number(at_, static_cast<unsigned long>(value));
    return *this;
  }
  // With at most two decimals and a blank behind it: the same on every machine.
  Operators& operator<<(double value) {
    auto hundredths = static_cast<long>(value * 100 + (value < 0 ? -0.5 : 0.5));
    if (hundredths < 0) {
      *at_++ = '-';
      hundredths = -hundredths;
    }
    at_ = put_number(at_, static_cast<unsigned long>(hundredths / 100));
    if (auto const rest = hundredths % 100; rest != 0) {
      *at_++ = '.';
      *at_++ = static_cast<char>('0' + rest / 10);
      if (rest % 10 != 0) *at_++ = static_cast<char>('0' + rest % 10);
    }
    *at_++ = ' ';
    return *this;
  }

 private:
  std::string& page_;
  char text_[200];
  char* at_ = text_;
};

}  // namespace airut::pdf
