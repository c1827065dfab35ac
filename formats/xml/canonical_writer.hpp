#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace airut::xml {

// Writes XML in the very bytes that exclusive canonicalization makes of it, so that what is written
// can be hashed as it stands. The caller gives namespaces before attributes, each in canonical
// order, and declares a prefix where it is first used. Text is UTF-8.
class CanonicalWriter {
 public:
  using Attributes = std::initializer_list<std::pair<std::string_view, std::string_view>>;

  void open(std::string_view name, Attributes attributes = {});
  void close(std::string_view name);
  void leaf(std::string_view name, std::string_view text, Attributes attributes = {});
  void raw(std::string_view canonical) { out_ += canonical; }
  std::string text() && { return std::move(out_); }

 private:
  void escape(std::string_view text, bool attribute);
  std::string out_;
};

}  // namespace airut::xml
