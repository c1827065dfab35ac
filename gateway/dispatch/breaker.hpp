#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/model/date.hpp"

namespace airut::gateway {

// Spares a destination that does not answer: after five failures in a row nothing is offered to it
// for half a minute, doubled with each further failure up to ten minutes. Then one delivery tries.
class Breakers {
 public:
  void succeeded(std::string_view destination);
  void failed(std::string_view destination, model::Instant now);

  // Destinations that rest now.
  std::vector<std::string> resting(model::Instant now) const;
  // When the first of them may be tried again; nullopt when none rests.
  std::optional<model::Instant> next_trial(model::Instant now) const;

 private:
  struct Standing {
    int failures = 0;
    model::Instant rests_until{};
  };
  std::map<std::string, Standing, std::less<>> standings_;
};

}  // namespace airut::gateway
