// The ledger with many items: airut_bench_scale ITEMS. Every figure is of the one store that the
// figures before it left. Prints rows of a table.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include <fmt/format.h>
#include <unistd.h>

#include "gateway/claim/day_run.hpp"
#include "ledger/store/book_checks.hpp"
#include "ledger/store/invariants.hpp"
#include "ledger/store/query.hpp"
#include "tests/bench/item_loader.hpp"
#include "tests/bench/ledger_looks.hpp"
#include "tests/bench/process_figures.hpp"
#include "tests/ledger/rows.hpp"

namespace airut::bench {
namespace {

constexpr std::uint64_t statement_entries = 100'000;
constexpr int days_due = 24;  // of ItemLoader::days: six of a hundred items get a letter
constexpr int letter_day = days_due + 14;
constexpr std::uint64_t checked_items = 20'000;

void row(std::string const& work, std::uint64_t count, Cost const& cost) {
  fmt::print("| {} | {} | {:.3f} s | {:.2f} s | {:.2f} us | {:.0f}/s |\n", work, count,
             cost.seconds, cost.cpu, cost.cpu * 1e6 / static_cast<double>(count),
             static_cast<double>(count) / cost.seconds);
  std::fflush(stdout);
}

class Scale {
 public:
  explicit Scale(std::uint64_t items) : items_(items), loader_(house_) {}

  void run() {
    fmt::print(
        "| work | count | wall | own CPU | CPU each | rate |\n| --- | --- | --- | --- | --- | --- "
        "|\n");
    row("load an open item, delivered", items_, cost_of([&] { loader_.load(1, items_); }));
    if (items_ <= checked_items) check("loaded");
    ageing();
    candidates();
    statements();
    letters();
    ageing();
    if (items_ <= checked_items) check("at the end");
    sizes();
    replay();
    auto const memory = memory_of(getpid());
    fmt::print("| memory: resident at most | {:.0f} MB | | | | |\n", memory.most_mb);
  }

 private:
  gateway::DayContext day(int after) { return dunning_day(house_, after); }

  void check(char const* when) {
    auto const broken = house_.store().read([](ledger::Snapshot& view) {
      auto all = ledger::broken_invariants(view);
      for (auto& one : ledger::broken_books(view)) all.push_back(std::move(one));
      if (auto chain = ledger::broken_chain(view); !chain.empty()) all.push_back(chain);
      return all;
    });
    if (!broken.empty()) throw std::runtime_error{broken.front()};
    fmt::print("| checks hold: {} | | | | | |\n", when);
  }

  void ageing() {
    auto const took = ageing_of(house_);
    row("ageing of kept day sums", 1, took.kept);
    row("ageing counted from the items", 1, took.counted);
  }

  void candidates() {
    auto const found = candidates_of(house_, day(letter_day));
    row("candidates of the day", found.items, found.finding);
  }

  std::vector<std::uint64_t> to_pay(std::uint64_t count) {
    constexpr std::uint64_t stride = 7'368'787;  // a prime: scattered over all items
    std::vector<std::uint64_t> chosen;
    for (; chosen.size() < count && walked_ < items_; ++walked_) {
      auto const n = 1 + walked_ * stride % items_;
      if (n * 7919 % ItemLoader::days >= days_due) chosen.push_back(n);
    }
    return chosen;
  }

  void statements() {
    auto const each = std::min(statement_entries, items_ / 4);
    auto const count = static_cast<int>(std::min<std::uint64_t>(10, items_ * 3 / 4 / each));
    Cost all;
    for (int i = 0; i < count; ++i) {
      auto const one = statement(each, letter_day - count + i);
      all.seconds += one.seconds;
      all.cpu += one.cpu;
    }
    row("payments of all statements", each * static_cast<std::uint64_t>(count), all);
  }

  // The statement of a day of its own, the last one of the day before the letters: no letter is
  // written from old bank data.
  Cost statement(std::uint64_t entries, int on_day) {
    auto const paid = to_pay(entries);
    row("open item found by its reference", entries, match_references(house_, paid));
    auto const taken = take_statement(house_, paid, day(on_day).as_of);
    row("statement read", entries, taken.reading);
    row("statement matched, journalled and committed", entries, taken.booking);
    return {taken.reading.seconds + taken.booking.seconds, taken.reading.cpu + taken.booking.cpu};
  }

  void letters() {
    auto const context = day(letter_day);
    std::uint64_t letters = 0;
    std::vector<std::int64_t> items;
    auto const deciding = cost_of([&] {
      items = house_.store().read(
          [&](ledger::Snapshot& view) { return gateway::day_items(view, context); });
      for (auto const stretch : gateway::stretches(items)) {
        auto const decisions = house_.store().read([&](ledger::Snapshot& view) {
          return gateway::decide_stretch(view, context, stretch);
        });
        for (auto const& one : decisions)
          letters += one.decision.action != ledger::dunning::Action::none;
      }
    });
    row("letters decided", letters, deciding);
    std::uint64_t sent = 0;
    auto const writing = cost_of([&] {
      for (auto const stretch : gateway::stretches(items)) {
        gateway::DayWork work;
        house_.store().write_now(
            [&](ledger::Transaction& tx) { work = gateway::run_stretch(tx, context, stretch); });
        if (!work.queued) throw std::runtime_error{"no letter waits for its channel"};
        for (auto const& one : work.decisions)
          sent += one.decision.action != ledger::dunning::Action::none;
      }
    });
    if (sent != letters || letters < items_ / 40) throw std::runtime_error{"not the letters"};
    row("letters decided, journalled and queued", sent, writing);
  }

  // Bytes of each table with its indexes, an item.
  void sizes() {
    auto const* engine = std::getenv("AIRUT_TEST_STORE");
    bool const is_sqlite = engine == nullptr || std::string{engine} != "postgresql";
    house_.store().read([&](ledger::Snapshot& view) {
      ledger::Query query{
          view.connection(),
          is_sqlite
              ? "SELECT m.tbl_name, sum(s.pgsize) FROM dbstat s JOIN sqlite_master m"
                " ON m.name = s.name WHERE s.aggregate = 1 GROUP BY m.tbl_name ORDER BY 2 DESC"
              : "SELECT CAST(relname AS TEXT), pg_total_relation_size(oid) FROM pg_class"
                " WHERE relkind = 'r' AND relnamespace = CAST(current_schema() AS regnamespace)"
                " ORDER BY 2 DESC"};
      for (int i = 0; i < 8 && query.next(); ++i) {
        auto const table = query.take<std::string>();
        auto const bytes = static_cast<double>(query.take<std::int64_t>());
        fmt::print("| {} with indexes | {:.0f} MB | | | {:.0f} bytes an item | |\n", table,
                   bytes / 1e6, bytes / static_cast<double>(items_));
      }
    });
  }

  void replay() {
    auto const count = [&] {
      return house_.store().read([](ledger::Snapshot& view) {
        ledger::Query query{view.connection(), "SELECT count(*) FROM events"};
        query.next();
        return static_cast<std::uint64_t>(query.take<std::int64_t>());
      });
    };
    auto const rows = [&] {
      return house_.store().read(
          [](ledger::Snapshot& view) { return tests::projections(view.connection()); });
    };
    auto const events = count();
    auto const before = items_ <= checked_items ? rows() : std::string{};
    row("event replayed", events, cost_of([&] { house_.store().replay(); }));
    if (items_ > checked_items) return;
    if (rows() != before) throw std::runtime_error{"the replay is not what was live"};
    fmt::print("| the replay equals what was live | | | | | |\n");
  }

  std::uint64_t items_;
  LedgerHouse house_;
  ItemLoader loader_;
  std::uint64_t walked_ = 0;
};

}  // namespace
}  // namespace airut::bench

int main(int count, char** arguments) {
  std::uint64_t const items = count > 1 ? std::stoull(arguments[1]) : 100'000;
  try {
    airut::bench::Scale{items}.run();
  } catch (std::exception const& fault) {
    fmt::print(stderr, "{}\n", fault.what());
    return 1;
  }
  return 0;
}
