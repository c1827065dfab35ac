// One store that grows: airut_bench_growth SIZE..., ascending. At each size the same works are
// measured; a line of the table is size, work, figure, unit. growth.gp draws them.
#include <cstdio>
#include <stdexcept>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

#include "gateway/claim/day_run.hpp"
#include "ledger/store/invoices.hpp"
#include "ledger/store/query.hpp"
#include "tests/bench/item_loader.hpp"
#include "tests/bench/ledger_looks.hpp"
#include "tests/bench/process_figures.hpp"

namespace airut::bench {
namespace {

constexpr std::uint64_t taken_in = 2'000;           // invoices of each size that come the whole way
constexpr std::uint64_t paid_at_most = 100'000;     // in the statement of a size
constexpr std::uint64_t letters_at_most = 100'000;  // of the day of a size
constexpr std::uint64_t stride = 7'368'787;  // a prime: payments are scattered over the items
constexpr int looks = 50;                    // of each list
constexpr int first_letters = 38;            // so many days after the first due day
// Days from one size to the next: facts are booked in their order. Of four sizes the last is still
// before July 2026, whose reference rate the shipped law does not have.
constexpr int between = 20;

class Growth {
 public:
  Growth() : loader_(house_) {}

  void grow_to(std::uint64_t size) {
    fill(size);
    payments();
    ageing();
    candidates();
    letters();
    letter_day_ += between;
    intake();
    lists();
    replay();
    say("resident memory at most", memory_of(getpid()).most_mb, "MB");
    say("store, an invoice", bytes() / static_cast<double>(size_), "bytes");
  }

 private:
  void say(std::string_view work, double figure, std::string_view unit) const {
    fmt::print("{}\t{}\t{:.2f}\t{}\n", size_, work, figure, unit);
    std::fflush(stdout);
  }
  void say_each(std::string_view work, Cost const& cost, std::uint64_t count) const {
    say(work, cost.cpu * 1e6 / static_cast<double>(count), "us");
  }

  void fill(std::uint64_t size) {
    if (size < size_ + taken_in) throw std::runtime_error{"the sizes must rise by thousands"};
    auto const count = size - size_ - taken_in;
    fresh_ = {loaded_ + 1, count};
    auto const cost = cost_of([&] { loader_.load(loaded_ + 1, count); });
    loaded_ += count;
    size_ = size;
    say_each("open item recorded, delivered", cost, count);
  }

  void intake() {
    auto const from = 1'000'000 + next_;
    next_ += taken_in;
    auto const invoices = house_.prepare(from, taken_in);
    say_each("invoice accepted", cost_of([&] { house_.accept(invoices, from); }), taken_in);
  }

  template <class Look>
  void look(std::string_view work, Look const& one) {
    auto const cost = cost_of([&] {
      for (int i = 0; i < looks; ++i)
        house_.store().read([&](ledger::Snapshot& view) { one(view, i); });
    });
    say_each(work, cost, looks);
  }

  void lists() {
    auto const invoices = [](ledger::Snapshot& view, ledger::InvoiceFilter const& filter,
                             std::size_t wanted) {
      auto const page = ledger::list_invoices(view, "demo", filter, {50, ""});
      if (page.rows.size() != wanted) throw std::runtime_error{"the page has other rows"};
    };
    look("page of 50 invoices", [&](ledger::Snapshot& view, int) { invoices(view, {}, 50); });
    look("invoices of a customer", [&](ledger::Snapshot& view, int i) {
      ledger::InvoiceFilter filter;
      filter.customer_number = fmt::format("{:08}", 1 + i);
      invoices(view, filter, ItemLoader::customers_share);
    });
    look("invoice by its number", [&](ledger::Snapshot& view, int i) {
      ledger::InvoiceFilter filter;
      filter.number = fmt::format("S{}", 1 + static_cast<std::uint64_t>(i) * 7919 % loaded_);
      invoices(view, filter, 1);
    });
  }

  gateway::DayContext day(int after) { return dunning_day(house_, after); }

  // Of items that are new at this size and owe no letter yet. Booked on the evening before: no
  // letter is written from old bank data.
  void payments() {
    std::vector<std::uint64_t> paid;
    auto const wanted = std::min(paid_at_most, fresh_.count / 4);
    for (std::uint64_t i = 0; paid.size() < wanted && i < fresh_.count; ++i) {
      auto const n = fresh_.first + i * stride % fresh_.count;
      if (ItemLoader::due_day(n) > day(letter_day_).as_of) paid.push_back(n);
    }
    say_each("open item found by its reference", match_references(house_, paid), paid.size());
    auto const taken = take_statement(house_, paid, day(letter_day_ - 1).as_of);
    say_each("payment matched, booked", taken.booking, paid.size());
  }

  void ageing() {
    auto const took = ageing_of(house_);
    say("ageing of kept day sums", took.kept.cpu * 1e6, "us");
    say("ageing counted from the items", took.counted.cpu * 1e6, "us");
  }

  void candidates() {
    auto const found = candidates_of(house_, day(letter_day_));
    say("candidates of the day", static_cast<double>(found.items), "items");
    say("candidates of the day found", found.finding.cpu * 1e6, "us");
  }

  void letters() {
    auto const context = day(letter_day_);
    std::vector<std::int64_t> items;
    auto const choosing = cost_of([&] {
      items = house_.store().read(
          [&](ledger::Snapshot& view) { return gateway::day_items(view, context); });
    });
    say_each("item of the day found", choosing, items.size());
    std::uint64_t sent = 0;
    auto const writing = cost_of([&] {
      for (auto const stretch : gateway::stretches(items)) {
        if (sent >= letters_at_most) break;
        house_.store().write_now([&](ledger::Transaction& tx) {
          for (auto const& one : gateway::run_stretch(tx, context, stretch).decisions)
            sent += one.decision.action != ledger::dunning::Action::none;
        });
      }
    });
    if (sent == 0) throw std::runtime_error{"the letters are missing"};
    say_each("letter decided, journalled, queued", writing, sent);
  }

  void replay() {
    auto const events = number_of("SELECT count(*) FROM events");
    say_each("event replayed", cost_of([&] { house_.store().replay(); }), events);
  }

  double bytes() {
    return static_cast<double>(
        number_of("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"));
  }

  std::uint64_t number_of(std::string_view sql) {
    return house_.store().read([&](ledger::Snapshot& view) {
      ledger::Query query{view.connection(), sql};
      query.next();
      return static_cast<std::uint64_t>(query.take<std::int64_t>());
    });
  }

  LedgerHouse house_;
  ItemLoader loader_;
  int letter_day_ = first_letters;
  std::uint64_t size_ = 1, loaded_ = 0, next_ = 0;  // the loader takes one in itself
  struct {
    std::uint64_t first = 0, count = 0;
  } fresh_;  // what was loaded at this size
};

}  // namespace
}  // namespace airut::bench

int main(int count, char** arguments) {
  try {
    airut::bench::Growth growth;
    fmt::print("invoices\twork\tfigure\tunit\n");
    for (int i = 1; i < count; ++i) growth.grow_to(std::stoull(arguments[i]));
  } catch (std::exception const& fault) {
    fmt::print(stderr, "{}\n", fault.what());
    return 1;
  }
}
