#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "ledger/store/query.hpp"

struct sqlite3;

// A thin hold on SQLite: one connection with its write-ahead log.
namespace airut::ledger {

// writing: the committer's connection, with synchronous=FULL. Its log goes to the kernel in one
// write a sync.
enum class Access { read_write, read_only, writing };

class SqliteConnection final : public Connection {
 public:
  // read_write creates the file when it is not there; read_only throws StoreLost then.
  SqliteConnection(std::filesystem::path const& file, Access access);
  ~SqliteConnection() override;

  void execute(std::string const& sql) override;
  bool in_transaction() const override;
  std::int64_t changes() override;
  void begin_view() override;
  void end_view() override;
  void begin() override;
  void settle() override {}  // every statement has told its failure when it ran
  void commit() override;
  std::int64_t schema_version() override;
  void set_schema_version(std::int64_t version) override;
  void make_tables(std::string_view text) override;
  std::vector<Column> columns(std::string const& table) override;
  std::string index_definition(std::string const& index) override;
  bool has_committed() override;

  // Called before each transaction that writes begins; what it throws keeps that from beginning.
  void before_begin(std::function<void()> work) { before_begin_ = std::move(work); }
  // Called after each commit with the number of pages that the write-ahead log holds.
  void on_commit(std::function<void(int)> seen);

  struct WalState {
    std::int64_t pages = 0, checkpointed = 0;
  };
  enum class Checkpoint { passive, truncate };
  // Copies what readers let go from the log into the database. Never waits for them: a log that
  // somebody reads is shortened another time. For a connection that does nothing else. A full disk
  // or an I/O error leaves the log as it is: throws StoreLost. The connection must have read
  // before: until then it knows of no log.
  WalState checkpoint(Checkpoint mode);

 private:
  struct Close {
    void operator()(sqlite3* db) const;
  };

  std::unique_ptr<Statement> prepare(std::string_view sql, bool lasting) override;

  std::unique_ptr<sqlite3, Close> db_;
  std::function<void()> before_begin_;
  std::function<void(int)> on_commit_;
};

}  // namespace airut::ledger
