#pragma once

#include <string_view>

#include "ledger/books/chart.hpp"

// On which account money of a payment stands, and against which a change without money is.
namespace airut::ledger::books {

// PaymentReceived::funds: whether the service holds the money, and where it is.
bool is_held(std::string_view funds);
Account cash_of(std::string_view funds);

// Where money that waits stands: by whose account it is in and whether a debtor is known to whom it
// goes back.
Account place_of(std::string_view reason, bool held);
bool is_held_account(Account account);

// Of an adjustment's kind. Throws std::logic_error for a word that is no component.
Account against(std::string_view kind, std::string_view component);

}  // namespace airut::ledger::books
