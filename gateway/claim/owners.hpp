#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/model/bank_entry.hpp"
#include "gateway/billers.hpp"
#include "gateway/claim/claim_facts.hpp"
#include "ledger/receivables/match.hpp"
#include "ledger/store/payments.hpp"

// Whose the money on an account is. Clients may share one, as they do an account of the service:
// then only the reference says whose a payment is. Money that no reference gives to one of them is
// the tenant's (client "") until a person lays it: no client sees it, and reminders of what it may
// be meant for wait as the clients' settings say.
namespace airut::gateway {

struct AccountOwners {
  std::vector<config::Client const*> clients;  // in airut.toml's order; none: nobody has it
  std::string iban;                            // as airut.toml spells it first
  bool held = false;                           // the service's account
};

AccountOwners owners_of(Billers const& billers, std::string_view tenant, std::string_view account);

// What a reference leads to among the items of an account's owners.
struct Referred {
  config::Client const* client = nullptr;   // none: it decides for nobody
  bool is_several = false;                  // more than one of them has it
  bool is_of_debtors = false;               // several of the client's debtors owe by it
  std::vector<ledger::ReceivableRow> rows;  // of the client
  bool is_of_many = false;                  // of so many customers that it names none of them
};
// By the entry's reference. Of several debtors who owe by it the payer's name or the account that
// he paid from before says which is meant.
Referred referred(ledger::Snapshot& view, ClaimContext const& context, AccountOwners const& owners,
                  model::BankEntry const& entry);

// A reference that stands on invoices of more than so many customers of a client names none of
// them: money by it waits where neither the payer's name nor his account says whose it is, and
// holds the reminders of those alone whom other clues lead to.
constexpr int customers_named_most = 20;
// The clients of whom that is so.
std::vector<std::string> clients_of_many(ledger::Snapshot& view, std::string_view tenant,
                                         std::string_view reference_key);

// Why no item is paid: several have the reference.
void say_whose(Referred const& to, std::string_view reference, ledger::MatchDecision& decision);

// Whether the payment may be laid on items of the client: its own, or one of those that share its
// account while nothing of it is laid yet.
bool may_pay_for(ClaimContext const& context, ledger::PaymentRow const& payment,
                 std::string_view client);

}  // namespace airut::gateway
