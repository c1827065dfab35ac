#pragma once

#include <initializer_list>
#include <string>

namespace airut::tests {

// The policy "policy" of these steps, each 14 days after what went before, without days of grace;
// collection orders need nobody's approval. more: further lines of its table and tables below.
inline std::string policy_of(std::initializer_list<char const*> actions,
                             std::string const& more = "") {
  std::string toml =
      "[[tenant.policy]]\nname = \"policy\"\ngrace_days = 0\nbank_data_age_days = 4\n"
      "collection_automatic = true\n";
  for (auto const* action : actions)
    toml += std::string{"[[tenant.policy.step]]\naction = \""} + action + "\"\nafter_days = 14\n";
  return toml + more;
}

inline auto const one_reminder = policy_of({"first_reminder"});
inline auto const two_reminders = policy_of({"first_reminder", "second_reminder"});
inline auto const up_to_collection =
    policy_of({"first_reminder", "second_reminder", "collection_order"});

}  // namespace airut::tests
