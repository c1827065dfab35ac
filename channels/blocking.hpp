#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

namespace airut::channels {

// Runs work on the pool; the caller resumes on its own executor, with what it threw.
boost::asio::awaitable<void> run_on(boost::asio::thread_pool& pool, std::function<void()> work);

// Runs work that blocks (a library's own network code, fsync) on the pool and resumes where the
// caller runs, with what it returned or threw. Work and result belong to both: a caller that is
// dropped meanwhile leaves the pool what it works on.
template <class Work>
boost::asio::awaitable<std::invoke_result_t<Work&>> on_pool(boost::asio::thread_pool& pool,
                                                            Work work) {
  using Result = std::invoke_result_t<Work&>;
  if constexpr (std::is_void_v<Result>) {
    auto const kept = std::make_shared<Work>(std::move(work));
    auto const call = [kept] { (*kept)(); };
    co_await run_on(pool, call);
  } else {
    struct Kept {
      Work work;
      std::optional<Result> result{};
    };
    auto const kept = std::make_shared<Kept>(std::move(work));
    auto const call = [kept] { kept->result.emplace(kept->work()); };
    co_await run_on(pool, call);
    co_return *std::move(kept->result);
  }
}

}  // namespace airut::channels
