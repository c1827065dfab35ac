#include "ledger/store/events.hpp"

#include <algorithm>

#include "formats/model/ids.hpp"
#include "ledger/store/event_rows.hpp"
#include "ledger/store/happening.hpp"
#include "ledger/store/listing.hpp"

namespace airut::ledger {

StoredEvent read_event(Query& query) {
  StoredEvent stored;
  auto& event = stored.event;
  auto const digest_of = [](std::string_view bytes) {
    model::Sha256 digest{};
    std::copy_n(bytes.begin(), std::min(bytes.size(), digest.size()), digest.begin());
    return digest;
  };
  event.seq = seq_of_key(query.take<std::int64_t>());
  query.take(event.id, event.booked, stored.kind, event.type, event.subject, event.actor,
             event.body);
  event.personal = query.take_view();
  event.salt = query.take_view();
  event.personal_digest = digest_of(query.take_view());
  event.hash = digest_of(query.take_view());
  query.take(stored.invoice_id, stored.invoice_sequence);
  return stored;
}

std::vector<StoredEvent> events_after(Snapshot& view, std::string_view tenant, std::int64_t seq,
                                      int limit) {
  auto const number = tenant_number(view, tenant);
  Query query{view.connection(),
              std::string{event_columns} + " WHERE e.key > ? AND e.key < ? ORDER BY e.key LIMIT ?"};
  query.bind(event_key(number, seq), event_key(number + 1, 0), limit);
  std::vector<StoredEvent> rows;
  while (query.next()) {
    rows.push_back(read_event(query));
    rows.back().event.tenant = tenant;
  }
  return rows;
}

std::int64_t newest_seq(Snapshot& view, std::string_view tenant) {
  auto const number = tenant_number(view, tenant);
  Query query{view.connection(),
              "SELECT key FROM events WHERE key >= ? AND key < ? ORDER BY key DESC LIMIT 1"};
  query.bind(event_key(number, 0), event_key(number + 1, 0));
  return query.next() ? seq_of_key(query.take<std::int64_t>()) : 0;
}

std::optional<std::int64_t> seq_of_event(Snapshot& view, std::string_view tenant,
                                         std::string_view id) {
  auto const number = tenant_number(view, tenant);
  auto const named = event_key(number, static_cast<std::int64_t>(model::number_in_id(id)));
  {
    Query query{view.connection(), "SELECT key FROM events WHERE key = ? AND id = ?"};
    if (query.bind(named, id).next()) return seq_of_key(named);
  }
  // Older than numbers in ids.
  Query query{view.connection(), "SELECT key FROM events WHERE id = ? AND numbered = 0"};
  if (!query.bind(id).next()) return std::nullopt;
  auto const key = query.take<std::int64_t>();
  if (key >> seq_bits != number) return std::nullopt;
  return seq_of_key(key);
}

std::vector<StoredEvent> events_of_invoice(Snapshot& view, std::string_view tenant,
                                           std::string_view invoice_id, std::int64_t after_seq,
                                           int limit) {
  auto const number = tenant_number(view, tenant);
  Query query{view.connection(),
              std::string{event_columns} +
                  " WHERE e.key IN (SELECT key FROM events WHERE invoice ="
                  "   (SELECT key FROM invoices WHERE tenant = ?1 AND id = ?2) AND key > ?3"
                  "  UNION ALL SELECT event FROM timeline WHERE invoice ="
                  "   (SELECT key FROM invoices WHERE tenant = ?1 AND id = ?2) AND event > ?3)"
                  " ORDER BY e.key LIMIT ?4"};
  query.bind(number, invoice_id, event_key(number, after_seq), limit);
  std::vector<StoredEvent> rows;
  while (query.next()) {
    rows.push_back(read_event(query));
    rows.back().event.tenant = tenant;
    rows.back().invoice_id = invoice_id;
  }
  return rows;
}

std::vector<std::string> tenants(Snapshot& view) {
  Query query{view.connection(), "SELECT name FROM tenants ORDER BY tenant"};
  std::vector<std::string> names;
  while (query.next()) names.push_back(query.take<std::string>());
  return names;
}

}  // namespace airut::ledger
