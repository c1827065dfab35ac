#pragma once

#include <functional>

#include <boost/asio/awaitable.hpp>

#include "gateway/claim/day_run.hpp"

// All that a day does to a tenant's claims: promises, plans, collection cases and credit first,
// since what they become decides about the letters; then the letters. Made in stretches, each a
// transaction of its own; made again for the same day it finishes what is left and changes nothing
// else.
namespace airut::gateway {

struct DayParts {
  ledger::Store& store;
  std::function<void()> wake;                                 // deliveries wait
  std::function<void(std::vector<DayDecision> const&)> tell;  // of each stretch as it is decided
};

struct DayCounts {
  std::int64_t considered = 0, letters = 0, collection_orders = 0;
  std::int64_t missing_law = 0;  // stood still because a table of the law has no row
};

boost::asio::awaitable<DayCounts> run_whole_day(DayParts parts, DayContext context);

}  // namespace airut::gateway
