#include "channels/peppol/turns.hpp"

#include <algorithm>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <doctest/doctest.h>

using namespace airut;
namespace asio = boost::asio;

namespace {

struct Seen {
  int now = 0, most = 0;
  std::vector<int> order;
};

// Stays for some rounds of the loop, as a message stays under way.
asio::awaitable<void> visit(std::shared_ptr<channels::Turns> turns, std::string at, int id,
                            Seen& seen, bool fails) {
  auto const held = co_await channels::Turns::take(turns, at);
  seen.order.push_back(id);
  seen.most = std::max(seen.most, ++seen.now);
  for (int i = 0; i < 5; ++i) {
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
  }
  --seen.now;
  if (fails) throw std::runtime_error{"lost"};
}

}  // namespace

TEST_CASE("so many at once go to one access point, in order, and others do not wait for them") {
  asio::io_context context;
  auto const turns = std::make_shared<channels::Turns>(2);
  Seen slow, other;
  for (int i = 0; i < 9; ++i) {
    bool const fails = i % 3 == 0;  // who ends badly gives his turn on as well
    asio::co_spawn(context, visit(turns, "https://slow", i, slow, fails),
                   [](std::exception_ptr) {});
  }
  asio::co_spawn(context, visit(turns, "https://other", 0, other, false), asio::detached);
  context.run();
  CHECK(slow.most == 2);
  CHECK(other.most == 1);
  CHECK(slow.order == std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7, 8});
  CHECK(turns->under_way("https://slow") == 0);
  CHECK(turns->under_way("https://other") == 0);
}
