#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "formats/model/date.hpp"
#include "formats/model/finding.hpp"

namespace airut::netsgiro {

// A claim that the clearing house refused, or took with a warning. What the list does not tell is 0
// or empty.
struct RefusedClaim {
  std::int64_t transmission = 0, assignment = 0, transaction = 0;
  std::string kid;
  std::int64_t amount = 0;  // ore
  std::optional<model::Date> due;
  std::string reason;
  bool is_warning = false;
  int line = 0;
};

// What the clearing house says of a transmission (AvtaleGiro).
struct Receipt {
  enum class Kind {
    file_refused,    // L200: nothing of the file was taken
    received,        // L226: the transmission as a whole was taken, or refused
    claims_refused,  // L00202, CSV: claims that were refused, and warnings
  };
  Kind kind = Kind::received;
  bool refuses = false;           // the whole transmission
  std::int64_t transmission = 0;  // its number; 0 when the receipt does not tell
  std::string text;               // the lines that say why, for a person
  std::vector<RefusedClaim> claims;
};

// The words by which a receipt is understood, in capitals, the likeliest first: the layouts are not
// published, and differ (config/tables/clearing_words.tsv).
struct ReceiptWords {
  std::vector<std::string> file_refused, received, claims_refused;  // what kind it is
  std::vector<std::string> rejection;                               // L226: it is a refusal
  std::vector<std::string> transmission, assignment, transaction, kid, amount, due, reason, level;
  std::vector<std::string> warning;  // in the column level
};

// A receipt by its content, or by the name of its file; ISO-8859-1 or UTF-8. The error: it is none
// ("receipt-unknown"), or a list whose columns are not known, or a line that lacks what tells which
// claim it means.
tl::expected<Receipt, model::Findings> read_receipt(std::string_view name, std::string_view bytes,
                                                    ReceiptWords const& words);

}  // namespace airut::netsgiro
