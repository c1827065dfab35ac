#pragma once

#include <string_view>

#include "formats/model/money.hpp"
#include "ledger/store/store.hpp"

// What waits with a customer, in one currency.
namespace airut::ledger {

// Credit balances of his items that are neither laid nor given back.
model::Money credit_of(Snapshot& view, std::string_view tenant, std::string_view client,
                       std::string_view customer_number, model::Currency currency);

// Money with the reference of any of his invoices that waits, whole or in part, less what the bank
// took back by one of them of a payment that nobody knows.
model::Money waiting_money_of(Snapshot& view, std::string_view tenant, std::string_view client,
                              std::string_view customer_number, model::Currency currency);

}  // namespace airut::ledger
