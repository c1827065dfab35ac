#include "ledger/audit/rests.hpp"

#include <algorithm>

namespace airut::ledger::audit {
namespace {

using model::Date;
using std::chrono::days;

bool covers(std::vector<Rested> const& rests, Date day) {
  return std::any_of(rests.begin(), rests.end(), [&](auto const& one) {
    return one.first <= day && (!one.last || day <= *one.last);
  });
}

bool owed(Claim const& claim) {
  return std::any_of(claim.open.begin(), claim.open.end(),
                     [](auto const& one) { return one.second > 0; });
}

// Each day of rest makes every day that has not passed one later.
std::vector<Date> walked(std::vector<Date> list, std::vector<Rested> const& rests, Date from,
                         Date until, int least) {
  bool resting = false;
  std::size_t reached = 0;
  for (auto at = from; at <= until; at += days{1}) {
    bool const rests_now = covers(rests, at);
    if (rests_now && !resting) {
      reached = 0;
      while (reached < list.size() && list[reached] < at) ++reached;
    }
    for (auto i = reached; rests_now && i < list.size(); ++i) list[i] += days{1};
    bool const ends = rests_now && (at == until || !covers(rests, at + days{1}));
    if (ends && reached < list.size() && list[reached] < at + days{least}) {
      auto const more = at + days{least} - list[reached];
      for (auto i = reached; i < list.size(); ++i) list[i] += more;
    }
    resting = rests_now;
  }
  return list;
}

}  // namespace

bool rested_on(Claims const& claims, Claim const& claim, Date day) {
  return covers(claims.rests(claim), day);
}

bool rested_on(Claims const& claims, Planned const& plan, Date day) {
  for (auto const& one : plan.claims()) {
    auto const* claim = claims.find(one.receivable_id);
    if (claim != nullptr && owed(*claim) && rested_on(claims, *claim, day)) return true;
  }
  return false;
}

Date promised_day(Claims const& claims, Claim const& claim, Promised const& promise, Date day) {
  return walked({promise.fact.day}, claims.rests(claim), promise.made, day, 0).front();
}

config::Found<std::vector<Date>> instalment_days(Claims const& claims, Planned const& plan,
                                                 LetterDecided const& letter,
                                                 config::Law const& law) {
  auto const rules = law.reminders(letter.country, config::debtor_of(letter.debtor), letter.day);
  if (!rules) return tl::unexpected{rules.error()};
  std::vector<Date> list;
  for (auto const& one : plan.fact.instalments) list.push_back(one.due);
  std::vector<Rested> rests;
  for (auto const& one : plan.claims()) {
    auto const* claim = claims.find(one.receivable_id);
    if (claim == nullptr) continue;
    for (auto const& rest : claims.rests(*claim)) {
      if (owed(*claim) || (rest.last && *rest.last < letter.day)) rests.push_back(rest);
    }
  }
  return walked(std::move(list), rests, plan.made, letter.day, rules->deadline_days);
}

}  // namespace airut::ledger::audit
