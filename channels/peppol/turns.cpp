#include "channels/peppol/turns.hpp"

#include <utility>

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace airut::channels {
namespace asio = boost::asio;

Turns::Turns(int most) : most_(most) {}

Turns::Held::~Held() {
  if (turns_) turns_->leave(at_);
}

Turns::Held& Turns::Held::operator=(Held&& other) noexcept {
  std::swap(turns_, other.turns_);
  std::swap(at_, other.at_);
  return *this;
}

void Turns::enter(std::string const& at, std::function<void()> go) {
  {
    std::lock_guard const lock{mutex_};
    auto& line = lines_[at];
    if (line.under_way >= most_) {
      line.waiting.push_back(std::move(go));
      return;
    }
    ++line.under_way;
  }
  go();
}

// The turn goes to the next who waits.
void Turns::leave(std::string const& at) {
  std::function<void()> next;
  {
    std::lock_guard const lock{mutex_};
    auto const line = lines_.find(at);
    if (line->second.waiting.empty()) {
      if (--line->second.under_way == 0) lines_.erase(line);
      return;
    }
    next = std::move(line->second.waiting.front());
    line->second.waiting.pop_front();
  }
  next();
}

int Turns::under_way(std::string const& at) const {
  std::lock_guard const lock{mutex_};
  auto const line = lines_.find(at);
  return line == lines_.end() ? 0 : line->second.under_way;
}

asio::awaitable<Turns::Held> Turns::take(std::shared_ptr<Turns> turns, std::string at) {
  auto const executor = co_await asio::this_coro::executor;
  auto initiate = [&turns, &at, executor](auto handler) {
    auto const resume = std::make_shared<decltype(handler)>(std::move(handler));
    turns->enter(at,
                 [resume, executor] { asio::post(executor, [resume] { std::move (*resume)(); }); });
  };
  co_await asio::async_initiate<asio::use_awaitable_t<> const, void()>(initiate,
                                                                       asio::use_awaitable);
  co_return Held{std::move(turns), std::move(at)};
}

}  // namespace airut::channels
