#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "config/codes.hpp"
#include "config/settings.hpp"
#include "ledger/store/store.hpp"

// A store that came back from a copy. It knows nothing of what happened after the copy was made:
// numbers that were given since would be given a second time, to other invoices.
namespace airut::gateway {

// A series whose next numbers are passed over.
struct PassedOver {
  std::string tenant, whose;  // the client, or the channel to a clearing house
  std::string what;           // references, transmissions, assignments
  std::int64_t last = 0;      // that the store knows
  std::int64_t next = 0;      // that is given now
  bool is_short_of = false;   // the series had no room for as many as were asked for: half of it
};

// Moves every series of the settings forward by so many numbers, and opens a deviation
// (store.restored) for each tenant that says what is to be done.
std::vector<PassedOver> go_on_restored(ledger::Transaction& tx, config::Settings const& settings,
                                       config::Codes const& codes, std::int64_t by,
                                       model::Instant now);

}  // namespace airut::gateway
