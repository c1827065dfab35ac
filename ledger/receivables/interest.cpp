#include "ledger/receivables/interest.hpp"

#include <algorithm>

namespace airut::ledger {
namespace {

// millionths of a year's rate x minor units x days, over this, is minor units of interest.
constexpr std::int64_t denominator = 365 * 1'000'000LL;

std::string percent_text(std::int64_t millionths) {
  return model::Decimal{millionths, 4}.text_shortest();
}

}  // namespace

model::Money PrincipalHistory::on(model::Date day) const {
  auto principal = original;
  for (auto const& change : changes) {
    if (change.effective < day) principal += change.amount;
  }
  return principal.is_negative() ? model::Money{0, principal.currency()} : principal;
}

model::Result<Interest> interest(PrincipalHistory const& history, model::Date first,
                                 model::Date last, config::RateTable const& rates) {
  Interest result{model::Money{0, history.original.currency()}, first, last, "", {}};
  model::Int128 sum = 0;
  std::optional<std::int64_t> before;
  for (auto day = first; day <= last; day += std::chrono::days{1}) {
    auto const rate = rates.on(day);
    if (!rate) return tl::unexpected{model::Problem{model::Fault::missing, rate.error()}};
    sum += static_cast<model::Int128>(history.on(day).minor()) * rate->millionths;
    if (before != rate->millionths) {
      result.spans.push_back({day, day, percent_text(rate->millionths)});
    }
    result.spans.back().last = day;
    before = rate->millionths;
  }
  auto const minor = model::divide_half_up(sum, denominator);
  result.amount = model::Money{static_cast<std::int64_t>(minor), history.original.currency()};
  if (result.spans.size() == 1) result.percent = result.spans.front().percent;
  return result;
}

}  // namespace airut::ledger
