#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct pg_conn;
struct pg_result;

namespace airut::ledger {

struct ClearResult {
  void operator()(pg_result* result) const;
};
using PostgresResult = std::unique_ptr<pg_result, ClearResult>;
using PostgresType = unsigned int;  // an Oid

// Values of a statement, in PostgreSQL's binary forms.
struct PostgresValues {
  std::vector<PostgresType> types;
  std::vector<char const*> bytes;  // nullptr: NULL
  std::vector<int> lengths, formats;
};

// A connection to a PostgreSQL server in libpq's pipeline mode: what is sent is not waited for,
// what comes is read in the order of what was sent. Never waits longer for the server than it was
// told: then, as when the server goes away, everything throws ConnectionLost and the wire is dead.
class PostgresWire {
 public:
  // connection: libpq's connection string. Throws ConnectionLost when there is no way to the server
  // and StoreLost when it refuses. patience: how long a statement may take, 0: for ever.
  // silent: when it becomes true the server is known to say nothing, and is not waited for.
  PostgresWire(std::string const& connection, std::chrono::seconds patience,
               std::atomic<bool> const* silent = nullptr);

  void wait_at_most(std::chrono::seconds patience) { patience_ = patience; }
  void heed(std::atomic<bool> const& silent) { silent_ = &silent; }
  bool is_alive() const;
  // Whether the server has hung up on an idle wire.
  bool is_hung_up();

  void prepare(std::string const& name, std::string const& sql,
               std::vector<PostgresType> const& types);
  void execute_prepared(std::string const& name, PostgresValues const& values);
  void execute(std::string const& sql);  // one statement
  void sync();                           // the end of what stands or falls together
  void flush();                          // sends what is gathered; waits for the kernel only

  // The next answer, nullptr at the end of a statement's.
  PostgresResult next();
  // Rows of the statement whose turn it is come one by one.
  void row_by_row();

 private:
  struct Finish {
    void operator()(pg_conn* link) const;
  };
  void sent(int code);
  int wait(short events);
  bool push();  // true when all is on its way
  [[noreturn]] void lose(std::string_view why);

  std::chrono::seconds patience_;
  std::atomic<bool> const* silent_;
  std::unique_ptr<pg_conn, Finish> link_;
};

// What went wrong with a statement.
struct PostgresFailure {
  std::string state, text;  // SQLSTATE; what, with the statement
};
PostgresFailure failure_of(pg_result const* result, std::string_view sql);
// As the store tells it: a bug of ours, a lost server, or a lost resource.
[[noreturn]] void throw_failure(PostgresFailure const& failure);

}  // namespace airut::ledger
