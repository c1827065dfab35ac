#include "ledger/store/log_sync.hpp"

#include <fstream>
#include <future>

#include <doctest/doctest.h>

#include "ledger/store/store.hpp"
#include "tests/support/temp_directory.hpp"

namespace ledger = airut::ledger;

namespace {

using namespace std::chrono_literals;

// A log that is told to sync, and what came of it.
struct ToldLog {
  std::promise<std::exception_ptr> promise;
  std::future<std::exception_ptr> outcome = promise.get_future();

  ledger::LogSync::Answers answers() {
    ledger::LogSync::Answers one;
    one.push_back({[this](std::exception_ptr fault) { promise.set_value(std::move(fault)); }, {}});
    return one;
  }
};

std::filesystem::path log_in(airut::tests::TempDirectory const& directory) {
  auto const path = directory.path() / "log";
  std::ofstream{path} << "frames";
  return path;
}

}  // namespace

TEST_SUITE("ledger/store/log") {
  TEST_CASE("a commit is told after its sync, and the log is idle again") {
    airut::tests::TempDirectory const directory;
    std::promise<void> idle;
    ledger::LogSync log{log_in(directory), [&] { idle.set_value(); }};
    ToldLog told;
    log.begin();
    log.take(told.answers());
    CHECK(told.outcome.get() == nullptr);
    idle.get_future().get();
    CHECK_FALSE(log.is_busy());
    CHECK_NOTHROW(log.check());
  }

  TEST_CASE("a sync that the disk refuses loses this commit and every later one") {
    // A device without a disk behind it refuses to be synced.
    ledger::LogSync log{"/dev/null", [] {}};
    ToldLog told;
    log.begin();
    log.take(told.answers());
    auto const fault = told.outcome.get();
    REQUIRE(fault);
    CHECK_THROWS_AS(std::rethrow_exception(fault), ledger::StoreLost);
    CHECK_THROWS_AS(log.check(), ledger::StoreLost);
    log.begin();
    CHECK_THROWS_AS(log.wait_for_disk(), ledger::StoreLost);  // nobody waits for ever
  }

  TEST_CASE("a reader waits until the commit that it may have seen is on disk or gone") {
    airut::tests::TempDirectory const directory;
    ledger::LogSync log{log_in(directory), [] {}};
    for (bool const lost : {false, true}) {
      log.begin();
      auto reader = std::async(std::launch::async, [&] { log.wait_for_disk(); });
      CHECK(reader.wait_for(30ms) == std::future_status::timeout);
      if (lost) {
        log.drop();
        reader.get();
        continue;
      }
      ToldLog told;
      log.take(told.answers());
      reader.get();
      CHECK(told.outcome.get() == nullptr);
    }
  }

  TEST_CASE("a log that is not there is refused") {
    airut::tests::TempDirectory const directory;
    CHECK_THROWS_AS((ledger::LogSync{directory.path() / "none", [] {}}), ledger::StoreLost);
  }
}
