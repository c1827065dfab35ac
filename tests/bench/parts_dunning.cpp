// What the day's dunning costs: a decision in memory, and the walk over open items of which few
// wake today.
#include <cstdlib>
#include <stdexcept>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "ledger/receivables/dunning.hpp"
#include "ledger/receivables/plan.hpp"
#include "ledger/store/query.hpp"
#include "ledger/store/receivables.hpp"
#include "tests/bench/ledger_house.hpp"
#include "tests/support/store.hpp"

namespace airut::bench {
namespace {

namespace dunning = ledger::dunning;
using std::chrono::days;

config::Law const& law() {
  static auto const loaded = config::Law::load(AIRUT_SOURCE "/config/tables", {}).value();
  return loaded;
}

config::DunningPolicy policy() {
  config::DunningPolicy one;
  one.name = "one-step";
  one.grace_days = 0;
  one.steps = {{"first_reminder"}, {"second_reminder"}};
  one.plan.interest = "runs";
  return one;
}

dunning::ItemFacts item() {
  dunning::ItemFacts facts;
  facts.due_date = *model::parse_date("2025-03-17");
  facts.sent_on = facts.delivered_on = *model::parse_date("2025-03-03");
  facts.owed = ledger::nothing_owed({});
  facts.owed.principal = facts.history.original = model::Money{53338, {}};
  facts.history.changes = {{*model::parse_date("2025-03-25"), model::Money{-10000, {}}}};
  facts.bank_data_until = *model::parse_date("2025-04-01");
  return facts;
}

// A letter with its fee, interest over a part payment, and every proof.
void dunning_decide(benchmark::State& state) {
  auto const facts = item();
  auto const terms = policy();
  dunning::CustomerFacts customer;
  customer.country = "FI";
  auto const as_of = *model::parse_date("2025-04-02");
  for (auto _ : state) {
    auto const decision = dunning::decide(facts, customer, terms, law(), as_of);
    if (decision.action != dunning::Action::first_reminder) throw std::runtime_error{"no letter"};
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(dunning_decide);

// Six instalments with interest on the falling principal, to the cent.
void plan_offer(benchmark::State& state) {
  auto const facts = item();
  auto const terms = policy();
  dunning::CustomerFacts customer;
  customer.country = "FI";
  ledger::plan::Wish wish;
  wish.made_by = "operator";
  wish.count = 6;
  auto const as_of = *model::parse_date("2025-04-02");
  for (auto _ : state) {
    auto const offer = ledger::plan::offer(facts, customer, terms, law(), wish, as_of);
    if (!offer) throw std::runtime_error{offer.error().text};
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(plan_offer);

// AIRUT_BENCH_ITEMS makes a quick run of it.
std::int64_t wanted_items() {
  auto const* wanted = std::getenv("AIRUT_BENCH_ITEMS");
  return wanted ? std::stoll(wanted) : 1'000'000;
}

// Rows of items, a quarter of them open, a thousandth awake on day 20000; the rest falls due later.
void fill_items(ledger::Transaction& tx, std::int64_t count) {
  tx.connection().execute("INSERT INTO tenants (tenant, name) VALUES (1, 'many')");
  auto const numbers = fmt::format(
      "WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < {})", count);
  tx.connection().execute(
      "INSERT INTO invoices " + numbers +
      " SELECT k, 1, 'inv' || k, 'c', '', '', 'n' || k, 'invoice', 's', 'sent', 'delivered',"
      " 'EUR', 10000, 10000, 19900, 20000, '', '', 'FI', '', '', 'consumer', 'FI', '', 'fi',"
      " 'json', '', '', '', 'rcv' || k, 0, 0, 1, 0, '' FROM n");
  tx.connection().execute(
      "INSERT INTO receivables (key, tenant, id, status, stage, principal, interest, fee, cost,"
      " paid, credited, due_date, sent_on, delivered_on, delivery_assumed, credit_balance, policy,"
      " reminders, collection, hold_reason, hold_until, disputed, approved, last_letter_day,"
      " last_letter_deadline, first_fee_day, letters, fees_charged, interest_until, version,"
      " subledger) " +
      numbers +
      " SELECT k, 1, 'rcv' || k, 'open', 'none', CASE WHEN k % 4 = 0 THEN 10000 ELSE 0 END, 0,"
      " 0, 0, 0, 0, CASE WHEN k % 1000 = 0 THEN 19990 ELSE 20010 END, 19900, 19900, 0, 0, '',"
      " 'auto', 'auto', '', NULL, 0, 0, NULL, NULL, NULL, 0, 0, NULL, 1, 1 FROM n");
}

void dunning_candidates(benchmark::State& state) {
  tests::TempDirectory const folder;
  auto const store = ledger::Store::open(tests::place_in(folder.path()), {});
  store->write_now([](ledger::Transaction& tx) { fill_items(tx, wanted_items()); });
  model::Date const as_of{days{20000}};
  std::int64_t awake = 0;
  for (auto _ : state) {
    auto const keys = store->read([&](ledger::Snapshot& view) {
      return ledger::dunning_candidates(view, "many", {{0, as_of - days{1}}});
    });
    awake = static_cast<std::int64_t>(keys.size());
    if (awake != wanted_items() / 1000) throw std::runtime_error{"not the items that wake"};
  }
  state.SetItemsProcessed(state.iterations() * awake);
  state.counters["items"] = static_cast<double>(wanted_items());
}
BENCHMARK(dunning_candidates)
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime()
    ->UseRealTime();

}  // namespace
}  // namespace airut::bench
