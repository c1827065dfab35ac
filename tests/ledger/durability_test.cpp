#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "ledger/store/documents.hpp"
#include "ledger/store/store.hpp"
#include "tests/ledger/disk.hpp"
#include "tests/support/postgres.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;
using namespace airut::tests;
using namespace std::chrono_literals;

namespace {

// One work of a store, and what its caller was told.
class ToldWork {
 public:
  explicit ToldWork(ledger::Store& store, std::function<void(ledger::Transaction&)> work) {
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

std::string noise(std::mt19937_64& random, std::size_t size) {
  std::string bytes(size, '\0');
  for (auto& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

// A power cut: the files as they were when one sync began, and who was told before the next began.
struct Cut {
  explicit Cut(std::filesystem::path from) : from_(std::move(from)) {}

  void before_sync() {
    if (step_ == 1) {
      for (auto const* name : {"airut.db", "airut.db-wal"})
        std::filesystem::copy_file(from_ / name, image.path() / name);
      step_ = 2;
    } else if (step_ == 2) {
      std::this_thread::sleep_for(5ms);  // whoever is told too early is told now
      std::lock_guard const lock{mutex_};
      told_then = told_;
      step_ = 3;
    }
  }
  void come() { step_ = 1; }
  void tell(std::string const& name) {
    std::lock_guard const lock{mutex_};
    told_.push_back(name);
  }

  TempDirectory image;
  std::vector<std::string> told_then;

 private:
  std::filesystem::path from_;
  std::atomic<int> step_ = 0;
  std::mutex mutex_;
  std::vector<std::string> told_;
};

}  // namespace

TEST_SUITE("ledger/store/durability") {
  TEST_CASE("work that fails alone while the log is on its way to the disk is told so" *
            doctest::skip(on_postgresql())) {
    TempDirectory const home;
    Disk disk;
    auto const store = ledger::Store::open(home.path(), {});
    store->write_now(keeps("header"));
    disk.hold();
    ToldWork good{*store, keeps("good")};
    disk.wait_for_it();
    ToldWork bad{*store, [](ledger::Transaction&) { throw std::runtime_error{"no"}; }};
    bad.wait_until_begun();
    std::this_thread::sleep_for(20ms);
    CHECK_FALSE(bad.is_told_in(0ms));  // it may have seen what is not on disk yet
    disk.let_go();
    REQUIRE(good.is_told_in(5s));
    CHECK(good.was_kept());
    REQUIRE(bad.is_told_in(5s));
    CHECK_FALSE(bad.was_kept());
  }

  TEST_CASE("what stands behind a refused part of the log is not told to be on disk" *
            doctest::skip(on_postgresql())) {
    TempDirectory const home;
    Disk disk;
    auto const store = ledger::Store::open(home.path(), {});
    store->write_now(keeps("header"));
    disk.hold();
    ToldWork first{*store, keeps("first")};
    disk.wait_for_it();
    ToldWork second{*store, keeps("second")};
    second.wait_until_begun();
    disk.refuse_once();
    disk.let_go();
    REQUIRE(first.is_told_in(5s));
    CHECK_FALSE(first.was_kept());
    REQUIRE(second.is_told_in(5s));
    CHECK_FALSE(second.was_kept());
    CHECK_THROWS_AS(store->write_now(keeps("third")), ledger::StoreLost);
  }

  TEST_CASE("nobody is told of what the disk refused" * doctest::skip(on_postgresql())) {
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

  TEST_CASE("after a power cut all is there that anybody was told of" *
            doctest::skip(on_postgresql())) {
    constexpr std::size_t documents = 600, bytes = 64u << 10;  // the log begins anew meanwhile
    auto const seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937_64 random{seed};
    TempDirectory const home;
    Cut cut{home.path()};
    Disk disk;
    auto store = ledger::Store::open(home.path(), {});
    disk.watch([&] { cut.before_sync(); });
    auto const cut_at = documents / 10 + random() % (documents * 8 / 10);
    for (std::size_t i = 0; i < documents; ++i) {
      if (i == cut_at) cut.come();
      auto const document = ledger::pack_document("application/zip", noise(random, bytes));
      auto const work = [document](ledger::Transaction& tx) {
        ledger::keep_document(tx, document);
      };
      auto const done = [&cut, name = document.name](std::exception_ptr const& fault) {
        if (!fault) cut.tell(name);
      };
      REQUIRE(store->write(work, done));
      if (random() % 8 == 0) store->write_now([](ledger::Transaction&) {});
    }
    store.reset();
    REQUIRE_FALSE(cut.told_then.empty());
    store = ledger::Store::open(cut.image.path(), {});
    std::size_t lost = 0;
    store->look([&](ledger::Snapshot& view) {
      for (auto const& name : cut.told_then) lost += ledger::find_document(view, name) ? 0u : 1u;
    });
    CHECK(lost == 0);
  }
}
