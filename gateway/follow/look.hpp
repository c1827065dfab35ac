#pragma once

#include <optional>
#include <string>

#include "channels/channel.hpp"
#include "gateway/dispatch/apply.hpp"

// What the follower does about one delivery, in the ledger's terms.
namespace airut::gateway {

// A document that is out, as it was sealed, and why it should be taken back ("" when it should
// not).
struct Followed {
  ledger::DeliveryRow delivery;
  channels::Parcel parcel;
  std::string withdraw_for;
};

// nullopt: it is not out any more, or so old that nothing is believed of it.
std::optional<Followed> find_followed(ledger::Snapshot& view, std::string_view tenant,
                                      std::string_view delivery_id, config::Codes const& codes,
                                      model::Instant now);

// Evidence or a deviation, where the state says something that was not known. Returns whether a
// delivery was queued.
bool take_sighting(ledger::Transaction& tx, ledger::DeliveryRow const& seen,
                   channels::Sighting const& sighting, StepContext const& context);

// The document taken back, or told that it cannot be. Returns whether a delivery was queued.
bool take_withdrawal(ledger::Transaction& tx, Followed const& followed,
                     channels::WithdrawalAnswer const& answer, StepContext const& context);

}  // namespace airut::gateway
