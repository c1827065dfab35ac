#pragma once

#include <string_view>
#include <vector>

#include "formats/model/letter.hpp"
#include "ledger/store/receivables.hpp"

namespace airut::gateway {

// Whether the letter was decided with a proof of this rule, by which it is written.
bool has_proof(ledger::LetterRow const& letter, std::string_view rule);

// Interest that is open of the customer's other invoices, whose principal is paid: no letter of
// their own will ask for it. Neither what is disputed nor what an agency has; rows: those of the
// letter.
std::vector<model::EarlierInterest> earlier_interest(ledger::Snapshot& view,
                                                     ledger::ReceivableRow const& item,
                                                     std::vector<model::OverdueRow> const& rows);

}  // namespace airut::gateway
