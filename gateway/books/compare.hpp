#pragma once

#include <string>
#include <vector>

#include "gateway/claim/claim_facts.hpp"
#include "ledger/receivables/differ.hpp"

// The difference report of the two ledgers and what follows from it for reminders.
namespace airut::gateway {

// theirs: what the biller's ledger says; whole: it names every open invoice there.
std::vector<ledger::Difference> compare_ledgers(ledger::Snapshot& view, std::string const& tenant,
                                                config::Client const& client,
                                                std::vector<ledger::TrueItem> const& theirs,
                                                bool whole);

// What a comparison says of reminders.
struct Verdict {
  model::Date day{};
  std::vector<ledger::TrueItem> const& theirs;
  bool whole = true;  // theirs names every open invoice there
  bool holds = true;  // what differs waits; else only what agrees goes on
  std::vector<ledger::Difference> const& differences;
};

// Holds reminders of the items in difference for the client's time from the first day on that they
// differ, and lets those go on that a comparison held before and that agree now. Which counts as a
// difference for reminders: sums and due days that would make a reminder wrong, not charges. Gives
// how many are held by it, today, and how many were let go.
struct Held {
  std::int64_t held = 0, released = 0;
};
Held hold_differences(ledger::Transaction& tx, ClaimContext const& context,
                      config::Client const& client, Verdict const& verdict);

}  // namespace airut::gateway
