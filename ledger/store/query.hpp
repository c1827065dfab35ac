#pragma once

#include <concepts>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <vector>

#include "formats/model/date.hpp"
#include "formats/model/money.hpp"

// Statements and typed values, whatever engine is behind them. Text is written once, in what SQLite
// and PostgreSQL both understand: parameters as ? or ?1, truth as 0 and 1, ON CONFLICT with its
// columns. An engine's failures become StoreLost, what it finds damaged StoreDamaged; a broken
// constraint is a bug of ours and becomes std::logic_error, at the latest where the connection
// settles.
namespace airut::ledger {

struct HashIndexes;

// What a value is, also when there is none.
enum class ValueKind { number, text, blob };

struct Column {
  std::string name;
  ValueKind kind = ValueKind::number;
  bool is_key = false;  // of the primary key
};

// A prepared statement of an engine. Parameters and columns count from 0. Bound texts must live
// until the statement is stepped for the first time or run.
class Statement {
 public:
  Statement() = default;
  virtual ~Statement() = default;
  Statement(Statement const&) = delete;
  Statement& operator=(Statement const&) = delete;

  virtual bool is_busy() const = 0;  // stepped, and not reset since
  virtual void put_number(int at, std::int64_t value) = 0;
  virtual void put_text(int at, std::string_view text) = 0;
  virtual void put_blob(int at, std::string_view bytes) = 0;
  virtual void put_null(int at, ValueKind kind) = 0;
  virtual bool next() = 0;  // to the next row; false after the last
  virtual void run() = 0;   // to the end; its failure may show later
  virtual std::int64_t number(int column) = 0;
  virtual std::string_view view(int column) = 0;  // valid until the next step
  virtual bool is_null(int column) = 0;
  virtual void reset() = 0;
};

class Connection {
 public:
  virtual ~Connection() = default;
  Connection(Connection const&) = delete;
  Connection& operator=(Connection const&) = delete;

  virtual void execute(std::string const& sql) = 0;  // statements without values or rows
  virtual bool in_transaction() const = 0;
  virtual std::int64_t changes() = 0;  // rows touched by the last statement

  // A view of one moment.
  virtual void begin_view() = 0;
  virtual void end_view() = 0;

  // A transaction that writes. settle() waits until all statements so far have done their work, and
  // throws when one could not; commit() until the engine has the commit.
  virtual void begin() = 0;
  virtual void settle() = 0;
  virtual void commit() = 0;

  // The version of the tables, 0 when there are none, and one step of theirs, in a transaction.
  virtual std::int64_t schema_version() = 0;
  virtual void set_schema_version(std::int64_t version) = 0;
  virtual void make_tables(std::string_view text) = 0;

  virtual std::vector<Column> columns(std::string const& table) = 0;  // in their order
  virtual std::string index_definition(
      std::string const& index) = 0;  // its statement, "" when none

  // After ConnectionLost while writing: joins again and says whether the commit that was under way
  // is there. Throws StoreLost when that cannot be known (yet).
  virtual bool has_committed() = 0;

  // Tenants' numbers by name as this connection has met them: a tenant keeps its number for ever.
  // Whoever rolls back a transaction forgets them.
  std::map<std::string, std::int64_t, std::less<>>& tenants() { return tenants_; }

  // Where rows are found by their hashes: the store's, for all its connections.
  void use(HashIndexes& hashes) { hashes_ = &hashes; }
  HashIndexes& hashes() const;

 protected:
  Connection() = default;
  // lasting: for the connection's cache.
  virtual std::unique_ptr<Statement> prepare(std::string_view sql, bool lasting) = 0;

  // Whoever has the engine's handle lets the statements go before it.
  void drop_statements() { statements_.clear(); }

 private:
  friend class Query;
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

  std::unordered_map<std::string, std::unique_ptr<Statement>, TextHash, std::equal_to<>>
      statements_;
  std::map<std::string, std::int64_t, std::less<>> tenants_;
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
  bool next() {  // to the next row; false after the last
    column_ = 0;
    return statement_->next();
  }
  void run() { statement_->run(); }  // steps to the end

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
  std::string_view take_view() { return statement_->view(column_++); }  // text or blob

 private:
  template <class T>
  static constexpr ValueKind kind_of = std::is_convertible_v<T, std::string_view> ? ValueKind::text
                                       : std::is_same_v<T, Blob>                  ? ValueKind::blob
                                                                 : ValueKind::number;

  void put(std::string_view text) { statement_->put_text(parameter_++, text); }
  void put(Blob blob) { statement_->put_blob(parameter_++, blob.bytes); }
  void put_number(std::int64_t value) { statement_->put_number(parameter_++, value); }
  void put(std::integral auto value) { put_number(static_cast<std::int64_t>(value)); }
  void put(model::Date day) { put_number(day.time_since_epoch().count()); }
  void put(model::Instant moment) { put_number(moment.time_since_epoch().count()); }
  template <class T>
  void put(std::optional<T> const& value) {
    value ? put(*value) : statement_->put_null(parameter_++, kind_of<T>);
  }

  std::int64_t fetch_number() { return statement_->number(column_++); }
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
    if (statement_->is_null(column_)) {
      value.reset();
      ++column_;
    } else {
      fetch(value.emplace());
    }
  }

  std::unique_ptr<Statement> own_;  // when the cached one is already in use
  Statement* statement_;
  int parameter_ = 0, column_ = 0;
};

}  // namespace airut::ledger
