#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>
#include <tl/expected.hpp>

#include "formats/model/finding.hpp"

namespace airut::gateway {

// Reads a small JSON object for the API's side doors (register entries, actions, day runs): UTF-8
// checked, at most 32 deep, no duplicate keys. Invoices have their own reader (formats/json).
tl::expected<boost::json::object, model::Findings> parse_object(std::string_view bytes);

// Takes members out of an object and gathers what is wrong with them. What nobody took by the time
// of finish() is an unknown member.
class ObjectReader {
 public:
  ObjectReader(boost::json::object const& object, std::string pointer, model::Findings& findings);

  // The text of the member, "" when absent. Refuses non-strings and more than length bytes.
  std::string text(std::string_view name, std::size_t length = 512);
  std::string needed_text(std::string_view name, std::size_t length = 512);
  bool flag(std::string_view name, bool otherwise);
  std::vector<std::string> texts(std::string_view name, std::size_t count = 64);
  boost::json::object const* object(std::string_view name);
  bool has(std::string_view name) const;
  std::string pointer_of(std::string_view name) const;
  void wrong(std::string_view name, std::string code, std::string detail);

  // Reports every member that was not taken.
  void finish();

 private:
  boost::json::value const* take(std::string_view name);

  boost::json::object const& object_;
  std::string pointer_;
  model::Findings& findings_;
  std::vector<std::string> taken_;
};

}  // namespace airut::gateway
