#pragma once

#include <string_view>

namespace airut::model {

// Whether UTF-8 text holds U+FFFE or U+FFFF (EF BF BE, EF BF BF), which no XML can carry (XML 1.0,
// section 2.2).
inline bool has_noncharacter(std::string_view text) {
  for (auto at = text.find("\xEF\xBF"); at != text.npos; at = text.find("\xEF\xBF", at + 2)) {
    if (at + 2 < text.size() && static_cast<unsigned char>(text[at + 2]) >= 0xBE) return true;
  }
  return false;
}

}  // namespace airut::model
