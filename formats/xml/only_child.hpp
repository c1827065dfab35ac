#pragma once

#include <string_view>

#include "formats/xml/document.hpp"

namespace airut::xml {

// An element's only child of a name and namespace; none when there is none or more than one. What
// is signed is looked up so, from the root down: what hangs elsewhere is not seen.
inline Element only_child(Element parent, std::string_view name_space, std::string_view name) {
  Element found;
  for (auto const& one : parent.children(name)) {
    if (one.name_space() != name_space) continue;
    if (found) return {};
    found = one;
  }
  return found;
}

}  // namespace airut::xml
