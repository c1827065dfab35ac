#include "gateway/letters/principal_history.hpp"

namespace airut::gateway {

ledger::PrincipalHistory history_of(ledger::ReceivableRow const& row,
                                    std::vector<ledger::EntryRow> const& principal_entries) {
  ledger::PrincipalHistory history{row.original, {}};
  for (auto const& entry : principal_entries) {
    bool const never = entry.kind == "credit" || entry.kind == "cancelled";
    auto const from = never ? row.issue_date : entry.effective;
    history.changes.push_back({from, entry.amount});
  }
  return history;
}

ledger::PrincipalHistory history_of(ledger::Snapshot& view, ledger::ReceivableRow const& row) {
  return history_of(row, ledger::principal_entries(view, row));
}

}  // namespace airut::gateway
