#include "ledger/reports/dso.hpp"

#include <map>

namespace airut::ledger::reports {
namespace {

// Sales day by day, newest first, taken off what is open; the day that is too large counts in part.
std::optional<std::int64_t> count_back(std::int64_t open,
                                       std::map<std::int64_t, std::int64_t> const& sales,
                                       int days) {
  if (open <= 0) return 0;
  for (std::int64_t back = 0; back < days; ++back) {
    auto const day = sales.find(back);
    if (day == sales.end() || day->second <= 0) continue;
    if (day->second < open) {
      open -= day->second;
      continue;
    }
    auto const part = model::divide_half_up(static_cast<model::Int128>(open) * 10, day->second);
    return back * 10 + static_cast<std::int64_t>(part);
  }
  return std::nullopt;
}

}  // namespace

std::vector<Dso> dso(std::vector<model::Money> const& open, std::vector<Billed> const& billed,
                     model::Date as_of, int days) {
  struct Sums {
    std::int64_t open = 0, billed = 0;
    std::map<std::int64_t, std::int64_t> by_day;
  };
  std::map<model::Currency, Sums> sums;
  for (auto const& one : open) sums[one.currency()].open += one.minor();
  for (auto const& one : billed) {
    auto const back = (as_of - one.issued).count();
    if (back < 0 || back >= days) continue;
    auto& of = sums[one.amount.currency()];
    of.billed += one.amount.minor();
    of.by_day[back] += one.amount.minor();
  }
  std::vector<Dso> all;
  for (auto const& [currency, of] : sums) {
    Dso one{currency, {of.open, currency}, {of.billed, currency}, {}, {}};
    if (of.billed > 0)
      one.simple_tenths = static_cast<std::int64_t>(
          model::divide_half_up(static_cast<model::Int128>(of.open) * days * 10, of.billed));
    one.count_back_tenths = count_back(of.open, of.by_day, days);
    all.push_back(one);
  }
  return all;
}

}  // namespace airut::ledger::reports
