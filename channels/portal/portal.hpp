#pragma once

#include "channels/channel.hpp"

namespace airut::channels {

// The invoice's own page: the document lies ready behind its signed link from the moment the
// attempt is committed, so there is nothing to carry. That somebody opened it is another event.
class PortalChannel : public Channel {
 public:
  boost::asio::awaitable<Outcome> deliver(Parcel parcel) override;
  boost::asio::awaitable<Arrival> ask(Parcel parcel) override;
  Repeat repeat() const override { return Repeat::safe; }
};

}  // namespace airut::channels
