#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/journal/fact.hpp"
#include "tests/bench/ledger_house.hpp"

namespace airut::bench {

// Open items in bulk, as facts of the real journal. The first is taken in and delivered the live
// way; the others are its facts with other ids, numbers, sums and days. They share its documents:
// those are not counted.
class ItemLoader {
 public:
  explicit ItemLoader(LedgerHouse& house);

  // Items by number, from 1. Their due days are scattered over 400 days.
  void load(std::uint64_t from, std::uint64_t count);

  static model::Money amount(std::uint64_t n);
  static std::string reference(std::uint64_t n);  // BT-83
  static model::Date due_day(std::uint64_t n);
  static constexpr model::Date first_due{std::chrono::year{2026} / 3 / 16};
  static constexpr int days = 400;
  static constexpr std::uint64_t customers_share = 5;  // items a customer
  std::size_t events_an_item() const { return facts_.size(); }

 private:
  void append(ledger::Transaction& tx, std::uint64_t n) const;

  LedgerHouse& house_;
  std::vector<ledger::Fact> facts_;
};

// A camt.053.001.08 of that day that pays the items whole.
std::string statement_of(std::vector<std::uint64_t> const& items, model::Date booked);

}  // namespace airut::bench
