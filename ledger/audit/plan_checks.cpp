#include "ledger/audit/plan_checks.hpp"

#include <algorithm>

#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include "ledger/audit/due_interest.hpp"
#include "ledger/audit/recorded_policy.hpp"
#include "ledger/audit/rests.hpp"

namespace airut::ledger::audit {
namespace {

namespace json = boost::json;
using model::date_text;
using std::chrono::days;

std::int64_t all_open(Claim const& claim) {
  std::int64_t sum = 0;
  for (auto const& [component, amount] : claim.open) sum += amount;
  return sum;
}

// Instalments that fell due after that day (any day without one), ought to be paid by the letter's
// day with the plan's tolerances, and are not.
std::int64_t missed(Planned const& plan, std::vector<model::Date> const& due_days,
                    LetterDecided const& letter, config::Law const& law,
                    std::optional<model::Date> after) {
  std::int64_t count = 0, due = 0;
  for (std::size_t i = 0; i < due_days.size(); ++i) {
    auto const& one = plan.fact.instalments[i];
    auto const banking = law.banking_day_from(letter.country, due_days[i]);
    if (!banking || *banking + days{plan.fact.tolerance_days} >= letter.day) break;
    due += one.amount.minor();
    auto const open = std::min(one.amount.minor(), due - plan.paid);
    count += due_days[i] > after && open > plan.fact.tolerance.minor();
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
  auto const ceiling =
      law.cost_ceiling(letter.country, debtor, letter.day, principal, proves_enforceable(letter));
  if (ceiling && sum > *ceiling) {
    found.push_back(
        {"cost-ceiling", fmt::format("All costs {}, at most {} (minor units).", sum, *ceiling)});
  }
}

bool is_in_collection(Claim const& claim) {
  Letter const* last = nullptr;
  for (auto const& one : claim.letters) {
    if (one.is_step()) last = &one;
  }
  return last != nullptr && last->fact.kind == "collection_order";
}

void check_confirmation(Claims const& claims, Claim const& claim, LetterDecided const& letter,
                        config::Law const& law, std::vector<Breach>& found) {
  if (!claim.plan_id.empty()) found.push_back({"plan", "Another plan was in force."});
  if (claim.disputed) found.push_back({"held", "A plan of a disputed claim."});
  if (is_in_collection(claim)) found.push_back({"plan", "A plan of a claim in collection."});
  if (claim.open.count("principal") == 0 || claim.open.at("principal") <= 0) {
    found.push_back({"open", "Nothing of the principal was open."});
  }
  if (letter.policy_version > 0 && claims.policy(letter.policy, letter.policy_version) == nullptr) {
    found.push_back({"policy", "The policy's version is nowhere recorded."});
  }
  check_costs(claim, letter, law, found);
}

// The day of the plan's last reminder: what was due by then is reminded of.
std::optional<model::Date> reminded_on(Claim const& claim, std::string const& plan_id) {
  std::optional<model::Date> last;
  for (auto const& one : claim.letters) {
    bool const reminder = one.fact.plan_id == plan_id && one.fact.kind == "instalment_reminder";
    if (reminder && !one.withdrawn) last = std::max(last, std::optional{one.fact.day});
  }
  return last;
}

// A claim of a plan with the letter that confirms it.
struct Member {
  Claim const* claim = nullptr;
  LetterDecided const* letter = nullptr;
};

std::vector<Member> members_of(Claims const& claims, PlanMade const& fact) {
  std::vector<Member> members;
  for (auto const& one : Planned{fact, {}, 0, false}.claims()) {
    auto const* claim = claims.find(one.receivable_id);
    if (claim == nullptr) return {};
    auto const letter =
        std::find_if(claim->letters.begin(), claim->letters.end(),
                     [&](auto const& other) { return other.fact.letter_id == one.letter_id; });
    if (letter == claim->letters.end()) return {};
    members.push_back({claim, &letter->fact});
  }
  return members;
}

void check_debtor(std::vector<Member> const& members, std::vector<Breach>& found) {
  auto const& first = members.front().claim->invoice;
  for (std::size_t i = 1; i < members.size(); ++i) {
    auto const& other = members[i].claim->invoice;
    bool const same = other.client == first.client && !other.customer_number.empty() &&
                      other.customer_number == first.customer_number &&
                      other.buyer_type == first.buyer_type &&
                      other.due.currency() == first.due.currency();
    if (!same) found.push_back({"plan-debtor", "The plan joins claims of several debtors."});
    if (!members[i].letter->fee.is_zero()) {
      found.push_back({"sheet-fee", "The plan's fee was charged more than once."});
    }
  }
}

void check_fee(LetterDecided const& letter, std::size_t instalments, config::Law const& law,
               std::vector<Breach>& found) {
  if (letter.fee.is_zero()) return;
  auto const kind = instalments > 4 ? "long_plan" : "plan";
  auto const cap = law.cost_cap(letter.country, config::debtor_of(letter.debtor), kind, letter.day,
                                letter.principal_open.minor());
  if (!cap || letter.fee.minor() > cap->minor) {
    found.push_back({"fee-cap", "The plan's fee is above the law's, or has no row."});
  }
}

bool allows(json::object const& terms, char const* list, std::string const& word) {
  auto const* value = terms.if_contains(list);
  auto const* words = value == nullptr ? nullptr : value->if_array();
  return words == nullptr || std::any_of(words->begin(), words->end(), [&](auto const& one) {
           return one.is_string() && std::string_view{one.get_string()} == word;
         });
}

// The terms of the policy as it was recorded; older journals name none.
void check_terms(Claims const& claims, LetterDecided const& letter, PlanMade const& plan,
                 std::vector<Breach>& found) {
  auto const* recorded = claims.policy(letter.policy, letter.policy_version);
  if (recorded == nullptr) return;
  boost::system::error_code fault;
  auto const value = json::parse(recorded->definition, fault);
  auto const* policy = fault ? nullptr : value.if_object();
  auto const* entry = policy == nullptr ? nullptr : policy->if_contains("plan");
  auto const* terms = entry == nullptr ? nullptr : entry->if_object();
  if (terms == nullptr) return;
  auto const say = [&](char const* text) { found.push_back({"plan-terms", text}); };
  auto const count = static_cast<std::int64_t>(plan.instalments.size());
  if (!allows(*terms, "made_by", plan.made_by)) say("The policy lets this party make no plan.");
  if (count > number_at(*terms, "instalments_max", count)) say("More instalments than allowed.");
  auto before = letter.day;
  for (std::size_t i = 0; i < plan.instalments.size(); ++i) {
    auto const& one = plan.instalments[i];
    auto const gap = (one.due - before).count();
    if (gap <= 0 || gap > number_at(*terms, "gap_days_max", gap)) say("Its days are no good.");
    bool const is_last = i + 1 == plan.instalments.size();
    if (!is_last && one.amount.minor() < number_at(*terms, "instalment_minor", 0)) {
      say("An instalment is less than the policy's least.");
    }
    before = one.due;
  }
  bool const runs = plan.interest == "runs";
  auto const* interest = terms->if_contains("interest");
  if (interest != nullptr && interest->is_string() && runs != (interest->get_string() == "runs")) {
    say("The policy's interest is another.");
  }
  if (plan.missed_max < number_at(*terms, "missed_max", 0)) say("It breaks too soon.");
}

// The claims as the plan lets their principal fall: each instalment pays them one after another.
std::vector<Claim> falling(std::vector<Member> const& members, PlanMade const& plan,
                           config::AllocationOrder const& order) {
  std::vector<Claim> planned;
  for (auto const& one : members) planned.push_back(*one.claim);
  for (auto const& instalment : plan.instalments) {
    auto rest = instalment.amount.minor();
    for (auto& claim : planned) {
      for (auto const component : order.order) {
        auto& owed = claim.open[std::string{config::component_text(component)}];
        auto const part = std::min(owed, rest);
        owed -= part;
        rest -= part;
        bool const falls = component == config::Component::principal && plan.interest == "runs";
        if (falls && part > 0) claim.moves.emplace_back(instalment.due, -part);
      }
    }
  }
  return planned;
}

void check_interest(Claim const& planned, LetterDecided const& letter, model::Date last,
                    config::Law const& law, std::vector<Breach>& found) {
  auto const right = due_interest(planned, letter, law);
  if (!right) {
    found.push_back({"law", right.error()});
  } else if (auto wrong = interest_breach(*right, letter); !wrong.empty()) {
    found.push_back({"interest", std::move(wrong)});
  }
  if (letter.interest_until && *letter.interest_until > last) {
    found.push_back({"interest", "Interest for days after " + date_text(last) + "."});
  }
  for (auto const& wrong : told_rates_breaches(letter, law)) found.push_back({"rates", wrong});
}

}  // namespace

std::vector<Breach> plan_breaches(Claims const& claims, Claim const& claim,
                                  LetterDecided const& letter, config::Law const& law) {
  std::vector<Breach> found;
  if (letter.kind == "plan_confirmation") {
    check_confirmation(claims, claim, letter, law, found);
    return found;
  }
  if (!letter.fee.is_zero() || !letter.interest.is_zero() || !letter.cost.is_zero()) {
    found.push_back({"plan", "A letter of a running plan charges something."});
  }
  auto const* plan = claims.plan_of(claim);
  if (plan == nullptr || plan->fact.plan_id != letter.plan_id) {
    found.push_back({"plan", "The plan of the letter was not in force."});
    return found;
  }
  if (rested_on(claims, *plan, letter.day)) {
    found.push_back({"plan-rests", "A claim of the plan was disputed, paused or in question."});
  }
  auto const due_days = instalment_days(claims, *plan, letter, law);
  if (!due_days) {
    found.push_back({"law", due_days.error()});
    return found;
  }
  bool const breaks = letter.kind == "plan_broken";
  auto const after = breaks ? std::nullopt : reminded_on(claim, letter.plan_id);
  auto const count = missed(*plan, *due_days, letter, law, after);
  auto const needed = breaks ? plan->fact.missed_max + 1 : 1;
  if (count < needed) {
    found.push_back(
        {"plan", fmt::format("{} instalments were missed, {} are needed.", count, needed)});
  }
  return found;
}

std::vector<Breach> plan_breaches(Claims const& claims, PlanMade const& plan,
                                  config::Law const& law) {
  std::vector<Breach> found;
  auto const members = members_of(claims, plan);
  if (members.empty() || plan.instalments.empty()) {
    return {{"plan", "The plan has no confirmation or no instalments."}};
  }
  std::int64_t sum = 0, open = 0;
  for (auto const& one : plan.instalments) sum += one.amount.minor();
  for (auto const& one : members) open += all_open(*one.claim);
  if (sum != open) {
    found.push_back({"plan-sum", fmt::format("The instalments sum to {}, open is {} (minor units).",
                                             sum, open)});
  }
  auto const& first = *members.front().letter;
  check_debtor(members, found);
  check_fee(first, plan.instalments.size(), law, found);
  check_terms(claims, first, plan, found);
  auto const order = law.allocation(first.country, config::debtor_of(first.debtor), first.day);
  if (!order) return found;
  auto const planned = falling(members, plan, *order);
  auto const last = plan.interest == "runs" ? plan.instalments.back().due : first.day;
  for (std::size_t i = 0; i < members.size(); ++i) {
    check_interest(planned[i], *members[i].letter, last, law, found);
  }
  return found;
}

std::vector<Breach> plan_end_breaches(Claims const& claims, PlanEnded const& fact) {
  auto const* plan = claims.plan(fact.plan_id);
  if (plan == nullptr || plan->ended) return {{"plan", "The journal knows no such plan in force."}};
  std::int64_t left = -plan->paid, open = 0;
  bool is_told = false;
  for (auto const& one : plan->fact.instalments) left += one.amount.minor();
  for (auto const& one : plan->claims()) {
    auto const* claim = claims.find(one.receivable_id);
    if (claim == nullptr) continue;
    open += all_open(*claim);
    is_told |= std::any_of(claim->letters.begin(), claim->letters.end(), [&](auto const& letter) {
      return letter.fact.plan_id == fact.plan_id && letter.fact.kind == "plan_broken";
    });
  }
  bool const paid = std::min(left, open) <= plan->fact.tolerance.minor();
  if (fact.outcome == "completed" && !paid) return {{"plan", "It was not paid."}};
  if (fact.outcome == "broken" && !is_told) return {{"plan", "Nobody told that it is broken."}};
  if (fact.outcome == "broken" && rested_on(claims, *plan, fact.day)) {
    return {{"plan-rests", "It was broken while a claim of it rested."}};
  }
  return {};
}

}  // namespace airut::ledger::audit
