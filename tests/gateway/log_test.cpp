#include "gateway/log.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include "gateway/http/failure.hpp"
#include "ledger/store/store.hpp"

using namespace airut;
using namespace airut::gateway;

TEST_CASE("a line of the log is one object of JSON without what is empty") {
  CHECK(log_text("info", "ready", {{"detail", "http://\"x\""}, {"channel", ""}}) ==
        R"({"level":"info","event":"ready","detail":"http://\"x\""})");
}

TEST_CASE("a failure that no one expected is told with its room, an expected one is not") {
  auto const text_of = [](auto fault) {
    return fault_text("bank", std::make_exception_ptr(fault));
  };
  CHECK(text_of(std::out_of_range{"no such row"}) ==
        R"({"level":"error","event":"internal.fault","room":"bank","detail":"no such row"})");
  CHECK(text_of(7) == R"({"level":"error","event":"internal.fault","room":"bank"})");
  CHECK(text_of(ledger::StoreLost{"the disk is away"}) ==
        R"({"level":"error","event":"store.lost","room":"bank","detail":"the disk is away"})");
  CHECK_FALSE(text_of(http::Unavailable{"the queue is full"}));
  CHECK_FALSE(fault_text("bank", nullptr));
}

TEST_CASE("the same line is told once a minute") {
  RecentLines told;
  RecentLines::Time const now{};
  CHECK_FALSE(told.lately("a", now));
  CHECK(told.lately("a", now + std::chrono::seconds{59}));
  CHECK_FALSE(told.lately("b", now + std::chrono::seconds{59}));
  CHECK_FALSE(told.lately("a", now + std::chrono::seconds{60}));
}

TEST_CASE("a line that cannot be written is lost and ends nothing") {
  int const before = ::dup(2);
  int const full = ::open("/dev/full", O_WRONLY);
  REQUIRE(full >= 0);
  ::dup2(full, 2);
  CHECK_NOTHROW(log("info", "ready", {}));
  CHECK_NOTHROW(log_fault("bank", std::make_exception_ptr(std::out_of_range{"no such row"})));
  ::dup2(before, 2);
  ::close(before);
  ::close(full);
}
