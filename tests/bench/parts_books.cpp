// What bank files, books and reports cost, each by itself.
#include <cstdlib>
#include <stdexcept>
#include <string>

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <unistd.h>

#include "formats/bank_files/bank_files.hpp"
#include "formats/model/ids.hpp"
#include "ledger/books/book.hpp"
#include "ledger/receivables/ageing.hpp"
#include "tests/bench/process_figures.hpp"

namespace airut::bench {
namespace {

constexpr std::size_t entries = 100'000;

std::string statement(std::size_t count) {
  std::string text =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document "
      "xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><GrpHdr>"
      "<MsgId>BENCH</MsgId><CreDtTm>2026-03-16T22:00:00</CreDtTm></GrpHdr><Stmt><Id>1</Id><Acct>"
      "<Id><IBAN>FI2112345600000785</IBAN></Id><Ccy>EUR</Ccy></Acct>\n";
  for (std::size_t i = 0; i < count; ++i)
    text += fmt::format(
        "<Ntry><Amt Ccy=\"EUR\">{}.{:02}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>"
        "<BookgDt><Dt>2026-03-16</Dt></BookgDt><ValDt><Dt>2026-03-16</Dt></ValDt><AcctSvcrRef>A{}"
        "</AcctSvcrRef><NtryDtls><TxDtls><RltdPties><Dbtr><Pty><Nm>Asiakas {} Oy</Nm></Pty></Dbtr>"
        "</RltdPties><RmtInf><Strd><CdtrRefInf><Ref>RF92{:012}</Ref></CdtrRefInf></Strd></RmtInf>"
        "</TxDtls></NtryDtls></Ntry>\n",
        i % 1000, i % 100, i, i, i);
  return text + "</Stmt></BkToCstmrStmt></Document>\n";
}

// peak_mb: what reading added to the process's memory at most, the file's value included.
void read_statement(benchmark::State& state) {
  auto const text = statement(entries);
  auto const before = memory_of(getpid()).now_mb;
  for (auto _ : state) {
    auto const file = bank_files::read(text);
    if (!file || file->entries.size() != entries) throw std::runtime_error{"not every entry"};
  }
  state.counters["file_mb"] = static_cast<double>(text.size()) / 1e6;
  state.counters["peak_mb"] = memory_of(getpid()).most_mb - before;
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(entries));
}
BENCHMARK(read_statement)->Unit(benchmark::kMillisecond);

// An invoice and its payment, into the book.
void book_lines(benchmark::State& state) {
  model::Instant const now{std::chrono::milliseconds{1'790'000'000'000}};
  constexpr std::size_t items = 100'000;
  std::vector<ledger::Fact> facts;
  for (std::size_t i = 0; i < items; ++i) {
    ledger::InvoiceAccepted invoice;
    invoice.client = "siivous";
    invoice.number = std::to_string(i);
    invoice.receivable_id = model::new_id("rcv", now);
    invoice.due = model::Money{10000, {}};
    ledger::PaymentReceived payment;
    payment.client = invoice.client;
    payment.payment_id = model::new_id("pay", now);
    payment.amount = invoice.due;
    payment.unallocated = model::Money{0, {}};
    payment.parts = {{invoice.receivable_id, "", "principal", invoice.due}};
    facts.emplace_back(std::move(invoice));
    facts.emplace_back(std::move(payment));
  }
  for (auto _ : state) {
    ledger::books::Book book;
    for (auto const& fact : facts) benchmark::DoNotOptimize(book.take(fact, now).lines.size());
    if (!book.breaches().empty()) throw std::runtime_error{"the book is not whole"};
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(facts.size()));
}
BENCHMARK(book_lines)->Unit(benchmark::kMillisecond);

// Buckets of so many items, one by one, and of the sums of 1,500 due days.
void ageing_rows(benchmark::State& state) {
  auto const rows_wanted = static_cast<std::size_t>(state.range(0));
  auto const today = *model::parse_date("2026-10-01");
  std::vector<ledger::AgeingRow> rows;
  for (std::size_t i = 0; i < rows_wanted; ++i)
    rows.push_back({today - std::chrono::days{static_cast<int>(i * 7919 % 1500) - 60},
                    model::Money{static_cast<std::int64_t>(1000 + i), {}}});
  for (auto _ : state) benchmark::DoNotOptimize(ledger::ageing(rows, today).front().total.items);
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(ageing_rows)->Arg(1'500)->Arg(10'000'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace airut::bench

BENCHMARK_MAIN();
