#pragma once

#include <string>
#include <string_view>

#include "channels/outcome.hpp"
#include "formats/model/submission.hpp"
#include "gateway/dispatch/lifecycle.hpp"
#include "gateway/route/routing.hpp"

namespace airut::gateway {

// What a step of the state machine is written with.
struct StepContext {
  Billers const& billers;
  config::Codes const& codes;
  std::string_view actor = "system";
  model::Instant now{};
};

// What the attempt saw besides the step.
struct Seen {
  std::string attempt_id;
  channels::Trace trace;
  std::string receipt;  // bytes
  std::string note;     // what a person wrote
};

// Appends what a step says: the change of state with its proof, the deviation when a person must
// know, an earlier deviation closed by good news, and the delivery by the next channel.
// Returns whether a delivery was queued.
bool apply_step(ledger::Transaction& tx, ledger::DeliveryRow const& delivery, Step const& step,
                Seen const& seen, StepContext const& context);

// The completed submission of an invoice, as it was accepted. Throws std::runtime_error when the
// store has lost it.
model::Submission stored_submission(ledger::Snapshot& view, std::string_view tenant,
                                    std::string_view invoice_id);

// Rules for one delivery: its submission's wish and what its channel may repeat.
model::OnFailure on_failure_of(ledger::Snapshot& view, ledger::DeliveryRow const& delivery);

}  // namespace airut::gateway
