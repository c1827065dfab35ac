#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gateway/erasure/survey.hpp"

namespace airut::gateway {

struct Erased {
  std::string id;  // ers_..., "" when there was nothing to erase
  Survey survey;   // as it was just before
};

// Erases what the survey says that may go. reason: of whoever asks; it stands in the journal for
// good, so it must name nobody. nullopt, and nothing was done: something happened to the recipient
// or to his invoices since the survey, or somebody else came to need a document, and it must be
// made anew.
std::optional<Erased> erase(ledger::Transaction& tx, ErasureContext const& context,
                            ledger::RecipientRow const& recipient, Survey const& found,
                            std::string_view reason);

}  // namespace airut::gateway
