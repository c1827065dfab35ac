#include "formats/model/currency.hpp"

#include <algorithm>

namespace airut::model {

namespace {

// ISO 4217 active codes. Those whose minor unit is not 1/100 follow with their digits.
constexpr std::string_view two_digits =
    "AEDAFNALLAMDANGAOAARSAUDAWGAZNBAMBBDBDTBGNBMDBNDBOBBRLBSDBTNBWPBYNBZDCADCDFCHFCNYCOPCRCCUP"
    "CVECZKDKKDOPDZDEGPERNETBEURFJDFKPGBPGELGHSGIPGMDGTQGYDHKDHNLHTGHUFIDRILSINRIRRJMDKESKGSKHR"
    "KPWKYDKZTLAKLBPLKRLRDLSLMADMDLMGAMKDMMKMNTMOPMRUMURMVRMWKMXNMYRMZNNADNGNNIONOKNPRNZDPABPEN"
    "PGKPHPPKRPLNQARRONRSDRUBSARSBDSCRSDGSEKSGDSHPSLESOSSRDSSPSTNSVCSYPSZLTHBTJSTMTTOPTRYTTDTWD"
    "TZSUAHUSDUYUUZSVEDVESWSTXCDXCGYERZARZMWZWG";
constexpr std::string_view no_digits = "BIFCLPDJFGNFISKJPYKMFKRWPYGRWFUGXVNDVUVXAFXOFXPF";
constexpr std::string_view three_digits = "BHDIQDJODKWDLYDOMRTND";

bool listed(std::string_view table, std::string_view code) {
  for (std::size_t at = 0; at + 3 <= table.size(); at += 3)
    if (table.substr(at, 3) == code) return true;
  return false;
}

}  // namespace

std::optional<Currency> Currency::parse(std::string_view code) {
  if (code.size() != 3) return std::nullopt;
  auto const with = [&](int digits) { return Currency{{code[0], code[1], code[2]}, digits}; };
  if (code == "EUR" || code == "NOK" || listed(two_digits, code)) return with(2);
  if (listed(no_digits, code)) return with(0);
  if (listed(three_digits, code)) return with(3);
  return std::nullopt;
}

}  // namespace airut::model
