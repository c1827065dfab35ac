#pragma once

#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "gateway/api/house.hpp"
#include "gateway/claim/day_run.hpp"

// What a day does by itself beside its letters. Each step made again for the same day changes
// nothing.
namespace airut::gateway {

// The last difference report of each client, again, where something still differs: what agrees by
// now is reminded of again.
boost::asio::awaitable<void> compare_clients(api::House& house, DayContext context);

// What was collected for clients whose money is settled daily, on banking days, once a day.
boost::asio::awaitable<void> settle_clients(api::House& house, DayContext context);

// The invariants of money and book of the tenant's own rows; what is broken is a deviation until
// nothing is any more. `airut ledger check` looks at every tenant.
boost::asio::awaitable<void> check_money(api::House& house, DayContext context);

// Keeps that all steps have ended of a run that began at the context's moment.
boost::asio::awaitable<void> end_day(api::House& house, DayContext context);

// A step that could not be made, or "" when it could: a deviation for the operator, once while it
// lasts.
boost::asio::awaitable<void> tell_trouble(api::House& house, DayContext context, std::string step,
                                          std::string text);

}  // namespace airut::gateway
