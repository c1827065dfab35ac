#pragma once

#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "formats/pain/write.hpp"
#include "gateway/claim/claim_facts.hpp"
#include "ledger/store/payments.hpp"

// Money that debtors have to get back: what payments left over, and credit balances.
namespace airut::gateway {

struct ReturnProposal {
  std::string payment_id, receivable_id;  // whose waiting money, or whose credit balance
  std::string invoice_number;             // of the credit balance
  model::Money amount;
  std::string reason;
  std::optional<model::Date> since;  // the money is here
  std::string payee, account;        // account "": nobody knows where to, a person must ask
  bool is_due = false;               // it has waited the client's time, and nothing is unclear
};

// What waits of a client and nobody lays anywhere: overpaid and twice paid money, money without an
// owner, credit balances. Oldest first.
std::vector<ReturnProposal> return_proposals(ledger::Snapshot& view, std::string const& tenant,
                                             config::Client const& client, model::Date today);

struct ReturnWish {
  std::string payment_id, receivable_id;  // one of the two
  model::Money amount;
  std::string method = "person";  // pain.001, list, person
  std::string reason;
};

// Keeps that the money went back. The error is a sentence, and then nothing was appended.
tl::expected<std::string, std::string> return_money(ledger::Transaction& tx,
                                                    ClaimContext const& context, model::Date today,
                                                    ReturnWish const& wish);

// All that is due and whose account is known, from the client's account, as one order; empty
// transfers when there is none. Each is kept as gone back with it.
pain::Order order_returns(ledger::Transaction& tx, ClaimContext const& context,
                          config::Client const& client, model::Date today);

}  // namespace airut::gateway
