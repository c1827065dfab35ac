#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "ledger/store/query.hpp"

namespace airut::ledger {

// Read connections, handed out one to a reader.
class Readers {
 public:
  void add(std::unique_ptr<Connection> connection, HashIndexes& hashes) {
    connection->use(hashes);
    free_.push_back(connection.get());
    all_.push_back(std::move(connection));
  }
  Connection& take() {
    std::unique_lock lock{mutex_};
    returned_.wait(lock, [this] { return !free_.empty(); });
    auto* connection = free_.back();
    free_.pop_back();
    return *connection;
  }
  void give_back(Connection& connection) {
    {
      std::lock_guard const lock{mutex_};
      free_.push_back(&connection);
    }
    returned_.notify_one();
  }

 private:
  std::vector<std::unique_ptr<Connection>> all_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<Connection*> free_;
};

}  // namespace airut::ledger
