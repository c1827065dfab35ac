#include <algorithm>
#include <iterator>
#include <string>

#include "formats/finvoice/source.hpp"

namespace airut::finvoice {
namespace {

struct Word {
  std::string_view word, code;
};

constexpr Word words[] = {
    {"g", "GRM"},      {"h", "HUR"},        {"hlö", "IE"},  {"kg", "KGM"},    {"kk", "MON"},
    {"km", "KMT"},     {"kpl", "C62"},      {"krt", "C62"}, {"kwh", "KWH"},   {"l", "LTR"},
    {"m", "MTR"},      {"m2", "MTK"},       {"m3", "MTQ"},  {"min", "MIN"},   {"mwh", "MWH"},
    {"pkt", "XPK"},    {"prosentti", "P1"}, {"pv", "DAY"},  {"päivä", "DAY"}, {"st", "C62"},
    {"t", "HUR"},      {"tim", "HUR"},      {"tn", "TNE"},  {"tunti", "HUR"}, {"v", "ANN"},
    {"viikko", "WEE"}, {"vk", "WEE"},       {"vko", "WEE"}, {"vrk", "DAY"},   {"vuosi", "ANN"}};

}  // namespace

std::string_view unit_of_word(std::string_view word) {
  std::string lower{word};
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  if (!lower.empty() && lower.back() == '.') lower.pop_back();
  auto const found = std::find_if(std::begin(words), std::end(words),
                                  [&](Word const& one) { return one.word == lower; });
  return found == std::end(words) ? std::string_view{} : found->code;
}

}  // namespace airut::finvoice
