#include "ledger/store/mandates.hpp"

#include "ledger/store/listing.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {
namespace {

constexpr std::string_view mandate_columns =
    "SELECT key, id, client, scheme, account, kid, payer, wants_notice, amount_limit, state,"
    " file_id, begun, changed, version FROM mandates WHERE tenant = ?";

constexpr std::string_view clearing_file_columns =
    "SELECT key, id, channel, name, digest, kind, outcome, detail, about, items, taken"
    " FROM clearing_files WHERE tenant = ?";

MandateRow read_mandate(Query& query, std::int64_t& key, std::string_view tenant) {
  MandateRow row;
  row.tenant = tenant;
  query.take(key, row.id, row.client, row.scheme, row.account, row.kid, row.payer, row.wants_notice,
             row.limit, row.state, row.file_id, row.begun, row.changed, row.version);
  return row;
}

ClearingFileRow read_clearing_file(Query& query, std::int64_t& key, std::string_view tenant) {
  ClearingFileRow row;
  row.tenant = tenant;
  query.take(key, row.id, row.channel, row.name, row.digest, row.kind, row.outcome, row.detail,
             row.about, row.items, row.taken);
  return row;
}

std::optional<MandateRow> one_mandate(Query& query, std::string_view tenant) {
  std::int64_t key = 0;
  if (!query.next()) return std::nullopt;
  return read_mandate(query, key, tenant);
}

std::optional<ClearingFileRow> one_file(Query& query, std::string_view tenant) {
  std::int64_t key = 0;
  if (!query.next()) return std::nullopt;
  return read_clearing_file(query, key, tenant);
}

}  // namespace

std::optional<MandateRow> find_mandate(Snapshot& view, std::string_view tenant,
                                       std::string_view id) {
  Query query{view.connection(), std::string{mandate_columns} + " AND id = ?"};
  query.bind(tenant_number(view, tenant), id);
  return one_mandate(query, tenant);
}

std::optional<MandateRow> mandate_by_kid(Snapshot& view, std::string_view tenant,
                                         std::string_view scheme, std::string_view account,
                                         std::string_view kid) {
  Query query{view.connection(),
              std::string{mandate_columns} + " AND scheme = ? AND account = ? AND kid = ?"};
  query.bind(tenant_number(view, tenant), scheme, account, kid);
  return one_mandate(query, tenant);
}

std::optional<MandateRow> active_mandate(Snapshot& view, std::string_view tenant,
                                         std::string_view scheme, std::string_view client,
                                         std::string_view payer) {
  Query query{view.connection(),
              std::string{mandate_columns} +
                  " AND client = ? AND payer = ? AND scheme = ? AND state = 'active'"
                  " ORDER BY key DESC LIMIT 1"};
  query.bind(tenant_number(view, tenant), client, payer, scheme);
  return one_mandate(query, tenant);
}

std::vector<MandateRow> active_mandates_of(Snapshot& view, std::string_view tenant,
                                           std::string_view scheme, std::string_view account) {
  Query query{view.connection(),
              std::string{mandate_columns} +
                  " AND scheme = ? AND account = ? AND state = 'active' ORDER BY key"};
  query.bind(tenant_number(view, tenant), scheme, account);
  std::vector<MandateRow> rows;
  std::int64_t key = 0;
  while (query.next()) rows.push_back(read_mandate(query, key, tenant));
  return rows;
}

Listed<MandateRow> list_mandates(Snapshot& view, std::string_view tenant,
                                 MandateFilter const& filter, Page const& page) {
  Conditions where;
  where.add_text("client = ?", filter.client);
  where.add_text("payer = ?", filter.payer);
  where.add_text("state = ?", filter.state);
  return newest_first<MandateRow>(
      view, tenant, mandate_columns, "key", where, page,
      [&](Query& at, std::int64_t& key) { return read_mandate(at, key, tenant); });
}

std::optional<ClearingFileRow> find_clearing_file(Snapshot& view, std::string_view tenant,
                                                  std::string_view id) {
  Query query{view.connection(), std::string{clearing_file_columns} + " AND id = ?"};
  query.bind(tenant_number(view, tenant), id);
  return one_file(query, tenant);
}

std::optional<ClearingFileRow> clearing_file_by_digest(Snapshot& view, std::string_view tenant,
                                                       std::string_view digest) {
  Query query{view.connection(),
              std::string{clearing_file_columns} + " AND digest = ? ORDER BY key LIMIT 1"};
  query.bind(tenant_number(view, tenant), digest);
  return one_file(query, tenant);
}

Listed<ClearingFileRow> list_clearing_files(Snapshot& view, std::string_view tenant,
                                            Page const& page) {
  return newest_first<ClearingFileRow>(
      view, tenant, clearing_file_columns, "key", {}, page,
      [&](Query& at, std::int64_t& key) { return read_clearing_file(at, key, tenant); });
}

}  // namespace airut::ledger
