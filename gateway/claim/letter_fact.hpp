#pragma once

#include <string>
#include <vector>

#include "ledger/journal/fact.hpp"
#include "ledger/receivables/dunning.hpp"

// How decisions are told in LetterDecided facts.
namespace airut::gateway {

std::string proof_text(std::vector<ledger::dunning::Proof> const& proof);
// The same of a letter to this customer, with what the law makes of his kind of claim: whoever
// audits it asks for the same rows.
std::string proof_text(std::vector<ledger::dunning::Proof> proof,
                       ledger::dunning::CustomerFacts const& customer);
std::string rates_text(std::vector<ledger::RateSpan> const& spans);

}  // namespace airut::gateway
