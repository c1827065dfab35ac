// A consumer's invoice from its route to the end that the other side gives it: dispatcher and
// follower with the real channels, against simulators that keep to the contracts.
#include <functional>
#include <thread>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/thread_pool.hpp>
#include <doctest/doctest.h>

#include "channels/directory/directory.hpp"
#include "channels/efaktura/efaktura.hpp"
#include "channels/vipps/vipps.hpp"
#include "formats/json/submission.hpp"
#include "gateway/dispatch/apply.hpp"
#include "gateway/follow/follower.hpp"
#include "ledger/store/documents.hpp"
#include "ledger/store/invoices.hpp"
#include "ledger/store/receivables.hpp"
#include "tests/dispatch/rules.hpp"
#include "tests/ledger/facts.hpp"
#include "tests/support/consumer_peers.hpp"
#include "tests/support/sample_invoice.hpp"
#include "tests/support/store.hpp"

using namespace airut;
using namespace airut::tests;
using namespace std::chrono_literals;

namespace {

model::Money nok(std::int64_t minor) { return {minor, model::Currency::parse("NOK").value()}; }

model::Submission submission_by(std::vector<std::string> channels) {
  model::Submission submission;
  submission.client_ref = "siivous";
  auto& invoice = submission.invoice;
  invoice = sample_invoice();
  invoice.currency = nok(0).currency();
  invoice.due_date = model::day_of(noon) + std::chrono::days{14};
  invoice.seller.legal_id = model::Identifier{"974760673", "0192"};
  invoice.buyer.type = model::PartyType::consumer;
  invoice.buyer.national_id = "01032300371";
  invoice.buyer.customer_number.clear();
  invoice.payment->accounts = {{"NO9386011117947", "", ""}};
  invoice.payment->reference_kind = model::ReferenceKind::no_kid;
  invoice.payment->reference = "1234567890128";
  invoice.totals.due = nok(53338);
  submission.distribution.channels = std::move(channels);
  return submission;
}

bool until(std::function<bool()> const& is_so) {
  for (int i = 0; i < 1500 && !is_so(); ++i) std::this_thread::sleep_for(20ms);
  return is_so();
}

// The flow with one channel under test and a directory behind it.
class House {
 public:
  House(config::Channel channel, std::string const& name) : name_(name) {
    config::Tenant tenant;
    tenant.id = "no";
    tenant.country = "NO";
    config::Client client;
    client.ref = "siivous";
    client.seller.legal_id = "974760673";
    client.accounts = {{"NO9386011117947", "", ""}};
    tenant.clients = {client};
    settings_.tenants = {tenant};
    config::PortalSettings portal;
    portal.base_url = "https://faktura.example.no";
    portal.signing_key.value = std::string(32, 'k');
    settings_.channels = {std::move(channel),
                          {"print", "json", 2, config::DirectorySettings{drop_.path()}},
                          {"portal", "pdf", 2, portal}};
    clock.set(noon);
    store_ = ledger::Store::open(place_in(home_.path()), {});
  }
  ~House() { close(); }

  template <class Make>
  void open(Make make) {
    gateway::Channels channels;
    channels.emplace(name_, make(pool_));
    channels.emplace("print", std::make_unique<channels::DirectoryChannel>(drop_.path(), pool_));
    io_ = std::make_unique<boost::asio::io_context>();
    work_.emplace(io_->get_executor());
    dispatcher_.emplace(*io_,
                        gateway::Dispatcher::House{*store_, billers_, shipped_codes(), clock,
                                                   tools_, shipped_law()},
                        std::move(channels));
    follower_.emplace(*io_, gateway::Follower::House{*store_, billers_, shipped_codes(), clock,
                                                     shipped_law(), *dispatcher_});
    dispatcher_->start();
    follower_->start();
    thread_ = std::thread{[this] { io_->run(); }};
  }
  void close() {
    if (!dispatcher_) return;
    dispatcher_->stop();
    follower_->stop();
    until([&] { return dispatcher_->idle(); });
    work_.reset();
    io_->stop();
    thread_.join();
    pool_.join();
    follower_.reset();
    dispatcher_.reset();
  }

  // Accepts an invoice and routes it; its id.
  std::string send() {
    auto const submission = submission_by({name_, "print"});
    auto invoice = accepted("N-1", 53338);
    invoice.gross = invoice.due = nok(53338);
    store_->write_now([&](ledger::Transaction& tx) {
      invoice.canonical_digest =
          ledger::keep_document(tx, "application/json", json::write_submission(submission));
      tx.append("no", "key_1", noon, invoice);
      gateway::Travelling document;
      document.tenant = "no";
      document.actor = "key_1";
      document.invoice_id = document.document_id = invoice.invoice_id;
      document.document_kind = "invoice";
      document.client = billers_.client("no", "siivous");
      document.submission = &submission;
      gateway::route(tx, document, billers_, shipped_codes(), clock.now());
    });
    receivable_ = invoice.receivable_id;
    invoice_ = invoice.invoice_id;
    dispatcher_->wake();
    return invoice_;
  }
  void credit() {
    store_->write_now([&](ledger::Transaction& tx) {
      tx.append(
          "no", "key_1", clock.now(),
          ledger::ReceivableCredited{receivable_, invoice_, "inv_credit", nok(53338), nok(0)});
    });
  }
  std::vector<ledger::DeliveryRow> deliveries() {
    ledger::DeliveryFilter filter;
    filter.invoice_id = invoice_;
    return store_->read([&](ledger::Snapshot& view) {
      return ledger::list_deliveries(view, "no", filter, {50, ""}).rows;
    });
  }
  ledger::DeliveryRow newest() { return deliveries().front(); }
  bool reaches(std::string_view evidence) {
    return until([&] { return newest().evidence == evidence; });
  }
  // Moves the clock, and has the dispatcher look at it: alone it would sleep for half a minute.
  void pass(std::chrono::milliseconds time) {
    clock.advance(time);
    dispatcher_->wake();
  }
  // The same while time passes: when the first look falls, before or after a step of the clock, is
  // chance.
  bool comes_to(std::string_view evidence) {
    for (int i = 0; i < 30 && newest().evidence != evidence; ++i) {
      std::this_thread::sleep_for(1s);
      if (newest().evidence != evidence) pass(20min);
    }
    return newest().evidence == evidence;
  }
  bool is_open() {
    return store_->read([&](ledger::Snapshot& view) {
      return ledger::find_receivable(view, "no", receivable_)->status == "open";
    });
  }
  std::size_t dropped() {
    std::size_t count = 0;
    for (auto const& file : std::filesystem::directory_iterator{drop_.path()}) {
      count += file.path().filename().string().front() == '.' ? 0 : 1;
    }
    return count;
  }

  gateway::Clock clock;

 private:
  std::string name_, invoice_, receivable_;
  TempDirectory home_, drop_;
  config::Settings settings_;
  gateway::Billers billers_{settings_};
  gateway::RenderTools tools_;
  std::unique_ptr<ledger::Store> store_;
  boost::asio::thread_pool pool_{4};
  std::unique_ptr<boost::asio::io_context> io_;
  std::optional<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> work_;
  std::optional<gateway::Dispatcher> dispatcher_;
  std::optional<gateway::Follower> follower_;
  std::thread thread_;
};

struct VippsHouse {
  VippsPeer peer;
  House house{{"vipps", "vipps", 4, peer.settings()}, "vipps"};

  VippsHouse() {
    house.open([this](auto& pool) {
      return std::make_unique<channels::VippsChannel>(peer.settings(), shipped_answers(), pool);
    });
  }
  std::string id(ledger::DeliveryRow const& row) const {
    auto text = row.message_id;
    for (auto& c : text) c = c == '_' ? '-' : c;
    return "orgno-no.974760673." + text;
  }
};

}  // namespace

TEST_SUITE("follow/flow") {
  TEST_CASE("Vipps: every state is evidence of no more, and the claim stays open") {
    if (!VippsPeer::available()) return;
    VippsHouse vipps;
    auto& house = vipps.house;
    house.send();
    REQUIRE(house.reaches("delivered_to_recipient"));
    auto const theirs = vipps.id(house.newest());
    CHECK(vipps.peer.history(theirs) == "created,pending");
    vipps.peer.move(theirs, "approved");
    house.clock.advance(24h);
    REQUIRE(house.reaches("acknowledged_by_buyer"));
    CHECK(house.is_open());
    vipps.peer.behave(R"("stale":true)");
    house.clock.advance(24h);
    std::this_thread::sleep_for(3s);
    CHECK(house.newest().evidence == "acknowledged_by_buyer");
    CHECK(vipps.peer.violations().empty());
  }

  TEST_CASE("Vipps: what is rejected or deleted goes by the next channel once") {
    if (!VippsPeer::available()) return;
    VippsHouse vipps;
    auto& house = vipps.house;
    SUBCASE("rejected") {
      vipps.peer.behave(R"("validation":"rejected")");
      house.send();
    }
    SUBCASE("deleted") {
      house.send();
      REQUIRE(house.reaches("delivered_to_recipient"));
      vipps.peer.move(vipps.id(house.newest()), "deleted");
      house.clock.advance(24h);
    }
    SUBCASE("not there") {
      vipps.peer.behave(R"("recipient":"http:404")");
      house.send();
    }
    REQUIRE(
        until([&] { return house.newest().channel == "print" && house.newest().state == "sent"; }));
    house.clock.advance(48h);
    std::this_thread::sleep_for(2s);
    CHECK(house.dropped() == 1);
    CHECK(house.deliveries().size() == 2);
  }

  TEST_CASE("Vipps: what was credited is revoked, also when the first answer is lost") {
    if (!VippsPeer::available()) return;
    VippsHouse vipps;
    auto& house = vipps.house;
    house.send();
    REQUIRE(house.reaches("delivered_to_recipient"));
    auto const theirs = vipps.id(house.newest());
    SUBCASE("at once") { house.credit(); }
    SUBCASE("the answer lost") {
      vipps.peer.behave(R"("cancel":"cut once")");
      house.credit();
      REQUIRE(until([&] { return vipps.peer.history(theirs).ends_with("revoked"); }));
      house.clock.advance(1h);
    }
    SUBCASE("too late") {
      vipps.peer.move(theirs, "approved");
      house.credit();
      REQUIRE(until([&] { return house.newest().last_code == "vipps.too_late_to_revoke"; }));
      CHECK(house.newest().state == "delivered");
      return;
    }
    REQUIRE(until([&] { return house.newest().state == "cancelled"; }));
    CHECK(vipps.peer.history(theirs) == "created,pending,revoked");
  }

  TEST_CASE("Vipps: whatever breaks, the invoice is there once") {
    if (!VippsPeer::available()) return;
    for (std::string const how : {"cut", "late", "hang", "cut_before", "http:503", "http:500"}) {
      CAPTURE(how);
      VippsHouse vipps;
      auto& house = vipps.house;
      vipps.peer.behave(fmt::format(R"("add":"{}")", how));
      house.send();
      REQUIRE(until([&] {
        auto const state = house.newest().state;
        return state == "unknown" || state == "deferred";
      }));
      CHECK((house.newest().state == "deferred") == (how == "http:503"));
      vipps.peer.behave({});
      house.pass(10min);
      REQUIRE(house.reaches("delivered_to_recipient"));
      CHECK(vipps.peer.count() == 1);
      CHECK(house.dropped() == 0);
    }
  }

  TEST_CASE("eFaktura: sent, followed and cancelled over both services") {
    if (!EfakturaPeer::available()) return;
    for (auto const flow : {config::EfakturaFlow::issuer, config::EfakturaFlow::combo}) {
      EfakturaPeer peer;
      auto settings = peer.settings();
      settings.flow = flow;
      peer.behave(R"("state":["IN_PROGRESS","PROCESSED"])");
      House house{{"efaktura", "efaktura", 4, settings}, "efaktura"};
      house.open([&](auto& pool) {
        return std::make_unique<channels::EfakturaChannel>(settings, shipped_answers(), pool);
      });
      house.send();
      REQUIRE(house.reaches("accepted_by_operator"));
      house.clock.advance(1h);
      REQUIRE(house.comes_to("delivered_to_recipient"));
      house.credit();
      REQUIRE(until([&] { return house.newest().state == "cancelled"; }));
      CHECK(peer.documents().begin()->value().at("cancelled").as_bool());
      CHECK(peer.violations().empty());
      house.close();
    }
  }
}
