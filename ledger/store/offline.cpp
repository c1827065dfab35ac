#include "ledger/store/offline.hpp"

#include "ledger/store/events.hpp"
#include "ledger/store/postgres.hpp"
#include "ledger/store/query.hpp"
#include "ledger/store/schema.hpp"
#include "ledger/store/sqlite.hpp"

namespace airut::ledger {

namespace {

std::unique_ptr<Connection> connect(StorePlace const& place) {
  if (place.is_postgresql()) return std::make_unique<PostgresConnection>(place);
  return std::make_unique<SqliteConnection>(place.directory / "airut.db", Access::read_only);
}

// Its tables must be today's: only the daemon brings a store up to date.
void need_todays(std::int64_t version, std::string const& name) {
  if (version == 0) throw StoreLost{name + " holds no store"};
  if (version < schema_version()) {
    throw StoreLost{name +
                    " is of an earlier Airut: start the daemon once, or run `airut store check`, "
                    "to bring it up to date"};
  }
  if (version > schema_version()) throw StoreLost{name + " is of a later Airut than this one"};
}

}  // namespace

std::unique_ptr<Connection> open_for_reading(StorePlace const& place) {
  auto connection = connect(place);
  need_todays(connection->schema_version(), place.name());
  return connection;
}

std::optional<model::Instant> newest_event(Snapshot& view) {
  // A tenant's events lie side by side, the last of them below the next tenant's first.
  Query query{view.connection(),
              "SELECT e.booked FROM tenants t JOIN events e ON e.key ="
              " (SELECT max(key) FROM events WHERE key < (t.tenant + 1) * 1099511627776)"
              " ORDER BY e.booked DESC LIMIT 1"};
  if (!query.next()) return std::nullopt;
  return query.take<model::Instant>();
}

void export_journal(Snapshot& view, PersonalParts parts,
                    std::function<bool(std::string const& line)> const& take) {
  constexpr int events_at_once = 1000;
  for (auto const& tenant : tenants(view)) {
    std::int64_t seq = 0;
    for (;;) {
      auto const events = events_after(view, tenant, seq, events_at_once);
      if (events.empty()) break;
      for (auto const& stored : events) {
        bool const personal =
            parts == PersonalParts::whole ||
            (parts == PersonalParts::without_secrets && !holds_secret(stored.kind));
        if (!take(export_line(stored.event, stored.kind, personal))) return;
      }
      seq = events.back().event.seq;
    }
  }
}

void look_at(StorePlace const& place, std::function<void(Snapshot&)> const& f) {
  auto const connection = open_for_reading(place);
  connection->begin_view();
  Snapshot view{*connection};
  f(view);
}

void export_journal(StorePlace const& place, PersonalParts parts,
                    std::function<bool(std::string const& line)> const& take) {
  look_at(place, [&](Snapshot& view) { export_journal(view, parts, take); });
}

}  // namespace airut::ledger
