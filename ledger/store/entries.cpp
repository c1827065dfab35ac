#include "ledger/store/happening.hpp"
#include "ledger/store/listing.hpp"
#include "ledger/store/query.hpp"
#include "ledger/store/receivables.hpp"

// What an item's account holds.
namespace airut::ledger {

std::vector<EntryRow> list_entries(Snapshot& view, std::string_view tenant,
                                   std::string_view receivable_id) {
  Query place{view.connection(), "SELECT key FROM receivables WHERE tenant = ? AND id = ?"};
  if (!place.bind(tenant_number(view, tenant), receivable_id).next()) return {};
  auto const key = place.take<std::int64_t>();
  Query query{view.connection(),
              "SELECT e.event, e.kind, e.component, i.currency, e.amount, e.effective, e.booked,"
              " e.source FROM entries e JOIN invoices i ON i.key = ?1 WHERE e.receivable = ?1"
              " ORDER BY e.event, e.part"};
  query.bind(key);
  std::vector<EntryRow> rows;
  while (query.next()) {
    EntryRow row;
    row.receivable_id = receivable_id;
    row.seq = seq_of_key(query.take<std::int64_t>());
    query.take(row.kind, row.component);
    auto const currency = query.take<model::Currency>();
    row.amount = query.take_money(currency);
    query.take(row.effective, row.booked, row.source);
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<EntryRow> principal_entries(Snapshot& view, ReceivableRow const& row) {
  Query query{view.connection(),
              "SELECT kind, amount, effective, source FROM postings WHERE receivable = ?"
              " AND component = 'principal' ORDER BY event, part"};
  query.bind(row.key);
  std::vector<EntryRow> entries;
  while (query.next()) {
    auto& one = entries.emplace_back();
    query.take(one.kind);
    one.amount = query.take_money(row.original.currency());
    query.take(one.effective, one.source);
  }
  return entries;
}

}  // namespace airut::ledger
