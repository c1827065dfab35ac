#pragma once

#include <string>
#include <string_view>

#include "gateway/claim/day_run.hpp"

// What the day makes of promises to pay and payment plans, before its letters are decided. Each
// takes those after the cursor id and gives the next cursor, "" at the end; asked again for the
// same day they change nothing.
namespace airut::gateway {

struct Watched {
  std::string next;
  bool queued = false;  // a delivery waits
};

// Kept when the sum was paid since; broken when bank files tell of the day and it was not.
Watched watch_promises(ledger::Transaction& tx, DayContext const& context, std::string_view after,
                       int limit);

// Completed, or broken with a letter that says so, or an unpaid instalment reminded of.
Watched watch_plans(ledger::Transaction& tx, DayContext const& context, std::string_view after,
                    int limit);

}  // namespace airut::gateway
