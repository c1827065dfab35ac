#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "formats/model/date.hpp"
#include "formats/model/money.hpp"

namespace airut::ledger {

// Days past due: not due, 1-14, 15-30, 31-60, 61-90, 91-100, more than 100.
inline constexpr std::size_t ageing_buckets = 7;

// "not_due", "1-14", "15-30", "31-60", "61-90", "91-100", "over_100".
std::string_view ageing_bucket_text(std::size_t bucket);
// The due day itself is not late yet.
std::size_t ageing_bucket(model::Date due, model::Date as_of);

struct AgeingRow {
  model::Date due{};
  model::Money open;  // all components; negative for a credit balance
};

struct AgeingBucket {
  model::Money open;
  std::int64_t items = 0;
};

// One currency's open items by age. total is the sum of the buckets and of the rows.
struct Ageing {
  model::Currency currency;
  std::array<AgeingBucket, ageing_buckets> buckets;
  AgeingBucket total;
};

// Per currency, in order of the currency code. Rows with nothing open are not counted.
std::vector<Ageing> ageing(std::vector<AgeingRow> const& rows, model::Date as_of);

}  // namespace airut::ledger
