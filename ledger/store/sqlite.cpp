#include "ledger/store/sqlite.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>
#include <sqlite3.h>

#include "ledger/store/page_cache.hpp"
#include "ledger/store/statistics.hpp"
#include "ledger/store/store.hpp"
#include "ledger/store/store_full.hpp"
#include "ledger/store/wal_vfs.hpp"

namespace airut::ledger {
namespace {

constexpr int small_block = 512, small_blocks = 512;

// Once, before the first connection: no counting of every allocation under one lock.
void configure_library() {
  static bool const configured = [] {
    install_page_cache();
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK;
  }();
  if (!configured) throw StoreLost{"SQLite was set up by somebody else"};
}

int wal_seen(void* hook, sqlite3*, char const*, int pages) {
  (*static_cast<std::function<void(int)>*>(hook))(pages);
  return SQLITE_OK;
}

[[noreturn]] void fail(sqlite3* db, int code, std::string_view what) {
  auto const* reason = db != nullptr ? sqlite3_errmsg(db) : sqlite3_errstr(code);
  auto text = fmt::format("{}: {} ({})", what, reason, code);
  auto const family = code & 0xff;
  if (family == SQLITE_CONSTRAINT || family == SQLITE_MISUSE || family == SQLITE_RANGE ||
      family == SQLITE_MISMATCH || family == SQLITE_ERROR) {
    throw std::logic_error{text};
  }
  if (family == SQLITE_CORRUPT || family == SQLITE_NOTADB) throw StoreDamaged{text};
  if (family == SQLITE_FULL) throw StoreFull{text};
  throw StoreLost{text};
}

class SqliteStatement final : public Statement {
 public:
  SqliteStatement(sqlite3* db, std::string_view sql, bool lasting) {
    sqlite3_stmt* statement = nullptr;
    auto const code =
        sqlite3_prepare_v3(db, sql.data(), static_cast<int>(sql.size()),
                           lasting ? SQLITE_PREPARE_PERSISTENT : 0U, &statement, nullptr);
    statement_.reset(statement);
    if (code != SQLITE_OK) fail(db, code, sql);
  }

  bool is_busy() const override { return sqlite3_stmt_busy(get()) != 0; }

  void put_number(int at, std::int64_t value) override { sqlite3_bind_int64(get(), at + 1, value); }
  void put_text(int at, std::string_view text) override {
    // A null pointer would bind NULL.
    sqlite3_bind_text64(get(), at + 1, text.empty() ? "" : text.data(), text.size(), SQLITE_STATIC,
                        SQLITE_UTF8);
  }
  void put_blob(int at, std::string_view bytes) override {
    sqlite3_bind_blob64(get(), at + 1, bytes.empty() ? "" : bytes.data(), bytes.size(),
                        SQLITE_STATIC);
  }
  void put_null(int at, ValueKind) override { sqlite3_bind_null(get(), at + 1); }

  bool next() override {
    auto const code = sqlite3_step(get());
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) fail(sqlite3_db_handle(get()), code, sqlite3_sql(get()));
    return false;
  }
  void run() override {
    while (next()) {
    }
  }

  std::int64_t number(int column) override { return sqlite3_column_int64(get(), column); }
  std::string_view view(int column) override {
    auto const* bytes = static_cast<char const*>(sqlite3_column_blob(get(), column));
    if (bytes == nullptr) return {};
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(get(), column))};
  }
  bool is_null(int column) override { return sqlite3_column_type(get(), column) == SQLITE_NULL; }

  void reset() override {
    sqlite3_reset(get());
    sqlite3_clear_bindings(get());
  }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  sqlite3_stmt* get() const { return statement_.get(); }

  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

}  // namespace

void SqliteConnection::Close::operator()(sqlite3* db) const { sqlite3_close_v2(db); }

SqliteConnection::SqliteConnection(std::filesystem::path const& file, Access access) {
  int const flags = (access == Access::read_only ? SQLITE_OPEN_READONLY
                                                 : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) |
                    SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  configure_library();
  sqlite3* db = nullptr;
  auto const* vfs = access == Access::writing ? gathering_vfs() : nullptr;
  auto const code = sqlite3_open_v2(file.c_str(), &db, flags, vfs);
  db_.reset(db);
  if (code != SQLITE_OK) fail(db, code, "cannot open " + file.string());
  sqlite3_busy_timeout(db, 10000);
  // Statements allocate many small things at each step: from a list of this connection's own.
  sqlite3_db_config(db, SQLITE_DBCONFIG_LOOKASIDE, nullptr, small_block, small_blocks);
}

SqliteConnection::~SqliteConnection() { drop_statements(); }

void SqliteConnection::execute(std::string const& sql) {
  auto const code = sqlite3_exec(db_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(db_.get(), code, "store");
}

bool SqliteConnection::in_transaction() const { return sqlite3_get_autocommit(db_.get()) == 0; }

std::int64_t SqliteConnection::changes() { return sqlite3_changes64(db_.get()); }

void SqliteConnection::begin_view() { Query{*this, "BEGIN"}.run(); }

void SqliteConnection::end_view() { Query{*this, "COMMIT"}.run(); }

void SqliteConnection::begin() {
  if (before_begin_) before_begin_();
  execute("BEGIN IMMEDIATE");
}

void SqliteConnection::commit() { execute("COMMIT"); }

std::int64_t SqliteConnection::schema_version() {
  Query query{*this, "PRAGMA user_version"};
  query.next();
  return query.take<std::int64_t>();
}

void SqliteConnection::set_schema_version(std::int64_t version) {
  execute(fmt::format("PRAGMA user_version = {}", version));
}

void SqliteConnection::make_tables(std::string_view text) {
  execute(std::string{text});
  if (planner_is_told(*this)) tell_planner(*this);  // a new index, or one that comes back
}

std::vector<Column> SqliteConnection::columns(std::string const& table) {
  Query query{*this, "SELECT name, type, pk FROM pragma_table_info(?) ORDER BY cid"};
  query.bind(table);
  std::vector<Column> columns;
  while (query.next()) {
    auto& one = columns.emplace_back();
    std::string type;
    query.take(one.name, type, one.is_key);
    one.kind = type == "INTEGER" ? ValueKind::number
               : type == "TEXT"  ? ValueKind::text
                                 : ValueKind::blob;
  }
  return columns;
}

std::string SqliteConnection::index_definition(std::string const& index) {
  Query query{*this, "SELECT sql FROM sqlite_master WHERE type = 'index' AND name = ?"};
  return query.bind(index).next() ? query.take<std::string>() : std::string{};
}

bool SqliteConnection::has_committed() {
  throw std::logic_error{"a database in this process is not lost on the way"};
}

void SqliteConnection::on_commit(std::function<void(int)> seen) {
  on_commit_ = std::move(seen);
  sqlite3_wal_hook(db_.get(), wal_seen, &on_commit_);
}

SqliteConnection::WalState SqliteConnection::checkpoint(Checkpoint mode) {
  int pages = 0;
  int done = 0;
  // While the log is shortened commits wait; they must not wait for whoever reads long, too.
  sqlite3_busy_timeout(db_.get(), 0);
  auto const how =
      mode == Checkpoint::passive ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_TRUNCATE;
  auto const code = sqlite3_wal_checkpoint_v2(db_.get(), nullptr, how, &pages, &done);
  if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY) fail(db_.get(), code, "checkpoint");
  if (code == SQLITE_OK && pages < 0)
    throw std::logic_error{"a connection that has read nothing copies nothing"};
  return {std::max(pages, 0), std::max(done, 0)};
}

std::unique_ptr<Statement> SqliteConnection::prepare(std::string_view sql, bool lasting) {
  return std::make_unique<SqliteStatement>(db_.get(), sql, lasting);
}

}  // namespace airut::ledger
