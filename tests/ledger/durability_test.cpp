#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <thread>

#include <doctest/doctest.h>

#include "ledger/store/documents.hpp"
#include "ledger/store/store.hpp"
#include "tests/ledger/disk.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;
using namespace airut::tests;
using namespace std::chrono_literals;

namespace {

// One work of a store, and what its caller was told.
class Told {
 public:
  explicit Told(ledger::Store& store, std::function<void(ledger::Transaction&)> work) {
    auto done = [promise = promise_](std::exception_ptr const& fault) {
      promise->set_value(fault);
    };
    auto run = [begun = begun_, work = std::move(work)](ledger::Transaction& tx) {
      *begun = true;
      work(tx);
    };
    REQUIRE(store.write(run, done));
  }
  void wait_until_begun() const {
    while (!*begun_) std::this_thread::sleep_for(1ms);
  }
  bool is_told_in(std::chrono::milliseconds time) {
    return outcome_.wait_for(time) == std::future_status::ready;
  }
  bool was_kept() { return outcome_.get() == nullptr; }

 private:
  std::shared_ptr<std::promise<std::exception_ptr>> promise_ =
      std::make_shared<std::promise<std::exception_ptr>>();
  std::future<std::exception_ptr> outcome_ = promise_->get_future();
  std::shared_ptr<std::atomic<bool>> begun_ = std::make_shared<std::atomic<bool>>(false);
};

std::function<void(ledger::Transaction&)> keeps(std::string const& text) {
  return [text](ledger::Transaction& tx) { ledger::keep_document(tx, "text/plain", text); };
}

}  // namespace

TEST_SUITE("ledger/store/durability") {
  TEST_CASE("work that fails alone while the log is on its way to the disk is told so") {
    TempDirectory const home;
    Disk disk;
    auto const store = ledger::Store::open(home.path(), {});
    store->write_now(keeps("header"));
    disk.hold();
    Told good{*store, keeps("good")};
    disk.wait_for_it();
    Told bad{*store, [](ledger::Transaction&) { throw std::runtime_error{"no"}; }};
    bad.wait_until_begun();
    std::this_thread::sleep_for(20ms);
    CHECK_FALSE(bad.is_told_in(0ms));  // it may have seen what is not on disk yet
    disk.let_go();
    REQUIRE(good.is_told_in(5s));
    CHECK(good.was_kept());
    REQUIRE(bad.is_told_in(5s));
    CHECK_FALSE(bad.was_kept());
  }

  TEST_CASE("what stands behind a refused part of the log is not told to be on disk") {
    TempDirectory const home;
    Disk disk;
    auto const store = ledger::Store::open(home.path(), {});
    store->write_now(keeps("header"));
    disk.hold();
    Told first{*store, keeps("first")};
    disk.wait_for_it();
    Told second{*store, keeps("second")};
    second.wait_until_begun();
    disk.refuse_once();
    disk.let_go();
    REQUIRE(first.is_told_in(5s));
    CHECK_FALSE(first.was_kept());
    REQUIRE(second.is_told_in(5s));
    CHECK_FALSE(second.was_kept());
    CHECK_THROWS_AS(store->write_now(keeps("third")), ledger::StoreLost);
  }

  TEST_CASE("nobody is told of what the disk refused") {
    TempDirectory const home;
    Disk disk;
    auto const store = ledger::Store::open(home.path(), {});
    store->write_now(keeps("header"));
    std::string name;
    disk.refuse_once();
    CHECK_THROWS_AS(store->write_now([&](ledger::Transaction& tx) {
      name = ledger::keep_document(tx, "text/plain", "refused");
    }),
                    ledger::StoreLost);
    auto const ask = [&](ledger::Snapshot& view) { return ledger::find_document(view, name); };
    CHECK_THROWS_AS(store->read(ask), ledger::StoreLost);
    CHECK_THROWS_AS(store->read([](ledger::Snapshot&) {}), ledger::StoreLost);
  }
}
