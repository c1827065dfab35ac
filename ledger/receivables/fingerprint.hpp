#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "formats/model/bank_entry.hpp"

namespace airut::ledger {

// What makes a bank entry the same entry when it is told twice: account in any spelling, booking
// day, signed amount, reference (or the text, white space folded) and the bank's archive id, or the
// payer's account where the bank gives no id. Names are left out: each format cuts them
// differently. Hex SHA-256, so it holds no personal data.
std::string fingerprint(model::BankEntry const& entry);

struct CountedEntry {
  std::string fingerprint;
  std::int64_t occurrence = 1;  // the n-th equal entry of the file
};

// One per entry, in order. Two equal real payments on one day exist: an entry is new when its
// occurrence is larger than the number of equal entries already kept.
std::vector<CountedEntry> count_entries(std::vector<model::BankEntry> const& entries);

}  // namespace airut::ledger
