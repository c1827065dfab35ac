#include "ledger/receivables/ageing.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace airut::ledger {
namespace {

constexpr int alarm_days = 100;

void add(AgeingBucket& bucket, AgeingRow const& row) {
  bucket.open += row.open;
  bucket.items += row.items;
}

}  // namespace

AgeingEnds const& usual_ageing_ends() {
  static AgeingEnds const ends{0, 14, 30, 60, 90, 100};
  return ends;
}

std::string ageing_bucket_text(AgeingEnds const& ends, std::size_t bucket) {
  if (bucket >= ends.size()) return fmt::format("over_{}", ends.back());
  if (bucket == 0) return ends.front() == 0 ? "not_due" : fmt::format("up_to_{}", ends.front());
  return fmt::format("{}-{}", ends[bucket - 1] + 1, ends[bucket]);
}

std::size_t ageing_bucket(AgeingEnds const& ends, model::Date due, model::Date as_of) {
  auto const late = (as_of - due).count();
  auto const end = std::find_if(ends.begin(), ends.end(), [&](int days) { return late <= days; });
  return static_cast<std::size_t>(end - ends.begin());
}

std::vector<Ageing> ageing(std::vector<AgeingRow> const& rows, model::Date as_of,
                           AgeingEnds const& ends) {
  std::map<model::Currency, Ageing> by_currency;
  for (auto const& row : rows) {
    if (row.open.is_zero()) continue;
    auto const currency = row.open.currency();
    auto [found, fresh] = by_currency.try_emplace(currency);
    auto& table = found->second;
    if (fresh) {
      AgeingBucket const empty{model::Money{0, currency}, 0};
      table = {currency, std::vector<AgeingBucket>(ends.size() + 1, empty), empty, empty};
    }
    add(table.buckets[ageing_bucket(ends, row.due, as_of)], row);
    add(table.total, row);
    if ((as_of - row.due).count() > alarm_days) add(table.alarm, row);
  }
  std::vector<Ageing> tables;
  for (auto& [currency, table] : by_currency) tables.push_back(std::move(table));
  return tables;
}

}  // namespace airut::ledger
