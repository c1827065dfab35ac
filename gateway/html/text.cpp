#include "gateway/html/text.hpp"

namespace airut::gateway::html {
namespace {

std::string_view written(char c, std::string_view newline) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    case '\n':
      return newline;
    default:
      return {};
  }
}

std::string escaped(std::string_view plain, std::string_view newline) {
  std::string out;
  out.reserve(plain.size());
  for (char const c : plain) {
    auto const special = written(c, newline);
    special.empty() ? out.push_back(c) : static_cast<void>(out.append(special));
  }
  return out;
}

}  // namespace

std::string text(std::string_view plain) { return escaped(plain, "\n"); }
std::string lines(std::string_view plain) { return escaped(plain, "<br>\n"); }

}  // namespace airut::gateway::html
