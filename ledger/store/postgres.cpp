#include "ledger/store/postgres.hpp"

#include <charconv>
#include <stdexcept>

#include <fmt/format.h>
#include <libpq-fe.h>

#include "ledger/store/dialect.hpp"
#include "ledger/store/postgres_statement.hpp"
#include "ledger/store/schema.hpp"
#include "ledger/store/store.hpp"

namespace airut::ledger {
namespace {

std::int64_t rows_touched(PGresult* result) {
  std::string_view const text = PQcmdTuples(result);
  std::int64_t count = 0;
  std::from_chars(text.data(), text.data() + text.size(), count);
  return count;
}

}  // namespace

PostgresConnection::PostgresConnection(StorePlace place) : place_(std::move(place)) {
  wire_.emplace(place_.connection, place_.patience);
}

PostgresConnection::~PostgresConnection() { drop_statements(); }

void PostgresConnection::heed(std::atomic<bool> const& silent) {
  silent_ = &silent;
  wire_->heed(silent);
}

void PostgresConnection::join() {
  forget_pending();
  wire_.reset();
  wire_.emplace(place_.connection, place_.patience, silent_);
}

void PostgresConnection::forget_pending() {
  for (auto& [text, one] : prepared_) one->is_known = false;
  pending_.clear();
  stepped_ = nullptr;
  failure_.reset();
  in_transaction_ = false;
}

std::unique_ptr<Statement> PostgresConnection::prepare(std::string_view sql, bool) {
  return std::make_unique<PostgresStatement>(*this, std::string{sql});
}

PostgresPrepared& PostgresConnection::prepared(std::string const& sql,
                                               std::vector<PostgresType> const& types) {
  auto key = sql;
  for (auto const type : types) key += fmt::format(" {}", type);
  auto& one = prepared_[key];
  if (!one) {
    one = std::make_unique<PostgresPrepared>(
        PostgresPrepared{fmt::format("s{}", prepared_.size()), postgres_statement(sql), types});
  }
  return *one;
}

void PostgresConnection::send(PostgresPrepared& prepared, PostgresValues const& values) {
  if (!wire_) throw ConnectionLost{"no way to PostgreSQL"};
  if (!prepared.is_known) {
    wire_->prepare(prepared.name, prepared.sql, prepared.types);
    pending_.push_back({Pending::What::prepare, &prepared, {}});
    prepared.is_known = true;
  }
  wire_->execute_prepared(prepared.name, values);
  pending_.push_back({Pending::What::statement, &prepared, {}});
}

void PostgresConnection::send(std::string const& sql) {
  if (!wire_) throw ConnectionLost{"no way to PostgreSQL"};
  yield_wire();
  wire_->execute(sql);
  pending_.push_back({Pending::What::statement, nullptr, sql});
}

void PostgresConnection::sync() {
  if (!wire_) throw ConnectionLost{"no way to PostgreSQL"};
  wire_->sync();
  pending_.push_back({});
}

void PostgresConnection::note(PostgresResult const& result, std::string_view sql) {
  auto const status = PQresultStatus(result.get());
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
    changes_ = rows_touched(result.get());
    is_undone_ = std::string_view{PQcmdStatus(result.get())} == "ROLLBACK";
  } else if (status == PGRES_FATAL_ERROR && !failure_) {
    failure_ = failure_of(result.get(), sql);
  }
}

void PostgresConnection::answer() {
  auto const& oldest = pending_.front();
  if (oldest.what == Pending::What::sync) {
    wire_->next();
  } else {
    bool good = true;
    while (auto const result = wire_->next()) {
      auto const status = PQresultStatus(result.get());
      good = good && status != PGRES_FATAL_ERROR && status != PGRES_PIPELINE_ABORTED;
      note(result, oldest.prepared != nullptr ? oldest.prepared->sql : oldest.sql);
    }
    if (!good && oldest.what == Pending::What::prepare) oldest.prepared->is_known = false;
  }
  pending_.pop_front();
}

void PostgresConnection::reach(std::size_t left) {
  while (pending_.size() > left) answer();
}

void PostgresConnection::throw_if_failed() {
  if (!failure_) return;
  auto const failure = *std::exchange(failure_, std::nullopt);
  refuse(failure);
}

// All before it is answered; a failure there has stopped it, too.
void PostgresConnection::begin_rows(PostgresStatement& statement) {
  sync();
  constexpr std::size_t itself_and_sync = 2;
  reach(itself_and_sync);
  wire_->row_by_row();
  stepped_ = &statement;
}

void PostgresConnection::yield_wire() {
  if (stepped_ != nullptr) stepped_->gather();
}

void PostgresConnection::settle() {
  yield_wire();
  if (!pending_.empty()) {
    sync();
    reach(0);
  }
  throw_if_failed();
}

// What was sent may have failed, and would have the server skip what comes behind it.
void PostgresConnection::abandon() {
  try {
    yield_wire();
  } catch (ConnectionLost const&) {
    throw;
  } catch (std::exception const&) {
    // It is undone with the rest.
  }
  sync();
  reach(0);
  failure_.reset();
}

void PostgresConnection::execute(std::string const& sql) {
  if (sql.starts_with("ROLLBACK")) abandon();
  for (auto const& one : split_statements(sql)) send(one);
  if (sql == "ROLLBACK") in_transaction_ = false;
}

std::int64_t PostgresConnection::changes() {
  settle();
  return changes_;
}

void PostgresConnection::begin_transaction(std::string const& sql) {
  send(sql);
  in_transaction_ = true;
}

// What ended the last view is answered by now; a server that went away since is joined anew.
void PostgresConnection::begin_view() {
  if (is_silent()) throw ConnectionLost{"PostgreSQL does not answer"};
  try {
    bool const is_whole = is_alive() && !in_transaction_;  // the last view has ended as it should
    if (!is_whole) throw ConnectionLost{"no way to PostgreSQL"};
    reach(0);
    failure_.reset();
    if (wire_->is_hung_up()) throw ConnectionLost{"PostgreSQL hung up"};
  } catch (ConnectionLost const&) {
    join();
  }
  begin_transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
}

void PostgresConnection::end_view() {
  if (!is_alive()) return;
  send("COMMIT");
  sync();
  wire_->flush();
  in_transaction_ = false;
}

void PostgresConnection::begin() { begin_transaction("BEGIN"); }

void PostgresConnection::commit() {
  send("COMMIT");
  settle();
  in_transaction_ = false;
  wire_->wait_at_most(place_.patience);
  if (is_undone_) throw std::logic_error{"work went on after a statement that was refused"};
}

std::string PostgresConnection::index_definition(std::string const& index) {
  Query query{*this,
              "SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema()"
              " AND indexname = ?"};
  return query.bind(index).next() ? query.take<std::string>() : std::string{};
}

std::vector<Column> PostgresConnection::columns(std::string const& table) {
  Query query{*this,
              "SELECT CAST(a.attname AS TEXT), format_type(a.atttypid, NULL),"
              " i.indrelid IS NOT NULL FROM pg_attribute a LEFT JOIN pg_index i"
              " ON i.indrelid = a.attrelid AND i.indisprimary AND a.attnum = ANY(i.indkey)"
              " WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped"
              " ORDER BY a.attnum"};
  query.bind(table);
  std::vector<Column> columns;
  while (query.next()) {
    auto& one = columns.emplace_back();
    std::string type;
    query.take(one.name, type, one.is_key);
    one.kind = type == "bigint" ? ValueKind::number
               : type == "text" ? ValueKind::text
                                : ValueKind::blob;
  }
  return columns;
}

bool PostgresConnection::has_committed() {
  throw std::logic_error{"only the writer knows its commits"};
}

std::int64_t PostgresConnection::schema_version() {
  Query there{*this, "SELECT to_regclass('installation') IS NOT NULL"};
  there.next();
  if (!there.take<bool>()) return version_ = 0;
  Query query{*this, "SELECT version FROM installation"};
  version_ = query.next() ? query.take<std::int64_t>() : 0;
  return version_;
}

void PostgresConnection::set_schema_version(std::int64_t version) {
  Query query{*this, "UPDATE installation SET version = ?"};
  query.bind(version).run();
  version_ = version;
}

void PostgresConnection::make_tables(std::string_view text) {
  auto const rows = version_ < first_version_on_postgresql() ? Rows::left_out : Rows::kept;
  send("SET LOCAL statement_timeout = 0");
  wire_->wait_at_most(std::chrono::seconds{0});
  for (auto const& one : postgres_tables(text, rows)) send(one);
}

}  // namespace airut::ledger
