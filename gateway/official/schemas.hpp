#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "formats/model/result.hpp"
#include "formats/xml/schema.hpp"
#include "gateway/official/rule_set.hpp"

namespace airut::gateway {

// The W3C schemas in a folder and below, found by the element that they declare. Finvoice has no
// namespace and several versions: there the document's Version is looked for in the file's name.
class Schemas {
 public:
  explicit Schemas(std::filesystem::path const& folder);

  // nullptr when no file declares the document's outermost element. Problem: it cannot be compiled.
  model::Result<xml::Schema const*> of(xml::Tree const& document);

 private:
  std::map<std::pair<std::string, std::string>, std::vector<std::filesystem::path>> by_root_;
  std::map<std::filesystem::path, xml::Schema> loaded_;
};

}  // namespace airut::gateway
