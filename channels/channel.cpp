#include "channels/channel.hpp"

namespace airut::channels {

boost::asio::awaitable<Arrival> Channel::ask(Parcel) { co_return Arrival::cannot_tell; }

}  // namespace airut::channels
