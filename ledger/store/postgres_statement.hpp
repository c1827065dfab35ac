#pragma once

#include <array>
#include <deque>
#include <string>
#include <vector>

#include "ledger/store/postgres.hpp"

namespace airut::ledger {

// A statement on a PostgreSQL connection.
class PostgresStatement final : public Statement {
 public:
  PostgresStatement(PostgresConnection& connection, std::string sql)
      : connection_(connection), sql_(std::move(sql)) {}
  ~PostgresStatement() override;

  bool is_busy() const override { return state_ != State::idle; }
  void put_number(int at, std::int64_t value) override;
  void put_text(int at, std::string_view text) override;
  void put_blob(int at, std::string_view bytes) override;
  void put_null(int at, ValueKind kind) override;
  bool next() override;
  void run() override;
  std::int64_t number(int column) override;
  std::string_view view(int column) override;
  bool is_null(int column) override;
  void reset() override;

 private:
  friend class PostgresConnection;
  enum class State { idle, stepping, gathered, done };

  struct Kept {  // what a value's bytes are where the caller's are not taken as they are
    std::array<char, 8> number{};
    std::string text;
  };
  Kept& put(int at, ValueKind kind);
  PostgresPrepared& prepared();
  bool read_row();  // from the wire; false at the end
  void leave_wire();
  void gather();  // takes in all rows that are still on the wire

  PostgresConnection& connection_;
  std::string const sql_;
  PostgresPrepared* prepared_ = nullptr;
  PostgresValues values_;
  std::deque<Kept> kept_;
  State state_ = State::idle;
  PostgresResult row_;
  std::deque<PostgresResult> rows_;
};

}  // namespace airut::ledger
