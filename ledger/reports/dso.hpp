#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "formats/model/date.hpp"
#include "formats/model/money.hpp"

namespace airut::ledger::reports {

struct Billed {
  model::Date issued{};
  model::Money amount;
};

// Days sales outstanding of one currency. Tenths of days.
struct Dso {
  model::Currency currency;
  model::Money open, billed;                  // billed: in the days that are looked at
  std::optional<std::int64_t> simple_tenths;  // open / billed x days; none without sales
  // Count-back: how many of the last days' sales make up what is open; none when the sales that are
  // looked at are less than what is open.
  std::optional<std::int64_t> count_back_tenths;
};

// open: what is open at the end of as_of by currency; billed: invoices of the days before it.
std::vector<Dso> dso(std::vector<model::Money> const& open, std::vector<Billed> const& billed,
                     model::Date as_of, int days);

}  // namespace airut::ledger::reports
