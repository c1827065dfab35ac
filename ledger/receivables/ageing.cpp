#include "ledger/receivables/ageing.hpp"

#include <map>

namespace airut::ledger {
namespace {

constexpr std::array<std::string_view, ageing_buckets> texts{
    "not_due", "1-14", "15-30", "31-60", "61-90", "91-100", "over_100"};
constexpr std::array<int, ageing_buckets - 1> ends{0, 14, 30, 60, 90, 100};

}  // namespace

std::string_view ageing_bucket_text(std::size_t bucket) { return texts.at(bucket); }

std::size_t ageing_bucket(model::Date due, model::Date as_of) {
  auto const late = (as_of - due).count();
  for (std::size_t i = 0; i < ends.size(); ++i) {
    if (late <= ends[i]) return i;
  }
  return ageing_buckets - 1;
}

std::vector<Ageing> ageing(std::vector<AgeingRow> const& rows, model::Date as_of) {
  std::map<model::Currency, Ageing> by_currency;
  for (auto const& row : rows) {
    if (row.open.is_zero()) continue;
    auto const currency = row.open.currency();
    auto [found, fresh] = by_currency.try_emplace(currency);
    auto& table = found->second;
    if (fresh) {
      table.currency = currency;
      table.total.open = model::Money{0, currency};
      for (auto& bucket : table.buckets) bucket.open = model::Money{0, currency};
    }
    auto& bucket = table.buckets.at(ageing_bucket(row.due, as_of));
    bucket.open += row.open;
    ++bucket.items;
    table.total.open += row.open;
    ++table.total.items;
  }
  std::vector<Ageing> tables;
  for (auto& [currency, table] : by_currency) tables.push_back(std::move(table));
  return tables;
}

}  // namespace airut::ledger
