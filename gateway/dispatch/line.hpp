#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>

#include "channels/breaker.hpp"
#include "ledger/store/deliveries.hpp"

namespace airut::gateway {

// What waits for one channel, read from the store some at a time. Destinations take turns: one with
// much waiting does not keep the others from theirs. A row may have changed since it was read;
// whoever takes it up looks at its version.
class Line {
 public:
  bool is_empty() const { return rows_.empty(); }
  std::optional<ledger::DeliveryRow> take();

  // Reads up to most rows that are due, from the destination after the one that was read last.
  // Of a destination that rests only what asks it nothing; when that was all, not again for a
  // minute. Gives the earliest moment at which more becomes due; nullopt when nobody knows of any.
  std::optional<model::Instant> read_more(ledger::Snapshot& view, std::string const& channel,
                                          int most, channels::Breakers const& breakers,
                                          model::Instant now);

 private:
  using Moment = std::optional<model::Instant>;
  Moment read(ledger::Snapshot& view, ledger::DueQuestion const& question);
  Moment read_resting(ledger::Snapshot& view, ledger::DueQuestion const& question);
  bool is_short(int most) const { return static_cast<int>(rows_.size()) < most; }

  std::deque<ledger::DeliveryRow> rows_;
  std::optional<std::string> last_;               // destination
  std::map<std::string, model::Instant> rested_;  // when a resting one was looked at
};

}  // namespace airut::gateway
