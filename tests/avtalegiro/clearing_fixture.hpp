#pragma once

#include <functional>
#include <map>
#include <random>
#include <string>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "gateway/avtalegiro/make_transmission.hpp"
#include "gateway/avtalegiro/send_transmission.hpp"
#include "tests/ledger/facts.hpp"
#include "tests/support/temp_directory.hpp"

// A store with claims that wait, and a place for files that fails in every way it can.
namespace airut::tests {

inline model::Instant const clearing_day{model::Instant{*model::parse_date("2026-09-21")} +
                                         std::chrono::hours{9}};

inline config::Settings clearing_settings() {
  config::Settings all;
  config::Tenant tenant;
  tenant.id = "demo";
  tenant.country = "NO";
  config::Client client;
  client.ref = "siivous";
  client.channel_order_consumer = {"avtalegiro"};
  tenant.clients.push_back(std::move(client));
  all.tenants.push_back(std::move(tenant));
  config::AvtaleGiroSettings own;
  own.customer_unit = "12345678";
  own.claims_per_transmission = 4;
  all.channels.push_back({"avtalegiro", "claim", 64, std::move(own)});
  return all;
}

// What lies at the clearing house, by number; chance decides what is said about it.
class FaultyPlace : public channels::Channel {
 public:
  explicit FaultyPlace(unsigned seed) : random_(seed) {}

  boost::asio::awaitable<std::optional<channels::Outcome>> prepare(channels::Parcel) override {
    if (calm || random_() % 5 != 0) co_return std::nullopt;
    co_return channels::Deferred{{"nets", "transport.unreachable", "", ""}, std::nullopt};
  }
  boost::asio::awaitable<channels::Outcome> deliver(channels::Parcel parcel) override {
    auto const chance = calm ? 0U : random_() % 8;
    bool const arrives = chance < 4 || chance == 6;
    if (arrives) keep(parcel);
    if (chance == 3 || chance == 4) throw std::runtime_error{"the process ended here"};
    if (chance >= 6) co_return channels::Unsure{{"nets", "transport.no_answer", "", ""}};
    if (chance == 5) co_return channels::Deferred{{"nets", "transport.sftp_down", "", ""}, {}};
    co_return channels::HandedOver{};
  }
  boost::asio::awaitable<channels::Arrival> ask(channels::Parcel parcel) override {
    auto const chance = calm ? 0U : random_() % 4;
    if (chance == 1) co_return channels::Arrival::no_answer;
    if (chance == 2) co_return channels::Arrival::cannot_tell;
    co_return has(parcel.files.front().bytes) ? channels::Arrival::arrived
                                              : channels::Arrival::not_arrived;
  }
  channels::Repeat repeat() const override { return channels::Repeat::never; }

  bool has(std::string const& bytes) const {
    auto const there = files.find(number_of(bytes));
    return there != files.end() && there->second == bytes;
  }
  static int number_of(std::string const& bytes) { return std::stoi(bytes.substr(16, 7)); }

  bool calm = false;
  std::map<int, std::string> files;

 private:
  void keep(channels::Parcel const& parcel) {
    auto const& bytes = parcel.files.front().bytes;
    auto const [there, fresh] = files.emplace(number_of(bytes), bytes);
    CHECK(there->second == bytes);  // a number never names two files
  }
  std::mt19937 random_;
};

class ClearingFixture {
 public:
  explicit ClearingFixture(unsigned seed) : place(seed) { clock.set(clearing_day); }

  gateway::ClearingHouse house() {
    auto const& own = std::get<config::AvtaleGiroSettings>(settings.channels.front().transport);
    return {*store, billers, codes, law, clock, place, "demo", "avtalegiro", own};
  }

  // further: channels that are left to it.
  std::string add_claim(int number, std::vector<std::string> further = {"print"}) {
    auto const kid = fmt::format("{:015}0", number);
    auto invoice = accepted(std::to_string(number), 53125, kid);
    invoice.gross = invoice.due = model::Money{53125, *model::Currency::parse("NOK")};
    auto delivery = routed(invoice);
    delivery.channel = "avtalegiro";
    delivery.remaining = std::move(further);
    ledger::DebitClaimMade claim;
    claim.delivery_id = delivery.delivery_id;
    claim.invoice_id = invoice.invoice_id;
    claim.client = invoice.client;
    claim.channel = "avtalegiro";
    claim.account = number % 3 == 0 ? "12345678903" : "86011117947";
    claim.kid = kid;
    claim.amount = invoice.due;
    claim.due = *model::parse_date("2026-10-20");
    claim.told_by = "payee";
    claim.latest = clearing_day + std::chrono::hours{24 * 15};
    store->write_now([&](ledger::Transaction& tx) {
      tx.append("demo", "key", clock.now(), invoice);
      tx.append("demo", "key", clock.now(), delivery);
      tx.append("demo", "key", clock.now(), claim);
    });
    return claim.delivery_id;
  }

  std::optional<ledger::TransmissionRow> open() {
    return store->read([](ledger::Snapshot& view) {
      return ledger::open_transmission(view, "demo", "avtalegiro");
    });
  }

  void make() {
    store->write_now(
        [&](ledger::Transaction& tx) { gateway::make_transmission(tx, house().context()); });
  }

  // One turn; a process that ended in it leaves things as they are on the disk.
  void send() {
    auto const row = open();
    if (!row) return;
    boost::asio::io_context context;
    auto work = gateway::send_transmission(house(), *row);
    boost::asio::co_spawn(context, std::move(work), [](std::exception_ptr) {});
    context.run();
  }

  // A person finds out the truth of those that are unknown.
  void find_out() {
    auto const unknown = store->read([](ledger::Snapshot& view) {
      auto rows = ledger::list_transmissions(view, "demo", {200, ""}).rows;
      std::erase_if(rows, [](auto const& row) { return row.state != "unknown"; });
      return rows;
    });
    for (auto const& row : unknown) {
      bool const there = place.files.contains(static_cast<int>(row.number));
      store->write_now([&](ledger::Transaction& tx) {
        CHECK(gateway::resolve_transmission(tx, house().context(), row, there, "asked"));
      });
      if (!there) send();
    }
  }

  TempDirectory home;
  config::Settings settings = clearing_settings();
  gateway::Billers billers{settings};
  std::filesystem::path tables = std::filesystem::path{AIRUT_SOURCE} / "config" / "tables";
  config::Codes codes = config::Codes::load(tables, {}).value();
  config::Law law = config::Law::load(tables, {}).value();
  std::unique_ptr<ledger::Store> store = ledger::Store::open(home.path(), {});
  gateway::Clock clock;
  FaultyPlace place;
};

}  // namespace airut::tests
