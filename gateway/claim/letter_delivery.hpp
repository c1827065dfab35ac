#pragma once

#include "gateway/claim/day_run.hpp"
#include "ledger/journal/fact.hpp"

namespace airut::gateway {

// The day of the debtor's consent to electronic payment demands, when the letter is one, the law
// asks for a consent, and his is young enough.
std::optional<model::Date> demand_consent(ledger::Snapshot& view, DayContext const& context,
                                          ledger::LetterDecided const& letter,
                                          std::string_view customer_number);

// Decides how a letter travels: a reminder by the recipient's channels that carry letters (PDF or
// Finvoice, never Peppol, which has none), a collection order to the client's collection partner.
// The step may name channels of its own, in its order. An electronic payment demand needs a consent
// that is no older than the law says: else it goes by post.
// Without a channel a deviation is opened. Returns whether a delivery waits now.
bool route_letter(ledger::Transaction& tx, ledger::LetterDecided const& letter,
                  DayContext const& context, config::DunningStep const& step = {});

}  // namespace airut::gateway
