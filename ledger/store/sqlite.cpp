#include "ledger/store/sqlite.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>
#include <sqlite3.h>

#include "ledger/store/page_cache.hpp"
#include "ledger/store/store.hpp"
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

}  // namespace

void Connection::Close::operator()(sqlite3* db) const { sqlite3_close_v2(db); }
void Connection::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

Connection::Connection(std::filesystem::path const& file, Access access) {
  int const flags = (access == Access::read_only ? SQLITE_OPEN_READONLY
                                                 : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) |
                    SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  configure_library();
  sqlite3* db = nullptr;
  auto const* vfs = access == Access::writing ? gathering_vfs() : nullptr;
  auto const code = sqlite3_open_v2(file.c_str(), &db, flags, vfs);
  db_.reset(db);
  if (code != SQLITE_OK) fail(code, "cannot open " + file.string());
  sqlite3_busy_timeout(db, 10000);
  // Statements allocate many small things at each step: from a list of this connection's own.
  sqlite3_db_config(db, SQLITE_DBCONFIG_LOOKASIDE, nullptr, small_block, small_blocks);
}

Connection::~Connection() = default;

void Connection::fail(int code, std::string_view what) const {
  auto const* reason = db_ ? sqlite3_errmsg(db_.get()) : sqlite3_errstr(code);
  auto text = fmt::format("{}: {} ({})", what, reason, code);
  auto const family = code & 0xff;
  if (family == SQLITE_CONSTRAINT || family == SQLITE_MISUSE || family == SQLITE_RANGE ||
      family == SQLITE_MISMATCH || family == SQLITE_ERROR) {
    throw std::logic_error{text};
  }
  throw StoreLost{text};
}

void Connection::execute(char const* sql) {
  auto const code = sqlite3_exec(db_.get(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code, "store");
}

bool Connection::in_transaction() const { return sqlite3_get_autocommit(db_.get()) == 0; }

std::int64_t Connection::changes() const { return sqlite3_changes64(db_.get()); }

HashIndexes& Connection::hashes() const {
  if (hashes_ == nullptr) throw std::logic_error{"this connection finds nothing by hashes"};
  return *hashes_;
}

void Connection::on_commit(std::function<void(int)> seen) {
  on_commit_ = std::move(seen);
  sqlite3_wal_hook(db_.get(), wal_seen, &on_commit_);
}

Connection::WalState Connection::checkpoint(Checkpoint mode) {
  int pages = 0;
  int done = 0;
  auto const how =
      mode == Checkpoint::passive ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_TRUNCATE;
  auto const code = sqlite3_wal_checkpoint_v2(db_.get(), nullptr, how, &pages, &done);
  if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY) fail(code, "checkpoint");
  if (code == SQLITE_OK && pages < 0)
    throw std::logic_error{"a connection that has read nothing copies nothing"};
  return {std::max(pages, 0), std::max(done, 0)};
}

Connection::Statement Connection::prepare(std::string_view sql, bool lasting) {
  sqlite3_stmt* statement = nullptr;
  auto const code =
      sqlite3_prepare_v3(db_.get(), sql.data(), static_cast<int>(sql.size()),
                         lasting ? SQLITE_PREPARE_PERSISTENT : 0U, &statement, nullptr);
  Statement owned{statement};
  if (code != SQLITE_OK) fail(code, sql);
  return owned;
}

Query::Query(Connection& connection, std::string_view sql) : connection_(connection) {
  auto& cache = connection.statements_;
  auto found = cache.find(sql);
  if (found == cache.end()) {
    found = cache.emplace(std::string{sql}, connection.prepare(sql, true)).first;
  }
  statement_ = found->second.get();
  if (sqlite3_stmt_busy(statement_) != 0) {
    own_ = connection.prepare(sql, false);
    statement_ = own_.get();
  }
}

Query::~Query() {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

bool Query::next() {
  column_ = 0;
  auto const code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) connection_.fail(code, sqlite3_sql(statement_));
  return false;
}

void Query::run() {
  while (next()) {
  }
}

void Query::put(std::string_view text) {
  static constexpr char const* nothing = "";  // a null pointer would bind NULL
  sqlite3_bind_text64(statement_, ++parameter_, text.empty() ? nothing : text.data(), text.size(),
                      SQLITE_STATIC, SQLITE_UTF8);
}

void Query::put(Blob blob) {
  static constexpr char const* nothing = "";
  sqlite3_bind_blob64(statement_, ++parameter_, blob.bytes.empty() ? nothing : blob.bytes.data(),
                      blob.bytes.size(), SQLITE_STATIC);
}

void Query::put_number(std::int64_t value) { sqlite3_bind_int64(statement_, ++parameter_, value); }

void Query::put_null() { sqlite3_bind_null(statement_, ++parameter_); }

std::string_view Query::take_view() {
  auto const column = column_++;
  auto const* bytes = static_cast<char const*>(sqlite3_column_blob(statement_, column));
  if (bytes == nullptr) return {};
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::int64_t Query::fetch_number() { return sqlite3_column_int64(statement_, column_++); }

bool Query::is_null() const { return sqlite3_column_type(statement_, column_) == SQLITE_NULL; }

void Query::fetch(model::Currency& value) {
  auto const code = take_view();
  auto const currency = model::Currency::parse(code);
  if (!currency) throw StoreLost{fmt::format("a stored currency is damaged: {}", code)};
  value = *currency;
}

}  // namespace airut::ledger
