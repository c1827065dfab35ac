#include "channels/blocking.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace airut::channels {
namespace {

boost::asio::awaitable<void> called(std::function<void()> work) {
  work();
  co_return;
}

}  // namespace

boost::asio::awaitable<void> run_on(boost::asio::thread_pool& pool, std::function<void()> work) {
  co_await boost::asio::co_spawn(pool, called(std::move(work)), boost::asio::use_awaitable);
}

}  // namespace airut::channels
