#pragma once

#include <filesystem>
#include <memory>

#include "formats/model/finding.hpp"
#include "formats/model/result.hpp"
#include "formats/xml/document.hpp"

namespace airut::xml {

// A compiled W3C XML Schema; validate() may run on many threads at once.
class Schema {
 public:
  // The file and what it imports, from the local disk only.
  static model::Result<Schema> load(std::filesystem::path const& file);

  // One finding (code "xsd") for each place that does not agree, with its line; at most 100.
  model::Findings validate(Document const& document) const;

 private:
  explicit Schema(std::shared_ptr<void> schema) : schema_(std::move(schema)) {}
  std::shared_ptr<void> schema_;  // xmlSchema
};

}  // namespace airut::xml
