#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ledger/store/postgres_wire.hpp"
#include "ledger/store/query.hpp"
#include "ledger/store/store_place.hpp"

namespace airut::ledger {

class PostgresStatement;

// A statement as the server knows it, for all who use its text with the same types.
struct PostgresPrepared {
  std::string name, sql;
  std::vector<PostgresType> types;
  bool is_known = false;  // to the server, or will be when it comes to it
};

// A connection to a PostgreSQL server. Statements that only write are sent without waiting: their
// failures show when something is read, at changes(), settle() or commit().
class PostgresConnection : public Connection {
 public:
  // Throws as PostgresWire does.
  explicit PostgresConnection(StorePlace place);
  ~PostgresConnection() override;
  // While this is true the server is not asked: ConnectionLost at once. It must live longer.
  void heed(std::atomic<bool> const& silent);

  void execute(std::string const& sql) override;
  bool in_transaction() const override { return in_transaction_ && is_alive(); }
  std::int64_t changes() override;
  void begin_view() override;
  void end_view() override;
  void begin() override;
  void settle() override;
  void commit() override;
  std::int64_t schema_version() override;
  void set_schema_version(std::int64_t version) override;
  void make_tables(std::string_view text) override;
  std::vector<Column> columns(std::string const& table) override;
  std::string index_definition(std::string const& index) override;
  bool has_committed() override;

 protected:
  bool is_alive() const { return wire_ && wire_->is_alive(); }
  bool is_silent() const { return silent_ != nullptr && *silent_; }
  // Joins the server anew; statements stay what they are.
  virtual void join();
  void begin_transaction(std::string const& sql);
  [[noreturn]] virtual void refuse(PostgresFailure const& failure) { throw_failure(failure); }

 private:
  friend class PostgresStatement;
  struct Pending {
    enum class What { prepare, statement, sync } what = What::sync;
    PostgresPrepared* prepared = nullptr;
    std::string sql;  // of what was not prepared
  };

  std::unique_ptr<Statement> prepare(std::string_view sql, bool lasting) override;

  PostgresPrepared& prepared(std::string const& sql, std::vector<PostgresType> const& types);
  void send(PostgresPrepared& prepared, PostgresValues const& values);
  void send(std::string const& sql);
  void sync();
  void answer();  // reads that of the oldest pending
  void note(PostgresResult const& result, std::string_view sql);
  void reach(std::size_t left);  // reads until so many are pending
  void throw_if_failed();
  void forget_pending();
  void abandon();

  // Reading rows of one statement while it is stepped; another that needs the wire takes them in.
  void begin_rows(PostgresStatement& statement);
  void yield_wire();

  StorePlace const place_;
  std::atomic<bool> const* silent_ = nullptr;
  std::optional<PostgresWire> wire_;
  std::unordered_map<std::string, std::unique_ptr<PostgresPrepared>> prepared_;
  std::deque<Pending> pending_;
  PostgresStatement* stepped_ = nullptr;    // whose rows are on the wire
  std::optional<PostgresFailure> failure_;  // the first since the last sync
  std::int64_t changes_ = 0;
  std::int64_t version_ = 0;
  bool in_transaction_ = false;
  bool is_undone_ = false;  // the transaction that ended last
};

}  // namespace airut::ledger
