#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/settings.hpp"
#include "ledger/store/payments.hpp"

// Money that the bank took back though it had gone on: to the debtor, who keeps it, or to nobody
// known. It is missing where the client's money is.
namespace airut::gateway {

struct TakenBack {
  ledger::PaymentRow reversal;
  std::optional<ledger::PaymentRow> payment;  // that it took back; none: of which nobody knows
  model::Money missing;                       // positive
};

// Of payments of the client, oldest first.
std::vector<TakenBack> taken_back(ledger::Snapshot& view, std::string const& tenant,
                                  std::string const& client);

// Payments of the client of which something waits, oldest first.
std::vector<ledger::PaymentRow> surplus(ledger::Snapshot& view, std::string const& tenant,
                                        std::string const& client);

// What is missing so on accounts of the service, in the currency, and no surplus of its debtors
// covers.
model::Money missing_funds(ledger::Snapshot& view, std::string const& tenant,
                           config::Client const& client, model::Currency currency);

// Debtors who keep what went back to them: what comes in too much covers that first.
class DebtsOfPayers {
 public:
  DebtsOfPayers(ledger::Snapshot& view, std::string const& tenant, std::string const& client);

  // What may go back of the payment's waiting money; each debt is covered once.
  model::Money left_of(ledger::PaymentRow const& payment);
  // How much of it is covered so far.
  model::Money covered(TakenBack const& one) const;

 private:
  struct Debt {
    std::string reversal_id;
    std::string account;                 // of the payer
    std::vector<std::string> customers;  // whose invoices he paid
    model::Money left;
  };
  std::vector<std::string> customers_of(ledger::PaymentRow const& payment);

  ledger::Snapshot& view_;
  std::vector<Debt> debts_;
};

}  // namespace airut::gateway
