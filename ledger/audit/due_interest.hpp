#pragma once

#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "config/law.hpp"
#include "ledger/audit/claims.hpp"

namespace airut::ledger::audit {

// Interest for the days first..last, both included, in minor units, reckoned in spans of equal
// principal and rate. The error is a sentence: a rate is missing.
tl::expected<std::int64_t, std::string> due_interest(Claim const& claim,
                                                     LetterDecided const& letter,
                                                     config::Law const& law);

// Sentences about the rates that the letter tells (LetterDecided::interest_rates): they cover the
// days of its interest without a gap, and each is the rate of its days. None where it tells none.
std::vector<std::string> told_rates_breaches(LetterDecided const& letter, config::Law const& law);

}  // namespace airut::ledger::audit
