#pragma once

#include "gateway/claim/day_run.hpp"
#include "ledger/journal/fact.hpp"

namespace airut::gateway {

// The day of the debtor's consent to electronic payment demands, when the letter is one, the law
// asks for a consent, and his is young enough.
std::optional<model::Date> demand_consent(ledger::Snapshot& view, DayContext const& context,
                                          ledger::LetterDecided const& letter,
                                          std::string_view customer_number);

// The invoice's submission without what was asked for the invoice's own way alone.
model::Submission invoice_of_letter(ledger::Snapshot& view, std::string_view tenant,
                                    std::string_view invoice_id);

// Decides how a letter travels: a reminder by the recipient's channels that carry letters (PDF or
// Finvoice, never Peppol, which has none), a collection order to the client's collection partner.
// The step may name channels of its own, in its order. An electronic payment demand needs a consent
// that is no older than the law says: else it goes by post.
// Without a channel a deviation is opened. Returns whether a delivery waits now.
// submission: invoice_of_letter().
bool route_letter(ledger::Transaction& tx, ledger::LetterDecided const& letter,
                  DayContext const& context, model::Submission const& submission,
                  config::DunningStep const& step);
// By the recipient's own channels; of a plan.
bool route_letter(ledger::Transaction& tx, ledger::LetterDecided const& letter,
                  DayContext const& context);

}  // namespace airut::gateway
