#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace airut::tests {

// What a conversion says that it loses.
using Notes = std::vector<std::string>;

inline bool tells(Notes const& notes, std::string_view part) {
  return std::any_of(notes.begin(), notes.end(),
                     [&](auto const& note) { return note.find(part) != note.npos; });
}

}  // namespace airut::tests
