#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "formats/model/date.hpp"
#include "formats/model/money.hpp"

namespace airut::ledger {

// Days past due that end the buckets, growing: an item of so many days or fewer is in the bucket
// that the first such end closes; what is later than the last end is in one more.
using AgeingEnds = std::vector<int>;
// Not due, 1-14, 15-30, 31-60, 61-90, 91-100, more than 100.
AgeingEnds const& usual_ageing_ends();

// "not_due", "1-14" ... "over_100".
std::string ageing_bucket_text(AgeingEnds const& ends, std::size_t bucket);
// The due day itself is not late yet.
std::size_t ageing_bucket(AgeingEnds const& ends, model::Date due, model::Date as_of);

struct AgeingRow {
  model::Date due{};
  model::Money open;       // all components; negative for a credit balance
  std::int64_t items = 1;  // that the sum is of
};

struct AgeingBucket {
  model::Money open;
  std::int64_t items = 0;
};

// One currency's open items by age. total is the sum of the buckets and of the rows.
struct Ageing {
  model::Currency currency;
  std::vector<AgeingBucket> buckets;
  AgeingBucket total;
  AgeingBucket alarm;  // more than a hundred days late: needs fast action, whatever the buckets
};

// Per currency, in order of the currency code. Rows with nothing open are not counted.
std::vector<Ageing> ageing(std::vector<AgeingRow> const& rows, model::Date as_of,
                           AgeingEnds const& ends = usual_ageing_ends());

}  // namespace airut::ledger
