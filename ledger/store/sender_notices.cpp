#include "ledger/store/sender_notices.hpp"

#include "ledger/store/listing.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {
namespace {

constexpr std::string_view notice_columns =
    "SELECT key, id, client, channel, action, bank, payment_instruction, digest, state, attempts,"
    " code, native_code, endpoint, excerpt, receipt_digest, made, changed FROM sender_notices"
    " WHERE tenant = ?";

SenderNoticeRow read_notice(Query& query, std::int64_t& key, std::string_view tenant) {
  SenderNoticeRow row;
  row.tenant = tenant;
  query.take(key, row.id, row.client, row.channel, row.action, row.bank, row.payment_instruction,
             row.digest, row.state, row.attempts, row.code, row.native_code, row.endpoint,
             row.excerpt, row.receipt_digest, row.made, row.changed);
  return row;
}

}  // namespace

std::optional<SenderNoticeRow> find_sender_notice(Snapshot& view, std::string_view tenant,
                                                  std::string_view id) {
  Query query{view.connection(), std::string{notice_columns} + " AND id = ?"};
  std::int64_t key = 0;
  if (!query.bind(tenant_number(view, tenant), id).next()) return std::nullopt;
  return read_notice(query, key, tenant);
}

std::vector<SenderNoticeRow> open_sender_notices(
    Snapshot& view, std::size_t most, std::function<bool(SenderNoticeRow const&)> const& is_due) {
  std::vector<SenderNoticeRow> rows;
  std::vector<std::int64_t> tenants;
  {
    Query query{
        view.connection(),
        "SELECT tenant, key, id, client, channel, action, bank, payment_instruction, digest,"
        " state, attempts, code, native_code, endpoint, excerpt, receipt_digest, made, changed"
        " FROM sender_notices WHERE state IN ('made', 'sending', 'deferred', 'unknown')"
        " AND code <> 'transport.unresolved' ORDER BY key"};
    while (rows.size() < most && query.next()) {
      std::int64_t key = 0;
      auto const tenant = query.take<std::int64_t>();
      auto row = read_notice(query, key, {});
      if (!is_due(row)) continue;
      tenants.push_back(tenant);
      rows.push_back(std::move(row));
    }
  }
  for (std::size_t at = 0; at < rows.size(); ++at) rows[at].tenant = tenant_name(view, tenants[at]);
  return rows;
}

Listed<SenderNoticeRow> list_sender_notices(Snapshot& view, std::string_view tenant,
                                            std::string const& client, Page const& page) {
  Conditions where;
  where.add_text("client = ?", client);
  return newest_first<SenderNoticeRow>(
      view, tenant, notice_columns, "key", where, page,
      [&](Query& at, std::int64_t& key) { return read_notice(at, key, tenant); });
}

}  // namespace airut::ledger
