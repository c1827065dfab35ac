#include "gateway/batches/commit_and_wait.hpp"

#include <chrono>
#include <exception>
#include <future>
#include <memory>
#include <thread>

namespace airut::gateway {

void commit_and_wait(ledger::Store& store, std::function<void(ledger::Transaction&)> const& work) {
  constexpr std::chrono::milliseconds queue_pause{20};
  for (;;) {
    auto const told = std::make_shared<std::promise<void>>();
    auto heard = told->get_future();
    auto done = [told](std::exception_ptr fault) {
      fault ? told->set_exception(fault) : told->set_value();
    };
    if (store.write(work, done)) return heard.get();
    std::this_thread::sleep_for(queue_pause);
  }
}

}  // namespace airut::gateway
