#pragma once

#include "gateway/erasure/survey.hpp"

namespace airut::gateway {

struct Erased {
  std::string id;  // ers_..., "" when there was nothing to erase
  Survey survey;   // as it was just before
};

// Erases what the survey says that may go. reason: of whoever asks; it stands in the journal for
// good, so it must name nobody.
Erased erase(ledger::Transaction& tx, ErasureContext const& context,
             ledger::RecipientRow const& recipient, std::string_view reason);

}  // namespace airut::gateway
