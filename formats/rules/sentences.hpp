#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/model/finding.hpp"

namespace airut::rules {

// The finding's sentence in fi, sv, nb or en. English is the finding's own detail, with its
// figures; the other languages name the line and the sum, the fault, then expected and actual, or
// the detail where it alone has the matter (the element, the rule's own text). A code without a
// translation gives the English detail.
std::string sentence(model::Finding const& finding, std::string_view language);

// Every code that has sentences in all languages.
std::vector<std::string_view> translated_codes();

}  // namespace airut::rules
