#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/journal/event.hpp"
#include "ledger/store/store.hpp"

namespace airut::ledger {

// A fact that moves money, as the journal has it.
struct MoneyFact {
  std::int64_t seq = 0;
  std::string event_id;
  model::Instant booked{};
  Fact fact;
};

// Gives one tenant's facts that a book looks at (books::money_kinds) in their order, those after
// seq, until take() says false. Throws StoreDamaged when an event cannot be understood.
void each_money_fact(Snapshot& view, std::string_view tenant, std::int64_t after_seq,
                     std::function<bool(MoneyFact const&)> const& take);

// The payment as it came in: who it was for then, and what it left waiting.
std::optional<PaymentReceived> payment_as_received(Snapshot& view, std::string_view tenant,
                                                   std::string_view payment_id);

}  // namespace airut::ledger
