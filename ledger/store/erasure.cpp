#include "ledger/store/erasure.hpp"

#include <algorithm>

#include "ledger/store/happening.hpp"
#include "ledger/store/listing.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {
namespace {

std::vector<PersonalEvent> read_all(Query& query) {
  std::vector<PersonalEvent> events;
  while (query.next()) {
    auto& one = events.emplace_back();
    one.seq = seq_of_key(query.take<std::int64_t>());
    query.take(one.kind, one.subject, one.body, one.personal);
  }
  return events;
}

}  // namespace

std::vector<PersonalEvent> personal_events(Snapshot& view, std::string_view tenant,
                                           std::string_view kind) {
  auto const number = tenant_number(view, tenant);
  Query query{view.connection(),
              "SELECT key, kind, subject, body, personal FROM events WHERE key > ? AND key < ?"
              " AND kind = ? AND personal IS NOT NULL ORDER BY key"};
  query.bind(event_key(number, 0), event_key(number + 1, 0), kind);
  return read_all(query);
}

std::vector<PersonalEvent> personal_events_of_invoice(Snapshot& view, std::string_view tenant,
                                                      std::string_view invoice_id) {
  Query query{view.connection(),
              "SELECT key, kind, subject, body, personal FROM events WHERE invoice ="
              " (SELECT key FROM invoices WHERE tenant = ? AND id = ?)"
              " AND personal IS NOT NULL ORDER BY key"};
  query.bind(tenant_number(view, tenant), invoice_id);
  return read_all(query);
}

std::vector<std::string> invoices_of_customer(Snapshot& view, std::string_view tenant,
                                              std::string_view client,
                                              std::string_view customer_number) {
  std::vector<std::string> ids;
  if (customer_number.empty()) return ids;
  Query query{view.connection(),
              "SELECT id FROM invoices WHERE tenant = ? AND customer_number <> ''"
              " AND customer_number = ? AND client = ? ORDER BY key"};
  query.bind(tenant_number(view, tenant), customer_number, client);
  while (query.next()) ids.push_back(query.take<std::string>());
  return ids;
}

std::optional<model::Date> last_posting(Snapshot& view, std::string_view tenant,
                                        std::string_view receivable_id) {
  Query query{view.connection(),
              "SELECT max(effective) FROM postings WHERE receivable ="
              " (SELECT key FROM receivables WHERE tenant = ? AND id = ?)"};
  if (!query.bind(tenant_number(view, tenant), receivable_id).next()) return std::nullopt;
  return query.take<std::optional<model::Date>>();
}

bool is_shared(Snapshot& view, std::string_view digest, std::vector<std::string> const& invoices) {
  Query query{view.connection(),
              "SELECT id FROM invoices WHERE original_digest = ?1 OR canonical_digest = ?1"};
  query.bind(digest);
  while (query.next()) {
    auto const id = query.take<std::string>();
    if (std::find(invoices.begin(), invoices.end(), id) == invoices.end()) return true;
  }
  return false;
}

}  // namespace airut::ledger
