#pragma once

#include <map>
#include <string>

#include <doctest/doctest.h>

#include "formats/xml/schema.hpp"
#include "tests/support/shared_data.hpp"

namespace airut::tests {

// What the official schema of a version says of a file.
inline model::Findings schema_findings(std::string const& bytes,
                                       std::string const& version = "3.0") {
  static std::map<std::string, model::Result<xml::Schema>> known;
  auto there = known.find(version);
  if (there == known.end()) {
    auto const file = "data/schema/finvoice/Finvoice" + version + ".xsd";
    there = known.emplace(version, xml::Schema::load(shared(file))).first;
  }
  REQUIRE(there->second);
  auto const document = xml::Document::parse(bytes);
  REQUIRE(document);
  return there->second->validate(*document);
}

inline void check_schema(std::string const& bytes, std::string const& version = "3.0") {
  for (auto const& one : schema_findings(bytes, version))
    FAIL_CHECK(one.line << ": " << one.detail);
}

}  // namespace airut::tests
