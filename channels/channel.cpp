#include "channels/channel.hpp"

namespace airut::channels {

boost::asio::awaitable<std::optional<Outcome>> Channel::prepare(Parcel) { co_return std::nullopt; }

boost::asio::awaitable<void> Channel::discard(Parcel) { co_return; }

boost::asio::awaitable<Arrival> Channel::ask(Parcel) { co_return Arrival::cannot_tell; }

boost::asio::awaitable<std::optional<Sighting>> Channel::inquire(Parcel) { co_return std::nullopt; }

boost::asio::awaitable<WithdrawalAnswer> Channel::withdraw(Parcel) { co_return WithdrawalAnswer{}; }

}  // namespace airut::channels
