#include "ledger/store/postgres_watch.hpp"

#include <chrono>
#include <exception>
#include <utility>

#include "ledger/store/postgres.hpp"

namespace airut::ledger {
namespace {

constexpr std::chrono::seconds between_questions{1};
constexpr std::chrono::seconds answers_within{3};
// Who refuses does so at once.
constexpr std::chrono::seconds surely_silent{2};

StorePlace impatient(StorePlace place) {
  place.patience = answers_within;
  place.connection += " connect_timeout=3";
  return place;
}

}  // namespace

PostgresWatch::PostgresWatch(StorePlace place, std::int64_t epoch)
    : place_(impatient(std::move(place))), epoch_(epoch), thread_([this] { run(); }) {}

PostgresWatch::~PostgresWatch() {
  {
    std::lock_guard const lock{mutex_};
    closing_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

bool PostgresWatch::wait() {
  std::unique_lock lock{mutex_};
  return !changed_.wait_for(lock, between_questions, [this] { return closing_; });
}

void PostgresWatch::run() {
  do {
    asked_ = std::chrono::steady_clock::now();
    try {
      ask_until_closed();
      return;
    } catch (std::exception const&) {  // told by who needs an answer
      silent_ = std::chrono::steady_clock::now() - asked_ > surely_silent;
    }
  } while (wait());
}

void PostgresWatch::ask_until_closed() {
  PostgresConnection connection{place_};
  do {
    asked_ = std::chrono::steady_clock::now();
    connection.begin_view();
    {
      Query query{connection, "SELECT epoch FROM installation"};
      if (query.next() && query.take<std::int64_t>() != epoch_) replaced_ = true;
    }
    connection.end_view();
    silent_ = false;
  } while (wait());
}

}  // namespace airut::ledger
