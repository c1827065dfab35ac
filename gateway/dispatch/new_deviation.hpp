#pragma once

#include <string_view>

#include "config/codes.hpp"
#include "formats/model/date.hpp"
#include "ledger/journal/delivery_facts.hpp"

namespace airut::gateway {

// A deviation as its code's row has it: who acts, what is suggested, how urgent it is. about: what
// deviations of the code share that have the same cause. Whom and what it is about the caller adds.
ledger::DeviationOpened new_deviation(config::DeviationCode const& code, std::string_view about,
                                      model::Instant now);

}  // namespace airut::gateway
