#include "formats/xml/canonical_writer.hpp"

namespace airut::xml {
namespace {

// Canonical XML 1.0, section 2.3.
std::string_view canonical_escape_of(char c, bool attribute) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '\r':
      return "&#xD;";
    case '>':
      return attribute ? std::string_view{} : "&gt;";
    case '"':
      return attribute ? "&quot;" : std::string_view{};
    case '\t':
      return attribute ? "&#x9;" : std::string_view{};
    case '\n':
      return attribute ? "&#xA;" : std::string_view{};
    default:
      return {};
  }
}

}  // namespace

void CanonicalWriter::escape(std::string_view text, bool attribute) {
  for (char const c : text) {
    auto const escaped = canonical_escape_of(c, attribute);
    if (escaped.empty()) {
      out_ += c;
    } else {
      out_ += escaped;
    }
  }
}

void CanonicalWriter::open(std::string_view name, Attributes attributes) {
  out_ += '<';
  out_ += name;
  for (auto const& [key, value] : attributes) {
    out_ += ' ';
    out_ += key;
    out_ += "=\"";
    escape(value, true);
    out_ += '"';
  }
  out_ += '>';
}

void CanonicalWriter::close(std::string_view name) {
  out_ += "</";
  out_ += name;
  out_ += '>';
}

void CanonicalWriter::leaf(std::string_view name, std::string_view text, Attributes attributes) {
  open(name, attributes);
  escape(text, false);
  close(name);
}

}  // namespace airut::xml
