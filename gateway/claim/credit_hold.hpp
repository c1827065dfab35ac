#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "gateway/claim/day_run.hpp"
#include "ledger/journal/fact.hpp"

namespace airut::gateway {

// The deviation code for which a new invoice is held, "" when it may leave: its customer is blocked
// (credit.customer_blocked), or with it owes more than his limit (credit.limit_exceeded). The
// invoice is in the store already.
std::string credit_hold(ledger::Snapshot& view, std::string_view tenant,
                        ledger::InvoiceAccepted const& invoice);

// Payment terms that a tenant's clients agreed with their customers, in days; 0: none.
std::function<std::int64_t(std::string_view client, std::string_view customer)> agreed_terms(
    ledger::Store& store, std::string tenant);

// Once a day, for each customer with terms of his own: an alert when he passed his limit, or pays
// later than he used to. Told once while it lasts.
void watch_credit(ledger::Transaction& tx, DayContext const& context);

}  // namespace airut::gateway
