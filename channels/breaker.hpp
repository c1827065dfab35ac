#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/model/date.hpp"

namespace airut::channels {

// Spares a destination that does not answer: after five failures in a row it rests, and one
// delivery a minute tries whether it is back. What waits meanwhile spends no attempt.
class Breakers {
 public:
  // Whether a delivery may begin now. The one that tries a resting destination is noted: nothing
  // else begins there until it has ended.
  bool admit(std::string_view destination, model::Instant now);
  void succeeded(std::string_view destination);
  void failed(std::string_view destination, model::Instant now);
  // Ended without a word about the destination.
  void neither(std::string_view destination);

  // Destinations that nothing may be offered to now.
  std::vector<std::string> resting(model::Instant now) const;
  bool rests(std::string_view destination, model::Instant now) const;
  // When the first of them may be tried; nullopt when none waits for that.
  std::optional<model::Instant> next_trial(model::Instant now) const;

 private:
  struct Standing {
    int failures = 0;
    model::Instant tries_at{};
    bool trying = false;
  };
  static bool open(Standing const& standing);
  std::map<std::string, Standing, std::less<>> standings_;
};

}  // namespace airut::channels
