#pragma once

#include <chrono>
#include <thread>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

namespace airut::gateway {

// Looks now and then whether it is so, at most so long.
template <class IsSo>
void wait_until(std::chrono::seconds most, IsSo is_so) {
  constexpr std::chrono::milliseconds glance{10};
  auto const until = std::chrono::steady_clock::now() + most;
  while (!is_so() && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(glance);
}

// Its work that waits is dropped when the daemon stops: it comes again from the journal.
struct Pool : boost::asio::thread_pool {
  using boost::asio::execution_context::shutdown;
  using boost::asio::thread_pool::thread_pool;
};

// Its work that waits is dropped while those that it speaks of still live.
struct Reactor : boost::asio::io_context {
  using boost::asio::execution_context::shutdown;
  using boost::asio::io_context::io_context;
};

// A reactor with threads of its own, for what must answer whatever the others wait for.
class Side {
 public:
  Reactor& context() { return context_; }
  void start(int threads) {
    for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { context_.run(); });
  }
  void stop() {
    work_.reset();
    context_.stop();
    for (auto& thread : threads_) thread.join();
    threads_.clear();
  }
  void shutdown() { context_.shutdown(); }

 private:
  Reactor context_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{
      context_.get_executor()};
  std::vector<std::thread> threads_;
};

// What waits in one holds executors of others: all are emptied while all are there, and once more,
// since what is dropped in one may leave its end in another.
template <class... Contexts>
void drop_what_waits(Contexts&... all) {
  for (int i = 0; i < 2; ++i) (all.shutdown(), ...);
}

}  // namespace airut::gateway
