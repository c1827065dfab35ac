#pragma once

#include <string>
#include <vector>

#include "ledger/journal/fact.hpp"
#include "ledger/receivables/dunning.hpp"

// How decisions are told in LetterDecided facts.
namespace airut::gateway {

std::string proof_text(std::vector<ledger::dunning::Proof> const& proof);
std::string rates_text(std::vector<ledger::RateSpan> const& spans);

}  // namespace airut::gateway
