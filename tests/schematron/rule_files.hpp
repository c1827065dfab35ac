#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "formats/schematron/program.hpp"
#include "tests/support/temp_directory.hpp"

namespace airut::tests {

// Rule files of a test, in a folder of their own.
class RuleFiles {
 public:
  std::filesystem::path write(std::string const& name, std::string_view content) {
    auto const path = folder_.path() / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream{path, std::ios::binary} << content;
    return path;
  }
  // The content of a schema.
  std::filesystem::path schema(std::string_view content, std::string const& name = "rules.sch") {
    return write(name, std::string{R"x(<schema xmlns="http://purl.oclc.org/dsdl/schematron")x"
                                   R"x( xmlns:xsl="http://www.w3.org/1999/XSL/Transform")x"
                                   R"x( xmlns:u="utils" queryBinding="xslt2">)x"
                                   R"x(<ns prefix="o" uri="urn:order"/>)x"}
                           .append(content)
                           .append("</schema>"));
  }

 private:
  TempDirectory folder_;
};

inline std::string run(schematron::Program const& program, std::string_view document) {
  auto const tree = xml::Tree::parse(document);
  REQUIRE(tree);
  std::string told;
  for (auto const& finding : program.run(*tree).findings) {
    auto const& facts = program.assertions()[finding.assertion];
    if (!told.empty()) told += "; ";
    told += finding.engine_error.empty() ? facts.id : facts.id + "!";
  }
  return told;
}

inline std::string run(std::string_view schema, std::string_view document) {
  RuleFiles files;
  auto const program = schematron::Program::load({files.schema(schema)});
  if (!program) return "refused: " + program.error().text;
  return run(*program, document);
}

inline constexpr std::string_view order =
    R"x(<order xmlns="urn:order"><line no="1"><sum>1.00</sum></line><line no="2"/></order>)x";

}  // namespace airut::tests
