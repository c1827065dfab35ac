#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gateway/claim/claim_facts.hpp"
#include "gateway/claim/owners.hpp"
#include "ledger/receivables/match.hpp"

namespace airut::gateway {

// Decides entry by entry of a bank file what each pays. On the way it takes back what letters
// charged for days after the money came, and losses that the money recovers: those are appended
// before the payment is.
class DecideEntry {
 public:
  DecideEntry(ledger::Transaction& tx, ClaimContext const& context) : tx_(tx), context_(context) {}

  // fact: of the entry, with its id; becomes the client's whose it is. found: what else is known.
  ledger::MatchDecision decide(model::BankEntry const& entry, ledger::CountedEntry const& counted,
                               AccountOwners const& owners, ledger::Candidates& found,
                               ledger::PaymentReceived& fact);

  // The item as it was before the payment, when the entry's reference led to it.
  ledger::ReceivableRow const* touched(std::string_view id) const;

 private:
  struct Entry;  // the one at hand

  ledger::MatchDecision decided(Entry const& at);
  ledger::MatchDecision laid_over(Entry const& at, config::Client const& client,
                                  ledger::MatchDecision decision);
  void take_items(Entry const& at, config::Client const& client) const;
  bool recover(Entry const& at, ledger::MatchDecision const& decision);
  void add_others(Entry const& at, config::Client const& client) const;
  void tell_given_up(ledger::MatchDecision& decision) const;
  bool correct_letters(model::BankEntry const& entry, std::vector<std::string> const& paid);

  ledger::Transaction& tx_;
  ClaimContext const& context_;
  std::vector<ledger::ReceivableRow> touched_;  // of the reference of the entry at hand
  model::Money recovered_;                      // of losses, by that entry
};

}  // namespace airut::gateway
