#pragma once

#include <string>
#include <string_view>

namespace airut::model {

// Text of the Finnish banks' fixed records as UTF-8: ISO-8859-1, with the letters that the 7-bit
// set puts at the places of brackets and braces.
std::string bank_text(std::string_view bytes);

// ISO-8859-1 as UTF-8.
std::string latin_text(std::string_view bytes);

}  // namespace airut::model
