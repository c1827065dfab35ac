#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/claim/day_run.hpp"
#include "gateway/dispatch/apply.hpp"
#include "ledger/journal/fact.hpp"
#include "ledger/store/deviations.hpp"

namespace airut::gateway {

// The document that found no channel, of which a deviation without a delivery tells.
struct Unrouted {
  std::string document_kind, document_id;       // as in RouteMissing
  std::optional<ledger::LetterDecided> letter;  // when it is one
};

// By what the journal says of it; nullopt when the deviation tells of something else.
std::optional<Unrouted> unrouted_document(ledger::Snapshot& view,
                                          ledger::DeviationRow const& deviation);

// The letter as it was decided.
std::optional<ledger::LetterDecided> decided_letter(ledger::Snapshot& view, std::string_view tenant,
                                                    std::string_view invoice_id,
                                                    std::string_view letter_id);

// Why it is not sent any more, or not once more; "" when nothing is against it.
std::string why_not_sent(ledger::Snapshot& view, ledger::DeviationRow const& deviation,
                         Unrouted const& document);

// What a letter is sent with on this day.
DayContext letter_context(std::string_view tenant, StepContext const& context);

// The channels of the policy's step that the letter is; empty: the recipient's own.
std::vector<std::string> step_channels(ledger::LetterDecided const& letter,
                                       DayContext const& context);

}  // namespace airut::gateway
