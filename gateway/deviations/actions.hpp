#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "gateway/deviations/correct.hpp"
#include "gateway/dispatch/apply.hpp"
#include "ledger/store/deviations.hpp"

namespace airut::gateway {

// What a person may do about a deviation or a delivery, decided here and nowhere else.
struct ActionOffer {
  std::string action;
  std::string reason;  // why it is not available; "" when it is
};

// retry, reroute, correct, close_as_delivered, close_no_action, return_to_client: each with its
// reason when
// it cannot be done now. delivery is nullptr when no channel was found at all.
std::vector<ActionOffer> offers(ledger::DeviationRow const& deviation,
                                ledger::DeliveryRow const* delivery);

struct ActionWish {
  std::string action;
  std::string channel;  // reroute: the channel to take; "" for the next by the rules
  std::string note;
  Correction correction;  // correct: how the recipient is reached instead
};

// Does it, and closes the deviation. The error is why it cannot be done; nothing was appended then.
// The value tells whether a delivery was queued.
tl::expected<bool, std::string> resolve(ledger::Transaction& tx,
                                        ledger::DeviationRow const& deviation,
                                        ActionWish const& wish, StepContext const& context);

// The same without a deviation, for a delivery by its id.
tl::expected<bool, std::string> retry(ledger::Transaction& tx, ledger::DeliveryRow const& delivery,
                                      std::string_view note, StepContext const& context);
tl::expected<bool, std::string> reroute(ledger::Transaction& tx,
                                        ledger::DeliveryRow const& delivery,
                                        std::string_view channel, std::string_view note,
                                        StepContext const& context);
// A person knows whether an unknown delivery arrived.
tl::expected<bool, std::string> resolve_unknown(ledger::Transaction& tx,
                                                ledger::DeliveryRow const& delivery, bool arrived,
                                                std::string_view note, StepContext const& context);

}  // namespace airut::gateway
