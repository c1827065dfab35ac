#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/claim/claim_facts.hpp"
#include "gateway/claim/day_run.hpp"

// How far bank files tell of a claim's money. A debtor may pay to any account that his invoice
// shows, so all of these must be known before he is reminded. An account that the client has given
// up since is left out: no file will tell of it again, and none would be taken. Accounts that the
// invoice does not show are not waited for, though money on them is laid when it comes.
namespace airut::gateway {

// The accounts that are asked for; the invoice's first when none of them is the client's any more.
std::vector<std::string> accounts_asked(ledger::ReceivableRow const& row,
                                        config::Client const& client);
// The one of them of which least is known, and the last day that is; none when nothing ever came.
struct BankCoverage {
  std::string account;
  std::optional<model::Date> until;
};
BankCoverage bank_coverage(ledger::Snapshot& view, ledger::ReceivableRow const& row,
                           config::Client const& client);

// Opens a deviation for each account of which bank files are silent and for which these claims
// wait: they would wait for ever, and nobody would know.
void tell_silent_accounts(ledger::Transaction& tx, DayContext const& context,
                          std::vector<DayDecision> const& decisions);
// Closes those of which files tell again.
void watch_accounts(ledger::Transaction& tx, DayContext const& context);

}  // namespace airut::gateway
