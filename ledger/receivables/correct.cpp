#include "ledger/receivables/correct.hpp"

#include <algorithm>

namespace airut::ledger {

namespace {

model::Money take(model::Money& within, model::Money const& charged) {
  auto const part = std::min(within, charged);
  within -= part;
  return part;
}

model::Money charges_of(Owed const& owed) { return owed.interest + owed.fee + owed.cost; }

// The letters from this one on are looked at.
std::size_t first_in_question(std::vector<ChargedLetter> const& letters, model::Date counts_from) {
  auto first = letters.size();
  while (first > 0 && (!letters[first - 1].left || letters[first - 1].day >= counts_from)) --first;
  return first;
}

// Whether each letter from the first on lacks its ground.
std::vector<bool> lack_of_ground(std::vector<ChargedLetter> const& letters, std::size_t first,
                                 ChargedItem const& item, model::Money const& amount) {
  auto others = item.open;
  for (auto i = letters.size(); i > first; --i) {
    take(others.fee, letters[i - 1].fee);
    take(others.interest, letters[i - 1].interest);
    take(others.cost, letters[i - 1].cost);
  }
  auto before = charges_of(others);
  std::vector<bool> lacks;
  for (auto i = first; i < letters.size(); ++i) {
    auto const& letter = letters[i];
    // What has not left is judged by today, and a payment of the letter's own day came before it.
    auto const principal =
        letter.left ? item.history.on(letter.day + std::chrono::days{1}) : item.open.principal;
    lacks.push_back(amount >= principal + before);
    if (!lacks.back()) before += letter.fee + letter.interest + letter.cost;
  }
  return lacks;
}

// None for days before those on which it begins.
model::Result<Interest> right_interest(ChargedLetter const& letter, PrincipalHistory const& history,
                                       model::Date begins, config::RateTable const& rates) {
  auto const first = std::max(*letter.interest_from, begins), last = *letter.interest_until;
  return letter.goes_on ? added_interest(history, begins, first, last, rates)
                        : interest(history, first, last, rates);
}

}  // namespace

std::vector<Correction> unfounded(std::vector<ChargedLetter> const& letters,
                                  ChargedItem const& item, model::Money amount,
                                  model::Date counts_from) {
  std::vector<Correction> corrections;
  auto const first = first_in_question(letters, counts_from);
  auto const lacks = lack_of_ground(letters, first, item, amount);
  auto fee = item.open.fee + item.paid.fee, interest = item.open.interest + item.paid.interest;
  auto cost = item.open.cost + item.paid.cost;
  for (auto i = letters.size(); i > first; --i) {
    if (!lacks[i - 1 - first]) continue;
    auto const& letter = letters[i - 1];
    corrections.push_back({letter.id, !letter.left, take(fee, letter.fee),
                           take(interest, letter.interest), take(cost, letter.cost)});
  }
  return corrections;
}

model::Result<std::vector<Correction>> overcharged(std::vector<ChargedLetter> const& letters,
                                                   PrincipalHistory const& history,
                                                   model::Date begins, model::Money within_reach,
                                                   config::RateTable const& rates) {
  std::vector<Correction> corrections;
  model::Money const nothing{0, within_reach.currency()};
  for (auto letter = letters.rbegin(); letter != letters.rend(); ++letter) {
    if (!letter->interest_from || !letter->interest_until) continue;
    auto const right = right_interest(*letter, history, begins, rates);
    if (!right) return tl::unexpected{right.error()};
    auto const excess = std::min(letter->interest - right->amount, within_reach);
    if (excess.minor() <= 0) continue;
    within_reach -= excess;
    corrections.push_back({letter->id, false, nothing, excess, nothing});
  }
  return corrections;
}

}  // namespace airut::ledger
