#include <array>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/journal/ranges.hpp"
#include "ledger/store/documents.hpp"
#include "ledger/store/folding.hpp"
#include "ledger/store/happening.hpp"
#include "ledger/store/idempotency.hpp"
#include "ledger/store/query.hpp"

// What an erasure leaves of the rows is what a replay makes of the events without their personal
// parts: whoever keeps a personal member in a column has a line here.
namespace airut::ledger {
namespace {

// What a statement is given: the event's key; the tenant and what the event is about; or all three.
enum class By { key, subject, subject_and_key };

struct Clearing {
  std::string_view kind;
  By by = By::key;
  std::string_view sql;
};

constexpr std::array clearings{
    Clearing{"invoice_accepted", By::key, "UPDATE invoices SET buyer_name = '' WHERE key = ?"},
    Clearing{"delivery_routed", By::key,
             "UPDATE deliveries SET address = '', intermediary = '' WHERE key = ?"},
    Clearing{"delivery_changed", By::subject_and_key,
             "UPDATE deliveries SET last_excerpt = '', excerpt_event = 0"
             " WHERE tenant = ? AND id = ? AND excerpt_event = ?"},
    Clearing{"delivery_changed", By::subject_and_key,
             "UPDATE attempts SET excerpt = '' WHERE delivery ="
             " (SELECT key FROM deliveries WHERE tenant = ? AND id = ?) AND excerpt_event = ?"},
    Clearing{"deviation_opened", By::key, "UPDATE deviations SET excerpt = '' WHERE key = ?"},
    Clearing{"recipient_updated", By::subject_and_key,
             "UPDATE recipients SET record = '' WHERE tenant = ? AND id = ? AND record_event = ?"},
    Clearing{"recipient_addressed", By::key,
             "UPDATE recipient_addresses SET address = '', intermediary = '' WHERE key = ?"},
    Clearing{"payment_received", By::key,
             "UPDATE payments SET payer_name = '', payer_account = '', text = '' WHERE key = ?"},
    Clearing{"message_written", By::key, "UPDATE messages SET text = '' WHERE key = ?"},
    Clearing{"debit_claim_made", By::subject_and_key,
             "UPDATE debit_claims SET payer = '', payer_reference = '', text = ''"
             " WHERE tenant = ? AND id = ? AND personal_event = ?"},
    Clearing{"address_suppressed", By::subject,
             "DELETE FROM suppressions WHERE tenant = ? AND id = ?"},
};

void clear_event(Transaction& tx, std::int64_t key, std::int64_t tenant) {
  std::string kind, subject;
  {
    Query query{tx.connection(), "SELECT kind, subject FROM events WHERE key = ?"};
    if (!query.bind(key).next()) return;
    query.take(kind, subject);
  }
  Query{tx.connection(),
        "UPDATE events SET personal = NULL, salt = NULL WHERE key = ? AND personal IS NOT NULL"}
      .bind(key)
      .run();
  for (auto const& one : clearings) {
    if (one.kind != kind) continue;
    Query query{tx.connection(), std::string{one.sql}};
    if (one.by == By::key) query.bind(key).run();
    if (one.by == By::subject) query.bind(tenant, subject).run();
    if (one.by == By::subject_and_key) query.bind(tenant, subject, key).run();
  }
}

// Customer numbers of the invoices whose buyers have no name any more.
std::set<std::string> nameless(Transaction& tx, std::int64_t tenant,
                               std::vector<std::int64_t> const& events) {
  std::set<std::string> numbers;
  for (auto const seq : events) {
    Query query{tx.connection(),
                "SELECT customer_number FROM invoices WHERE key = ? AND customer_number <> ''"};
    if (query.bind(event_key(tenant, seq)).next()) numbers.insert(query.take<std::string>());
  }
  return numbers;
}

// By which names a customer is found: those of his other invoices.
void name_anew(Transaction& tx, std::int64_t tenant, std::string const& number) {
  std::set<std::string> names;
  {
    Query query{tx.connection(),
                "SELECT DISTINCT buyer_name FROM invoices"
                " WHERE tenant = ? AND customer_number = ? AND buyer_name <> ''"};
    query.bind(tenant, number);
    while (query.next()) names.insert(folded(query.take<std::string>()));
  }
  Query{tx.connection(), "DELETE FROM buyers WHERE tenant = ? AND customer_number = ?"}
      .bind(tenant, number)
      .run();
  for (auto const& name : names)
    Query{tx.connection(), "INSERT INTO buyers (tenant, name, customer_number) VALUES (?,?,?)"}
        .bind(tenant, name, number)
        .run();
}

}  // namespace

void project(Transaction& tx, Happening const& at, PersonalDataErased const& f) {
  auto const events = read_ranges(f.events);
  for (auto const seq : events) clear_event(tx, event_key(at.tenant, seq), at.tenant);
  for (auto const& number : nameless(tx, at.tenant, events)) name_anew(tx, at.tenant, number);
  for (auto const& digest : f.documents) forget_document(tx, digest, f.last_document);
  forget_answers(tx, at.tenant, f.recipient_id, read_ranges(f.answers));
  if (f.last_answer > 0) forget_answers_until(tx, at.tenant, f.recipient_id, f.last_answer);
}

}  // namespace airut::ledger
