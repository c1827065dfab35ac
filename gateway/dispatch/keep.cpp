#include "gateway/dispatch/keep.hpp"

#include <exception>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "gateway/commit.hpp"

namespace airut::gateway {
namespace asio = boost::asio;

asio::awaitable<void> keep(ledger::Store& store, Clock const& clock,
                           std::function<bool(ledger::Transaction&)> job, model::Instant until) {
  constexpr std::chrono::milliseconds breath{500};
  auto const executor = co_await asio::this_coro::executor;
  asio::steady_timer timer{executor};
  for (;;) {
    std::exception_ptr fault;
    try {
      co_await commit<bool>(store, job);
      co_return;
    } catch (ledger::StoreLost const&) {
      fault = std::current_exception();
    } catch (http::Unavailable const&) {
      fault = std::current_exception();
    }
    if (clock.now() >= until || store.figures().must_start_anew) std::rethrow_exception(fault);
    boost::system::error_code stopped;
    timer.expires_after(breath);
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, stopped));
  }
}

}  // namespace airut::gateway
