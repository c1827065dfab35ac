#include "ledger/store/book_rows.hpp"

#include "ledger/store/listing.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {

std::vector<ClosedPeriodRow> closed_periods(Snapshot& view, std::string_view tenant,
                                            std::string_view client) {
  Query query{view.connection(),
              "SELECT client, period, digest, until_seq FROM closed_periods WHERE tenant = ?"
              " AND client = ? ORDER BY period"};
  query.bind(tenant_number(view, tenant), client);
  std::vector<ClosedPeriodRow> rows;
  while (query.next()) {
    ClosedPeriodRow row;
    query.take(row.client, row.period, row.digest, row.until_seq);
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<StatementRow> list_statements(Snapshot& view, std::string_view tenant,
                                          std::string_view account, model::Instant before) {
  Query query{view.connection(),
              "SELECT s.key, s.file_id, s.account, s.statement_id, s.from_day, s.until_day,"
              " s.currency, s.opening, s.closing FROM statements s JOIN events e ON e.key = s.key"
              " WHERE s.tenant = ? AND s.account = ? AND e.booked < ?"
              " ORDER BY s.until_day, s.key, s.number"};
  query.bind(tenant_number(view, tenant), account, before);
  std::vector<StatementRow> rows;
  while (query.next()) {
    StatementRow row;
    query.take(row.key, row.file_id, row.account, row.statement_id, row.from, row.until);
    auto const currency = query.take<model::Currency>();
    row.opening = query.take_money(currency);
    row.closing = query.take_money(currency);
    rows.push_back(std::move(row));
  }
  return rows;
}

namespace {

constexpr std::string_view settlement_columns =
    "SELECT id, client, digest, day, currency, amount, until_seq, items FROM settlements"
    " WHERE tenant = ?";

SettlementRow read_settlement(Query& query) {
  SettlementRow row;
  query.take(row.id, row.client, row.digest, row.day);
  auto const currency = query.take<model::Currency>();
  row.amount = query.take_money(currency);
  query.take(row.until_seq, row.items);
  return row;
}

}  // namespace

std::vector<SettlementRow> list_settlements(Snapshot& view, std::string_view tenant,
                                            std::string_view client) {
  Query query{view.connection(),
              std::string{settlement_columns} + " AND client = ? ORDER BY key DESC"};
  query.bind(tenant_number(view, tenant), client);
  std::vector<SettlementRow> rows;
  while (query.next()) rows.push_back(read_settlement(query));
  return rows;
}

std::optional<SettlementRow> find_settlement(Snapshot& view, std::string_view tenant,
                                             std::string_view id) {
  Query query{view.connection(), std::string{settlement_columns} + " AND id = ?"};
  if (!query.bind(tenant_number(view, tenant), id).next()) return std::nullopt;
  return read_settlement(query);
}

std::vector<model::Currency> currencies_of(Snapshot& view, std::string_view tenant,
                                           std::string_view client) {
  Query query{view.connection(),
              "SELECT currency FROM subledgers WHERE tenant = ? AND client = ? ORDER BY currency"};
  query.bind(tenant_number(view, tenant), client);
  std::vector<model::Currency> all;
  while (query.next()) all.push_back(query.take<model::Currency>());
  return all;
}

std::optional<SettlementRow> last_settlement(Snapshot& view, std::string_view tenant,
                                             std::string_view client, model::Currency currency) {
  Query query{view.connection(), std::string{settlement_columns} +
                                     " AND client = ? AND currency = ? ORDER BY key DESC LIMIT 1"};
  if (!query.bind(tenant_number(view, tenant), client, currency.code()).next()) return std::nullopt;
  return read_settlement(query);
}

namespace {

constexpr std::string_view comparison_columns =
    "SELECT id, client, list_digest, report_digest, day, whole, compared, differences, held,"
    " released FROM comparisons WHERE tenant = ?";

ComparisonRow read_comparison(Query& query) {
  ComparisonRow row;
  query.take(row.id, row.client, row.list_digest, row.report_digest, row.day, row.whole,
             row.compared, row.differences, row.held, row.released);
  return row;
}

}  // namespace

std::vector<ComparisonRow> list_comparisons(Snapshot& view, std::string_view tenant,
                                            std::string_view client) {
  Query query{view.connection(),
              std::string{comparison_columns} + " AND client = ? ORDER BY key DESC"};
  query.bind(tenant_number(view, tenant), client);
  std::vector<ComparisonRow> rows;
  while (query.next()) rows.push_back(read_comparison(query));
  return rows;
}

std::optional<ComparisonRow> find_comparison(Snapshot& view, std::string_view tenant,
                                             std::string_view id) {
  Query query{view.connection(), std::string{comparison_columns} + " AND id = ?"};
  if (!query.bind(tenant_number(view, tenant), id).next()) return std::nullopt;
  return read_comparison(query);
}

std::optional<ComparisonRow> last_comparison(Snapshot& view, std::string_view tenant,
                                             std::string_view client) {
  Query query{view.connection(),
              std::string{comparison_columns} + " AND client = ? ORDER BY key DESC LIMIT 1"};
  if (!query.bind(tenant_number(view, tenant), client).next()) return std::nullopt;
  return read_comparison(query);
}

std::optional<FeedItemRow> find_feed_item(Snapshot& view, std::string_view tenant,
                                          std::string_view client, std::string_view item_id) {
  Query query{view.connection(),
              "SELECT item_id, digest, kind, invoice_number, receivable_id, result FROM feed_items"
              " WHERE tenant = ? AND client = ? AND item_id = ?"};
  if (!query.bind(tenant_number(view, tenant), client, item_id).next()) return std::nullopt;
  FeedItemRow row;
  query.take(row.item_id, row.digest, row.kind, row.invoice_number, row.receivable_id, row.result);
  return row;
}

}  // namespace airut::ledger
