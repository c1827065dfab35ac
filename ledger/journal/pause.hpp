#pragma once

#include <optional>
#include <string>

#include "ledger/journal/fact.hpp"

namespace airut::ledger {

// What holds a claim, by the ReceivablePaused facts about it.
struct Pause {
  std::string reason;
  model::Date first{};
  std::optional<model::Date> last;  // none: until it is lifted
  bool disputed = false;
};

// The same after one more fact on the day: a pause or a dispute takes the place of what was before,
// but a pause never ends a dispute that still holds. It goes on, to the later of the two last days.
std::optional<Pause> paused_by(std::optional<Pause> before, ReceivablePaused const& fact,
                               model::Date day);

}  // namespace airut::ledger
