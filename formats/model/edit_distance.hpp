#pragma once

#include <cstddef>
#include <string_view>

namespace airut::model {

// How many letters must be put in, left out or changed to make one word of the other (Levenshtein):
// what a misspelt name may have meant.
std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace airut::model
