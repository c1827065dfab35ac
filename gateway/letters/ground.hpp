#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/store/receivables.hpp"

namespace airut::gateway {

// What was sold by the invoices of a sheet, which is the ground of their claims: the name of each
// one's first line behind its number ("2026-1, 2026-2: Siivous; 2026-3: Ikkunanpesu"), the name
// alone where all have the same or there is but one. An invoice without lines is left out.
// Throws std::runtime_error when the store has lost a document.
std::string ground_of(ledger::Snapshot& view, std::string_view tenant,
                      std::vector<ledger::LetterRow> const& sheet);

}  // namespace airut::gateway
