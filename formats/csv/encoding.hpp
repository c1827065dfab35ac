#pragma once

#include <string>
#include <string_view>

namespace airut::csv {

// Whether all bytes are UTF-8 (RFC 3629).
bool is_utf8(std::string_view bytes);

// Windows-1252 as UTF-8; its five unused bytes become U+FFFD.
std::string from_windows_1252(std::string_view bytes);

}  // namespace airut::csv
