#include "gateway/cli/terminal.hpp"

namespace airut::gateway::cli {

std::string for_terminal(std::string_view text) {
  constexpr std::string_view replacement = "\xef\xbf\xbd";
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto const code = static_cast<unsigned char>(text[i]);
    auto const after = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0;
    bool const is_c1 = code == 0xc2 && after >= 0x80 && after < 0xa0;  // U+0080 to U+009F
    if (code == '\n' || code == '\r' || code == '\t') {
      out += ' ';
    } else if (code < 0x20 || code == 0x7f || is_c1) {
      out += replacement;
      if (is_c1) ++i;
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace airut::gateway::cli
