#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/books/compare.hpp"
#include "ledger/journal/book_facts.hpp"
#include "ledger/store/book_rows.hpp"

// Difference reports as they are kept: one for each list of the biller's ledger, and one for each
// day on which something of the last one still differs.
namespace airut::gateway {

struct Comparing {
  config::Client const& client;
  model::Date day{};
  std::vector<ledger::TrueItem> const& theirs;
  bool whole = true, hold = true;
};

// Holds and lets go what the differences say, and keeps list and report.
ledger::LedgersCompared keep_comparison(ledger::Transaction& tx, ClaimContext const& context,
                                        Comparing const& comparing,
                                        std::vector<ledger::Difference> const& found);

// The report as JSON, as it was kept; "" when it is gone.
std::string stored_report(ledger::Snapshot& view, ledger::ComparisonRow const& row);

// What differed in the last report and still does: its list against the ledger here as it is now.
// Keeps a report of the day; nullopt when nothing had differed, or when the day has its report.
std::optional<ledger::LedgersCompared> compare_again(ledger::Transaction& tx,
                                                     ClaimContext const& context,
                                                     config::Client const& client, model::Date day);

}  // namespace airut::gateway
