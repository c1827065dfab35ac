#pragma once

#include <string>
#include <string_view>

#include "channels/outcome.hpp"
#include "config/law.hpp"
#include "formats/model/submission.hpp"
#include "gateway/dispatch/lifecycle.hpp"
#include "gateway/route/routing.hpp"
#include "ledger/store/invoices.hpp"
#include "ledger/store/receivables.hpp"

namespace airut::gateway {

// What a step of the state machine is written with.
struct StepContext {
  Billers const& billers;
  config::Codes const& codes;
  std::string_view actor = "system";
  model::Instant now{};
  config::Law const* law = nullptr;  // for what counts banking days
};

// What the attempt saw besides the step.
struct Seen {
  std::string attempt_id;
  channels::Trace trace;
  std::string receipt;  // bytes
  std::string note;     // what a person wrote, or what the document leaves out
};

// Appends what a step says: the change of state with its proof, the deviation when a person must
// act, an earlier one closed when nobody need act any more, and the delivery by the next channel. A
// deviation is open exactly while its delivery waits for a person.
// Returns whether a delivery was queued.
bool apply_step(ledger::Transaction& tx, ledger::DeliveryRow const& delivery, Step const& step,
                Seen const& seen, StepContext const& context);

// A delivery of an invoice whose promise to collect does not hold goes its way again without it:
// at once when nobody was offered it, after it was taken back when somebody was. Returns whether a
// delivery was queued.
bool present_anew(ledger::Transaction& tx, ledger::DeliveryRow const& delivery, Seen const& seen,
                  StepContext const& context);

// A claim that was withdrawn because another sum is open than it asked for is made again, by the
// same channel and those that are left. Returns whether a delivery was queued.
bool claim_anew(ledger::Transaction& tx, ledger::DeliveryRow const& delivery,
                StepContext const& context);

// Cancels every delivery of the invoice that nobody outside has or may have: the invoice was paid,
// credited or cancelled (event says which). Not those of its letters: others may be on their sheet
// (see withdraw_waiting()).
void cancel_unsent(ledger::Transaction& tx, std::string_view tenant, std::string_view invoice_id,
                   std::string_view event, std::string_view actor, model::Instant now);

// The completed submission of an invoice, as it was accepted. Throws std::runtime_error when the
// store has lost it.
model::Submission stored_submission(ledger::Snapshot& view, std::string_view tenant,
                                    std::string_view invoice_id);
model::Submission stored_submission(ledger::Snapshot& view, ledger::InvoiceRow const& invoice);
// The same of an item's invoice as far as a letter about it asks (see json::read_for_letter).
model::Submission submission_for_letter(ledger::Snapshot& view, ledger::ReceivableRow const& row);

// The delivery's document on its way once more, by the channels that are left to it. It looks at
// the submission as long as it lives; client is nullptr when it is not configured any more.
Travelling further(ledger::DeliveryRow const& delivery, model::Submission const& submission,
                   StepContext const& context);

// Rules for one delivery: its submission's wish, its channel, its tenant's holidays. They look at
// view and delivery as long as they live.
Rules rules_of(ledger::Snapshot& view, ledger::DeliveryRow const& delivery, channels::Repeat repeat,
               StepContext const& context);

}  // namespace airut::gateway
