#pragma once

#include <type_traits>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace airut::channels {

// Runs work that blocks (a library's own network code, fsync) on the pool and resumes where the
// caller runs.
template <class Work>
boost::asio::awaitable<std::invoke_result_t<Work&>> on_pool(boost::asio::thread_pool& pool,
                                                            Work work) {
  using Result = std::invoke_result_t<Work&>;
  auto body = [work = std::move(work)]() mutable -> boost::asio::awaitable<Result> {
    co_return work();
  };
  co_return co_await boost::asio::co_spawn(pool, std::move(body), boost::asio::use_awaitable);
}

}  // namespace airut::channels
