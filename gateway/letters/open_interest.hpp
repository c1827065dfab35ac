#pragma once

#include <vector>

#include "formats/model/letter.hpp"
#include "ledger/store/receivables.hpp"

namespace airut::gateway {

// The days and rates of the item's interest that is open, of this letter and those before it: what
// was paid of it was for its first days, and on days without an open principal there was none. Days
// of one rate that follow each other are one span.
std::vector<model::InterestSpan> open_interest(ledger::Snapshot& view,
                                               ledger::ReceivableRow const& item,
                                               ledger::LetterRow const& now);

}  // namespace airut::gateway
