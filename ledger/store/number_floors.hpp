#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/store/store.hpp"

// How far the numbers of a series are given although no row shows it. A store that came back from a
// copy knows nothing of the numbers that were given after the copy was made: they are passed over,
// so that no two documents in the world have one number. Kept beside the journal; a replay leaves
// it, a move takes it along.
namespace airut::ledger {

// series: the client and its prefix, or the channel and what it counts.
std::int64_t number_floor(Snapshot& view, std::string_view tenant, std::string_view series);
// Never lowers it.
void raise_number_floor(Transaction& tx, std::string_view tenant, std::string_view series,
                        std::int64_t last);

// All of them, as they are named in the store, for a move to another one.
struct NumberFloor {
  std::string name;
  std::int64_t last = 0;
};
std::vector<NumberFloor> number_floors(Snapshot& view);
void keep_number_floor(Transaction& tx, NumberFloor const& floor);

}  // namespace airut::ledger
