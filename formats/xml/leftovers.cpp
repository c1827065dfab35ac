#include "formats/xml/leftovers.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "formats/xml/unread.hpp"

namespace airut::xml {
namespace {

constexpr std::size_t most = 100;
constexpr std::size_t value_length_max = 200;

// What these say is where a code list was published or how a value is spelled, which the place of
// the value fixes already.
constexpr std::array<std::string_view, 14> about_lists{
    "listID",           "listAgencyID",
    "listAgencyName",   "listName",
    "listVersionID",    "listURI",
    "listSchemeURI",    "schemeAgencyID",
    "schemeAgencyName", "schemeVersionID",
    "unitCodeListID",   "unitCodeListAgencyID",
    "languageID",       "currencyCodeListVersionID"};

// The path of an attribute ends in "@" and its name.
bool is_about_list(std::string_view path) {
  auto const at = path.rfind('@');
  if (at == std::string_view::npos) return false;
  return std::find(about_lists.begin(), about_lists.end(), path.substr(at + 1)) !=
         about_lists.end();
}

model::Finding note(std::string pointer, std::string_view value, int line) {
  model::Finding finding;
  finding.code = "not-carried-over";
  finding.severity = model::Severity::warning;
  finding.pointer = std::move(pointer);
  finding.detail = fmt::format("{} stays in the original file only.", finding.pointer);
  finding.actual = value.substr(0, value_length_max);
  finding.line = line;
  return finding;
}

}  // namespace

model::Findings leftovers(Element root) {
  model::Findings notes;
  for (auto const& one : unread(root)) {
    if (is_about_list(one.path)) continue;
    if (notes.size() == most) {
      notes.push_back(note("", "", 0));
      notes.back().detail = "More values than these stay in the original file only.";
      break;
    }
    notes.push_back(note(fmt::format("/{}/{}", root.name(), one.path), one.value, one.line));
  }
  return notes;
}

}  // namespace airut::xml
