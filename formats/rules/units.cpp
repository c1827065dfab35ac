#include "formats/rules/units.hpp"

#include <algorithm>
#include <iterator>

#include "formats/rules/code_lists.hpp"

namespace airut::rules {
namespace {

struct Word {
  std::string_view word, code;
};

constexpr Word words[] = {
    {"g", "GRM"},        {"h", "HUR"},   {"hlö", "IE"},    {"kg", "KGM"},       {"kk", "MON"},
    {"km", "KMT"},       {"kpl", "C62"}, {"krt", "C62"},   {"kuukausi", "MON"}, {"kvar", "KVR"},
    {"kw", "KWT"},       {"kwh", "KWH"}, {"l", "LTR"},     {"m", "MTR"},        {"m2", "MTK"},
    {"m3", "MTQ"},       {"min", "MIN"}, {"pcs", "C62"},   {"mwh", "MWH"},      {"pkt", "XPK"},
    {"prosentti", "P1"}, {"pv", "DAY"},  {"päivä", "DAY"}, {"st", "C62"},       {"t", "HUR"},
    {"tim", "HUR"},      {"tn", "TNE"},  {"tunti", "HUR"}, {"tuntia", "HUR"},   {"v", "ANN"},
    {"viikko", "WEE"},   {"vk", "WEE"},  {"vko", "WEE"},   {"vrk", "DAY"},      {"vuosi", "ANN"}};

}  // namespace

std::string unit_of_word(std::string_view word) {
  if (CodeLists::shipped().ever_has(CodeList::unit, word)) return std::string{word};
  std::string lower{word};
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  if (!lower.empty() && lower.back() == '.') lower.pop_back();
  auto const found = std::find_if(std::begin(words), std::end(words),
                                  [&](Word const& one) { return one.word == lower; });
  return std::string{found == std::end(words) ? std::string_view{} : found->code};
}

}  // namespace airut::rules
