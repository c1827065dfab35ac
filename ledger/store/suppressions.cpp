#include "ledger/store/suppressions.hpp"

#include <algorithm>

#include "ledger/store/happening.hpp"
#include "ledger/store/listing.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {
namespace {

constexpr std::string_view suppression_columns =
    "SELECT key, id, client, channel, address, code, delivery_id, since, released"
    " FROM suppressions WHERE tenant = ?";

SuppressionRow read_suppression(Query& query, std::int64_t& key) {
  SuppressionRow row;
  query.take(key, row.id, row.client, row.channel, row.address, row.code, row.delivery_id,
             row.since, row.released);
  return row;
}

std::string lower_case(std::string_view address) {
  std::string text{address};
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

}  // namespace

bool is_suppressed(Snapshot& view, std::string_view tenant, std::string_view client,
                   std::string_view channel, std::string_view address) {
  auto const text = lower_case(address);
  Query query{view.connection(),
              "SELECT 1 FROM suppressions WHERE tenant = ? AND channel = ? AND address = ?"
              " AND (client = '' OR client = ?) AND released IS NULL LIMIT 1"};
  return query.bind(tenant_number(view, tenant), channel, text, client).next();
}

std::optional<SuppressionRow> find_suppression(Snapshot& view, std::string_view tenant,
                                               std::string_view id) {
  Query query{view.connection(), std::string{suppression_columns} + " AND id = ?"};
  if (!query.bind(tenant_number(view, tenant), id).next()) return std::nullopt;
  std::int64_t key = 0;
  return read_suppression(query, key);
}

Listed<SuppressionRow> list_suppressions(Snapshot& view, std::string_view tenant,
                                         Page const& page) {
  return newest_first<SuppressionRow>(view, tenant, suppression_columns, "key", {}, page,
                                      read_suppression);
}

// An address that was released is suppressed anew in its row, under its new id. One that was erased
// is nobody's.
void project(Transaction& tx, Happening const& at, AddressSuppressed const& f) {
  if (f.personal_address.empty()) return;
  auto const address = lower_case(f.personal_address);
  Query query{tx.connection(),
              "INSERT INTO suppressions (key, tenant, id, client, channel, address, code,"
              " delivery_id, since, released) VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,NULL)"
              " ON CONFLICT (tenant, channel, address, client) DO UPDATE SET id = ?3, code = ?7,"
              " delivery_id = ?8, since = ?9, released = NULL"};
  query
      .bind(at.key, at.tenant, f.suppression_id, f.client, f.channel, address, f.code,
            f.delivery_id, at.booked)
      .run();
}

void project(Transaction& tx, Happening const& at, AddressReleased const& f) {
  Query query{tx.connection(), "UPDATE suppressions SET released = ? WHERE tenant = ? AND id = ?"};
  query.bind(at.booked, at.tenant, f.suppression_id).run();
}

}  // namespace airut::ledger
