#pragma once

#include <string>
#include <string_view>

namespace airut::rules {

// The unit code of UN/ECE Recommendation 20 for what a Finnish sender writes as his unit: a code of
// the list itself, or a word ("kpl", "h"). "" when it is neither.
std::string unit_of_word(std::string_view word);

}  // namespace airut::rules
