#pragma once

#include <cstdint>
#include <vector>

#include "gateway/claim/day_run.hpp"
#include "tests/bench/ledger_house.hpp"
#include "tests/bench/process_figures.hpp"

namespace airut::bench {

// What is asked of a house full of ItemLoader's items, with what it took. Each throws when the
// answer is not what the items make.

// The day run so many days after the first due day of the items.
gateway::DayContext dunning_day(LedgerHouse& house, int after);

struct Ageing {
  Cost kept;     // from the sums of due days that the store keeps
  Cost counted;  // from the items themselves
};
Ageing ageing_of(LedgerHouse& house);

struct DayCandidates {
  std::uint64_t items = 0;
  Cost finding;
};
DayCandidates candidates_of(LedgerHouse& house, gateway::DayContext const& context);

// The open item of each reference found, and its sum compared with the payment's.
Cost match_references(LedgerHouse& house, std::vector<std::uint64_t> const& items);

struct StatementTaken {
  Cost reading;  // camt.053 to entries
  Cost booking;  // matched, journalled and committed
};
// A statement booked on that day that pays these items whole.
StatementTaken take_statement(LedgerHouse& house, std::vector<std::uint64_t> const& items,
                              model::Date booked);

}  // namespace airut::bench
