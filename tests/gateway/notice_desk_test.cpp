#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include <boost/asio/executor_work_guard.hpp>
#include <doctest/doctest.h>

#include "gateway/notices/desk.hpp"
#include "gateway/route/dated_address.hpp"
#include "ledger/store/documents.hpp"
#include "ledger/store/sender_notices.hpp"
#include "tests/dispatch/rules.hpp"
#include "tests/ledger/facts.hpp"
#include "tests/support/store.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;
using namespace airut::tests;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

using States = std::vector<std::string>;

enum class World { fine, hinders, resolved_meanwhile, behind_lost_channel, full_queue, ends };

// Tells what it is asked for, and how the notice stands then.
class Peer : public channels::Channel {
 public:
  using Tell = std::function<void(std::string_view word, std::string const& notice)>;
  Peer(Tell tell, bool hindered) : tell_(std::move(tell)), hindered_(hindered) {}

  asio::awaitable<std::optional<channels::Outcome>> prepare(channels::Parcel parcel) override {
    tell_("prepare", parcel.delivery_id);
    if (hindered_) co_return channels::Deferred{};
    co_return std::nullopt;
  }
  asio::awaitable<void> discard(channels::Parcel parcel) override {
    tell_("discard", parcel.delivery_id);
    co_return;
  }
  asio::awaitable<channels::Outcome> deliver(channels::Parcel parcel) override {
    tell_("deliver", parcel.delivery_id);
    co_return channels::HandedOver{};
  }
  channels::Repeat repeat() const override { return channels::Repeat::never; }

 private:
  Tell tell_;
  bool hindered_;
};

config::Settings settings() {
  config::Settings settings;
  config::Tenant tenant;
  tenant.id = "fi";
  tenant.country = "FI";
  config::Client client;
  client.ref = "siivous";
  client.seller.electronic_address = "003726174164";
  client.e_invoice.payment_instruction = "p";
  tenant.clients = {client};
  settings.tenants = {tenant};
  settings.channels = {{"bank", "finvoice", 2, config::DirectorySettings{}}};
  return settings;
}

// The desk of a daemon that runs, with one notice to send.
class Running {
 public:
  explicit Running(World world) : world_(world) {
    clock.set(noon);
    constexpr int many = 120;
    if (world == World::behind_lost_channel) {
      for (int i = 0; i < many; ++i) add(model::new_id("sni", noon), "gone");
    }
    if (world == World::ends) order();
    add(notice, "bank", world == World::ends ? "DELETE" : "ADD");
    gateway::Channels channels;
    channels.emplace("bank",
                     std::make_unique<Peer>([this](auto word, auto const& id) { hear(word, id); },
                                            world == World::hinders));
    dispatcher_.emplace(io_,
                        gateway::Dispatcher::House{*store_, billers_, shipped_codes(), clock,
                                                   tools_, shipped_law()},
                        std::move(channels));
    house_.emplace(gateway::api::House{settings_, billers_, shipped_codes(), shipped_law(), *store_,
                                       numbers_, clock, *dispatcher_, disk_, tools_, batches_,
                                       workers_});
    desk_.emplace(io_, *house_);
    desk_->start();
    thread_ = std::thread{[this] { io_.run(); }};
  }
  ~Running() {
    desk_->stop();
    work_.reset();
    io_.stop();
    thread_.join();
    store_->close();  // its threads hold what they answered a moment longer
  }

  std::string state() const {
    return store_->read([&](ledger::Snapshot& view) {
      return ledger::find_sender_notice(view, "fi", notice).value().state;
    });
  }
  bool reaches(std::string_view wanted) const {
    for (int i = 0; i < 500 && state() != wanted; ++i) std::this_thread::sleep_for(10ms);
    return state() == wanted;
  }
  std::optional<gateway::RecipientEntry> register_of(std::string_view customer) const {
    return store_->read([&](ledger::Snapshot& view) {
      return gateway::known_recipient(view, {"fi", "siivous", customer}, model::day_of(noon));
    });
  }
  bool tells(std::size_t count) {
    for (int i = 0; i < 500 && told().size() < count; ++i) std::this_thread::sleep_for(10ms);
    return told().size() >= count;
  }
  States told() {
    std::lock_guard const lock{mutex_};
    return told_;
  }

  gateway::Clock clock;

 private:
  void add(std::string const& id, std::string const& channel, std::string const& action = "ADD") {
    store_->write_now([&](ledger::Transaction& tx) {
      ledger::SenderNoticeMade made{id, "siivous", channel, action, "NDEAFIHH", "p", ""};
      made.digest = ledger::keep_document(tx, "application/xml", "<notice/>");
      tx.append("fi", "key_1", noon, made);
    });
  }

  // One customer has ordered at the bank that is told, one at another, and one was entered by hand.
  void order() {
    struct Order {
      std::string customer, bank, source;
    };
    for (auto const& one : std::vector<Order>{{"10", "NDEAFIHH", "receiver-notice"},
                                              {"20", "OKOYFIHH", "receiver-notice"},
                                              {"30", "NDEAFIHH", "client"}}) {
      ledger::RecipientAddressed fact;
      fact.address_id = model::new_id("rca", noon);
      fact.recipient_id = model::new_id("rcp", noon);
      fact.client = "siivous";
      fact.external_ref = one.customer;
      fact.channel = "finvoice";
      fact.source = one.source;
      fact.valid_from = model::day_of(noon) - std::chrono::days{9};
      fact.stated = noon - 200h;
      fact.personal_address = "FI21123456000007" + one.customer;
      fact.personal_intermediary = one.bank;
      store_->write_now(
          [&](ledger::Transaction& tx) { tx.append("fi", "key_1", noon - 100h, fact); });
    }
  }

  void hear(std::string_view word, std::string const& id) {
    {
      std::lock_guard const lock{mutex_};
      told_.push_back(fmt::format("{} {}", word, id == notice ? state() : id));
    }
    if (word == "deliver" && world_ == World::full_queue) fill_queue();
    if (word != "prepare" || world_ != World::resolved_meanwhile) return;
    store_->write_now([&](ledger::Transaction& tx) {
      ledger::SenderNoticeMoved moved;
      moved.notice_id = notice;
      moved.from = "made";
      moved.to = "refused";
      tx.append("fi", "key_1", noon, moved);
    });
  }

  // For a while the store takes nothing.
  void fill_queue() {
    auto const opens = std::make_shared<std::promise<void>>();
    auto const open = opens->get_future().share();
    CHECK(store_->write([open](ledger::Transaction&) { open.wait(); }, [](std::exception_ptr) {}));
    while (store_->write([](ledger::Transaction&) {}, [](std::exception_ptr) {})) {
    }
    opening_ = std::async(std::launch::async, [opens] {
      std::this_thread::sleep_for(700ms);
      opens->set_value();
    });
  }

  World const world_;
  std::future<void> opening_;
  std::string const notice = model::new_id("sni", noon);
  TempDirectory home_;
  std::unique_ptr<ledger::Store> store_ = ledger::Store::open(place_in(home_.path()), {});
  config::Settings settings_ = settings();
  gateway::Billers billers_{settings_};
  gateway::RenderTools tools_;
  gateway::ReferenceNumbers numbers_{settings_, *store_};
  gateway::DiskFloor disk_{home_.path(), 0};
  gateway::BatchRunner batches_{
      {*store_, billers_, shipped_codes(), shipped_law(), numbers_, clock, tools_, [] {}},
      home_.path() / "spool"};
  asio::thread_pool workers_{1};
  asio::io_context io_;
  asio::executor_work_guard<asio::io_context::executor_type> work_ = asio::make_work_guard(io_);
  std::optional<gateway::Dispatcher> dispatcher_;
  std::optional<gateway::api::House> house_;
  std::optional<gateway::NoticeDesk> desk_;
  std::mutex mutex_;
  States told_;
  std::thread thread_;
};

}  // namespace

TEST_SUITE("gateway/notices") {
  TEST_CASE("a notice is made ready before its attempt is committed, so that a crash is no proof") {
    Running running{World::fine};
    REQUIRE(running.reaches("sent"));
    CHECK(running.told() == States{"prepare made", "deliver sending"});
  }

  TEST_CASE("a notice that cannot be made ready waits, as if it had been tried") {
    Running running{World::hinders};
    REQUIRE(running.reaches("deferred"));
    CHECK(running.told() == States{"prepare made"});
  }

  TEST_CASE("what was made ready of a notice that moved meanwhile is let go") {
    Running running{World::resolved_meanwhile};
    CHECK(running.tells(2));
    CHECK(running.told() == States{"prepare made", "discard refused"});
  }

  TEST_CASE("what the bank answered is kept while the store takes nothing") {
    Running running{World::full_queue};
    CHECK(running.reaches("sent"));
    CHECK(running.told() == States{"prepare made", "deliver sending"});
  }

  TEST_CASE("with a biller's DELETE the orders of that bank's customers end") {
    Running running{World::ends};
    REQUIRE(running.reaches("sent"));
    auto const here = running.register_of("10");
    REQUIRE(here);
    CHECK(here->at_bank == gateway::AtBank::ended);
    CHECK_FALSE(here->finvoice);
    auto const elsewhere = running.register_of("20");
    REQUIRE(elsewhere);
    CHECK(elsewhere->at_bank == gateway::AtBank::ordered);
    CHECK(running.register_of("30").value().finvoice);
  }

  TEST_CASE("notices whose channel is not configured any more hold up no other") {
    Running running{World::behind_lost_channel};
    CHECK(running.reaches("sent"));
  }
}
