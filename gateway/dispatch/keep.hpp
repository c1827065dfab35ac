#pragma once

#include <functional>

#include <boost/asio/awaitable.hpp>

#include "gateway/clock.hpp"
#include "ledger/store/store.hpp"

namespace airut::gateway {

// Commits what the other side said. While the store will not take it the answer is kept and offered
// again until the moment has come, or until it is known that it never will: only then is the truth
// lost, and what was thrown last is thrown.
boost::asio::awaitable<void> keep(ledger::Store& store, Clock const& clock,
                                  std::function<bool(ledger::Transaction&)> job,
                                  model::Instant until);

}  // namespace airut::gateway
