#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

#include "ledger/journal/fields.hpp"

namespace airut::ledger {

// An archive for fields() that reads one JSON object. The first thing that does not fit is kept as
// complaint() and the rest is left alone; members that nobody asked for are a complaint too.
class ObjectReader {
 public:
  // personal_part may be null: erased, or none.
  ObjectReader(boost::json::object const& body, boost::json::object const* personal_part)
      : body_(body), personal_(personal_part) {}

  template <class T, class... Usual>
  void operator()(char const* name, T& member, Usual const&...) {
    auto const* value = body_.if_contains(name);
    if (value == nullptr) return;
    ++body_read_;
    if (!read(*value, member)) complain(name);
  }
  void personal(char const* name, std::string& member);

  // Call after the visit: empty when all was understood.
  std::string const& complaint();

 private:
  static bool read(boost::json::value const& value, std::string& member);
  static bool read(boost::json::value const& value, bool& member);
  static bool read(boost::json::value const& value, std::int64_t& member);
  static bool read(boost::json::value const& value, model::Money& member);
  static bool read(boost::json::value const& value, model::Date& member);
  static bool read(boost::json::value const& value, model::Instant& member);
  template <class T>
  static bool read(boost::json::value const& value, std::optional<T>& member) {
    return read(value, member.emplace());
  }
  template <class T>
  static bool read(boost::json::value const& value, std::vector<T>& member) {
    auto const* list = value.if_array();
    if (list == nullptr) return false;
    for (auto const& item : *list) {
      if (!read_item(item, member.emplace_back())) return false;
    }
    return true;
  }
  static bool read_item(boost::json::value const& value, std::string& item) {
    return read(value, item);
  }
  template <class T>
  static bool read_item(boost::json::value const& value, T& item) {
    auto const* object = value.if_object();
    if (object == nullptr) return false;
    ObjectReader inner{*object, nullptr};
    fields(inner, item);
    return inner.complaint().empty();
  }
  void complain(char const* name);

  boost::json::object const& body_;
  boost::json::object const* personal_;
  std::size_t body_read_ = 0, personal_read_ = 0;
  std::string complaint_;
};

}  // namespace airut::ledger
