#pragma once

#include <vector>

#include "ledger/audit/checks.hpp"

namespace airut::ledger::audit {

// Whether the letter is one of its policy's own steps, as the journal recorded the version, and
// keeps what was agreed with the customer and what the sheet and later law ask. Letters of
// journals older than recorded policies name none and are not looked at here.
std::vector<Breach> policy_breaches(Claims const& claims, Claim const& claim,
                                    LetterDecided const& letter, config::Law const& law);

}  // namespace airut::ledger::audit
