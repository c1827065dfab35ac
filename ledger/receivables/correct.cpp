#include "ledger/receivables/correct.hpp"

#include <algorithm>

namespace airut::ledger {

std::vector<Correction> unfounded(std::vector<ChargedLetter> const& letters, Owed const& owed,
                                  model::Money amount, model::Date counts_from) {
  std::vector<Correction> corrections;
  auto left = owed;
  auto const take = [](model::Money& open, model::Money const& charged) {
    auto const part = std::min(open, charged);
    open -= part;
    return part;
  };
  for (auto letter = letters.rbegin(); letter != letters.rend(); ++letter) {
    if (letter->left && letter->day < counts_from) break;
    corrections.push_back({letter->id, !letter->left, take(left.fee, letter->fee),
                           take(left.interest, letter->interest), take(left.cost, letter->cost)});
  }
  if (amount < left.total()) return {};
  return corrections;
}

model::Result<std::vector<Correction>> overcharged(std::vector<ChargedLetter> const& letters,
                                                   PrincipalHistory const& history,
                                                   model::Money open_interest,
                                                   config::RateTable const& rates) {
  std::vector<Correction> corrections;
  model::Money const nothing{0, open_interest.currency()};
  for (auto letter = letters.rbegin(); letter != letters.rend(); ++letter) {
    if (!letter->interest_from || !letter->interest_until) continue;
    auto const right = interest(history, *letter->interest_from, *letter->interest_until, rates);
    if (!right) return tl::unexpected{right.error()};
    auto const excess = std::min(letter->interest - right->amount, open_interest);
    if (excess.minor() <= 0) continue;
    open_interest -= excess;
    corrections.push_back({letter->id, false, nothing, excess, nothing});
  }
  return corrections;
}

}  // namespace airut::ledger
