#include "ledger/receivables/rests.hpp"

#include <algorithm>

namespace airut::ledger {
namespace {

using std::chrono::days;

struct Span {
  model::Date first{}, last{};
};

// Rests that touch or overlap are one.
std::vector<Span> joined(std::vector<Rest> rests, model::Date from, model::Date as_of) {
  for (auto& one : rests) one.first = std::max(one.first, from);
  std::sort(rests.begin(), rests.end(),
            [](auto const& a, auto const& b) { return a.first < b.first; });
  std::vector<Span> spans;
  for (auto const& one : rests) {
    auto const last = one.last.value_or(std::max(as_of, one.first));
    if (last < one.first) continue;
    if (!spans.empty() && one.first <= spans.back().last + days{1}) {
      spans.back().last = std::max(spans.back().last, last);
    } else {
      spans.push_back({one.first, last});
    }
  }
  return spans;
}

}  // namespace

std::vector<model::Date> moved_days(Agreed agreed, std::vector<Rest> rests, int least_days,
                                    model::Date as_of) {
  auto& list = agreed.days;
  for (auto const& rest : joined(std::move(rests), agreed.made, as_of)) {
    auto const reached = std::lower_bound(list.begin(), list.end(), rest.first);
    if (reached == list.end()) continue;
    auto const length = rest.last - rest.first + days{1};
    auto const move = std::max(length, rest.last + days{least_days} - *reached);
    for (auto day = reached; day != list.end(); ++day) *day += move;
  }
  return std::move(list);
}

}  // namespace airut::ledger
