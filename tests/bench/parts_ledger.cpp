// What the memory of the house costs, on a real store with its real syncs.
#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "formats/bank_files/bank_files.hpp"
#include "gateway/claim/day_run.hpp"
#include "gateway/claim/import.hpp"
#include "ledger/receivables/match.hpp"
#include "tests/bench/ledger_house.hpp"

namespace airut::bench {
namespace {

// AIRUT_BENCH_ITEMS makes a quick run of it.
std::size_t loaded_items() {
  auto const* wanted = std::getenv("AIRUT_BENCH_ITEMS");
  return wanted ? std::stoul(wanted) : 100000;
}

// The transaction behind one 202, 64 to a sync, without HTTP and without reading the JSON.
void accept_in_store(benchmark::State& state) {
  LedgerHouse house;
  std::uint64_t from = 0;
  constexpr std::size_t together = 64;
  for (auto _ : state) {
    state.PauseTiming();
    auto const invoices = house.prepare(from, together);
    state.ResumeTiming();
    house.accept(invoices, from);
    from += together;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(from));
}
BENCHMARK(accept_in_store)->MeasureProcessCPUTime()->UseRealTime();

// A fact with its hash and its row, 64 to a sync.
void journal_append(benchmark::State& state) {
  LedgerHouse house;
  std::int64_t number = 0;
  for (auto _ : state) {
    house.store().write_now([&](ledger::Transaction& tx) {
      for (int i = 0; i < 64; ++i) {
        ledger::BatchReceived fact;
        fact.batch_id = fmt::format("bat_{:026}", ++number);
        fact.mode = "best_effort";
        fact.items = number;
        tx.append("demo", "key_bench", house.now(), fact);
      }
    });
  }
  state.SetItemsProcessed(number);
}
BENCHMARK(journal_append)->MeasureProcessCPUTime()->UseRealTime();

// One payment against the open items that its reference names.
void payment_match(benchmark::State& state) {
  auto const law = config::Law::load(AIRUT_SOURCE "/config/tables", {});
  model::BankEntry entry;
  entry.account = "FI2112345600000785";
  entry.amount = {53338, *model::Currency::parse("EUR")};
  entry.reference = "1009";
  entry.booked = entry.value_date = std::chrono::sys_days{std::chrono::year{2026} / 3 / 16};
  ledger::OpenItem item;
  item.receivable_id = "rcv_1";
  item.account = entry.account;
  item.reference_key = "1009";
  item.country = "FI";
  item.owed = ledger::nothing_owed(entry.amount.currency());
  item.owed.principal = entry.amount;
  ledger::Candidates candidates;
  candidates.items = {item};
  auto const counted = ledger::count_entries({entry}).front();
  for (auto _ : state)
    benchmark::DoNotOptimize(ledger::match(entry, counted, candidates, *law).kind);
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(payment_match);

LedgerHouse& full_house() {
  static LedgerHouse house;
  static bool const filled = (house.open_items(loaded_items()), true);
  benchmark::DoNotOptimize(filled);
  return house;
}

gateway::DayContext day(LedgerHouse& house, int days_later) {
  auto const as_of = model::day_of(house.now()) + std::chrono::days{days_later};
  return {house.billers(), house.codes(), house.law(),          "demo",
          "system",        as_of,         model::Instant{as_of}};
}

// Every item past its due day, none due for a letter yet: nothing is looked at.
void day_run_nothing_due(benchmark::State& state) {
  auto& house = full_house();
  auto const context = day(house, 20);
  for (auto _ : state) {
    auto const looked_at = house.store().read(
        [&](ledger::Snapshot& view) { return gateway::day_items(view, context); });
    if (!looked_at.empty()) throw std::runtime_error{"an item woke too early"};
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(loaded_items()));
}
BENCHMARK(day_run_nothing_due)->Unit(benchmark::kMillisecond)->Iterations(1);

std::string bank_file(LedgerHouse& house, std::size_t entries) {
  std::string text =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document "
      "xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><GrpHdr>"
      "<MsgId>BENCH</MsgId><CreDtTm>2026-03-16T22:00:00</CreDtTm></GrpHdr><Stmt><Id>1</Id><Acct>"
      "<Id><IBAN>FI2112345600000785</IBAN></Id><Ccy>EUR</Ccy></Acct>\n";
  ledger::ReceivableFilter filter;
  ledger::Page page;
  page.limit = 500;
  for (std::size_t written = 0; written < entries;) {
    auto const listed = house.store().read([&](ledger::Snapshot& view) {
      return ledger::list_receivables(view, "demo", filter, page);
    });
    for (auto const& row : listed.rows) {
      text += fmt::format(
          "<Ntry><Amt Ccy=\"EUR\">{}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>"
          "<BookgDt><Dt>2026-03-16</Dt></BookgDt><ValDt><Dt>2026-03-16</Dt></ValDt>"
          "<AcctSvcrRef>A{}</AcctSvcrRef><NtryDtls><TxDtls><RltdPties><Dbtr><Pty><Nm>Asiakas Oy"
          "</Nm></Pty></Dbtr></RltdPties><RmtInf><Strd><CdtrRefInf><Ref>{}</Ref></CdtrRefInf>"
          "</Strd></RmtInf></TxDtls></NtryDtls></Ntry>\n",
          row.principal.text(), written, row.reference);
      if (++written == entries) break;
    }
    page.cursor = listed.next_cursor;
  }
  return text + "</Stmt></BkToCstmrStmt></Document>\n";
}

// A statement of 10,000 payments: read, matched and booked in one transaction.
void import_camt(benchmark::State& state) {
  auto& house = full_house();
  auto const payments = std::min<std::size_t>(loaded_items() / 2, 10000);
  auto const bytes = bank_file(house, payments);
  for (auto _ : state) {
    auto const file = bank_files::read(bytes);
    if (!file) throw std::runtime_error{file.error().front().detail};
    gateway::ImportContext const context{house.billers(), house.law(), "demo", "system",
                                         house.now()};
    std::size_t booked = 0;
    house.store().write_now([&](ledger::Transaction& tx) {
      booked = gateway::import_file(tx, *file, bytes, context).payments.size();
    });
    if (booked != payments) throw std::runtime_error{"not every payment was booked"};
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(payments));
}
BENCHMARK(import_camt)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1)
    ->MeasureProcessCPUTime()
    ->UseRealTime();

// Every open item reminded: decided, booked and queued for delivery.
void day_run_all_due(benchmark::State& state) {
  auto& house = full_house();
  auto const context = day(house, 40);
  std::int64_t letters = 0;
  for (auto _ : state) {
    auto const due = house.store().read(
        [&](ledger::Snapshot& view) { return gateway::day_items(view, context); });
    for (auto const stretch : gateway::stretches(due)) {
      gateway::DayWork work;
      house.store().write_now(
          [&](ledger::Transaction& tx) { work = gateway::run_stretch(tx, context, stretch); });
      for (auto const& one : work.decisions)
        letters += one.decision.action == ledger::dunning::Action::first_reminder;
    }
    if (letters < static_cast<std::int64_t>(loaded_items() / 3))
      throw std::runtime_error{"too few letters were decided"};
  }
  state.SetItemsProcessed(letters);
}
BENCHMARK(day_run_all_due)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1)
    ->MeasureProcessCPUTime()
    ->UseRealTime();

}  // namespace
}  // namespace airut::bench

BENCHMARK_MAIN();
