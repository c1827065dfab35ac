#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "formats/model/date.hpp"
#include "formats/model/money.hpp"
#include "ledger/store/store.hpp"

namespace airut::ledger {

// What the newest file with a lump sum of the account and day tells in it: a sum for each currency;
// none where no file tells one. told: the payments of that day that files of other formats tell.
struct LumpRow {
  model::Money lump, told;
};
std::vector<LumpRow> lumps_on(Snapshot& view, std::string_view tenant, std::string_view account,
                              model::Date day);

// A sum that a file, kept with the event of this key, tells of a day of an account.
struct DaySumRow {
  std::int64_t key = 0;
  model::Date day{};
  model::Money amount;
  bool is_lump = false;
};
// Those of files that were taken in before the moment.
std::vector<DaySumRow> day_sums_of(Snapshot& view, std::string_view tenant,
                                   std::string_view account, model::Instant before);

// The payments of the sum's day and account that files of other formats than the sum's told before
// the moment.
model::Money told_one_by_one(Snapshot& view, std::string_view tenant, std::string_view account,
                             DaySumRow const& sum, model::Instant before);

}  // namespace airut::ledger
