#include <algorithm>
#include <array>
#include <climits>
#include <string>

#include <fmt/format.h>

#include "formats/xml/parser.hpp"

// What is told from the bytes alone, before the parser.
namespace airut::xml {
namespace {

constexpr std::size_t attributes_max = 1'000;
constexpr std::size_t attribute_least = 5;  // bytes: a blank, a name, "=" and two quotes
constexpr auto nowhere = std::string_view::npos;

model::Findings one(std::string detail) {
  model::Finding finding;
  finding.code = "xml-syntax";
  finding.detail = std::move(detail);
  return {finding};
}

// UTF-16 and UTF-32 have bytes of zero where a document begins.
bool is_wide(std::string_view bytes) { return bytes.substr(0, 4).find('\0') != nowhere; }

// What the XML declaration names, in capitals; "" when it names nothing.
std::string declared_encoding(std::string_view bytes) {
  std::string head{bytes.substr(0, 400)};
  std::erase(head, '\0');
  auto const text = std::string_view{head}.substr(0, head.find("?>"));
  auto const at = text.find("<?xml") == nowhere ? nowhere : text.find("encoding");
  auto const open = at == nowhere ? nowhere : text.find_first_of("\"'", at);
  if (open == nowhere) return {};
  std::string name{text.substr(open + 1, text.find(text[open], open + 1) - open - 1)};
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return name;
}

// In these "<" and "=" are what they are in ASCII, so that markup is seen without decoding.
bool shows_markup(std::string_view encoding) {
  constexpr std::array<std::string_view, 12> known{
      "UTF-8",     "UTF8",      "UTF-16",   "UTF16",     "UTF-32",      "UCS-",
      "ISO-10646", "ISO-8859-", "ISO8859-", "ISO_8859-", "WINDOWS-125", "CP125"};
  constexpr std::array<std::string_view, 6> whole{"",       "ASCII",   "US-ASCII",
                                                  "LATIN1", "LATIN-1", "ISO-LATIN-1"};
  return std::any_of(known.begin(), known.end(),
                     [&](auto const& name) { return encoding.starts_with(name); }) ||
         std::find(whole.begin(), whole.end(), encoding) != whole.end();
}

// Equals signs outside quotes, up to the end of the tag.
std::size_t attributes_of(std::string_view tag) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < tag.size() && tag[at] != '>'; ++at) {
    if (tag[at] == '=') ++count;
    if (tag[at] != '"' && tag[at] != '\'') continue;
    at = tag.find(tag[at], at + 1);
    if (at == nowhere) break;
  }
  return count;
}

// Behind a comment, CDATA or an instruction that begins here; 0 when none does.
std::size_t behind_opaque(std::string_view bytes, std::size_t at) {
  struct Kind {
    std::string_view open, close;
  };
  constexpr std::array kinds{Kind{"<!--", "-->"}, Kind{"<![CDATA[", "]]>"}, Kind{"<?", "?>"}};
  for (auto const& kind : kinds) {
    if (bytes.compare(at, kind.open.size(), kind.open) != 0) continue;
    auto const end = bytes.find(kind.close, at + kind.open.size());
    return end == nowhere ? bytes.size() : end + kind.close.size();
  }
  return 0;
}

// No "<" stands inside a start tag, so a tag is no longer than the way to the next one; only where
// that is long the attributes are counted. In wide encodings a quote may be half a letter: there
// every "=" counts.
bool has_attribute_flood(std::string_view bytes) {
  bool const wide = is_wide(bytes);
  for (auto at = bytes.find('<'); at != nowhere;) {
    if (auto const behind = wide ? 0 : behind_opaque(bytes, at); behind != 0) {
      at = bytes.find('<', behind);
      continue;
    }
    auto const next = std::min(bytes.find('<', at + 1), bytes.size());
    if (next - at > attributes_max * attribute_least) {
      auto const tag = bytes.substr(at + 1, next - at - 1);
      auto const count = wide ? static_cast<std::size_t>(std::count(tag.begin(), tag.end(), '='))
                              : attributes_of(tag);
      if (count > attributes_max) return true;
    }
    at = next == bytes.size() ? nowhere : next;
  }
  return false;
}

}  // namespace

std::optional<model::Findings> unfit(std::string_view bytes) {
  if (bytes.empty()) return one("The document is empty.");
  if (bytes.size() > INT_MAX) return one("The document is too large.");
  bool const ebcdic = bytes.starts_with("\x4C\x6F\xA7\x94");  // "<?xm"; libxml2 looks for it, too
  auto const encoding = ebcdic ? std::string{"EBCDIC"} : declared_encoding(bytes);
  if (!shows_markup(encoding))
    return one(fmt::format("The encoding {} is not taken; UTF-8 carries every text.", encoding));
  if (has_attribute_flood(bytes))
    return one(fmt::format("An element has more than {} attributes.", attributes_max));
  return std::nullopt;
}

}  // namespace airut::xml
