#pragma once

#include <string>
#include <string_view>
#include <vector>

// What qpdf finds in a file, in plain types: its headers are no C++20.
namespace airut::pdf {

enum class Enclosed { found, none, damaged, encrypted, too_large };

struct EnclosedXml {
  Enclosed outcome = Enclosed::none;
  std::string bytes;   // found
  std::string detail;  // damaged: what qpdf says
};

// The embedded file of the first of these names, else the only one that ends in .xml.
EnclosedXml enclosed_xml(std::string_view pdf, std::vector<std::string> const& names);

}  // namespace airut::pdf
