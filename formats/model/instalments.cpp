#include "formats/model/instalments.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

#include "formats/model/reference.hpp"

namespace airut::model {

bool is_paid_in_instalments(Invoice const& invoice) {
  if (!invoice.nordic || invoice.nordic->instalments.empty() || !invoice.totals.due) return false;
  Money sum{0, invoice.totals.due->currency()};
  for (auto const& part : invoice.nordic->instalments) {
    bool const own_currency = part.amount.currency() == sum.currency();
    if (!own_currency || part.amount.minor() <= 0) return false;
    sum += part.amount;
  }
  return sum == *invoice.totals.due;
}

std::optional<Date> last_instalment(Invoice const& invoice) {
  if (!is_paid_in_instalments(invoice)) return std::nullopt;
  std::optional<Date> last;
  for (auto const& part : invoice.nordic->instalments)
    last = std::max(last, part.due_date ? part.due_date : invoice.due_date);
  return last;
}

namespace {

// Places of the instalments, those due first before others.
std::vector<std::size_t> by_day(Invoice const& invoice) {
  auto const& parts = invoice.nordic->instalments;
  auto const day_of = [&](std::size_t at) {
    return parts[at].due_date ? parts[at].due_date : invoice.due_date;
  };
  std::vector<std::size_t> order(parts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::pair{day_of(a), a} < std::pair{day_of(b), b};
  });
  return order;
}

// As much of the sum as the instalment still has open.
Money taken(InstalmentStanding& standing, Money const& sum) {
  Money const nothing{0, sum.currency()};
  auto const part = std::max(nothing, std::min(standing.open, sum));
  standing.open -= part;
  return part;
}

}  // namespace

std::vector<InstalmentStanding> instalment_standings(Invoice const& invoice,
                                                     std::vector<PrincipalPayment> const& payments,
                                                     Money const& open) {
  if (!is_paid_in_instalments(invoice)) return {};
  Money const nothing{0, open.currency()};
  std::map<std::string, Money> named;
  auto paid = nothing;
  for (auto const& one : payments) {
    paid += one.amount;
    if (!one.reference_key.empty())
      named.try_emplace(one.reference_key, nothing).first->second += one.amount;
  }
  auto otherwise = std::max(nothing, *invoice.totals.due - open - paid);
  std::vector<InstalmentStanding> all;
  for (auto const& part : invoice.nordic->instalments) all.push_back({nothing, part.amount});
  auto const order = by_day(invoice);
  for (auto const at : order) {
    auto const key = reference_match_key(invoice.nordic->instalments[at].reference);
    auto const own = key.empty() ? named.end() : named.find(key);
    if (own == named.end()) continue;
    auto const part = taken(all[at], std::min(own->second, paid));
    own->second -= part;
    paid -= part;
    all[at].paid += part;
  }
  for (auto const at : order) {
    auto const part = taken(all[at], paid);
    paid -= part;
    all[at].paid += part;
  }
  for (auto const at : order) otherwise -= taken(all[at], otherwise);
  return all;
}

}  // namespace airut::model
