#pragma once

#include "gateway/dispatch/apply.hpp"

// The page of an invoice by the portal, where somebody must open it in time (silence "due-7d" of
// channel_timers.tsv).
namespace airut::gateway {

// When it is looked whether somebody opened the page of what is sent; nullopt: it may lie unopened,
// is a letter, or nothing of the invoice is owed any more.
std::optional<model::Instant> reader_timer(ledger::Snapshot& view,
                                           ledger::DeliveryRow const& delivery,
                                           StepContext const& context);

// Whether the timer of a sent delivery is this one, and not that of silence.
bool waits_for_reader(ledger::DeliveryRow const& delivery, StepContext const& context);

// The timer ended, and nobody opened the page: the next channel, unless nothing is owed any more or
// the due day is another by now.
Step after_unopened(ledger::Snapshot& view, ledger::DeliveryRow const& delivery, Rules const& rules,
                    StepContext const& context);

}  // namespace airut::gateway
