#include "gateway/dispatch/dispatcher.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <doctest/doctest.h>

#include "formats/model/ids.hpp"
#include "gateway/dispatch/seal.hpp"
#include "tests/dispatch/rules.hpp"
#include "tests/ledger/facts.hpp"
#include "tests/support/store.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;
using namespace airut::tests;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

// What the other side does, by address.
struct World {
  std::mutex mutex;
  std::multiset<std::string> offered;
  std::atomic<bool> hangs{false};

  std::size_t offers_to(std::string const& address) {
    std::lock_guard const lock{mutex};
    return offered.count(address);
  }
};

// Takes everything, but for what goes to "dead": that fails, after a long time when the world
// hangs; and it throws over "broken".
class Peer : public channels::Channel {
 public:
  explicit Peer(std::shared_ptr<World> world) : world_(std::move(world)) {}

  asio::awaitable<channels::Outcome> deliver(channels::Parcel parcel) override {
    {
      std::lock_guard const lock{world_->mutex};
      world_->offered.insert(parcel.address);
    }
    if (parcel.address == "broken") throw std::runtime_error{"the peer is broken"};
    if (parcel.address != "dead") co_return channels::HandedOver{};
    auto const executor = co_await asio::this_coro::executor;
    asio::steady_timer timer{executor};
    while (world_->hangs) {
      timer.expires_after(5ms);
      co_await timer.async_wait(asio::use_awaitable);
    }
    co_return channels::Deferred{};
  }
  channels::Repeat repeat() const override { return channels::Repeat::safe; }

 private:
  std::shared_ptr<World> world_;
};

config::Settings email_settings() {
  config::Settings settings;
  config::Tenant tenant;
  tenant.id = "fi";
  tenant.country = "FI";
  config::Client client;
  client.ref = "siivous";
  tenant.clients = {client};
  settings.tenants = {tenant};
  settings.channels = {{"email", "pdf", 2, config::EmailSettings{}}};
  return settings;
}

bool until(std::function<bool()> const& is_so) {
  for (int i = 0; i < 500 && !is_so(); ++i) std::this_thread::sleep_for(10ms);
  return is_so();
}

// A dispatcher that runs, with deliveries that were sealed before.
class Running {
 public:
  Running() : store_(ledger::Store::open(place_in(home_.path()), {})) { clock.set(noon); }
  ~Running() {
    world->hangs = false;
    if (!dispatcher_) return;
    dispatcher_->stop();
    until([&] { return dispatcher_->idle(); });
    work_.reset();
    io_.stop();
    thread_.join();
  }

  void add(std::string const& destination, model::Instant at) {
    auto const invoice = accepted(std::to_string(++count_));
    auto delivery = routed(invoice);
    delivery.destination = delivery.personal_address = destination;
    delivery.next_at = at;
    store_->write_now([&](ledger::Transaction& tx) {
      tx.append("fi", "key_1", noon, invoice);
      tx.append("fi", "key_1", noon, delivery);
      seal(tx, delivery, at);
    });
  }

  ledger::DeliveryRow only() {
    return store_->read([](ledger::Snapshot& view) {
      return ledger::list_deliveries(view, "fi", {}, {1, ""}).rows.front();
    });
  }
  std::vector<ledger::AttemptRow> attempts(std::string const& delivery) {
    return store_->read(
        [&](ledger::Snapshot& view) { return ledger::list_attempts(view, "fi", delivery); });
  }

  void start() {
    Channels channels;
    channels.emplace("email", std::make_unique<Peer>(world));
    Dispatcher::House const house{*store_, billers_, shipped_codes(), clock, tools_, shipped_law()};
    dispatcher_.emplace(io_, house, std::move(channels));
    dispatcher_->start();
    thread_ = std::thread{[this] { io_.run(); }};
  }

  gateway::Dispatcher& dispatcher() { return *dispatcher_; }

  gateway::Clock clock;
  std::shared_ptr<World> world = std::make_shared<World>();

 private:
  using Dispatcher = gateway::Dispatcher;
  using Channels = gateway::Channels;

  static void seal(ledger::Transaction& tx, ledger::DeliveryRouted const& delivery,
                   model::Instant at) {
    channels::Parcel parcel;
    parcel.delivery_id = parcel.message_id = delivery.delivery_id;
    ledger::AttemptStarted attempt;
    attempt.delivery_id = delivery.delivery_id;
    attempt.invoice_id = delivery.invoice_id;
    attempt.attempt_id = model::new_id("att", noon);
    attempt.payload_digest = gateway::keep_parcel(tx, gateway::pack_parcel(parcel));
    attempt.lease_until = at;
    tx.append("fi", "system", noon, attempt);
    auto back = changed(delivery, "dispatching", "queued");
    back.attempt_id = attempt.attempt_id;
    back.next_at = at;
    tx.append("fi", "system", noon, back);
  }

  TempDirectory home_;
  std::unique_ptr<ledger::Store> store_;
  config::Settings settings_ = email_settings();
  gateway::Billers billers_{settings_};
  gateway::RenderTools tools_;
  asio::io_context io_;
  asio::executor_work_guard<asio::io_context::executor_type> work_ = asio::make_work_guard(io_);
  std::optional<Dispatcher> dispatcher_;
  std::thread thread_;
  int count_ = 0;
};

}  // namespace

TEST_SUITE("dispatch/dispatcher") {
  TEST_CASE("while a dead destination is tried again, the others of its channel go on") {
    Running running;
    for (int i = 0; i < 5; ++i) running.add("dead", noon - 1s);
    auto const later = noon + 2h;
    for (int i = 0; i < 20; ++i) running.add("dead", later);
    running.add("well", later + 1s);
    running.start();
    REQUIRE(until([&] { return running.dispatcher().figures().resting_destinations == 1; }));
    REQUIRE(until([&] { return running.dispatcher().idle(); }));
    running.world->hangs = true;
    running.clock.advance(3h);
    running.dispatcher().wake();
    CHECK(until([&] { return running.world->offers_to("well") == 1; }));
    CHECK(running.world->offers_to("dead") == 6);
  }

  TEST_CASE("what a channel throws is an attempt that may have arrived, and is told at once") {
    Running running;
    running.add("broken", noon - 1s);
    running.start();
    CHECK(until([&] { return running.only().state == "unknown"; }));
    auto const row = running.only();
    CHECK(row.doubtful);
    CHECK(row.last_code == "transport.interrupted");
    auto const attempts = running.attempts(row.id);
    REQUIRE_FALSE(attempts.empty());
    CHECK(attempts.back().excerpt == "the peer is broken");
  }
}
