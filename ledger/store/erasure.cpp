#include "ledger/store/erasure.hpp"

#include <algorithm>
#include <type_traits>

#include <fmt/format.h>

#include "ledger/store/document_checks.hpp"
#include "ledger/store/happening.hpp"
#include "ledger/store/listing.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {
namespace {

std::vector<PersonalEvent> read_personal_events(Query& query) {
  std::vector<PersonalEvent> events;
  while (query.next()) {
    auto& one = events.emplace_back();
    one.seq = seq_of_key(query.take<std::int64_t>());
    query.take(one.kind, one.subject, one.body, one.personal);
  }
  return events;
}

}  // namespace

std::vector<PersonalEvent> personal_events_about(Snapshot& view, std::string_view tenant,
                                                 std::string_view kind, std::string_view subject) {
  auto const number = tenant_number(view, tenant);
  // The kind stands in the text: so the index of these kinds is known to have all of them.
  Query query{view.connection(),
              fmt::format("SELECT key, kind, subject, body, personal FROM events WHERE subject = ?"
                          " AND key > ? AND key < ? AND kind = '{}' AND personal IS NOT NULL"
                          " ORDER BY key",
                          kind)};
  query.bind(subject, event_key(number, 0), event_key(number + 1, 0));
  return read_personal_events(query);
}

std::vector<PersonalEvent> personal_events_of_invoice(Snapshot& view, std::string_view tenant,
                                                      std::string_view invoice_id) {
  Query query{view.connection(),
              "SELECT key, kind, subject, body, personal FROM events WHERE invoice ="
              " (SELECT key FROM invoices WHERE tenant = ? AND id = ?)"
              " AND personal IS NOT NULL ORDER BY key"};
  query.bind(tenant_number(view, tenant), invoice_id);
  return read_personal_events(query);
}

std::vector<PersonalEvent> shared_payments(Snapshot& view, std::string_view tenant,
                                           std::string_view invoice_id) {
  Query query{view.connection(),
              "SELECT e.key, e.kind, e.subject, e.body, e.personal FROM timeline t"
              " JOIN events e ON e.key = t.event WHERE t.invoice ="
              " (SELECT key FROM invoices WHERE tenant = ? AND id = ?)"
              " AND e.kind = 'payment_received' AND e.personal IS NOT NULL ORDER BY e.key"};
  query.bind(tenant_number(view, tenant), invoice_id);
  return read_personal_events(query);
}

namespace {

std::string delivery_of(Fact const& fact) {
  return FactView{fact}.visit([]<class F>(F const& one) {
    if constexpr (requires { one.delivery_id; }) return one.delivery_id;
    return std::string{};
  });
}

}  // namespace

std::vector<NamedDocument> documents_of_invoice(Snapshot& view, std::string_view tenant,
                                                std::string_view invoice_id) {
  std::vector<NamedDocument> named;
  Query query{view.connection(),
              "SELECT kind, body FROM events WHERE invoice ="
              " (SELECT key FROM invoices WHERE tenant = ? AND id = ?) ORDER BY key"};
  query.bind(tenant_number(view, tenant), invoice_id);
  while (query.next()) {
    auto const kind = query.take<std::string>(), body = query.take<std::string>();
    auto const fact = decode(kind, body, "");
    if (!fact) throw StoreDamaged{fmt::format("an event of invoice {}: {}", invoice_id, kind)};
    each_document(*fact, [&](std::string_view digest) {
      named.push_back({std::string{digest}, delivery_of(*fact)});
    });
  }
  return named;
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

bool have_moved(Snapshot& view, std::string_view tenant, std::vector<std::string> const& invoices,
                std::int64_t after_seq) {
  auto const number = tenant_number(view, tenant);
  auto const after = event_key(number, after_seq);
  return std::any_of(invoices.begin(), invoices.end(), [&](std::string const& id) {
    Query query{view.connection(),
                "SELECT 1 FROM events e JOIN invoices i ON e.invoice = i.key"
                " WHERE i.tenant = ?1 AND i.id = ?2 AND e.key > ?3"
                " UNION ALL SELECT 1 FROM timeline t JOIN invoices i ON t.invoice = i.key"
                " WHERE i.tenant = ?1 AND i.id = ?2 AND t.event > ?3"};
    return query.bind(number, id, after).next();
  });
}

bool are_personal(Snapshot& view, std::string_view tenant,
                  std::vector<std::int64_t> const& events) {
  auto const number = tenant_number(view, tenant);
  return std::all_of(events.begin(), events.end(), [&](std::int64_t seq) {
    Query query{view.connection(), "SELECT 1 FROM events WHERE key = ? AND personal IS NOT NULL"};
    return query.bind(event_key(number, seq)).next();
  });
}

}  // namespace airut::ledger
