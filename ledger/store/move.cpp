#include "ledger/store/move.hpp"

#include <array>
#include <fstream>
#include <limits>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "ledger/journal/export.hpp"
#include "ledger/store/happening.hpp"
#include "ledger/store/hash_index.hpp"
#include "ledger/store/number_floors.hpp"
#include "ledger/store/offline.hpp"
#include "ledger/store/replay.hpp"
#include "ledger/store/schema.hpp"
#include "ledger/store/table_rows.hpp"

namespace airut::ledger {
namespace {

constexpr char const* moved_mark = "moved-to";  // a file in the directory of a source
constexpr int rows_a_commit = 500;
constexpr std::int64_t highest_key = std::numeric_limits<std::int64_t>::max();

// Rows that are added and never changed, by number; and small tables that change, copied anew.
constexpr std::array<char const*, 3> growing{"documents", "answers", "webhook_attempts"};
constexpr std::array<char const*, 2> changing{"cursors", "webhook_retries"};

// A source as it is read: locked for the last move, else beside whoever uses it.
class Source {
 public:
  explicit Source(Move const& move) {
    auto place = move.from;
    place.patience = std::chrono::seconds{0};
    connection_ = open_for_reading(place);  // before anything could bring it up to date
    if (move.to_the_end)
      locked_ = Store::open(place, {.readers = 1, .existing = true, .even_moved = true});
    connection_->begin_view();
  }
  Connection& connection() { return *connection_; }
  // To what was committed meanwhile, so that no old rows are held for long.
  void go_on() {
    connection_->end_view();
    connection_->begin_view();
  }

 private:
  std::unique_ptr<Store> locked_;
  std::unique_ptr<Connection> connection_;
};

class Mover {
 public:
  explicit Mover(Move const& move) : move_(move), source_(move), target_(open_target(move)) {}

  Moved run() {
    begin();
    copy_tenants();
    for (auto const* table : growing) copy_growing(table);
    for (auto const* table : changing) copy_changing(table);
    copy_number_floors();
    copy_events();
    if (move_.to_the_end) finish();
    return moved_;
  }

 private:
  static std::unique_ptr<Store> open_target(Move const& move) {
    auto place = move.to;
    place.patience = std::chrono::seconds{0};
    return Store::open(place, {.readers = 1, .half_moved = true, .even_moved = true});
  }

  void tell(std::string_view what, std::int64_t done, std::int64_t total) const {
    if (move_.tell) move_.tell(what, done, total);
  }

  void begin() {
    bool const is_ours = target_->read([](Snapshot& view) { return move_begun(view); });
    bool const is_empty = target_->read([](Snapshot& view) {
      return !Query{view.connection(), "SELECT tenant FROM tenants LIMIT 1"}.next() &&
             !Query{view.connection(), "SELECT number FROM documents LIMIT 1"}.next();
    });
    if (!is_ours && !is_empty) throw StoreLost{move_.to.name() + " is not empty"};
    target_->write_now([](Transaction& tx) {
      tx.connection().execute(
          "INSERT INTO state (name, value) VALUES ('moving', 1) ON CONFLICT DO NOTHING");
    });
  }

  void copy_tenants() {
    auto const tenants = TableRows{source_.connection(), "tenants"};
    auto const rows = tenants.all(source_.connection());
    target_->write_now([&](Transaction& tx) {
      Query{tx.connection(), "DELETE FROM tenants"}.run();
      for (auto const& row : rows) tenants.insert(tx.connection(), row);
    });
  }

  void copy_growing(std::string const& table) {
    TableRows const rows{source_.connection(), table};
    auto const total = rows.last_key(source_.connection(), 0, highest_key);
    if (table == "webhook_attempts") drop_attempts_gone();
    auto last = last_in_target(rows, 0, highest_key);
    if (table == "answers") drop_old_answers();
    for (;;) {
      auto const some = rows.after(source_.connection(), last, rows_a_commit);
      if (some.empty()) return;
      target_->write_now([&](Transaction& tx) {
        for (auto const& row : some) rows.insert(tx.connection(), row);
      });
      last = rows.key_of(some.back());
      if (table == "documents") moved_.documents += static_cast<std::int64_t>(some.size());
      if (table == "answers") moved_.answers += static_cast<std::int64_t>(some.size());
      tell(table, last, total);
      source_.go_on();
    }
  }

  std::int64_t last_in_target(TableRows const& rows, std::int64_t least, std::int64_t most) {
    return target_->read(
        [&](Snapshot& view) { return rows.last_key(view.connection(), least, most); });
  }

  // The source drops them with time, oldest first.
  void drop_old_answers() {
    auto const oldest = number_in_source("SELECT coalesce(min(number), 0) FROM answers");
    target_->write_now([&](Transaction& tx) {
      Query drop{tx.connection(), "DELETE FROM answers WHERE number < ? OR ? = 0"};
      drop.bind(oldest, oldest).run();
    });
  }

  // The source drops them with time, oldest first, and with their endpoint.
  void drop_attempts_gone() {
    auto const oldest = number_in_source("SELECT coalesce(min(number), 0) FROM webhook_attempts");
    auto const endpoints = attempted_endpoints(source_.connection());
    target_->write_now([&](Transaction& tx) {
      Query drop{tx.connection(), "DELETE FROM webhook_attempts WHERE number < ?"};
      drop.bind(oldest).run();
      for (auto const& one : attempted_endpoints(tx.connection())) {
        if (endpoints.count(one) != 0) continue;
        Query gone{tx.connection(),
                   "DELETE FROM webhook_attempts WHERE tenant = ? AND endpoint = ?"};
        gone.bind(one.first, one.second).run();
      }
    });
  }

  static std::set<std::pair<std::string, std::string>> attempted_endpoints(Connection& in) {
    std::set<std::pair<std::string, std::string>> endpoints;
    Query query{in, "SELECT DISTINCT tenant, endpoint FROM webhook_attempts"};
    while (query.next()) {
      std::pair<std::string, std::string> one;
      query.take(one.first, one.second);
      endpoints.insert(std::move(one));
    }
    return endpoints;
  }

  std::int64_t number_in_source(char const* sql) {
    Query query{source_.connection(), sql};
    query.next();
    return query.take<std::int64_t>();
  }

  void copy_changing(std::string const& table) {
    TableRows const rows{source_.connection(), table};
    auto const all = rows.all(source_.connection());
    target_->write_now([&](Transaction& tx) {
      tx.connection().execute("DELETE FROM " + table);
      for (auto const& row : all) rows.insert(tx.connection(), row);
    });
  }

  void copy_number_floors() {
    Snapshot from{source_.connection()};
    auto const floors = number_floors(from);
    target_->write_now([&](Transaction& tx) {
      for (auto const& one : floors) keep_number_floor(tx, one);
    });
  }

  void copy_events() {
    TableRows const events{source_.connection(), "events"};
    auto const total = number_in_source("SELECT count(*) FROM events");
    std::vector<std::int64_t> tenants;
    {
      Query query{source_.connection(), "SELECT tenant FROM tenants ORDER BY tenant"};
      while (query.next()) tenants.push_back(query.take<std::int64_t>());
    }
    for (auto const tenant : tenants) copy_events_of(events, tenant, total);
  }

  void copy_events_of(TableRows const& events, std::int64_t tenant, std::int64_t total) {
    auto const end = event_key(tenant + 1, 0);
    auto last = last_in_target(events, event_key(tenant, 0), end - 1);
    if (last == 0) last = event_key(tenant, 0);
    check_same_story(last);
    for (;;) {
      auto some = events.after(source_.connection(), last, rows_a_commit);
      while (!some.empty() && events.key_of(some.back()) >= end) some.pop_back();
      if (some.empty()) return;
      auto const until = events.key_of(some.back());
      target_->write_now([&](Transaction& tx) {
        for (auto const& row : some) events.insert(tx.connection(), row);
        project_events(tx, last, until);
      });
      last = until;
      moved_.events += static_cast<std::int64_t>(some.size());
      tell("events", moved_.events, total);
      source_.go_on();
    }
  }

  static void project_events(Transaction& tx, std::int64_t after, std::int64_t until) {
    Query query{tx.connection(),
                "SELECT key, booked, kind, actor, body, personal FROM events"
                " WHERE key > ? AND key <= ? ORDER BY key"};
    query.bind(after, until);
    EventToProject event;
    while (query.next()) {
      decode(query, event);
      project(tx, event);
    }
  }

  // What the target ends with must be in the source's chain: a source that lost its last commits
  // with its disk has gone another way since.
  void check_same_story(std::int64_t key) {
    auto const hash_in = [key](Connection& connection) {
      Query query{connection, "SELECT hash FROM events WHERE key = ?"};
      return query.bind(key).next() ? query.take<std::string>() : std::string{};
    };
    auto const there = target_->read([&](Snapshot& view) { return hash_in(view.connection()); });
    if (there != hash_in(source_.connection()))
      throw StoreLost{move_.to.name() + " holds another journal; empty it first"};
  }

  void finish() {
    target_->write_now([](Transaction& tx) {
      HashIndexes const indexes;
      indexes.documents.place_all(tx.connection());
      indexes.answers.place_all(tx.connection());
    });
    check_chain();
    compare();
    target_->write_now([](Transaction& tx) {
      tx.connection().execute("DELETE FROM state WHERE name = 'moving'");
    });
    if (!move_.to.is_postgresql()) {
      std::error_code ignored;  // the store that was here once has come back
      std::filesystem::remove(move_.to.directory / moved_mark, ignored);
    }
    if (!move_.from.is_postgresql()) write_mark();
  }

  void write_mark() const {
    auto const file = move_.from.directory / moved_mark;
    std::ofstream out{file};
    if (!(out << move_.to.name() << '\n') || !out.flush())
      throw StoreLost{"the move is done, but cannot be noted in " + file.string()};
  }

  void check_chain() {
    ExportVerifier verifier;
    target_->read([&](Snapshot& view) {
      std::int64_t lines = 0;
      export_journal(view, PersonalParts::whole, [&](std::string const& line) {
        if (++lines % 10000 == 0) tell("chain", lines, 0);
        return verifier.take(line);
      });
    });
    if (auto const& broken = verifier.report().first_break)
      throw StoreLost{fmt::format("the chain of {} breaks at {}: {}", broken->tenant, broken->seq,
                                  broken->what)};
  }

  void compare() {
    std::vector<std::string> tables{"tenants", "events"};
    tables.insert(tables.end(), growing.begin(), growing.end());
    tables.insert(tables.end(), changing.begin(), changing.end());
    for (auto const table : projection_tables()) tables.emplace_back(table);
    target_->read([&](Snapshot& view) {
      for (std::size_t i = 0; i < tables.size(); ++i) {
        tell("compared", static_cast<std::int64_t>(i), static_cast<std::int64_t>(tables.size()));
        TableRows const rows{source_.connection(), tables[i]};
        if (auto const found = rows.difference(source_.connection(), view.connection()))
          throw StoreLost{"not equal in " + *found};
      }
    });
  }

  Move const& move_;
  Source source_;
  std::unique_ptr<Store> target_;
  Moved moved_;
};

}  // namespace

Moved run_move(Move const& move) { return Mover{move}.run(); }

std::string moved_to(std::filesystem::path const& directory) {
  std::ifstream in{directory / moved_mark};
  std::string place;
  std::getline(in, place);
  return place;
}

bool move_begun(Snapshot& view) {
  return Query{view.connection(), "SELECT value FROM state WHERE name = 'moving'"}.next();
}

}  // namespace airut::ledger
