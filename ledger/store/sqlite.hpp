#pragma once

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "formats/model/date.hpp"
#include "formats/model/money.hpp"

struct sqlite3;
struct sqlite3_stmt;

// A thin hold on SQLite: one connection, its prepared statements, typed values. SQLite's failures
// become StoreLost; a broken constraint is a bug of ours and becomes std::logic_error.
namespace airut::ledger {

struct HashIndexes;

// writing: the committer's connection, with synchronous=FULL. Its log goes to the kernel in one
// write a sync.
enum class Access { read_write, read_only, writing };

class Connection {
 public:
  // read_write creates the file when it is not there; read_only throws StoreLost then.
  Connection(std::filesystem::path const& file, Access access);
  ~Connection();
  Connection(Connection const&) = delete;
  Connection& operator=(Connection const&) = delete;

  void execute(char const* sql);  // any number of statements without values or rows
  bool in_transaction() const;
  std::int64_t changes() const;  // rows touched by the last statement

  // Tenants' numbers by name as this connection has met them: a tenant keeps its number for ever.
  // Whoever rolls back a transaction forgets them.
  std::map<std::string, std::int64_t, std::less<>>& tenants() { return tenants_; }

  // Where rows are found by their hashes: the store's, for all its connections.
  void use(HashIndexes& hashes) { hashes_ = &hashes; }
  HashIndexes& hashes() const;

  // Called after each commit with the number of pages that the write-ahead log holds.
  void on_commit(std::function<void(int)> seen);

  struct WalState {
    std::int64_t pages = 0, checkpointed = 0;
  };
  enum class Checkpoint { passive, truncate };
  // Copies what readers let go from the log into the database. Never waits for readers when
  // passive. A full disk or an I/O error leaves the log as it is: throws StoreLost. The connection
  // must have read before: until then it knows of no log.
  WalState checkpoint(Checkpoint mode);

 private:
  friend class Query;
  struct Close {
    void operator()(sqlite3* db) const;
  };
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;
  struct TextHash {
    using is_transparent = void;
    // Statements are long and seldom alike at both ends.
    std::size_t operator()(std::string_view text) const {
      constexpr std::size_t end = 32;
      std::hash<std::string_view> const hash;
      if (text.size() <= 2 * end) return hash(text);
      return hash(text.substr(0, end)) * 31 + hash(text.substr(text.size() - end)) + text.size();
    }
  };

  Statement prepare(std::string_view sql, bool lasting);
  [[noreturn]] void fail(int code, std::string_view what) const;

  std::unique_ptr<sqlite3, Close> db_;
  std::unordered_map<std::string, Statement, TextHash, std::equal_to<>> statements_;
  std::map<std::string, std::int64_t, std::less<>> tenants_;
  std::function<void(int)> on_commit_;
  HashIndexes* hashes_ = nullptr;
};

// Bytes that are no text, for bind().
struct Blob {
  std::string_view bytes;
};

// A statement in use: bind values, step through rows, take columns from left to right. The
// statement goes back to the connection's cache at the end. Bound texts must live as long.
class Query {
 public:
  Query(Connection& connection, std::string_view sql);
  ~Query();
  Query(Query const&) = delete;
  Query& operator=(Query const&) = delete;

  template <class... V>
  Query& bind(V const&... values) {
    (put(values), ...);
    return *this;
  }
  bool next();  // to the next row; false after the last
  void run();   // steps to the end

  template <class... V>
  void take(V&... values) {
    (fetch(values), ...);
  }
  template <class V>
  V take() {
    V value{};
    fetch(value);
    return value;
  }
  model::Money take_money(model::Currency currency) { return {take<std::int64_t>(), currency}; }
  std::string_view take_view();  // text or blob; valid until the next step

 private:
  void put(std::string_view text);
  void put(Blob blob);
  void put_number(std::int64_t value);
  void put_null();
  void put(std::integral auto value) { put_number(static_cast<std::int64_t>(value)); }
  void put(model::Date day) { put_number(day.time_since_epoch().count()); }
  void put(model::Instant moment) { put_number(moment.time_since_epoch().count()); }
  template <class T>
  void put(std::optional<T> const& value) {
    value ? put(*value) : put_null();
  }

  std::int64_t fetch_number();
  bool is_null() const;
  void fetch(std::string& value) { value = take_view(); }
  void fetch(bool& value) { value = fetch_number() != 0; }
  void fetch(std::int64_t& value) { value = fetch_number(); }
  void fetch(int& value) { value = static_cast<int>(fetch_number()); }
  void fetch(model::Date& value) { value = model::Date{std::chrono::days{fetch_number()}}; }
  void fetch(model::Instant& value) {
    value = model::Instant{std::chrono::milliseconds{fetch_number()}};
  }
  void fetch(model::Currency& value);
  template <class T>
  void fetch(std::optional<T>& value) {
    if (is_null()) {
      value.reset();
      ++column_;
    } else {
      fetch(value.emplace());
    }
  }

  Connection& connection_;
  Connection::Statement own_;  // when the cached one is already in use
  sqlite3_stmt* statement_;
  int parameter_ = 0, column_ = 0;
};

}  // namespace airut::ledger
