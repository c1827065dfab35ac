#include "ledger/store/received.hpp"

#include "ledger/store/happening.hpp"
#include "ledger/store/listing.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {
namespace {

constexpr std::string_view received_columns =
    "SELECT key, id, client, channel, message_id, instance_id, sender, receiver, access_point,"
    " document_type, process, country, kind, about, status_to, status_always, problem,"
    " payload_digest, receipt_digest, received, told FROM received";

ReceivedRow read_received(Query& query, std::int64_t& key) {
  ReceivedRow row;
  query.take(key, row.id, row.client, row.channel, row.message_id, row.instance_id, row.sender,
             row.receiver, row.access_point, row.document_type, row.process, row.country, row.kind,
             row.about, row.status_to, row.status_always, row.problem, row.payload_digest,
             row.receipt_digest, row.received, row.told);
  return row;
}

}  // namespace

bool came_before(Snapshot& view, std::string_view channel, std::string_view message_id,
                 std::string_view instance_id) {
  for (auto const& [sql, id] :
       {std::pair{"SELECT 1 FROM received WHERE channel = ? AND message_id = ?", message_id},
        std::pair{"SELECT 1 FROM received WHERE channel = ? AND instance_id = ?", instance_id}}) {
    Query query{view.connection(), sql};
    if (query.bind(channel, id).next()) return true;
  }
  return false;
}

std::optional<ReceivedRow> find_received(Snapshot& view, std::string_view tenant,
                                         std::string_view id) {
  Query query{view.connection(), std::string{received_columns} + " WHERE tenant = ? AND id = ?"};
  std::int64_t key = 0;
  if (!query.bind(tenant_number(view, tenant), id).next()) return std::nullopt;
  auto row = read_received(query, key);
  row.tenant = tenant;
  return row;
}

Listed<ReceivedRow> list_received(Snapshot& view, std::string_view tenant, Page const& page) {
  auto const select = std::string{received_columns} + " WHERE tenant = ?";
  return newest_first<ReceivedRow>(view, tenant, select, "key", {}, page,
                                   [&](Query& at, std::int64_t& key) {
                                     auto row = read_received(at, key);
                                     row.tenant = tenant;
                                     return row;
                                   });
}

std::vector<ReceivedRow> untold_documents(Snapshot& view, std::size_t most,
                                          std::function<bool(ReceivedRow const&)> const& is_due) {
  std::vector<ReceivedRow> rows;
  std::vector<std::int64_t> tenants;
  {
    Query query{view.connection(), std::string{received_columns} + " WHERE told = '' ORDER BY key"};
    while (rows.size() < most && query.next()) {
      std::int64_t key = 0;
      auto row = read_received(query, key);
      if (!is_due(row)) continue;
      rows.push_back(std::move(row));
      tenants.push_back(key >> seq_bits);
    }
  }
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i].tenant = tenant_name(view, tenants[i]);
  return rows;
}

}  // namespace airut::ledger
