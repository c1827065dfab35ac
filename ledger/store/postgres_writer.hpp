#pragma once

#include <atomic>
#include <cstdint>
#include <optional>

#include "ledger/store/postgres.hpp"

namespace airut::ledger {

// The committer's connection to a PostgreSQL server. One writer at a time has the store: it holds
// an advisory lock of the server's while it lives, and every transaction of its own begins at the
// row of the table "installation", which says who wrote last and which batch. So a writer that was
// thought dead writes nothing more once another has come, and one that lost its connection while a
// commit was under way finds there whether the server has it.
class PostgresWriter final : public PostgresConnection {
 public:
  // Makes the table when it is not there and takes the store over. Throws StoreLocked while another
  // writer has it.
  explicit PostgresWriter(StorePlace place);

  std::int64_t epoch() const { return epoch_; }
  // Another has taken the store over: this one never writes again.
  bool is_replaced() const { return is_replaced_; }

  // The tables are all there: while they are small their rows are counted for the planner as they
  // come.
  void watch_growth();

  void begin() override;
  bool has_committed() override;

 private:
  void join() override;
  [[noreturn]] void refuse(PostgresFailure const& failure) override;
  void lock();
  void take_over();
  void go_on();
  void tell_planner();
  [[noreturn]] void give_up();

  std::int64_t epoch_ = 0;    // of the writers, counted
  std::int64_t batch_ = 0;    // transactions of this one, counted
  std::optional<unsigned> grown_;  // batches of a store that began small
  std::atomic<bool> is_replaced_ = false;
};

}  // namespace airut::ledger
