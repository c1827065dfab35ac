#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/model/invoice.hpp"
#include "formats/model/result.hpp"

namespace airut::print {

// How a letter is printed and posted.
struct Processing {
  bool colour = false, duplex = true, priority = false;
  std::string envelope;              // "C5"; "": the printer's usual one
  std::vector<std::string> inserts;  // names of leaflets that go along
};

// One letter for a printer: where it goes and what is done with it.
struct Letter {
  std::string id;                          // the delivery, unique in the batch
  std::vector<std::string> address_lines;  // recipient as printed, top line first
  std::string country;                     // ISO 3166-1 alpha-2
  int pages = 1;
  Processing processing;
};

// Sheets of paper without the inserts.
inline int sheets_of(int pages, bool duplex) { return duplex ? (pages + 1) / 2 : pages; }

// Name, street, what else, postal code with town, foreign country: no window shows more.
inline constexpr std::size_t address_lines_max = 6;

// The postal address of a party as lines. Problem missing: no street line, postal code or city.
model::Result<std::vector<std::string>> address_lines(model::Party const& party);

}  // namespace airut::print
