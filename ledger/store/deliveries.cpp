#include "ledger/store/deliveries.hpp"

#include <iterator>
#include <utility>

#include "ledger/journal/list.hpp"
#include "ledger/store/happening.hpp"
#include "ledger/store/listing.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {

namespace {

constexpr std::string_view delivery_columns =
    "SELECT key, tenant, id, invoice_id, document_kind, document_id, client, channel, format, "
    "state,"
    " evidence, handler, reason, assumed, doubtful, address, intermediary, message_id, "
    "payload_digest,"
    " destination, replaces, remaining, skipped, attempt_count, next_at, give_up_at, created,"
    " updated, last_code, last_class, last_native_code, last_excerpt, version FROM deliveries";

DeliveryRow read_delivery(Query& query, std::int64_t& key, std::int64_t& tenant) {
  DeliveryRow row;
  std::string remaining, skipped;
  query.take(key, tenant, row.id, row.invoice_id, row.document_kind, row.document_id, row.client,
             row.channel, row.format, row.state, row.evidence, row.handler, row.reason, row.assumed,
             row.doubtful, row.address, row.intermediary, row.message_id, row.payload_digest,
             row.destination, row.replaces, remaining, skipped, row.attempt_count, row.next_at,
             row.give_up_at, row.created, row.updated, row.last_code, row.last_class,
             row.last_native_code, row.last_excerpt, row.version);
  read_list(remaining, row.remaining);
  read_list(skipped, row.skipped);
  return row;
}

// Rows of any tenant, with the tenants' names.
std::vector<DeliveryRow> read_deliveries(Snapshot& view, Query& query) {
  std::vector<DeliveryRow> rows;
  std::vector<std::int64_t> tenants;
  std::int64_t key = 0, tenant = 0;
  while (query.next()) {
    rows.push_back(read_delivery(query, key, tenant));
    tenants.push_back(tenant);
  }
  for (std::size_t i = 0; i < rows.size(); ++i)
    rows[i].tenant =
        i > 0 && tenants[i] == tenants[i - 1] ? rows[i - 1].tenant : tenant_name(view, tenants[i]);
  return rows;
}

}  // namespace

std::optional<DeliveryRow> find_delivery(Snapshot& view, std::string_view tenant,
                                         std::string_view id) {
  Query query{view.connection(), std::string{delivery_columns} + " WHERE tenant = ? AND id = ?"};
  query.bind(tenant_number(view, tenant), id);
  auto rows = read_deliveries(view, query);
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

Listed<DeliveryRow> list_deliveries(Snapshot& view, std::string_view tenant,
                                    DeliveryFilter const& filter, Page const& page) {
  Conditions where;
  where.add_text("state = ?", filter.state);
  where.add_text("channel = ?", filter.channel);
  where.add_text("last_class = ?", filter.code_class);
  where.add_text("last_code = ?", filter.code);
  where.add_text("client = ?", filter.client);
  where.add_text("invoice_id = ?", filter.invoice_id);
  auto const select = std::string{delivery_columns} + " WHERE tenant = ?";
  return newest_first<DeliveryRow>(view, tenant, select, "key", where, page,
                                   [&](Query& at, std::int64_t& key) {
                                     std::int64_t number = 0;
                                     auto row = read_delivery(at, key, number);
                                     row.tenant = tenant;
                                     return row;
                                   });
}

Listed<DeliveryRow> receipted_deliveries(Snapshot& view, std::string_view tenant,
                                         ReceiptQuestion const& question, Page const& page) {
  Conditions where;
  where.add_cursor("key > ?", page.cursor);
  // What changed last before the first moment has no receipt of later.
  Query query{view.connection(),
              std::string{delivery_columns} +
                  " WHERE tenant = ? AND channel = ? AND updated >= ? AND created < ?"
                  " AND EXISTS (SELECT 1 FROM attempts a WHERE a.delivery = deliveries.key"
                  " AND a.receipt_digest <> '' AND a.ended >= ? AND a.ended < ?)" +
                  where.sql() + " ORDER BY key LIMIT ?"};
  query.bind(tenant_number(view, tenant), question.channel, question.from, question.until,
             question.from, question.until);
  where.bind(query);
  query.bind(page.limit + 1);
  return read_page<DeliveryRow>(query, page, [&](Query& at, std::int64_t& key) {
    std::int64_t number = 0;
    auto row = read_delivery(at, key, number);
    row.tenant = tenant;
    return row;
  });
}

std::vector<AttemptRow> list_attempts(Snapshot& view, std::string_view tenant,
                                      std::string_view delivery_id) {
  Query query{view.connection(),
              "SELECT id, payload_digest, number, started, ended, outcome, code, code_class,"
              " native_code, endpoint, excerpt, receipt_digest FROM attempts WHERE delivery ="
              " (SELECT key FROM deliveries WHERE tenant = ? AND id = ?) ORDER BY key"};
  query.bind(tenant_number(view, tenant), delivery_id);
  std::vector<AttemptRow> rows;
  while (query.next()) {
    AttemptRow row;
    row.delivery_id = delivery_id;
    query.take(row.id, row.payload_digest, row.number, row.started, row.ended, row.outcome,
               row.code, row.code_class, row.native_code, row.endpoint, row.excerpt,
               row.receipt_digest);
    rows.push_back(std::move(row));
  }
  return rows;
}

std::optional<std::string> next_channel_waiting(Snapshot& view, std::optional<std::string> after) {
  // No name is smaller than the empty text, and none but a missing one is passed over with it.
  Query query{view.connection(), std::string{"SELECT channel FROM deliveries"
                                             " WHERE next_at IS NOT NULL AND channel "} +
                                     (after ? ">" : ">=") + " ? ORDER BY channel LIMIT 1"};
  auto const from = std::move(after).value_or("");
  query.bind(from);
  return query.next() ? std::optional{query.take<std::string>()} : std::nullopt;
}

std::optional<WaitingDestination> next_destination_waiting(Snapshot& view, std::string_view channel,
                                                           std::optional<std::string> after) {
  Query query{view.connection(),
              std::string{"SELECT destination, next_at FROM deliveries"
                          " WHERE channel = ? AND next_at IS NOT NULL AND destination "} +
                  (after ? ">" : ">=") + " ? ORDER BY destination, next_at LIMIT 1"};
  auto const from = std::move(after).value_or("");
  query.bind(channel, from);
  if (!query.next()) return std::nullopt;
  WaitingDestination destination;
  query.take(destination.name, destination.first);
  return destination;
}

std::vector<DeliveryRow> due_deliveries(Snapshot& view, DueQuestion const& question) {
  std::vector<DeliveryRow> rows;
  for (auto const* urgency : {" AND urgent = 1", " AND urgent = 0"}) {
    auto const room = question.limit - static_cast<int>(rows.size());
    if (room <= 0) break;
    Query query{view.connection(), std::string{delivery_columns} +
                                       " WHERE channel = ? AND destination = ?"
                                       " AND next_at IS NOT NULL AND next_at <= ?" +
                                       urgency + " ORDER BY next_at LIMIT ?"};
    query.bind(question.channel, question.destination, question.now, room);
    auto more = read_deliveries(view, query);
    std::move(more.begin(), more.end(), std::back_inserter(rows));
  }
  return rows;
}

std::vector<DeliveryRow> due_timers(Snapshot& view, DueQuestion const& question) {
  Query query{view.connection(),
              std::string{delivery_columns} +
                  " WHERE channel = ? AND destination = ? AND next_at IS NOT NULL AND next_at <= ?"
                  " AND (state IN ('sent', 'held', 'dispatching') OR give_up_at <= ?)"
                  " ORDER BY next_at LIMIT ?"};
  query.bind(question.channel, question.destination, question.now, question.now, question.limit);
  return read_deliveries(view, query);
}

std::optional<model::Instant> next_due(Snapshot& view, DueQuestion const& question) {
  Query query{view.connection(),
              "SELECT min(next_at) FROM deliveries WHERE channel = ? AND destination = ?"
              " AND next_at IS NOT NULL AND next_at > ?"};
  query.bind(question.channel, question.destination, question.now);
  std::optional<model::Instant> moment;
  if (query.next()) query.take(moment);
  return moment;
}

std::vector<DeliveryRow> interrupted_deliveries(Snapshot& view) {
  Query query{view.connection(), std::string{delivery_columns} +
                                     " WHERE tenant IN (SELECT tenant FROM tenants)"
                                     " AND state = 'dispatching' AND next_at IS NOT NULL"};
  return read_deliveries(view, query);
}

std::vector<DeliveryCount> count_deliveries(Snapshot& view, std::string_view tenant) {
  Query query{view.connection(),
              "SELECT channel, state, count FROM delivery_counts WHERE tenant = ? AND count <> 0"};
  query.bind(tenant_number(view, tenant));
  std::vector<DeliveryCount> counts;
  while (query.next()) {
    auto& one = counts.emplace_back();
    query.take(one.channel, one.state, one.count);
  }
  return counts;
}

std::vector<DeliveryCount> count_deliveries(Snapshot& view) {
  Query query{view.connection(),
              "SELECT channel, state, sum(count) FROM delivery_counts GROUP BY channel, state"};
  std::vector<DeliveryCount> counts;
  while (query.next()) {
    DeliveryCount one;
    query.take(one.channel, one.state, one.count);
    if (one.count != 0) counts.push_back(std::move(one));
  }
  return counts;
}

}  // namespace airut::ledger
