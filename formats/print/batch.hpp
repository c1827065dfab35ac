#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/model/date.hpp"
#include "formats/model/invoice.hpp"
#include "formats/model/result.hpp"

namespace airut::print {

// One letter for a printer: what to print and where it goes.
struct Letter {
  std::string id;                          // the delivery, unique in the batch
  std::vector<std::string> address_lines;  // recipient as printed, top line first
  std::string country;                     // ISO 3166-1 alpha-2
  std::string pdf;
  int pages = 1;
  bool colour = false, duplex = true, priority = false;
};

struct Batch {
  std::string name;  // "print-2026-11-22-....zip"
  std::string bytes;
};

// A ZIP with one PDF a letter, manifest.xml and manifest.csv (letter id, file, address, pages,
// sheets, plex, colour, priority, SHA-256) and control totals. The same letters and moment always
// give the same bytes. Problem missing: a letter without an address.
model::Result<Batch> write_batch(std::string_view id, model::Instant created,
                                 std::vector<Letter> const& letters);

// The postal address of a party as lines. Problem missing: no street line, postal code or city.
model::Result<std::vector<std::string>> address_lines(model::Party const& party);

}  // namespace airut::print
