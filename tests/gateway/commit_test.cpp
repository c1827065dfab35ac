#include "gateway/commit.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <doctest/doctest.h>

#include "tests/support/store.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;
namespace asio = boost::asio;

namespace {

using Work = std::function<int(ledger::Transaction&)>;

tl::expected<int, std::string> run(ledger::Store& store, Work const& work) {
  asio::io_context context;
  auto end = asio::co_spawn(context, gateway::commit_or_fault<int>(store, work), asio::use_future);
  context.run();
  return end.get();
}

}  // namespace

TEST_CASE("work that is at fault itself is told, and what comes after it is kept") {
  tests::TempDirectory const directory;
  auto store = ledger::Store::open(tests::place_in(directory.path()), {});
  auto const broken = run(
      *store, [](ledger::Transaction&) -> int { throw std::out_of_range{"the row is not there"}; });
  REQUIRE_FALSE(broken);
  CHECK(broken.error() == "the row is not there");
  CHECK(run(*store, [](ledger::Transaction&) { return 7; }) == 7);
}

TEST_CASE("a lost store is nobody's own fault") {
  tests::TempDirectory const directory;
  auto store = ledger::Store::open(tests::place_in(directory.path()), {});
  CHECK_THROWS_AS(static_cast<void>(run(*store,
                                        [](ledger::Transaction&) -> int {
                                          throw ledger::StoreLost{"the disk is away"};
                                        })),
                  ledger::StoreLost);
}
