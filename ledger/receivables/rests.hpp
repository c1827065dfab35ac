#pragma once

#include <optional>
#include <vector>

#include "formats/model/date.hpp"

// Days on which nothing is demanded of a claim, and what they make of days that were agreed.
namespace airut::ledger {

// The first and the last day, both included; no last day: it goes on.
struct Rest {
  model::Date first{};
  std::optional<model::Date> last;
};

// What was agreed on a day for days to come, in their order.
struct Agreed {
  model::Date made{};
  std::vector<model::Date> days;
};

// The days as the rests since then move them: the clock stands still while one lasts, and the first
// day that it reaches before it has come lies at least so many days after its end. Days that had
// passed when it began stay. A rest that goes on counts up to as_of.
std::vector<model::Date> moved_days(Agreed agreed, std::vector<Rest> rests, int least_days,
                                    model::Date as_of);

}  // namespace airut::ledger
