#include "formats/finvoice/shape.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <unordered_map>

namespace airut::finvoice {
namespace {

constexpr std::string_view attributes[] = {
    "AmountCurrencyIdentifier", "AnyPartyCode",   "ChargeOption",
    "CodeListAgencyIdentifier", "DefinitionCode", "Format",
    "IdentificationSchemeName", "IdentifierType", "QuantityUnitCode",
    "QuantityUnitCodeUN",       "SchemeID",       "SchemeVersion",
    "UnitPriceUnitCode"};

std::size_t number(std::string_view text) {
  std::size_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

Place place_of(std::string_view word) {
  Place place;
  if (word.back() == '+') {
    place.since_30 = true;
    word.remove_suffix(1);
  }
  auto const colon = word.find(':');
  place.name = word.substr(0, colon);
  if (colon == std::string_view::npos) return place;
  auto const lengths = word.substr(colon + 1);
  auto const slash = lengths.find('/');
  place.longest = number(lengths.substr(0, slash));
  place.longest_201 =
      slash == std::string_view::npos ? place.longest : number(lengths.substr(slash + 1));
  return place;
}

std::vector<Place> places_of(std::string_view words) {
  std::vector<Place> places;
  while (!words.empty()) {
    auto const end = words.find(' ');
    if (end != 0) places.push_back(place_of(words.substr(0, end)));
    words = end == std::string_view::npos ? std::string_view{} : words.substr(end + 1);
  }
  return places;
}

std::unordered_map<std::string_view, std::vector<Place>> const& groups() {
  static auto const all = [] {
    std::unordered_map<std::string_view, std::vector<Place>> map;
    for (auto const* table : {&document_groups, &row_groups}) {
      for (auto const& group : *table) map.emplace(group.name, places_of(group.children));
    }
    return map;
  }();
  return all;
}

// The name of a step without its position: "A[2]" -> "A".
std::string_view step_name(std::string_view step) { return step.substr(0, step.find('[')); }

}  // namespace

std::vector<Place> const& children_of(std::string_view parent, std::string_view group) {
  static std::vector<Place> const none;
  auto const& all = groups();
  auto const full = std::string{parent} + "/" + std::string{group};
  auto found = all.find(full);
  if (found == all.end()) found = all.find(group);
  return found == all.end() ? none : found->second;
}

std::optional<std::size_t> rank_of(std::vector<Place> const& group, std::string_view child) {
  auto const found = std::find_if(group.begin(), group.end(),
                                  [&](Place const& place) { return place.name == child; });
  if (found == group.end()) return std::nullopt;
  return static_cast<std::size_t>(found - group.begin());
}

bool is_known(std::string_view root, std::string_view path) {
  std::string_view parent, group = root;
  while (true) {
    auto const slash = path.find('/');
    auto const name = step_name(path.substr(0, slash));
    if (name.substr(0, 1) == "@") {
      return std::find(std::begin(attributes), std::end(attributes), name.substr(1)) !=
             std::end(attributes);
    }
    if (!rank_of(children_of(parent, group), name)) return false;
    if (slash == std::string_view::npos) return true;
    parent = group;
    group = name;
    path.remove_prefix(slash + 1);
  }
}

}  // namespace airut::finvoice
