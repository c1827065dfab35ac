#include "ledger/reports/payers.hpp"

#include <algorithm>
#include <tuple>

namespace airut::ledger::reports {
namespace {

constexpr int recent_days = 90;

// A mean weighted by sums of money.
struct Weighted {
  model::Int128 days = 0, weight = 0;

  void add(std::int64_t late, std::int64_t minor) {
    days += static_cast<model::Int128>(late) * minor;
    weight += minor;
  }
  std::optional<std::int64_t> tenths() const {
    if (weight == 0) return std::nullopt;
    return static_cast<std::int64_t>(model::divide_half_up(days * 10, weight));
  }
};

struct Gathered {
  Payer payer;
  Weighted all, recent, before;
  std::vector<std::int64_t> late;
};

using ByCustomer = std::map<std::pair<std::string, model::Currency>, Gathered>;

Gathered& of(ByCustomer& all, std::string const& customer, std::string const& name,
             model::Currency currency) {
  auto [found, fresh] = all.try_emplace({customer, currency});
  auto& payer = found->second.payer;
  if (fresh) {
    payer.customer = customer;
    payer.currency = currency;
    payer.paid = payer.overdue = model::Money{0, currency};
  }
  if (payer.name.empty()) payer.name = name;
  return found->second;
}

void take(ByCustomer& all, Paid const& one, model::Date as_of) {
  if (one.amount.minor() <= 0) return;
  auto& found = of(all, one.customer, one.name, one.amount.currency());
  auto const late = (one.paid - one.due).count();
  found.late.push_back(late);
  found.all.add(late, one.amount.minor());
  bool const is_recent = as_of - one.paid <= std::chrono::days{recent_days};
  (is_recent ? found.recent : found.before).add(late, one.amount.minor());
  found.payer.paid += one.amount;
  ++found.payer.payments;
}

void take(ByCustomer& all, OpenSum const& one, model::Date as_of) {
  auto const late = (as_of - one.due).count();
  if (late <= 0 || one.open.is_zero()) return;
  auto& payer = of(all, one.customer, one.name, one.open.currency()).payer;
  payer.overdue += one.open;
  payer.oldest_days = std::max<std::int64_t>(payer.oldest_days, late);
}

}  // namespace

std::string_view trend_text(Trend trend) {
  switch (trend) {
    case Trend::unknown:
      return "unknown";
    case Trend::steady:
      return "steady";
    case Trend::slower:
      return "slower";
    case Trend::faster:
      return "faster";
  }
  return "";
}

Trend trend_of(Payer const& payer) {
  if (!payer.recent_tenths || !payer.before_tenths) return Trend::unknown;
  constexpr std::int64_t ten_days = 100;
  auto const now = *payer.recent_tenths, then = *payer.before_tenths;
  if (now - then >= ten_days || (then > 0 && now >= 2 * then && now - then >= 10))
    return Trend::slower;
  if (then - now >= ten_days || (now >= 0 && then >= 2 * now && then - now >= 10))
    return Trend::faster;
  return Trend::steady;
}

std::vector<Payer> payers(std::vector<Paid> const& history, std::vector<OpenSum> const& open,
                          model::Date as_of) {
  ByCustomer all;
  for (auto const& one : history) take(all, one, as_of);
  for (auto const& one : open) take(all, one, as_of);
  std::vector<Payer> list;
  for (auto& [key, found] : all) {
    auto& payer = found.payer;
    payer.late_tenths = found.all.tenths().value_or(0);
    payer.recent_tenths = found.recent.tenths();
    payer.before_tenths = found.before.tenths();
    if (!found.late.empty()) {
      auto const middle = found.late.begin() + static_cast<std::ptrdiff_t>(found.late.size() / 2);
      std::nth_element(found.late.begin(), middle, found.late.end());
      payer.median_days = *middle;
    }
    list.push_back(std::move(payer));
  }
  std::sort(list.begin(), list.end(), [](Payer const& a, Payer const& b) {
    auto const worse = [](Payer const& one) {
      return std::max(one.late_tenths, one.payments == 0 ? one.oldest_days * 10 : 0);
    };
    if (worse(a) != worse(b)) return worse(a) > worse(b);
    return std::tie(a.customer, a.currency) < std::tie(b.customer, b.currency);
  });
  return list;
}

}  // namespace airut::ledger::reports
