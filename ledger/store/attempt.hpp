#pragma once

#include <functional>
#include <optional>
#include <string>

#include "ledger/store/store.hpp"

namespace airut::ledger {

// Does a part of a work that may fail by itself: when it throws std::logic_error, what it appended
// is undone, the work goes on, and the fault's words are returned. What it left outside the rows
// the caller puts right.
std::optional<std::string> attempt(Transaction& tx, std::function<void()> const& part);

}  // namespace airut::ledger
