#pragma once

#include <string>
#include <vector>

#include "ledger/reports/payers.hpp"

namespace airut::ledger::reports {

// What is expected to come in during the seven days from a day on.
struct Week {
  model::Date first{};
  model::Money expected;
};

// One currency. later: what the past says nothing of within the weeks, so that the sum of the weeks
// and later is what is open, to the cent.
struct Forecast {
  model::Currency currency;
  model::Money open, later;
  std::vector<Week> weeks;
  std::int64_t own_curve_items = 0;  // forecast by the customer's own payments
};

// From empirical lateness: an item that is d days late now is paid within t days more as often as
// payments that were later than d were not later than d + t. A customer with eight payments or
// more has a curve of his own; others share one.
std::vector<Forecast> forecast(std::vector<Paid> const& history, std::vector<OpenSum> const& open,
                               model::Date as_of, int weeks);

}  // namespace airut::ledger::reports
