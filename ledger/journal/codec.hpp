#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <fmt/format.h>

#include "ledger/journal/fields.hpp"
#include "ledger/journal/text.hpp"

namespace airut::ledger {

// How the journal writes one value. Every value that the type can hold comes back: amounts are
// [minor units, "EUR"], moments whole milliseconds since 1970, days "2026-11-22".
inline void append_value(std::string& out, std::string const& text) {
  append_json_string(out, text);
}
inline void append_value(std::string& out, bool value) { out += value ? "true" : "false"; }
inline void append_value(std::string& out, std::int64_t value) {
  fmt::format_int const digits{value};
  out.append(digits.data(), digits.size());
}
void append_value(std::string& out, model::Money const& money);
void append_value(std::string& out, model::Date day);  // throws std::out_of_range beyond year 9999
void append_value(std::string& out, model::Instant moment);
template <class T>
void append_value(std::string& out, std::vector<T> const& list);

// An archive for fields(): hand-appended JSON objects, members in the order of the visit.
class Writer {
 public:
  explicit Writer(std::string& body, std::string* personal_part = nullptr)
      : body_(body), personal_(personal_part) {
    body_ += '{';
  }
  void operator()(char const* name, std::string const& text) {
    if (!text.empty()) member(body_, name, text);
  }
  template <class T>
  void operator()(char const* name, std::vector<T> const& list) {
    if (!list.empty()) member(body_, name, list);
  }
  template <class T>
  void operator()(char const* name, std::optional<T> const& value) {
    if (value) member(body_, name, *value);
  }
  template <class T>
  void operator()(char const* name, T const& value, std::type_identity_t<T> usual = T{}) {
    if (value != usual) member(body_, name, value);
  }
  void personal(char const* name, std::string const& text) {
    if (text.empty()) return;
    if (personal_->empty()) *personal_ += '{';
    member(*personal_, name, text);
  }
  void close() {
    body_ += '}';
    if (personal_ != nullptr && !personal_->empty()) *personal_ += '}';
  }

 private:
  template <class T>
  static void member(std::string& out, char const* name, T const& value) {
    if (out.back() != '{') out += ',';
    out += '"';
    out += name;
    out += "\":";
    append_value(out, value);
  }

  std::string& body_;
  std::string* personal_;
};

template <class T>
void append_value(std::string& out, std::vector<T> const& list) {
  out += '[';
  for (auto const& item : list) {
    if (out.back() != '[') out += ',';
    if constexpr (std::same_as<T, std::string>) {
      append_value(out, item);
    } else {
      Writer object{out};
      fields(object, item);
      object.close();
    }
  }
  out += ']';
}

}  // namespace airut::ledger
