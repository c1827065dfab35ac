#pragma once

#include <filesystem>

#include <boost/asio/thread_pool.hpp>

#include "channels/channel.hpp"

namespace airut::channels {

// Drops documents into a directory that somebody else's file agent empties. A file appears whole or
// not at all: written under a temporary name and synced before the attempt is committed, then
// renamed, and the directory synced. So an attempt that was cut short has left its temporary name,
// and one that ended has not, whether or not the agent has taken the file since. A name that is
// there already with the same bytes is a success; with other bytes it is refused.
class DirectoryChannel : public Channel {
 public:
  DirectoryChannel(std::filesystem::path directory, boost::asio::thread_pool& pool);

  boost::asio::awaitable<std::optional<Outcome>> prepare(Parcel parcel) override;
  boost::asio::awaitable<void> discard(Parcel parcel) override;
  boost::asio::awaitable<Outcome> deliver(Parcel parcel) override;
  boost::asio::awaitable<Arrival> ask(Parcel parcel) override;
  Repeat repeat() const override { return Repeat::never; }

 private:
  std::filesystem::path directory_;
  boost::asio::thread_pool& pool_;
};

}  // namespace airut::channels
