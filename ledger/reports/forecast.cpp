#include "ledger/reports/forecast.hpp"

#include <algorithm>

namespace airut::ledger::reports {
namespace {

constexpr std::size_t own_payments_least = 8;

// Days late of payments, growing.
using Curve = std::vector<std::int64_t>;

std::int64_t later_than(Curve const& curve, std::int64_t days) {
  return curve.end() - std::upper_bound(curve.begin(), curve.end(), days);
}

struct Curves {
  Curve shared;
  std::map<std::string, Curve> own;

  explicit Curves(std::vector<Paid> const& history) {
    for (auto const& one : history) {
      if (one.amount.minor() <= 0) continue;
      auto const late = (one.paid - one.due).count();
      shared.push_back(late);
      own[one.customer].push_back(late);
    }
    std::sort(shared.begin(), shared.end());
    for (auto& [customer, curve] : own) std::sort(curve.begin(), curve.end());
  }

  // The customer's when it is long enough and still says something of so late a payment.
  Curve const& of(std::string const& customer, std::int64_t late) const {
    auto const found = own.find(customer);
    bool const speaks = found != own.end() && found->second.size() >= own_payments_least &&
                        later_than(found->second, late) > 0;
    return speaks ? found->second : shared;
  }
};

void add(Forecast& table, OpenSum const& item, Curves const& curves, model::Date as_of) {
  auto const late = (as_of - item.due).count();
  auto const& curve = curves.of(item.customer, late);
  table.own_curve_items += &curve != &curves.shared ? 1 : 0;
  table.open += item.open;
  auto const beyond = later_than(curve, late);
  auto left = item.open;
  std::int64_t before = 0;
  for (std::size_t week = 0; week < table.weeks.size() && beyond > 0; ++week) {
    auto const days = late + 7 * static_cast<std::int64_t>(week + 1);
    auto const until = beyond - later_than(curve, days);
    // Rounded as a running sum, so that the weeks of an item are the item.
    auto const share = static_cast<std::int64_t>(
        model::divide_half_up(static_cast<model::Int128>(item.open.minor()) * until, beyond));
    model::Money const part{share - before, item.open.currency()};
    before = share;
    table.weeks[week].expected += part;
    left -= part;
  }
  table.later += left;
}

}  // namespace

std::vector<Forecast> forecast(std::vector<Paid> const& history, std::vector<OpenSum> const& open,
                               model::Date as_of, int weeks) {
  Curves const curves{history};
  std::map<model::Currency, Forecast> tables;
  for (auto const& item : open) {
    if (item.open.minor() <= 0) continue;
    auto const currency = item.open.currency();
    auto [found, fresh] = tables.try_emplace(currency);
    auto& table = found->second;
    if (fresh) {
      table.currency = currency;
      table.open = table.later = model::Money{0, currency};
      for (int week = 0; week < weeks; ++week)
        table.weeks.push_back({as_of + std::chrono::days{7 * week + 1}, {0, currency}});
    }
    add(table, item, curves, as_of);
  }
  std::vector<Forecast> all;
  for (auto& [currency, table] : tables) all.push_back(std::move(table));
  return all;
}

}  // namespace airut::ledger::reports
