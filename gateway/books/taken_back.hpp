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
// covers, nor money that waits by the reference of a reversal that fits no payment: what a person
// takes off an invoice for it is missing once.
model::Money missing_funds(ledger::Snapshot& view, std::string const& tenant,
                           config::Client const& client, model::Currency currency);

// Debtors who keep what went back to them: what comes in too much covers that first. A reversal of
// which no payment is known is covered by what waits with its account and the bank's id, its
// reference, or without one its payer.
class DebtsOfPayers {
 public:
  DebtsOfPayers(ledger::Snapshot& view, std::string const& tenant, std::string const& client);

  // What may go back of the payment's waiting money; each debt is covered once.
  model::Money left_of(ledger::PaymentRow const& payment);
  // Whether a person has still to say whether the bank took it back: a reversal that may be of it
  // is told as unknown (bank.reversal_unknown).
  bool is_in_question(ledger::PaymentRow const& payment) const;
  // How much of it is covered so far.
  model::Money covered(TakenBack const& one) const;

 private:
  struct Debt {
    ledger::PaymentRow reversal;
    bool is_known = false;               // whose payment it took back
    bool is_told = false;                // as unknown, and a person has not said yet
    std::string account;                 // of the payer
    std::vector<std::string> customers;  // whose invoices he paid
    model::Money left;
  };
  static bool is_his(Debt const& debt, ledger::PaymentRow const& payment,
                     std::vector<std::string> const& customers);
  std::vector<std::string> customers_of(ledger::PaymentRow const& payment);

  ledger::Snapshot& view_;
  std::vector<Debt> debts_;
};

}  // namespace airut::gateway
