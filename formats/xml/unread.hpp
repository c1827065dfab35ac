#pragma once

#include <string>
#include <vector>

#include "formats/xml/document.hpp"

namespace airut::xml {

// A text or an attribute that no reader asked for.
struct Unread {
  std::string path;   // below the element asked about: "A/B[2]/C", "A/@b"; [n] from the second on
  std::string value;  // text trimmed, an attribute as it stands
  int line = 0;
};

// What stands in the element and was never asked for, in document order: the means by which a
// reader of a format can promise that it drops nothing in silence. An attribute below an element
// that was read counts on its own; those of XML Schema instances (xsi:) do not count.
std::vector<Unread> unread(Element root);

}  // namespace airut::xml
