#include "ledger/store/batches.hpp"

#include "ledger/journal/list.hpp"
#include "ledger/store/listing.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {
namespace {

constexpr std::string_view batch_columns =
    "SELECT b.key, t.name, b.id, b.actor, b.language, b.clients, b.mode, b.format, b.digest,"
    " b.status, b.items, b.done, b.accepted, b.rejected, b.duplicates, b.totals, b.created,"
    " b.completed FROM batches b JOIN tenants t ON t.tenant = b.tenant";

BatchRow read_batch(Query& query, std::int64_t& key) {
  BatchRow row;
  query.take(key, row.tenant, row.id, row.actor, row.language);
  read_list(query.take<std::string>(), row.clients);
  query.take(row.mode, row.format, row.digest, row.status, row.items, row.done, row.accepted,
             row.rejected, row.duplicates);
  read_list(query.take<std::string>(), row.totals);
  query.take(row.created, row.completed);
  return row;
}

}  // namespace

std::optional<BatchRow> find_batch(Snapshot& view, std::string_view tenant, std::string_view id) {
  Query query{view.connection(), std::string{batch_columns} + " WHERE b.tenant = ? AND b.id = ?"};
  if (!query.bind(tenant_number(view, tenant), id).next()) return std::nullopt;
  std::int64_t key = 0;
  return read_batch(query, key);
}

Listed<BatchRow> list_batches(Snapshot& view, std::string_view tenant, BatchFilter const& filter,
                              Page const& page) {
  Conditions where;
  where.add_text("b.status = ?", filter.status);
  where.add_text("b.actor = ?", filter.actor);
  auto const select = std::string{batch_columns} + " WHERE b.tenant = ?";
  return newest_first<BatchRow>(view, tenant, select, "b.key", where, page, read_batch);
}

std::vector<BatchRow> unfinished_batches(Snapshot& view) {
  Query query{view.connection(),
              std::string{batch_columns} + " WHERE b.status = 'processing' ORDER BY b.key"};
  std::vector<BatchRow> rows;
  for (std::int64_t key = 0; query.next();) rows.push_back(read_batch(query, key));
  return rows;
}

Listed<BatchItemRow> list_batch_items(Snapshot& view, std::string_view tenant,
                                      std::string_view batch_id, std::string const& outcome,
                                      bool only_warned, Page const& page) {
  Conditions where;
  where.add_cursor("position > ?", page.cursor);
  where.add_text("outcome = ?", outcome);
  if (only_warned) where.add("outcome = 'accepted' AND problem <> ?", std::string{});
  Query query{view.connection(),
              "SELECT position, name, number, outcome, invoice_id, problem FROM batch_items"
              " WHERE tenant = ? AND batch_id = ?" +
                  where.sql() + " ORDER BY position LIMIT ?"};
  query.bind(tenant_number(view, tenant), batch_id);
  where.bind(query);
  query.bind(page.limit + 1);
  return read_page<BatchItemRow>(query, page, [](Query& at, std::int64_t& position) {
    BatchItemRow row;
    at.take(row.position, row.name, row.number, row.outcome, row.invoice_id, row.problem);
    position = row.position;
    return row;
  });
}

}  // namespace airut::ledger
