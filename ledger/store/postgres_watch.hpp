#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

#include "ledger/store/store_place.hpp"

namespace airut::ledger {

// Asks a PostgreSQL server each second, on a connection of its own, whether it answers and whose
// the store is. While it is silent nobody need wait for it: who asks hears so at once.
class PostgresWatch {
 public:
  // epoch: the one in which this process writes.
  PostgresWatch(StorePlace place, std::int64_t epoch);
  ~PostgresWatch();
  PostgresWatch(PostgresWatch const&) = delete;
  PostgresWatch& operator=(PostgresWatch const&) = delete;

  // It takes connections and says nothing. One that refuses them is no silent one: whether those
  // who have a connection are served still, they find out themselves.
  std::atomic<bool> const& silent() const { return silent_; }
  bool replaced() const { return replaced_; }  // another writes

 private:
  void run();
  void ask_until_closed();
  bool wait();  // false: it closes

  StorePlace const place_;
  std::int64_t const epoch_;
  std::atomic<bool> silent_ = false, replaced_ = false;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool closing_ = false;
  std::chrono::steady_clock::time_point asked_;
  std::thread thread_;
};

}  // namespace airut::ledger
