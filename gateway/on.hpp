#pragma once

#include <type_traits>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace airut::gateway {

template <class F>
boost::asio::awaitable<std::invoke_result_t<F&>> job(F f) {
  co_return f();
}

// Runs f on the pool; the caller resumes on its own executor with what it returned or threw. The
// result must be default constructible.
template <class F>
auto on(boost::asio::thread_pool& pool, F f) {
  return boost::asio::co_spawn(pool, job(std::move(f)), boost::asio::use_awaitable);
}

}  // namespace airut::gateway
