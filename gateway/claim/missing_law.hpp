#pragma once

#include <set>
#include <string>
#include <vector>

#include "gateway/claim/day_run.hpp"

// Claims that stand still because a table of the law has no row for their day.
namespace airut::gateway {

// The rows that these decisions lacked, as sentences.
std::set<std::string> missing_law(std::vector<DayDecision> const& decisions);
// Opens a deviation for each of them that has none.
void tell_missing_law(ledger::Transaction& tx, DayContext const& context,
                      std::set<std::string> const& missing);
// Closes those of rows that a whole day's decisions did not lack.
void settle_missing_law(ledger::Transaction& tx, DayContext const& context,
                        std::set<std::string> const& missing);

// Half-years without a rate of interest where the clients sell: the running one, and the next when
// it begins within a month.
std::vector<std::string> missing_rates(std::vector<config::Tenant> const& tenants,
                                       config::Law const& law, model::Date today);

}  // namespace airut::gateway
