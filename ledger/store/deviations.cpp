#include "ledger/store/deviations.hpp"

#include "ledger/store/listing.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {

namespace {

constexpr std::string_view deviation_columns =
    "SELECT d.key, d.id, d.invoice_id, d.delivery_id, d.client, d.channel, d.state, d.code,"
    " d.code_class, d.native_code, d.handler, d.group_key, d.suggested_action, d.excerpt,"
    " d.priority, d.assignee, d.snoozed_until,"
    " d.resolved_action, d.resolved_note, d.resolved_by, d.opened, d.resolved, d.version,"
    " coalesce(i.currency, 'EUR'), coalesce(i.due, 0), coalesce(i.due_date, 0),"
    " (SELECT count(*) FROM deviations g WHERE g.tenant = d.tenant AND g.group_key = d.group_key"
    "  AND g.state = 'open')"
    " FROM deviations d LEFT JOIN invoices i ON i.tenant = d.tenant AND i.id = d.invoice_id"
    " WHERE d.tenant = ?";

DeviationRow read_deviation(Query& query, std::int64_t& key) {
  DeviationRow row;
  query.take(key, row.id, row.invoice_id, row.delivery_id, row.client, row.channel, row.state,
             row.code, row.code_class, row.native_code, row.handler, row.group_key,
             row.suggested_action, row.excerpt, row.priority, row.assignee, row.snoozed_until,
             row.resolved_action, row.resolved_note, row.resolved_by, row.opened, row.resolved,
             row.version);
  auto const currency = query.take<model::Currency>();
  row.amount = query.take_money(currency);
  query.take(row.due_date, row.group_size);
  return row;
}

Conditions conditions_of(DeviationFilter const& filter) {
  Conditions where;
  // As a word of the statement: the index of the open ones serves only who names them.
  where.add_text(filter.state == "open" ? "d.state = 'open' AND d.state = ?" : "d.state = ?",
                 filter.state);
  where.add_text("d.code_class = ?", filter.code_class);
  where.add_text("d.channel = ?", filter.channel);
  where.add_text("d.code = ?", filter.code);
  where.add_text("d.group_key = ?", filter.group_key);
  where.add_text("d.client = ?", filter.client);
  where.add_text("d.invoice_id = ?", filter.invoice_id);
  where.add_text("d.assignee = ?", filter.assignee);
  if (filter.awake_at) {
    where.add("coalesce(d.snoozed_until, 0) <= ?", filter.awake_at->time_since_epoch().count());
  }
  return where;
}

std::optional<DeviationRow> one_deviation(Query& query, std::string_view tenant) {
  if (!query.next()) return std::nullopt;
  std::int64_t key = 0;
  auto row = read_deviation(query, key);
  row.tenant = tenant;
  return row;
}

}  // namespace

std::optional<DeviationRow> find_deviation(Snapshot& view, std::string_view tenant,
                                           std::string_view id) {
  Query query{view.connection(), std::string{deviation_columns} + " AND d.id = ?"};
  query.bind(tenant_number(view, tenant), id);
  return one_deviation(query, tenant);
}

std::optional<DeviationRow> open_deviation_of(Snapshot& view, std::string_view tenant,
                                              std::string_view delivery_id) {
  Query query{view.connection(),
              std::string{deviation_columns} + " AND d.delivery_id = ? AND d.state = 'open'"};
  query.bind(tenant_number(view, tenant), delivery_id);
  return one_deviation(query, tenant);
}

std::string open_deviation_about(Snapshot& view, std::string_view tenant,
                                 std::string_view invoice_id) {
  Query query{view.connection(),
              "SELECT code FROM deviations WHERE tenant = ? AND invoice_id = ? AND state = 'open'"
              " LIMIT 1"};
  if (!query.bind(tenant_number(view, tenant), invoice_id).next()) return {};
  return query.take<std::string>();
}

Listed<DeviationRow> list_deviations(Snapshot& view, std::string_view tenant,
                                     DeviationFilter const& filter, Page const& page) {
  auto const where = conditions_of(filter);
  return newest_first<DeviationRow>(view, tenant, deviation_columns, "d.key", where, page,
                                    [&](Query& at, std::int64_t& key) {
                                      auto row = read_deviation(at, key);
                                      row.tenant = tenant;
                                      return row;
                                    });
}

std::vector<DeviationGroup> list_deviation_groups(Snapshot& view, std::string_view tenant,
                                                  DeviationFilter const& filter) {
  auto const where = conditions_of(filter);
  Query query{view.connection(),
              "SELECT d.group_key, min(d.code), min(d.code_class), min(d.channel), count(*),"
              " coalesce(i.currency, 'EUR'), sum(coalesce(i.due, 0)), min(d.opened), max(d.opened)"
              " FROM deviations d LEFT JOIN invoices i ON i.tenant = d.tenant"
              " AND i.id = d.invoice_id WHERE d.tenant = ?" +
                  where.sql() + " GROUP BY d.group_key, i.currency ORDER BY d.group_key"};
  query.bind(tenant_number(view, tenant));
  where.bind(query);
  std::vector<DeviationGroup> groups;
  while (query.next()) {
    DeviationGroup one;
    query.take(one.group_key, one.code, one.code_class, one.channel, one.count);
    auto const currency = query.take<model::Currency>();
    one.sums.push_back(query.take_money(currency));
    query.take(one.first_seen, one.last_seen);
    if (groups.empty() || groups.back().group_key != one.group_key) {
      groups.push_back(std::move(one));
      continue;
    }
    auto& group = groups.back();
    group.count += one.count;
    group.sums.push_back(one.sums.front());
    group.first_seen = std::min(group.first_seen, one.first_seen);
    group.last_seen = std::max(group.last_seen, one.last_seen);
  }
  return groups;
}

}  // namespace airut::ledger
