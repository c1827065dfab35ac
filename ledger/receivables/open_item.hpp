#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/law.hpp"
#include "formats/model/account_key.hpp"
#include "formats/model/date.hpp"
#include "formats/model/money.hpp"

namespace airut::ledger {

// What one invoice's debtor still owes, as the rules need it: four components of one currency,
// never added up into one sum. None is negative.
struct Owed {
  model::Money principal, interest, fee, cost;

  model::Money total() const { return principal + interest + fee + cost; }
  model::Money const& of(config::Component component) const;
  model::Money& of(config::Component component);
  friend bool operator==(Owed const&, Owed const&) = default;
};

Owed nothing_owed(model::Currency currency);

// An item that a payment may pay. A closed item (nothing owed) is a candidate too: a second
// payment of it must be recognised.
struct OpenItem {
  std::string receivable_id, invoice_id, invoice_number;
  std::string account;                     // that the invoice asks to be paid to; IBAN or national
  std::vector<std::string> more_accounts;  // others that it shows
  std::string reference_key;               // model::reference_match_key
  std::string country;                     // whose law allocates
  config::Debtor debtor = config::Debtor::consumer;
  model::Date due_date{};
  Owed owed;
};

using model::account_key;
using model::same_account;

}  // namespace airut::ledger
