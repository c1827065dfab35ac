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
  deferred,     // the destination cannot be reached now
  put_off,      // it can, and asks to come again for this recipient
  refused,
  unsure,
};

// How a turn is taken.
struct Turn {
  channels::Channel* channel = nullptr;  // nullptr: not configured any more
  bool rests = false;                    // nothing may be offered to the destination now
};

// One turn of a delivery that is due: renders and seals it (or takes the sealed bytes), commits the
// attempt, offers it to the channel, and commits the answer; or asks about an unknown one; or lets
// a timer end: silence, a lease, a wait for a person, give_up_at. Throws when the store is lost;
// nothing is half done then.
boost::asio::awaitable<TurnEnd> take_turn(Dispatcher::House house, Turn how,
                                          ledger::DeliveryRow delivery);

}  // namespace airut::gateway
