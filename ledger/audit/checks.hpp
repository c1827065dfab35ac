#pragma once

#include <string>
#include <vector>

#include "config/law.hpp"
#include "ledger/audit/claims.hpp"

namespace airut::ledger::audit {

struct Breach {
  std::string rule, text;
};

// Everything that the letter breaks, seen from what the journal knew just before it.
std::vector<Breach> breaches(Claims const& claims, LetterDecided const& letter,
                             config::Law const& law);

}  // namespace airut::ledger::audit
