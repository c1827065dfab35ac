#pragma once

#include <string>
#include <string_view>

#include "formats/netsgiro/receipts.hpp"
#include "gateway/avtalegiro/clearing_context.hpp"
#include "ledger/store/store.hpp"

namespace airut::gateway {

struct ReceiptTake {
  std::string about;       // transmission that it speaks of, ""
  std::int64_t items = 0;  // claims that it changed
  std::string unmatched;   // what nothing here answers to, for a person
  bool queued = false;
  bool busy = false;  // a transmission that it speaks of is being sent: nothing was taken
};

// What follows from a receipt: a transmission is received or refused with all its claims, or single
// claims are refused by the code of the reason given. bytes prove it.
ReceiptTake take_receipt(ledger::Transaction& tx, ClearingContext const& context,
                         netsgiro::Receipt const& receipt, std::string_view bytes,
                         std::string const& file_id);

netsgiro::ReceiptWords receipt_words(config::ClearingRules const& rules);

}  // namespace airut::gateway
