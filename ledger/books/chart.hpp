#pragma once

#include <string_view>

// The accounts of the shadow ledger. They mirror what the biller's true ledger holds; the true
// one stays his. A debit is positive.
namespace airut::ledger::books {

enum class Account {
  principal,  // what debtors owe, by component
  interest,
  fee,
  cost,
  bank,              // the biller's own account, as its statements tell
  client_funds,      // an account of the service: money of others, kept apart
  agency_clearing,   // what collection agencies reported as paid and have still to remit
  settlement,        // what the service has collected for the biller and not yet paid out
  owed_to_biller,    // the same seen from the service's side
  unallocated,       // money of the biller's account that waits for a person
  overpaid,          // what debtors have to get back from the biller
  held_unallocated,  // the same of money that the service holds
  held_overpaid,
  sales,  // what raised the receivables
  interest_income,
  fee_income,
  cost_income,
  write_off,      // given up
  rounding,       // differences within the tolerance
  in_collection,  // memo: principal that an agency has, and its counterpart
  collection_memo,
};
inline constexpr std::size_t account_count = 21;

enum class Side { assets, liabilities, income, expenses, memo };

std::string_view account_text(Account account);  // "receivable.principal", "owed_to_biller"
Side side_of(Account account);

// The receivable account and the income account of a component; principal: sales.
// Throws std::logic_error for a word that is no component.
Account receivable_of(std::string_view component);
Account income_of(std::string_view component);
bool is_receivable(Account account);

}  // namespace airut::ledger::books
