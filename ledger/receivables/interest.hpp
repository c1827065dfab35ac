#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/law.hpp"
#include "formats/model/date.hpp"
#include "formats/model/money.hpp"
#include "formats/model/result.hpp"

namespace airut::ledger {

// A change of an item's open principal: negative for a payment or credit, positive for a reversal.
struct PrincipalChange {
  model::Date effective{};  // value day; interest of that day still runs on the old principal
  model::Money amount;
};

// The open principal over time: the invoiced amount and what changed it, in any order.
struct PrincipalHistory {
  model::Money original;
  std::vector<PrincipalChange> changes;

  // What interest of this day is reckoned on: changes effective before the day. Never negative.
  model::Money on(model::Date day) const;
};

struct RateSpan {
  model::Date first{}, last{};
  std::string percent;  // "9.5"
  friend bool operator==(RateSpan const&, RateSpan const&) = default;
};

struct Interest {
  model::Money amount;  // rounded once, half up
  model::Date first{}, last{};
  std::string percent;          // "9.5" when one rate held on all days, else ""
  std::vector<RateSpan> spans;  // the rates that held, in order
};

// Simple interest, actual/365 also in leap years, on the principal of each day first..last (both
// included), at the rate of that day: split where the rate or the principal changes, summed
// exactly and rounded once. first > last gives zero. Problem missing: a day without a rate.
model::Result<Interest> interest(PrincipalHistory const& history, model::Date first,
                                 model::Date last, config::RateTable const& rates);

// What the days first..last add to the days since `begins`: both sums are rounded once, so that
// what is charged part by part comes to the rounded whole. As interest() when they are the first.
model::Result<Interest> added_interest(PrincipalHistory const& history, model::Date begins,
                                       model::Date first, model::Date last,
                                       config::RateTable const& rates);

}  // namespace airut::ledger
