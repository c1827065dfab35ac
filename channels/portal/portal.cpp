#include "channels/portal/portal.hpp"

namespace airut::channels {

boost::asio::awaitable<Outcome> PortalChannel::deliver(Parcel parcel) {
  HandedOver over;
  over.trace.endpoint = "portal";
  over.receipt = "page of " + parcel.message_id;
  co_return over;
}

boost::asio::awaitable<Arrival> PortalChannel::ask(Parcel) { co_return Arrival::arrived; }

}  // namespace airut::channels
