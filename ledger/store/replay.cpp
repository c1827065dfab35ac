#include "ledger/store/replay.hpp"

#include <array>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "ledger/store/happening.hpp"
#include "ledger/store/heads.hpp"
#include "ledger/store/query.hpp"
#include "ledger/store/schema.hpp"

namespace airut::ledger {
namespace {

constexpr int events_a_commit = 10000;

// Of tables with a row for every invoice, delivery or payment.
constexpr std::array<std::string_view, 18> late_indexes{
    "invoices_number",    "invoices_reference",   "invoices_customer",  "invoices_buyer",
    "invoices_external",  "invoices_batch",       "invoices_odd",       "deliveries_invoice",
    "deliveries_waiting", "deliveries_state",     "receivables_waking", "receivables_balance",
    "payments_file",      "payments_fingerprint", "payments_waiting",   "payments_reference",
    "payments_turned",    "payments_payer"};

// What was set aside by a replay that died stays there.
void set_indexes_aside(Connection& connection) {
  connection.execute(
      "CREATE TABLE IF NOT EXISTS late_indexes (name TEXT PRIMARY KEY, definition TEXT NOT NULL)");
  for (auto const name : late_indexes) {
    auto const definition = connection.index_definition(std::string{name});
    if (definition.empty()) continue;
    Query query{connection, "INSERT INTO late_indexes (name, definition) VALUES (?,?)"};
    query.bind(name, definition).run();
    connection.execute(fmt::format("DROP INDEX {}", name));
  }
}

}  // namespace

void decode(Query& row, EventToProject& event) {
  auto& at = event.at;
  row.take(at.key, at.booked);
  at.tenant = at.key >> seq_bits;
  auto const kind = row.take_view();
  row.take(event.actor);
  auto const body = row.take_view(), personal = row.take_view();
  auto fact = decode(kind, body, personal);
  if (!fact) {
    throw StoreDamaged{fmt::format("event {} cannot be understood: {}", at.key, fact.error().text)};
  }
  event.fact = *std::move(fact);
}

void project(Transaction& tx, EventToProject const& event) {
  auto at = event.at;
  at.actor = event.actor;
  place(tx, at, event.fact);
  project_fact(tx, at, event.fact);
}

bool replay_begun(Snapshot& view) {
  Query query{view.connection(), "SELECT value FROM state WHERE name = 'replaying'"};
  return query.next();
}

void begin_replay(Transaction& tx) {
  tx.connection().make_tables("");  // takes its time, as tables that are made do
  tx.connection().execute(
      "INSERT INTO state (name, value) VALUES ('replaying', 1) ON CONFLICT DO NOTHING");
  for (auto const table : projection_tables()) {
    tx.connection().execute(fmt::format("DELETE FROM {}", table));
  }
  Heads::of(tx)->subledgers.clear();
  set_indexes_aside(tx.connection());
}

std::vector<EventToProject> events_to_project(Snapshot& view, std::int64_t after_key,
                                              std::vector<EventToProject> room) {
  Query query{view.connection(),
              "SELECT key, booked, kind, actor, body, personal FROM events WHERE key > ?"
              " ORDER BY key LIMIT ?"};
  query.bind(after_key, events_a_commit);
  room.clear();
  room.reserve(events_a_commit);
  while (query.next()) decode(query, room.emplace_back());
  return room;
}

bool end_replay(Transaction& tx) {
  auto& connection = tx.connection();
  std::string name, definition;
  {
    Query query{connection, "SELECT name, definition FROM late_indexes ORDER BY name LIMIT 1"};
    if (query.next()) query.take(name, definition);
  }
  connection.make_tables("");
  if (name.empty()) {
    connection.make_tables("DROP TABLE late_indexes");
    connection.execute("DELETE FROM state WHERE name = 'replaying'");
    return false;
  }
  connection.execute(definition);
  Query query{connection, "DELETE FROM late_indexes WHERE name = ?"};
  query.bind(name).run();
  return true;
}

}  // namespace airut::ledger
