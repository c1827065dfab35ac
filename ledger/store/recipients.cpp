#include "ledger/store/recipients.hpp"

#include "ledger/store/listing.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {

namespace {

constexpr std::string_view recipient_columns =
    "SELECT key, id, client, external_ref, type, language, priority, record, version"
    " FROM recipients WHERE tenant = ?";

RecipientRow read_recipient(Query& query, std::int64_t& key, std::string_view tenant) {
  RecipientRow row;
  query.take(key, row.id, row.client, row.external_ref, row.type, row.language, row.priority,
             row.record, row.version);
  row.tenant = tenant;
  return row;
}

std::optional<RecipientRow> one_recipient(Query& query, std::string_view tenant) {
  std::int64_t key = 0;
  if (!query.next()) return std::nullopt;
  return read_recipient(query, key, tenant);
}

}  // namespace

std::optional<RecipientRow> find_recipient(Snapshot& view, std::string_view tenant,
                                           std::string_view client, std::string_view external_ref) {
  Query query{view.connection(),
              std::string{recipient_columns} + " AND client = ? AND external_ref = ?"};
  query.bind(tenant_number(view, tenant), client, external_ref);
  return one_recipient(query, tenant);
}

std::optional<RecipientRow> find_recipient_by_id(Snapshot& view, std::string_view tenant,
                                                 std::string_view id) {
  Query query{view.connection(), std::string{recipient_columns} + " AND id = ?"};
  query.bind(tenant_number(view, tenant), id);
  return one_recipient(query, tenant);
}

Listed<RecipientRow> list_recipients(Snapshot& view, std::string_view tenant,
                                     std::string_view client, Page const& page) {
  Conditions where;
  where.add_text("client = ?", std::string{client});
  return newest_first<RecipientRow>(
      view, tenant, recipient_columns, "key", where, page,
      [&](Query& at, std::int64_t& key) { return read_recipient(at, key, tenant); });
}

}  // namespace airut::ledger
