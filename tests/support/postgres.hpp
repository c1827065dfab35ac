#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "tests/support/process.hpp"
#include "tests/support/temp_directory.hpp"

namespace airut::tests {

// A PostgreSQL server on a Unix socket in a directory of its own, gone with the test. It runs as
// the user "postgres" where the tests run as root.
class PostgresServer {
 public:
  // safe: what it calls committed is on the disk.
  explicit PostgresServer(bool safe = false);
  ~PostgresServer();
  static bool available();

  // A connection string of libpq for this schema, which is made when it is not there.
  std::string connection(std::string const& schema) const;
  std::string url(std::string const& schema) const;   // the same with "postgresql:" before it
  void query(std::string const& sql) const;           // throws when the server refuses
  std::string rows(std::string const& schema) const;  // sorted, but for who wrote last

  pid_t pid() const { return process_->pid(); }
  void start();  // waits until it answers
  void stop();   // at once, connections or not
  void kill();   // SIGKILL; its children go with it

 private:
  std::filesystem::path data() const { return folder_.path() / "data"; }
  std::vector<std::string> words(std::vector<std::string> more) const;

  TempDirectory folder_;
  std::filesystem::path programs_;
  bool const safe_;
  std::unique_ptr<Process> process_;
};

// Whether this run keeps its stores on PostgreSQL: AIRUT_TEST_STORE=postgresql.
bool on_postgresql();
// The server of this run, started when it is first asked for. AIRUT_TEST_SYNC has it bring each
// commit to the disk.
PostgresServer& run_server();

// Where the store of a test's directory is, as "airut journal --data" takes it: the directory, or a
// schema of its own on the run's server.
std::string store_of(std::filesystem::path const& directory);
// All rows of that directory's store there, in an order of their own.
std::string run_rows(std::filesystem::path const& directory);
// The table [store] for a daemon with this data directory, "" for SQLite.
std::string store_toml(std::filesystem::path const& directory);

}  // namespace airut::tests
