#include "ledger/store/replay.hpp"

#include <fmt/format.h>

#include "ledger/store/happening.hpp"
#include "ledger/store/query.hpp"
#include "ledger/store/schema.hpp"

namespace airut::ledger {
namespace {

constexpr int events_a_commit = 2000;

}  // namespace

std::int64_t project_row(Transaction& tx, Query& row) {
  Happening at;
  std::string kind, body, personal, actor;
  row.take(at.key, at.booked, kind, actor, body, personal);
  at.tenant = at.key >> seq_bits;
  at.actor = actor;
  auto const fact = decode(kind, body, personal);
  if (!fact) {
    throw StoreLost{fmt::format("event {} cannot be understood: {}", at.key, fact.error().text)};
  }
  place(tx, at, *fact);
  project(tx, at, *fact);
  return at.key;
}

bool replay_begun(Snapshot& view) {
  Query query{view.connection(), "SELECT value FROM state WHERE name = 'replaying'"};
  return query.next();
}

void begin_replay(Transaction& tx) {
  tx.connection().execute(
      "INSERT INTO state (name, value) VALUES ('replaying', 1) ON CONFLICT DO NOTHING");
  for (auto const table : projection_tables()) {
    tx.connection().execute(fmt::format("DELETE FROM {}", table));
  }
}

std::optional<std::int64_t> replay_some(Transaction& tx, std::int64_t after_key) {
  Query query{tx.connection(),
              "SELECT key, booked, kind, actor, body, personal FROM events WHERE key > ?"
              " ORDER BY key LIMIT ?"};
  query.bind(after_key, events_a_commit);
  int count = 0;
  auto last = after_key;
  while (query.next()) {
    ++count;
    last = project_row(tx, query);
  }
  if (count == events_a_commit) return last;
  tx.connection().execute("DELETE FROM state WHERE name = 'replaying'");
  return std::nullopt;
}

}  // namespace airut::ledger
