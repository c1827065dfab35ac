#include "gateway/commit.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <doctest/doctest.h>

#include "gateway/dispatch/keep.hpp"
#include "tests/ledger/facts.hpp"
#include "tests/support/store.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;
namespace asio = boost::asio;

namespace {

using Work = std::function<int(ledger::Transaction&)>;

// The store's threads let go of what they answered a moment after the answer: the context outlives
// them.
struct House {
  asio::io_context context;
  tests::TempDirectory const directory;
  std::unique_ptr<ledger::Store> store = ledger::Store::open(tests::place_in(directory.path()), {});

  template <class R>
  R run(asio::awaitable<R> work) {
    auto end = asio::co_spawn(context, std::move(work), asio::use_future);
    context.restart();
    context.run();
    return end.get();
  }
  tl::expected<int, std::string> commit(Work const& work) {
    return run(gateway::commit_or_fault<int>(*store, work));
  }
};

}  // namespace

TEST_CASE("work that is at fault itself is told, and what comes after it is kept") {
  House house;
  auto const broken = house.commit(
      [](ledger::Transaction&) -> int { throw std::out_of_range{"the row is not there"}; });
  REQUIRE_FALSE(broken);
  CHECK(broken.error() == "the row is not there");
  CHECK(house.commit([](ledger::Transaction&) { return 7; }) == 7);
}

TEST_CASE("an answer is offered to the store until it takes it, but not for ever") {
  House house;
  gateway::Clock const clock;
  int offered = 0;
  auto const keep = [&](int refusals, model::Instant until) {
    offered = 0;
    std::function<bool(ledger::Transaction&)> const job = [&](ledger::Transaction&) {
      if (++offered <= refusals) throw ledger::StoreLost{"the disk is away"};
      return true;
    };
    house.run(gateway::keep(*house.store, clock, job, until));
  };
  CHECK_NOTHROW(keep(2, clock.now() + std::chrono::minutes{1}));
  CHECK(offered == 3);
  CHECK_THROWS_AS(keep(2, clock.now()), ledger::StoreLost);
  CHECK(offered == 1);
}

TEST_CASE("a lost store is nobody's own fault") {
  House house;
  Work const lost = [](ledger::Transaction&) -> int {
    throw ledger::StoreLost{"the disk is away"};
  };
  CHECK_THROWS_AS(static_cast<void>(house.commit(lost)), ledger::StoreLost);
}

TEST_CASE("an answer is not offered again to a store that will never take it" *
          doctest::skip(!tests::PostgresServer::available())) {
  tests::PostgresServer server;
  asio::io_context context;  // outlives the store
  auto const store =
      ledger::Store::open(ledger::StorePlace::parse(server.url("replaced")).value(), {});
  server.query("UPDATE replaced.installation SET epoch = epoch + 1");  // as another writer does
  gateway::Clock const clock;
  std::function<bool(ledger::Transaction&)> const job = [](ledger::Transaction& tx) {
    tx.append("fi", "k", tests::noon, tests::accepted("1"));
    return true;
  };
  auto end = asio::co_spawn(context,
                            gateway::keep(*store, clock, job, clock.now() + std::chrono::hours{1}),
                            asio::use_future);
  context.run_for(std::chrono::seconds{30});
  REQUIRE(end.wait_for(std::chrono::seconds{0}) == std::future_status::ready);
  CHECK_THROWS_AS(end.get(), ledger::StoreLost);
}
