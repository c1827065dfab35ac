#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <tl/expected.hpp>

#include "gateway/http/failure.hpp"
#include "ledger/store/store.hpp"

namespace airut::gateway {

// Queues work for the store's next group commit and resumes on the caller's own executor once it
// is on disk, with what work returned. Throws http::Unavailable when the queue is
// full, StoreLost, or what work threw.
// work runs on the committer's thread and may run twice (its batch may be undone and repeated):
// it must not move from what it captured.
template <class R>
boost::asio::awaitable<R> commit(ledger::Store& store,
                                 std::function<R(ledger::Transaction&)> work) {
  namespace asio = boost::asio;
  auto const result = std::make_shared<std::optional<R>>();
  auto const executor = co_await asio::this_coro::executor;
  auto initiate = [&store, &work, &result, &executor](auto handler) {
    auto const resume = std::make_shared<decltype(handler)>(std::move(handler));
    auto finish = [resume, executor](std::exception_ptr fault) {
      asio::post(executor, [resume, fault] { std::move (*resume)(fault); });
    };
    auto run = [work = std::move(work), result](ledger::Transaction& tx) {
      result->emplace(work(tx));
    };
    if (!store.write(std::move(run), finish))
      finish(std::make_exception_ptr(http::Unavailable{"the commit queue is full"}));
  };
  co_await asio::async_initiate<asio::use_awaitable_t<> const, void(std::exception_ptr)>(
      initiate, asio::use_awaitable);
  co_return std::move(**result);
}

// The same where the work is one of many, and a fault of its own must not keep the others: what was
// thrown as text. A lost store and a full queue are still thrown.
template <class R>
boost::asio::awaitable<tl::expected<R, std::string>> commit_or_fault(
    ledger::Store& store, std::function<R(ledger::Transaction&)> work) {
  std::string fault;
  try {
    co_return co_await commit<R>(store, std::move(work));
  } catch (ledger::StoreLost const&) {
    throw;
  } catch (http::Unavailable const&) {
    throw;
  } catch (std::exception const& broken) {
    fault = broken.what();
  }
  co_return tl::unexpected{std::move(fault)};
}

}  // namespace airut::gateway
