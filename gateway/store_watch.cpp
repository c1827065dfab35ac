#include "gateway/store_watch.hpp"

#include <chrono>
#include <utility>

namespace airut::gateway {

StoreWatch::StoreWatch(boost::asio::io_context& context, ledger::Store const& store,
                       std::function<void()> lost)
    : timer_(context), store_(store), tell_(std::move(lost)) {}

void StoreWatch::start() {
  timer_.expires_after(std::chrono::seconds{1});
  timer_.async_wait([this](boost::system::error_code ended) {
    if (ended) return;
    if (!store_.figures().must_start_anew) return start();
    lost_ = true;
    tell_();
  });
}

}  // namespace airut::gateway
