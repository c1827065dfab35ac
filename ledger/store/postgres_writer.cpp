#include "ledger/store/postgres_writer.hpp"

#include <bit>
#include <chrono>
#include <thread>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "ledger/store/schema.hpp"
#include "ledger/store/store.hpp"

namespace airut::ledger {
namespace {

using Clock = std::chrono::steady_clock;

// The lock of a process that just died goes when the server has noticed.
constexpr std::chrono::seconds wait_for_lock{5};
// A server that is started anew is back by then, or the callers hear of it.
constexpr std::chrono::seconds wait_for_server{15};
constexpr std::chrono::milliseconds pause_between{50};

constexpr char const* lock_it =
    "SELECT pg_try_advisory_lock(1634300533, hashtext(current_schema()))";

}  // namespace

PostgresWriter::PostgresWriter(StorePlace place) : PostgresConnection(std::move(place)) {
  lock();
  take_over();
}

void PostgresWriter::lock() {
  auto const until = Clock::now() + wait_for_lock;
  for (;;) {
    Query query{*this, lock_it};
    query.next();
    if (query.take<bool>()) return;
    if (Clock::now() > until) throw StoreLocked{"the store is in use by another process"};
    std::this_thread::sleep_for(pause_between);
  }
}

void PostgresWriter::take_over() {
  PostgresConnection::begin();
  execute(
      "CREATE TABLE IF NOT EXISTS installation"
      " (version BIGINT NOT NULL, epoch BIGINT NOT NULL, batch BIGINT NOT NULL)");
  execute(
      "INSERT INTO installation (version, epoch, batch) SELECT 0, 0, 0"
      " WHERE NOT EXISTS (SELECT 1 FROM installation)");
  {
    Query query{*this, "UPDATE installation SET epoch = epoch + 1, batch = 0 RETURNING epoch"};
    query.next();
    epoch_ = query.take<std::int64_t>();
  }
  commit();
}

void PostgresWriter::give_up() {
  is_replaced_ = true;
  throw StoreLost{"another process has taken the store over; start anew"};
}

// Under the lock nobody else writes: the row is as the last one left it.
void PostgresWriter::join() {
  PostgresConnection::join();
  lock();
  Query query{*this, "SELECT epoch FROM installation"};
  if (!query.next() || query.take<std::int64_t>() != epoch_) give_up();
}

void PostgresWriter::watch_growth() {
  Query query{*this, "SELECT pg_relation_size('invoices') < 16777216"};
  if (query.next() && query.take<bool>()) grown_ = 0;
}

// In a table that nobody has counted PostgreSQL takes the tenant for a good condition: it walks all
// his rows, and keeps that plan until its autovacuum comes by, a minute later. A first import of
// many invoices would crawl until then, so that its batches are counted as they come.
void PostgresWriter::tell_planner() {
  if (!grown_) return;
  constexpr unsigned first = 16, last = 1024;
  ++*grown_;
  if (*grown_ < first || *grown_ > last || !std::has_single_bit(*grown_)) return;
  execute(fmt::format("ANALYZE (SKIP_LOCKED) events, documents, answers, {}",
                      fmt::join(projection_tables(), ", ")));
}

void PostgresWriter::begin() {
  if (is_replaced_) give_up();
  if (is_silent()) throw StoreLost{"PostgreSQL does not answer"};
  if (!is_alive()) go_on();
  tell_planner();
  PostgresConnection::begin();
  // In another's epoch the batch is none, which the table refuses.
  Query mark{*this, "UPDATE installation SET batch = CASE WHEN epoch = ? THEN ? END"};
  mark.bind(epoch_, ++batch_).run();
}

void PostgresWriter::refuse(PostgresFailure const& failure) {
  constexpr std::string_view not_null_violation = "23502";
  if (failure.state == not_null_violation && failure.text.starts_with("UPDATE installation"))
    give_up();
  throw_failure(failure);
}

// While the server is away everybody hears so at once.
void PostgresWriter::go_on() {
  try {
    join();
  } catch (ConnectionLost const& fault) {
    throw StoreLost{fault.what()};
  }
}

bool PostgresWriter::has_committed() {
  auto const until = Clock::now() + wait_for_server;
  for (;;) {
    try {
      if (is_silent()) throw ConnectionLost{"PostgreSQL does not answer"};
      join();
      Query query{*this, "SELECT batch FROM installation"};
      query.next();
      return query.take<std::int64_t>() >= batch_;
    } catch (ConnectionLost const& fault) {
      if (Clock::now() > until) throw StoreLost{fault.what()};
    } catch (StoreLocked const&) {
      if (Clock::now() > until) throw;  // the server has not noticed the end of the last connection
    }
    std::this_thread::sleep_for(pause_between);
  }
}

}  // namespace airut::ledger
