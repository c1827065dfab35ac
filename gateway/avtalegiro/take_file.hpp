#pragma once

#include <string>
#include <string_view>

#include "gateway/avtalegiro/clearing_context.hpp"
#include "ledger/store/store.hpp"

namespace airut::gateway {

// A file from the clearing house, by whatever way it came.
struct ClearingMail {
  std::string_view name;  // of the file, ""
  std::string_view bytes;
  bool confirmed = false;  // a person has said that a list which lacks much is right
};

struct ClearingFileTake {
  std::string file_id, kind, outcome, detail;  // as in ledger::ClearingFileTaken
  std::int64_t items = 0;
  bool seen_before = false;
  bool queued = false;  // a delivery waits now
  bool busy = false;    // it speaks of a transmission that is being sent: nothing was taken
};

// Hands the file to the reader that knows it: mandates into the register, payments to their items,
// receipts to transmissions and claims; whole or not at all, and the same bytes once. What cannot
// be read, or is not plausible, is kept and told, and changes nothing.
ClearingFileTake take_clearing_file(ledger::Transaction& tx, ClearingContext const& context,
                                    ClearingMail const& mail);

}  // namespace airut::gateway
