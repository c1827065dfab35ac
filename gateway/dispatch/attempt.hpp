#pragma once

#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "channels/channel.hpp"
#include "gateway/dispatch/apply.hpp"
#include "gateway/dispatch/dispatcher.hpp"

namespace airut::gateway {

// How one turn of a delivery ended, for the dispatcher's books.
enum class TurnEnd {
  nothing,      // somebody else changed the delivery meanwhile
  handed_over,  // or an unknown one was found there
  deferred,     // the destination did not take it now
  refused,
  unsure,
};

// One turn of a delivery that is due: renders and seals it (or takes the sealed bytes), commits the
// attempt, offers it to the channel, and commits the answer; or asks about an unknown one; or lets
// silence count as delivered. Throws what the store throws; nothing is half done then.
boost::asio::awaitable<TurnEnd> take_turn(Dispatcher::House house, channels::Channel& channel,
                                          ledger::DeliveryRow delivery);

}  // namespace airut::gateway
