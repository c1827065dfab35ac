#include "gateway/claim/waking.hpp"

#include <algorithm>

namespace airut::gateway {
namespace {

// More letters than any policy has steps: the longest may have become shorter, and a reminder was
// sent before collection.
constexpr std::size_t letters_max = 12;

// How long after the due date, or the last letter's time to pay, the step comes at the earliest.
int days_before(config::DunningPolicy const& policy, std::size_t letters) {
  auto const own = letters == 0 ? std::max(policy.steps.front().after_days, 1) : 1;
  return own + policy.grace_days;
}

}  // namespace

std::vector<ledger::Waking> wakings(Billers const& billers, std::string_view tenant,
                                    model::Date as_of) {
  std::vector<ledger::Waking> all;
  auto const* home = billers.tenant(tenant);
  if (home == nullptr) return all;
  for (auto const& policy : home->policies) {
    if (policy.valid_from && *policy.valid_from > as_of) continue;
    bool const collects = policy.steps.back().action == "collection_order";
    auto const count = collects ? std::max(letters_max, policy.steps.size()) : policy.steps.size();
    for (std::size_t letters = 0; letters < count; ++letters) {
      auto const until = as_of - std::chrono::days{days_before(policy, letters)};
      if (letters == all.size()) all.push_back({static_cast<int>(letters), until});
      all[letters].until = std::max(all[letters].until, until);
    }
  }
  return all;
}

}  // namespace airut::gateway
