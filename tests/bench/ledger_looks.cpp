#include "tests/bench/ledger_looks.hpp"

#include <stdexcept>
#include <utility>

#include "formats/bank_files/bank_files.hpp"
#include "formats/model/reference.hpp"
#include "gateway/claim/import.hpp"
#include "gateway/claim/waking.hpp"
#include "ledger/receivables/ageing.hpp"
#include "ledger/store/receivables.hpp"
#include "ledger/store/report_rows.hpp"
#include "tests/bench/item_loader.hpp"

namespace airut::bench {
namespace {

std::int64_t open_in(std::vector<ledger::OpenDay> const& days) {
  model::Date const today{std::chrono::year{2026} / 10 / 1};
  std::vector<ledger::AgeingRow> rows;
  for (auto const& one : days) rows.push_back({one.due, one.open, one.items});
  std::int64_t sum = 0;
  for (auto const& table : ledger::ageing(rows, today)) sum += table.total.open.minor();
  return sum;
}

}  // namespace

gateway::DayContext dunning_day(LedgerHouse& house, int after) {
  auto const as_of = ItemLoader::first_due + std::chrono::days{after};
  return {house.billers(), house.codes(), house.law(),          "demo",
          "system",        as_of,         model::Instant{as_of}};
}

Ageing ageing_of(LedgerHouse& house) {
  std::int64_t kept = 0, counted = 0;
  auto const cost = [&](auto const& look) { return cost_of([&] { house.store().read(look); }); };
  Ageing figures;
  figures.kept = cost(
      [&](ledger::Snapshot& view) { kept = open_in(ledger::open_by_due_day(view, "demo", "")); });
  figures.counted = cost(
      [&](ledger::Snapshot& view) { counted = open_in(ledger::counted_by_due_day(view, "demo")); });
  if (kept != counted) throw std::runtime_error{"the kept sums are not those of the items"};
  return figures;
}

DayCandidates candidates_of(LedgerHouse& house, gateway::DayContext const& context) {
  auto const awake = gateway::wakings(context.billers, "demo", context.as_of);
  DayCandidates found;
  found.finding = cost_of([&] {
    found.items = house.store().read([&](ledger::Snapshot& view) {
      return ledger::dunning_candidates(view, "demo", awake).size();
    });
  });
  return found;
}

Cost match_references(LedgerHouse& house, std::vector<std::uint64_t> const& items) {
  std::vector<std::pair<std::string, model::Money>> payments;
  for (auto const n : items)
    payments.emplace_back(model::reference_match_key(ItemLoader::reference(n)),
                          ItemLoader::amount(n));
  std::size_t matched = 0;
  auto const cost = cost_of([&] {
    house.store().read([&](ledger::Snapshot& view) {
      for (auto const& [reference, amount] : payments) {
        auto const found = ledger::receivables_by_reference(view, "demo", reference);
        matched += found.size() == 1 && found.front().principal == amount;
      }
    });
  });
  if (matched != items.size()) throw std::runtime_error{"a reference names no open item"};
  return cost;
}

StatementTaken take_statement(LedgerHouse& house, std::vector<std::uint64_t> const& items,
                              model::Date booked) {
  auto const bytes = statement_of(items, booked);
  model::BankFile file;
  StatementTaken figures;
  figures.reading = cost_of([&] {
    auto read = bank_files::read(bytes);
    if (!read) throw std::runtime_error{read.error().front().detail};
    file = *std::move(read);
  });
  gateway::ImportContext const context{house.billers(), house.law(), "demo", "system", house.now()};
  gateway::Imported imported;
  figures.booking = cost_of([&] {
    house.store().write_now([&](ledger::Transaction& tx) {
      imported = gateway::import_file(tx, file, bytes, context);
    });
  });
  if (imported.payments.size() != items.size()) throw std::runtime_error{"a payment is missing"};
  for (auto const& one : imported.payments)
    if (!one.unallocated.is_zero()) throw std::runtime_error{"a payment was not laid"};
  return figures;
}

}  // namespace airut::bench
