// What an AvtaleGiro claim costs from the moment it waits to the transmission on the clearing
// house's disk: on a real store, every commit synced, dropped into a directory.
#include <benchmark/benchmark.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

#include "channels/avtalegiro/avtalegiro.hpp"
#include "channels/directory/directory.hpp"
#include "formats/netsgiro/claims.hpp"
#include "gateway/avtalegiro/make_transmission.hpp"
#include "gateway/avtalegiro/send_transmission.hpp"
#include "tests/ledger/facts.hpp"
#include "tests/support/temp_directory.hpp"

namespace airut::bench {
namespace {

constexpr int claims_each = 5000;

config::Settings debit_settings() {
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
  own.claims_per_transmission = claims_each;
  all.channels.push_back({"avtalegiro", "claim", 64, std::move(own)});
  return all;
}

model::Instant const now{model::Instant{*model::parse_date("2026-09-21")} + std::chrono::hours{9}};

// Invoices whose claims wait.
void make_claims(ledger::Store& store, int first) {
  store.write_now([&](ledger::Transaction& tx) {
    for (int i = first; i < first + claims_each; ++i) {
      auto invoice = tests::accepted(std::to_string(i), 53125, fmt::format("{:015}0", i));
      invoice.gross = invoice.due = model::Money{53125, *model::Currency::parse("NOK")};
      auto delivery = tests::routed(invoice);
      delivery.channel = "avtalegiro";
      tx.append("demo", "key", now, invoice);
      tx.append("demo", "key", now, delivery);
      ledger::DebitClaimMade claim;
      claim.delivery_id = delivery.delivery_id;
      claim.invoice_id = invoice.invoice_id;
      claim.client = invoice.client;
      claim.channel = "avtalegiro";
      claim.account = "86011117947";
      claim.kid = fmt::format("{:015}0", i);
      claim.amount = model::Money{53125, *model::Currency::parse("NOK")};
      claim.due = *model::parse_date("2026-10-20");
      claim.told_by = "bank";
      claim.latest = now + std::chrono::hours{48};
      claim.personal_payer = "Kari Nordahl";
      claim.personal_text = "Faktura\nNettleie på våren";
      tx.append("demo", "key", now, claim);
    }
  });
}

void transmission(benchmark::State& state) {
  tests::TempDirectory const home;
  std::filesystem::create_directory(home.path() / "nets");
  auto const all = debit_settings();
  gateway::Billers const billers{all};
  auto const tables = std::filesystem::path{AIRUT_SOURCE} / "config" / "tables";
  auto const codes = config::Codes::load(tables, {}).value();
  auto const law = config::Law::load(tables, {}).value();
  auto const store = ledger::Store::open(home.path(), {});
  gateway::Clock clock;
  clock.set(now);
  boost::asio::thread_pool pool{2};
  channels::AvtaleGiroChannel channel{
      std::make_unique<channels::DirectoryChannel>(home.path() / "nets", pool)};
  auto const& own = std::get<config::AvtaleGiroSettings>(all.channels.front().transport);
  gateway::ClearingHouse const house{*store,  billers, codes,        law, clock,
                                     channel, "demo",  "avtalegiro", own};
  int first = 1;
  for (auto _ : state) {
    state.PauseTiming();
    make_claims(*store, first);
    first += claims_each;
    state.ResumeTiming();
    store->write_now([&](ledger::Transaction& tx) {
      if (!gateway::make_transmission(tx, house.context()))
        throw std::runtime_error{"no transmission was made"};
    });
    auto const row = store->read([](ledger::Snapshot& view) {
      return ledger::open_transmission(view, "demo", "avtalegiro");
    });
    boost::asio::io_context context;
    auto work = gateway::send_transmission(house, *row);
    boost::asio::co_spawn(context, std::move(work), [](std::exception_ptr fault) {
      if (fault) std::rethrow_exception(fault);
    });
    context.run();
    auto const sent = store->read([&](ledger::Snapshot& view) {
      return ledger::find_transmission(view, "demo", row->id)->state;
    });
    if (sent != "sent") throw std::runtime_error{"the transmission is " + sent};
  }
  state.SetItemsProcessed(state.iterations() * claims_each);
}
BENCHMARK(transmission)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

void records(benchmark::State& state) {
  netsgiro::ClaimTransmission file{"12345678", 1, {{1, "86011117947", false, {}}}};
  for (int i = 0; i < claims_each; ++i) {
    netsgiro::Claim claim;
    claim.amount = 53125;
    claim.due = *model::parse_date("2026-10-20");
    claim.kid = fmt::format("{:015}0", i);
    claim.is_told_by_bank = true;
    claim.payer = "Kari Nordahl";
    claim.specification = {"Faktura", "Nettleie på våren"};
    file.assignments.front().claims.push_back(std::move(claim));
  }
  for (auto _ : state) benchmark::DoNotOptimize(netsgiro::write_claims(file));
  state.SetItemsProcessed(state.iterations() * claims_each);
}
BENCHMARK(records)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace airut::bench

BENCHMARK_MAIN();
