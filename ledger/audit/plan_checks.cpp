#include "ledger/audit/plan_checks.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "ledger/audit/due_interest.hpp"

namespace airut::ledger::audit {
namespace {

using model::date_text;
using std::chrono::days;

std::int64_t all_open(Claim const& claim) {
  std::int64_t sum = 0;
  for (auto const& [component, amount] : claim.open) sum += amount;
  return sum;
}

// Instalments that ought to be paid by the day, with the plan's tolerances, and are not.
std::int64_t missed(Planned const& plan, std::string const& country, config::Law const& law,
                    model::Date day) {
  std::int64_t count = 0, due = 0;
  for (auto const& one : plan.fact.instalments) {
    auto const banking = law.banking_day_from(country, one.due);
    if (!banking || *banking + days{plan.fact.tolerance_days} >= day) break;
    due += one.amount.minor();
    auto const open = std::min(one.amount.minor(), due - plan.paid);
    count += open > plan.fact.tolerance.minor();
  }
  return count;
}

void check_costs(Claim const& claim, LetterDecided const& letter, config::Law const& law,
                 std::vector<Breach>& found) {
  if (letter.fee.is_zero()) return;
  auto const debtor = config::debtor_of(letter.debtor);
  auto const principal = letter.principal_open.minor();
  auto sum = letter.fee.minor();
  for (auto const& one : claim.letters) {
    if (!one.withdrawn) sum += one.fee + one.cost;
  }
  auto const ceiling = law.cost_ceiling(letter.country, debtor, letter.day, principal);
  if (ceiling && sum > *ceiling) {
    found.push_back(
        {"cost-ceiling", fmt::format("All costs {}, at most {} (minor units).", sum, *ceiling)});
  }
}

}  // namespace

std::vector<Breach> plan_breaches(Claims const& claims, Claim const& claim,
                                  LetterDecided const& letter, config::Law const& law) {
  std::vector<Breach> found;
  if (letter.kind == "plan_confirmation") {
    if (claim.plan) found.push_back({"plan", "Another plan was in force."});
    if (claim.open.count("principal") == 0 || claim.open.at("principal") <= 0) {
      found.push_back({"open", "Nothing of the principal was open."});
    }
    if (letter.policy_version > 0 &&
        claims.policy(letter.policy, letter.policy_version) == nullptr) {
      found.push_back({"policy", "The policy's version is nowhere recorded."});
    }
    check_costs(claim, letter, law, found);
    return found;
  }
  if (!letter.fee.is_zero() || !letter.interest.is_zero() || !letter.cost.is_zero()) {
    found.push_back({"plan", "A letter of a running plan charges something."});
  }
  if (!claim.plan || claim.plan->fact.plan_id != letter.plan_id) {
    found.push_back({"plan", "The plan of the letter was not in force."});
    return found;
  }
  auto const count = missed(*claim.plan, letter.country, law, letter.day);
  auto const needed = letter.kind == "plan_broken" ? claim.plan->fact.missed_max + 1 : 1;
  if (count < needed) {
    found.push_back(
        {"plan", fmt::format("{} instalments were missed, {} are needed.", count, needed)});
  }
  return found;
}

std::vector<Breach> plan_breaches(Claim const& claim, PlanMade const& plan,
                                  config::Law const& law) {
  std::vector<Breach> found;
  auto const letter =
      std::find_if(claim.letters.begin(), claim.letters.end(),
                   [&](auto const& one) { return one.fact.letter_id == plan.letter_id; });
  if (letter == claim.letters.end() || plan.instalments.empty()) {
    return {{"plan", "The plan has no confirmation or no instalments."}};
  }
  std::int64_t sum = 0;
  for (auto const& one : plan.instalments) sum += one.amount.minor();
  if (sum != all_open(claim)) {
    found.push_back({"plan-sum", fmt::format("The instalments sum to {}, open is {} (minor units).",
                                             sum, all_open(claim))});
  }
  auto const& fact = letter->fact;
  auto const debtor = config::debtor_of(fact.debtor);
  auto const kind = plan.instalments.size() > 4 ? "long_plan" : "plan";
  if (!fact.fee.is_zero()) {
    auto const cap =
        law.cost_cap(fact.country, debtor, kind, fact.day, fact.principal_open.minor());
    if (!cap || fact.fee.minor() > cap->minor) {
      found.push_back({"fee-cap", "The plan's fee is above the law's, or has no row."});
    }
  }
  auto const order = law.allocation(fact.country, debtor, fact.day);
  if (!order) return found;
  // The principal as the plan lets it fall.
  Claim planned = claim;
  auto left = claim.open;
  for (auto const& one : plan.instalments) {
    auto rest = one.amount.minor();
    for (auto const component : order->order) {
      auto& owed = left[std::string{config::component_text(component)}];
      auto const part = std::min(owed, rest);
      owed -= part;
      rest -= part;
      if (component == config::Component::principal && plan.interest == "runs") {
        planned.moves.emplace_back(one.due, -part);
      }
    }
  }
  auto const right = due_interest(planned, fact, law);
  if (!right) {
    found.push_back({"law", right.error()});
  } else if (*right != fact.interest.minor()) {
    found.push_back({"interest", fmt::format("Interest {}, it should be {} (minor units).",
                                             fact.interest.minor(), *right)});
  }
  auto const last = plan.interest == "runs" ? plan.instalments.back().due : fact.day;
  if (fact.interest_until && *fact.interest_until > last) {
    found.push_back({"interest", "Interest for days after " + date_text(last) + "."});
  }
  return found;
}

}  // namespace airut::ledger::audit
