#include "formats/paper/words.hpp"

namespace airut::paper {
namespace {

// The usual units of UN/ECE recommendation 20 and, with X before them, packages of 21.
struct UnitWord {
  std::string_view code, fi, sv, nb, en;
};
constexpr UnitWord units[] = {
    {"C62", "kpl", "st", "stk", "pcs"},
    {"EA", "kpl", "st", "stk", "pcs"},
    {"H87", "kpl", "st", "stk", "pcs"},
    {"NAR", "kpl", "st", "stk", "pcs"},
    {"XPP", "kpl", "st", "stk", "pcs"},
    {"SET", "sarja", "sats", "sett", "set"},
    {"PR", "pari", "par", "par", "pair"},
    {"DZN", "tusina", "dussin", "dusin", "dozen"},
    {"HUR", "h", "h", "t", "h"},
    {"MIN", "min", "min", "min", "min"},
    {"SEC", "s", "s", "s", "s"},
    {"DAY", "pv", "dag", "dag", "day"},
    {"WEE", "vk", "vecka", "uke", "week"},
    {"MON", "kk", "mån", "mnd", "month"},
    {"ANN", "v", "år", "år", "year"},
    {"KGM", "kg", "kg", "kg", "kg"},
    {"GRM", "g", "g", "g", "g"},
    {"MGM", "mg", "mg", "mg", "mg"},
    {"TNE", "t", "t", "t", "t"},
    {"LTR", "l", "l", "l", "l"},
    {"MLT", "ml", "ml", "ml", "ml"},
    {"CLT", "cl", "cl", "cl", "cl"},
    {"DLT", "dl", "dl", "dl", "dl"},
    {"MTR", "m", "m", "m", "m"},
    {"CMT", "cm", "cm", "cm", "cm"},
    {"MMT", "mm", "mm", "mm", "mm"},
    {"KMT", "km", "km", "km", "km"},
    {"MTK", "m²", "m²", "m²", "m²"},
    {"MTQ", "m³", "m³", "m³", "m³"},
    {"HAR", "ha", "ha", "ha", "ha"},
    {"KWH", "kWh", "kWh", "kWh", "kWh"},
    {"MWH", "MWh", "MWh", "MWh", "MWh"},
    {"KWT", "kW", "kW", "kW", "kW"},
    {"GWH", "GWh", "GWh", "GWh", "GWh"},
    {"E48", "palvelu", "tjänst", "tjeneste", "service"},
    {"LS", "erä", "engångsbelopp", "rundsum", "lump sum"},
    {"P1", "%", "%", "%", "%"},
    {"XPK", "pkt", "paket", "pakke", "package"},
    {"XBX", "ltk", "låda", "eske", "box"},
    {"XCT", "krt", "kartong", "kartong", "carton"},
    {"XPX", "lava", "pall", "pall", "pallet"},
    {"XPA", "paketti", "paket", "pakke", "packet"},
    {"XRO", "rulla", "rulle", "rull", "roll"},
    {"XBG", "pussi", "påse", "pose", "bag"},
    {"XBO", "pullo", "flaska", "flaske", "bottle"},
    {"XST", "arkki", "ark", "ark", "sheet"},
    {"E49", "työpäivä", "arbetsdag", "arbeidsdag", "working day"},
    {"IE", "hlö", "person", "pers.", "person"},
    {"XSA", "säkki", "säck", "sekk", "sack"},
    {"4L", "MB", "MB", "MB", "MB"},
    {"E34", "GB", "GB", "GB", "GB"},
};

}  // namespace

std::string unit_text(std::string_view code, Words const& words) {
  for (auto const& unit : units) {
    if (unit.code != code) continue;
    return std::string{words.language == "fi"   ? unit.fi
                       : words.language == "sv" ? unit.sv
                       : words.language == "nb" ? unit.nb
                                                : unit.en};
  }
  return std::string{code};
}

}  // namespace airut::paper
