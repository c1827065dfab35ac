#include "formats/pdf/code128.hpp"

#include <array>

namespace airut::pdf {
namespace {

// Bar and space widths of the values 0-105 (ISO/IEC 15417 table 1), the stop is the last.
constexpr std::array<std::string_view, 107> patterns{
    "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212",
    "221213", "221312", "231212", "112232", "122132", "122231", "113222", "123122", "123221",
    "223211", "221132", "221231", "213212", "223112", "312131", "311222", "321122", "321221",
    "312212", "322112", "322211", "212123", "212321", "232121", "111323", "131123", "131321",
    "112313", "132113", "132311", "211313", "231113", "231311", "112133", "112331", "132131",
    "113123", "113321", "133121", "313121", "211331", "231131", "213113", "213311", "213131",
    "311123", "311321", "331121", "312113", "312311", "332111", "314111", "221411", "431111",
    "111224", "111422", "121124", "121421", "141122", "141221", "112214", "112412", "122114",
    "122411", "142112", "142211", "241211", "221114", "413111", "241112", "134111", "111242",
    "121142", "121241", "114212", "124112", "124211", "411212", "421112", "421211", "212141",
    "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311",
    "113141", "114131", "311141", "411131", "211412", "211214", "211232", "2331112"};
constexpr int start_c = 105, stop = 106, modulus = 103;

void append_bars(std::vector<int>& bars, int value) {
  for (char const width : patterns.at(static_cast<std::size_t>(value))) bars.push_back(width - '0');
}

}  // namespace

std::vector<int> code128c(std::string_view digits) {
  std::vector<int> bars;
  if (digits.empty() || digits.size() % 2 != 0) return bars;
  if (digits.find_first_not_of("0123456789") != std::string_view::npos) return bars;
  append_bars(bars, start_c);
  int sum = start_c, weight = 1;
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    int const value = (digits[i] - '0') * 10 + (digits[i + 1] - '0');
    append_bars(bars, value);
    sum += value * weight++;
  }
  append_bars(bars, sum % modulus);
  append_bars(bars, stop);
  return bars;
}

}  // namespace airut::pdf
