#include "ledger/receivables/interest.hpp"

#include <algorithm>

namespace airut::ledger {
namespace {

// millionths of a year's rate x minor units x days, over this, is minor units of interest.
constexpr std::int64_t denominator = 365 * 1'000'000LL;

std::string percent_text(std::int64_t millionths) {
  return model::Decimal{millionths, 4}.text_shortest();
}

// The last day from this one on with the same principal: a change counts from the day after its
// own.
model::Date last_of_same(PrincipalHistory const& history, model::Date day, model::Date last) {
  for (auto const& change : history.changes) {
    if (change.effective >= day) last = std::min(last, change.effective);
  }
  return last;
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
  for (auto day = first; day <= last;) {
    auto const rate = rates.on(day);
    if (!rate) return tl::unexpected{model::Problem{model::Fault::missing, rate.error()}};
    auto const end = std::min({last, rate->last, last_of_same(history, day, last)});
    sum += static_cast<model::Int128>(history.on(day).minor()) * rate->millionths *
           (end - day + std::chrono::days{1}).count();
    auto percent = percent_text(rate->millionths);
    if (result.spans.empty() || result.spans.back().percent != percent) {
      result.spans.push_back({day, end, std::move(percent)});
    }
    result.spans.back().last = end;
    day = end + std::chrono::days{1};
  }
  auto const minor = model::divide_half_up(sum, denominator);
  result.amount = model::Money{static_cast<std::int64_t>(minor), history.original.currency()};
  if (result.spans.size() == 1) result.percent = result.spans.front().percent;
  return result;
}

model::Result<Interest> added_interest(PrincipalHistory const& history, model::Date begins,
                                       model::Date first, model::Date last,
                                       config::RateTable const& rates) {
  auto part = interest(history, first, last, rates);
  if (!part || begins >= first || first > last) return part;
  auto const before = interest(history, begins, first - std::chrono::days{1}, rates);
  if (!before) return before;
  auto const whole = interest(history, begins, last, rates);
  if (!whole) return whole;
  part->amount = whole->amount - before->amount;
  return part;
}

}  // namespace airut::ledger
