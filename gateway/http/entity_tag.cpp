#include "gateway/http/entity_tag.hpp"

#include <fmt/format.h>

namespace airut::gateway::http {

namespace {

constexpr std::string_view weak = "W/", blanks = " \t,";

// One tag of the list, with W/ where it has that; "" at the end and for what is none.
std::string_view next_tag(std::string_view& list) {
  auto const begin = list.find_first_not_of(blanks);
  if (begin == list.npos) return {};
  list.remove_prefix(begin);
  auto const open = list.starts_with(weak) ? weak.size() : 0;
  if (list.size() <= open || list[open] != '"') return {};
  auto const close = list.find('"', open + 1);
  if (close == list.npos) return {};
  auto const tag = list.substr(0, close + 1);
  list.remove_prefix(close + 1);
  return tag;
}

bool names(std::string_view list, std::string_view wanted, bool weakly) {
  auto const begin = list.find_first_not_of(blanks);
  if (begin != list.npos && list[begin] == '*')
    return list.find_first_not_of(blanks, begin + 1) == list.npos;
  for (auto tag = next_tag(list); !tag.empty(); tag = next_tag(list)) {
    if (weakly && tag.starts_with(weak)) tag.remove_prefix(weak.size());
    if (tag == wanted) return true;
  }
  return false;
}

}  // namespace

std::string version_tag(std::int64_t version) { return fmt::format("\"{}\"", version); }

bool if_match_names(std::string_view header, std::string_view tag) {
  return names(header, tag, false);
}

bool if_none_match_names(std::string_view header, std::string_view tag) {
  return names(header, tag, true);
}

}  // namespace airut::gateway::http
