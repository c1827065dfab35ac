#include "ledger/store/schema.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "ledger/store/address_tables.hpp"
#include "ledger/store/bank_tables.hpp"
#include "ledger/store/book_schema.hpp"
#include "ledger/store/case_tables.hpp"
#include "ledger/store/credit_tables.hpp"
#include "ledger/store/debit_tables.hpp"
#include "ledger/store/later_case_tables.hpp"
#include "ledger/store/later_columns.hpp"
#include "ledger/store/list_tables.hpp"
#include "ledger/store/money_tables.hpp"
#include "ledger/store/payment_tables.hpp"
#include "ledger/store/remittance_tables.hpp"
#include "ledger/store/rest_tables.hpp"
#include "ledger/store/store.hpp"
#include "ledger/store/subledger_tables.hpp"

namespace airut::ledger {
namespace {

// What is kept: the journal, the documents and the operational state. Never rebuilt.
constexpr char const* kept_tables = R"sql(
CREATE TABLE state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE tenants (tenant INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE events (
  key INTEGER PRIMARY KEY,  -- tenant << 40 | seq
  id TEXT NOT NULL, booked INTEGER NOT NULL, kind TEXT NOT NULL, type TEXT NOT NULL,
  subject TEXT NOT NULL, actor TEXT NOT NULL, body TEXT NOT NULL,
  personal TEXT, salt BLOB, personal_digest BLOB, hash BLOB NOT NULL,
  invoice INTEGER, invoice_sequence INTEGER NOT NULL);
CREATE UNIQUE INDEX events_id ON events (id);
CREATE TABLE documents (
  number INTEGER PRIMARY KEY, prefix INTEGER NOT NULL, digest BLOB NOT NULL,
  media_type TEXT NOT NULL, size INTEGER NOT NULL, packed INTEGER NOT NULL, bytes BLOB NOT NULL);
-- The digest's first eight bytes.
CREATE INDEX documents_prefix ON documents (prefix);
CREATE TABLE answers (
  number INTEGER PRIMARY KEY, tenant TEXT NOT NULL, key TEXT NOT NULL, request BLOB NOT NULL,
  status INTEGER NOT NULL, body TEXT NOT NULL, location TEXT NOT NULL, kept INTEGER NOT NULL,
  hash INTEGER NOT NULL);
CREATE INDEX answers_hash ON answers (hash);
CREATE TABLE cursors (
  tenant TEXT NOT NULL, endpoint TEXT NOT NULL, delivered_seq INTEGER NOT NULL,
  failures INTEGER NOT NULL, next_try INTEGER, failing_since INTEGER, last_error TEXT NOT NULL,
  PRIMARY KEY (tenant, endpoint)) WITHOUT ROWID;
CREATE TABLE webhook_attempts (
  number INTEGER PRIMARY KEY, tenant TEXT NOT NULL, endpoint TEXT NOT NULL,
  event_id TEXT NOT NULL, outcome TEXT NOT NULL, excerpt TEXT NOT NULL, seq INTEGER NOT NULL,
  status INTEGER NOT NULL, at INTEGER NOT NULL);
CREATE INDEX webhook_attempts_endpoint ON webhook_attempts (tenant, endpoint);
)sql";

constexpr char const* retry_table = R"sql(
CREATE TABLE webhook_retries (
  tenant TEXT NOT NULL, endpoint TEXT NOT NULL, seq INTEGER NOT NULL, attempts INTEGER NOT NULL,
  next_try INTEGER NOT NULL, PRIMARY KEY (tenant, endpoint, seq)) WITHOUT ROWID;
CREATE INDEX webhook_retries_due ON webhook_retries (tenant, endpoint, next_try);
)sql";

constexpr char const* invoice_tables = R"sql(
CREATE TABLE invoices (
  key INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, id TEXT NOT NULL, client TEXT NOT NULL,
  external_id TEXT NOT NULL, batch_id TEXT NOT NULL, number TEXT NOT NULL, type TEXT NOT NULL,
  seller_key TEXT NOT NULL, status TEXT NOT NULL, delivery_status TEXT NOT NULL,
  currency TEXT NOT NULL, gross INTEGER NOT NULL, due INTEGER NOT NULL,
  issue_date INTEGER NOT NULL, due_date INTEGER NOT NULL, reference TEXT NOT NULL,
  reference_key TEXT NOT NULL, account TEXT NOT NULL, customer_number TEXT NOT NULL,
  recipient_id TEXT NOT NULL, buyer_type TEXT NOT NULL, buyer_country TEXT NOT NULL,
  buyer_name TEXT NOT NULL, language TEXT NOT NULL, syntax TEXT NOT NULL,
  original_digest TEXT NOT NULL, canonical_digest TEXT NOT NULL, delivery_id TEXT NOT NULL,
  receivable_id TEXT NOT NULL, held INTEGER NOT NULL, freed INTEGER NOT NULL,
  version INTEGER NOT NULL, created INTEGER NOT NULL);
CREATE UNIQUE INDEX invoices_id ON invoices (tenant, id);
-- The duplicate guard. freed is 0, or the key of a cancelled invoice, which frees its number.
CREATE UNIQUE INDEX invoices_number ON invoices (tenant, number, client, type, seller_key, freed);
-- By length first, so that the largest number of a reference series is the last of its length.
CREATE INDEX invoices_reference ON invoices
  (tenant, length(reference_key), reference_key, client) WHERE reference_key <> '';
CREATE INDEX invoices_customer ON invoices (tenant, customer_number) WHERE customer_number <> '';
CREATE INDEX invoices_buyer ON invoices (tenant, buyer_name COLLATE NOCASE)
  WHERE buyer_name <> '';
CREATE INDEX invoices_external ON invoices (tenant, external_id) WHERE external_id <> '';
CREATE INDEX invoices_batch ON invoices (tenant, batch_id) WHERE batch_id <> '';
-- Not IN (...): that would build a table of its three words at every change of an invoice.
CREATE INDEX invoices_odd ON invoices (tenant, status)
  WHERE status = 'held' OR status = 'undeliverable' OR status = 'cancelled';
CREATE TABLE timeline (
  invoice INTEGER NOT NULL, event INTEGER NOT NULL, sequence INTEGER NOT NULL,
  PRIMARY KEY (invoice, event)) WITHOUT ROWID;
)sql";

constexpr char const* delivery_tables = R"sql(
CREATE TABLE deliveries (
  key INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, id TEXT NOT NULL, invoice_id TEXT NOT NULL,
  document_kind TEXT NOT NULL, document_id TEXT NOT NULL, client TEXT NOT NULL,
  channel TEXT NOT NULL, format TEXT NOT NULL, state TEXT NOT NULL, evidence TEXT NOT NULL,
  handler TEXT NOT NULL, reason TEXT NOT NULL, assumed INTEGER NOT NULL,
  doubtful INTEGER NOT NULL, address TEXT NOT NULL,
  intermediary TEXT NOT NULL, message_id TEXT NOT NULL, payload_digest TEXT NOT NULL,
  destination TEXT NOT NULL, replaces TEXT NOT NULL, remaining TEXT NOT NULL,
  skipped TEXT NOT NULL, attempt_count INTEGER NOT NULL, next_at INTEGER,
  give_up_at INTEGER NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL,
  last_code TEXT NOT NULL,
  last_class TEXT NOT NULL, last_native_code TEXT NOT NULL, last_excerpt TEXT NOT NULL,
  excerpt_event INTEGER NOT NULL, version INTEGER NOT NULL);
CREATE UNIQUE INDEX deliveries_id ON deliveries (tenant, id);
CREATE INDEX deliveries_invoice ON deliveries (tenant, invoice_id);
CREATE INDEX deliveries_due ON deliveries (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX deliveries_state ON deliveries (tenant, state, channel);
CREATE TABLE delivery_counts (
  tenant INTEGER NOT NULL, channel TEXT NOT NULL, state TEXT NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY (tenant, channel, state)) WITHOUT ROWID;
CREATE TABLE attempts (
  key INTEGER PRIMARY KEY, delivery INTEGER NOT NULL, id TEXT NOT NULL,
  payload_digest TEXT NOT NULL, number INTEGER NOT NULL, started INTEGER NOT NULL, ended INTEGER,
  outcome TEXT NOT NULL, code TEXT NOT NULL, code_class TEXT NOT NULL, native_code TEXT NOT NULL,
  endpoint TEXT NOT NULL, excerpt TEXT NOT NULL, excerpt_event INTEGER NOT NULL,
  receipt_digest TEXT NOT NULL);
CREATE INDEX attempts_delivery ON attempts (delivery);
CREATE TABLE receipts (
  key INTEGER PRIMARY KEY, delivery INTEGER NOT NULL, digest TEXT NOT NULL);
CREATE INDEX receipts_delivery ON receipts (delivery);
CREATE TABLE deviations (
  key INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, id TEXT NOT NULL, invoice_id TEXT NOT NULL,
  delivery_id TEXT NOT NULL, client TEXT NOT NULL, channel TEXT NOT NULL, state TEXT NOT NULL,
  code TEXT NOT NULL, code_class TEXT NOT NULL, native_code TEXT NOT NULL, handler TEXT NOT NULL,
  group_key TEXT NOT NULL, suggested_action TEXT NOT NULL, excerpt TEXT NOT NULL,
  priority INTEGER NOT NULL, assignee TEXT NOT NULL, snoozed_until INTEGER,
  resolved_action TEXT NOT NULL, resolved_note TEXT NOT NULL, resolved_by TEXT NOT NULL,
  opened INTEGER NOT NULL, resolved INTEGER, version INTEGER NOT NULL);
CREATE UNIQUE INDEX deviations_id ON deviations (tenant, id);
CREATE INDEX deviations_open ON deviations (tenant, group_key) WHERE state = 'open';
CREATE INDEX deviations_delivery ON deviations (tenant, delivery_id);
CREATE INDEX deviations_invoice ON deviations (tenant, invoice_id);
)sql";

constexpr char const* register_tables = R"sql(
CREATE TABLE recipients (
  key INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, id TEXT NOT NULL, client TEXT NOT NULL,
  external_ref TEXT NOT NULL, type TEXT NOT NULL, language TEXT NOT NULL, priority TEXT NOT NULL,
  record TEXT NOT NULL, record_event INTEGER NOT NULL, version INTEGER NOT NULL);
CREATE UNIQUE INDEX recipients_id ON recipients (tenant, id);
CREATE UNIQUE INDEX recipients_ref ON recipients (tenant, client, external_ref);
CREATE TABLE batches (
  key INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, id TEXT NOT NULL, actor TEXT NOT NULL,
  clients TEXT NOT NULL, language TEXT NOT NULL, mode TEXT NOT NULL, format TEXT NOT NULL,
  digest TEXT NOT NULL, status TEXT NOT NULL, items INTEGER NOT NULL, done INTEGER NOT NULL,
  accepted INTEGER NOT NULL, rejected INTEGER NOT NULL, duplicates INTEGER NOT NULL,
  totals TEXT NOT NULL, created INTEGER NOT NULL, completed INTEGER);
CREATE UNIQUE INDEX batches_id ON batches (tenant, id);
CREATE INDEX batches_open ON batches (tenant) WHERE status = 'processing';
CREATE TABLE batch_items (
  tenant INTEGER NOT NULL, batch_id TEXT NOT NULL, position INTEGER NOT NULL,
  name TEXT NOT NULL, outcome TEXT NOT NULL, invoice_id TEXT NOT NULL, problem TEXT NOT NULL,
  PRIMARY KEY (tenant, batch_id, position)) WITHOUT ROWID;
CREATE TABLE endpoints (
  key INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, id TEXT NOT NULL, url TEXT NOT NULL,
  description TEXT NOT NULL, secrets TEXT NOT NULL, secret_event INTEGER NOT NULL,
  event_types TEXT NOT NULL, enabled INTEGER NOT NULL, version INTEGER NOT NULL);
CREATE UNIQUE INDEX endpoints_id ON endpoints (tenant, id);
CREATE TABLE links (
  key INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, id TEXT NOT NULL, invoice_id TEXT NOT NULL,
  expires INTEGER NOT NULL, revoked INTEGER NOT NULL, viewed INTEGER NOT NULL);
CREATE UNIQUE INDEX links_id ON links (id);
CREATE INDEX links_invoice ON links (tenant, invoice_id);
)sql";

// Places of documents and answers (see HashIndex) instead of an index of the database.
constexpr char const* places_sql = R"sql(
DROP INDEX documents_prefix;
DROP INDEX answers_hash;
CREATE TABLE document_places (
  hash INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (hash, number)) WITHOUT ROWID;
CREATE TABLE answer_places (
  hash INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (hash, number)) WITHOUT ROWID;
INSERT INTO document_places SELECT prefix, number FROM documents ORDER BY prefix, number;
INSERT INTO answer_places SELECT hash, number FROM answers ORDER BY hash, number;
INSERT INTO state SELECT 'document_places_until', coalesce(max(number), 0) FROM documents;
INSERT INTO state SELECT 'answer_places_until', coalesce(max(number), 0) FROM answers;
)sql";

// A customer's invoices are found by his number; only those without one by the name.
constexpr char const* buyers = R"sql(
CREATE TABLE buyers (
  tenant INTEGER NOT NULL, name TEXT NOT NULL COLLATE NOCASE, customer_number TEXT NOT NULL,
  PRIMARY KEY (tenant, name, customer_number)) WITHOUT ROWID;
INSERT OR IGNORE INTO buyers SELECT tenant, buyer_name, customer_number FROM invoices
  WHERE buyer_name <> '' AND customer_number <> '';
DROP INDEX invoices_buyer;
CREATE INDEX invoices_buyer ON invoices (tenant, buyer_name COLLATE NOCASE)
  WHERE customer_number = '' AND buyer_name <> '';
)sql";

// The dispatcher reads what waits a channel and a destination at a time.
constexpr char const* lines = R"sql(
DROP INDEX deliveries_due;
CREATE INDEX deliveries_waiting ON deliveries (channel, destination, next_at)
  WHERE next_at IS NOT NULL;
)sql";

// Payments without a usable reference are looked at by what the payer wrote and paid before.
constexpr char const* payers_sql = R"sql(
ALTER TABLE payments ADD COLUMN text TEXT NOT NULL DEFAULT '';
UPDATE payments SET text = coalesce((SELECT json_extract(personal, '$.text') FROM events
  WHERE events.key = payments.key), '');
CREATE INDEX payments_payer ON payments (tenant, payer_account) WHERE payer_account <> '';
)sql";

// An event about one invoice is found by what its row says; the timeline has those about several.
constexpr char const* single = R"sql(
CREATE INDEX events_invoice ON events (invoice) WHERE invoice IS NOT NULL;
DELETE FROM timeline WHERE event IN (SELECT key FROM events WHERE invoice IS NOT NULL);
)sql";

// Documents that came in from networks.
constexpr char const* received_documents = R"sql(
CREATE TABLE received (
  key INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, id TEXT NOT NULL, client TEXT NOT NULL,
  channel TEXT NOT NULL, message_id TEXT NOT NULL, instance_id TEXT NOT NULL, sender TEXT NOT NULL,
  receiver TEXT NOT NULL, access_point TEXT NOT NULL, document_type TEXT NOT NULL,
  process TEXT NOT NULL, country TEXT NOT NULL, kind TEXT NOT NULL, about TEXT NOT NULL,
  status_to TEXT NOT NULL, status_always INTEGER NOT NULL, problem TEXT NOT NULL,
  payload_digest TEXT NOT NULL, receipt_digest TEXT NOT NULL, received INTEGER NOT NULL,
  told TEXT NOT NULL);
CREATE UNIQUE INDEX received_id ON received (tenant, id);
CREATE UNIQUE INDEX received_message ON received (channel, message_id);
CREATE UNIQUE INDEX received_instance ON received (channel, instance_id);
CREATE INDEX received_untold ON received (key) WHERE told = '';
)sql";

// An event's id tells its place in the journal, and what a receivable began with its invoice's row:
// neither needs rows of its own at every acceptance.
constexpr char const* fewer_rows = R"sql(
ALTER TABLE events ADD COLUMN numbered INTEGER NOT NULL DEFAULT 0;
DROP INDEX events_id;
CREATE UNIQUE INDEX events_id ON events (id) WHERE numbered = 0;
CREATE TABLE postings (
  receivable INTEGER NOT NULL, event INTEGER NOT NULL, part INTEGER NOT NULL, kind TEXT NOT NULL,
  component TEXT NOT NULL, amount INTEGER NOT NULL, effective INTEGER NOT NULL,
  booked INTEGER NOT NULL, source TEXT NOT NULL,
  PRIMARY KEY (receivable, event, part)) WITHOUT ROWID;
INSERT INTO postings (receivable, event, part, kind, component, amount, effective, booked, source)
  SELECT receivable, event, part, kind, component, amount, effective, booked, source FROM entries
  WHERE kind <> 'charge';
DROP TABLE entries;
CREATE VIEW entries AS
  SELECT receivable, event, part, kind, component, amount, effective, booked, source FROM postings
  UNION ALL
  SELECT r.key, r.key, 0, 'charge', 'principal', i.due, i.issue_date, i.created, i.id
  FROM receivables r JOIN invoices i ON i.key = r.key WHERE i.due <> 0;
)sql";

// Names are looked for by what both engines fold alike: the letters of ASCII.
constexpr char const* folded_names_sql = R"sql(
DROP TABLE buyers;
CREATE TABLE buyers (
  tenant INTEGER NOT NULL, name TEXT NOT NULL, customer_number TEXT NOT NULL,
  PRIMARY KEY (tenant, name, customer_number)) WITHOUT ROWID;
INSERT INTO buyers SELECT DISTINCT tenant, lower(buyer_name), customer_number FROM invoices
  WHERE buyer_name <> '' AND customer_number <> '';
DROP INDEX invoices_buyer;
CREATE INDEX invoices_buyer ON invoices (tenant, lower(buyer_name))
  WHERE customer_number = '' AND buyer_name <> '';
)sql";

// The step from version n to n + 1 stands at place n, as the texts that make it.
using Step = std::span<char const* const>;
constexpr std::array first_projections{invoice_tables, delivery_tables, money_tables,
                                       register_tables};
constexpr std::array first_tables{kept_tables,     retry_table,  invoice_tables,
                                  delivery_tables, money_tables, register_tables};
constexpr std::array hash_places{places_sql};
constexpr std::array buyer_names{buyers};
constexpr std::array waiting_lines{lines};
constexpr std::array payer_clues{payers_sql};
constexpr std::array single_events{single};
constexpr std::array received_table{received_documents};
constexpr std::array lean_acceptance{fewer_rows};
constexpr std::array suppressions{suppressed_addresses};
constexpr std::array folded_names{folded_names_sql};
constexpr std::array books_step{book_tables};
constexpr std::array bank_fetches{bank_tables};
constexpr std::array debits{debit_tables};
constexpr std::array cases{case_tables};
constexpr std::array later_cases{later_case_tables};
constexpr std::array subledgers{subledger_tables};
constexpr std::array days_of_payments{payments_by_day};
constexpr std::array addresses{address_tables};
constexpr std::array rest_steps{rest_tables};
constexpr std::array accounts_shown{shown_accounts};
constexpr std::array keyed_accounts{accounts_by_key};
constexpr std::array credits{credit_tables};
constexpr std::array remittances{remittance_tables};
constexpr std::array lists{list_tables};
constexpr std::array day_sums{sums_of_days};
constexpr std::array item_numbers{numbered_items};
constexpr std::array urgency{urgent_deliveries};
constexpr std::array payment_references{several_references};
constexpr std::array announcements{announced_collections};
constexpr std::array register_events{register_index};
constexpr std::array payment_counts{counted_payments};
constexpr std::array schema_steps{
    Step{first_tables},     Step{hash_places},     Step{buyer_names},    Step{waiting_lines},
    Step{payer_clues},      Step{single_events},   Step{received_table}, Step{lean_acceptance},
    Step{suppressions},     Step{folded_names},    Step{books_step},     Step{bank_fetches},
    Step{debits},           Step{cases},           Step{later_cases},    Step{subledgers},
    Step{days_of_payments}, Step{addresses},       Step{rest_steps},     Step{accounts_shown},
    Step{keyed_accounts},   Step{credits},         Step{remittances},    Step{lists},
    Step{day_sums},         Step{item_numbers},    Step{urgency},        Step{payment_references},
    Step{announcements},    Step{register_events}, Step{payment_counts}};

// clang-format off
constexpr std::array<std::string_view, 56> projections{
    "invoices",            "timeline",            "deliveries",          "delivery_counts",
    "attempts",            "receipts",            "deviations",          "receivables",
    "postings",            "letters",             "payments",            "payment_files",
    "bank_accounts",       "day_runs",            "recipients",          "batches",
    "batch_items",         "endpoints",           "links",               "buyers",
    "received",            "suppressions",        "statements",          "returns",
    "settlements",         "feed_items",          "closed_periods",      "due_changes",
    "bank_files",          "bank_rounds",         "debit_claims",        "transmissions",
    "mandates",            "clearing_files",      "policies",            "customers",
    "credit_alerts",       "promises",            "plans",               "instalments",
    "collection_cases",    "collection_reports",  "messages",            "message_reads",
    "plan_claims",         "comparisons",         "collection_files",    "subledgers",
    "open_days",           "recipient_addresses", "sender_notices",
    "customer_holds",      "awaited_invoices",    "remittances",
    "more_references",     "day_sums"};
// clang-format on

// While version 1 was the only one, its projections were still changed in place: a database that
// says 1 may have them in any of those forms. The journal has all that they hold, so they are made
// anew, and filled by the replay that the mark asks for.
void make_first_projections_anew(Connection& connection) {
  std::vector<std::string> old;
  {
    Query query{connection,
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                " AND name NOT IN ('state', 'tenants', 'events', 'documents', 'answers', 'cursors',"
                " 'webhook_attempts', 'webhook_retries')"};
    while (query.next()) old.push_back(query.take<std::string>());
  }
  for (auto const& name : old) connection.execute(fmt::format("DROP TABLE {}", name));
  for (auto const* text : first_projections) connection.make_tables(text);
  if (connection.columns("webhook_retries").empty()) connection.make_tables(retry_table);
  connection.execute("INSERT INTO state (name, value) VALUES ('replaying', 1)");
}

}  // namespace

void migrate(Connection& connection) {
  auto const version = static_cast<std::size_t>(connection.schema_version());
  if (version > schema_steps.size()) {
    throw StoreLost{fmt::format("the database is of version {}, this Airut knows {}", version,
                                schema_steps.size())};
  }
  for (auto at = version; at < schema_steps.size(); ++at) {
    connection.begin();
    if (at == 1 && version == 1) make_first_projections_anew(connection);
    for (auto const* text : schema_steps[at]) connection.make_tables(text);
    connection.set_schema_version(static_cast<std::int64_t>(at) + 1);
    connection.commit();
  }
}

std::int64_t schema_version() { return schema_steps.size(); }

std::int64_t first_version_on_postgresql() {
  auto const came_with =
      std::find_if(schema_steps.begin(), schema_steps.end(),
                   [](Step const& step) { return step.data() == folded_names.data(); });
  return came_with - schema_steps.begin() + 1;
}

std::span<std::string_view const> projection_tables() {
  return {projections.data(), projections.size()};
}

}  // namespace airut::ledger
