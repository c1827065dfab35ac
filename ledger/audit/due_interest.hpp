#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "config/law.hpp"
#include "ledger/audit/claims.hpp"

namespace airut::ledger::audit {

// The last day without interest, as the law has it on the letter's day. The error is a sentence: a
// row is missing.
tl::expected<model::Date, std::string> free_until(Claim const& claim, LetterDecided const& letter,
                                                  config::Law const& law);

// Interest for the days first..last of the letter, both included, in minor units, reckoned in spans
// of equal principal and rate.
struct DueInterest {
  std::int64_t added = 0;  // rounded together with all days since interest began
  std::int64_t alone = 0;  // by itself, as before letters told that they go on ("interest-so-far")
};
// The error is a sentence: a row is missing.
tl::expected<DueInterest, std::string> due_interest(Claim const& claim, LetterDecided const& letter,
                                                    config::Law const& law);
// "" when the letter charges what it should, else a sentence.
std::string interest_breach(DueInterest const& due, LetterDecided const& letter);

// Sentences about the rates that the letter tells (LetterDecided::interest_rates): they cover the
// days of its interest without a gap, and each is the rate of its days. None where it tells none.
std::vector<std::string> told_rates_breaches(LetterDecided const& letter, config::Law const& law);

}  // namespace airut::ledger::audit
