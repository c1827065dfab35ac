#include "formats/model/finnish.hpp"

#include <algorithm>
#include <array>

#include "formats/model/ascii.hpp"

namespace airut::model {
namespace {

bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

bool is_finland(std::string_view words) {
  static constexpr std::array<std::string_view, 6> names{"FI",      "FIN",   "SUOMI",
                                                         "FINLAND", "Suomi", "Finland"};
  return std::find(names.begin(), names.end(), words) != names.end();
}

}  // namespace

std::string country_meant(Party const& party, std::string_view country_in_words) {
  if (!party.address.country.empty()) return party.address.country;
  if (!country_in_words.empty()) return is_finland(country_in_words) ? "FI" : "";
  std::string_view const vat_id = party.vat_id;
  bool const named = vat_id.size() > 2 && is_letter(vat_id[0]) && is_letter(vat_id[1]);
  return named && !vat_id.starts_with("FI") ? "" : "FI";
}

std::string vat_id_meant(std::string vat_id) {
  constexpr std::size_t digits = 8, dash = 7;
  auto plain = vat_id;
  if (plain.size() == digits + 1 && plain[dash] == '-') plain.erase(dash, 1);
  bool const business_id =
      plain.size() == digits && std::all_of(plain.begin(), plain.end(), is_digit);
  return business_id ? "FI" + plain : vat_id;
}

}  // namespace airut::model
