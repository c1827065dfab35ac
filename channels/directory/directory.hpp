#pragma once

#include <filesystem>

#include <boost/asio/thread_pool.hpp>

#include "channels/channel.hpp"

namespace airut::channels {

// Drops documents into a directory that somebody else's file agent empties. A file appears whole or
// not at all: written under a temporary name, synced, linked to its name, directory synced. A name
// that is there already with the same bytes is a success; with other bytes it is refused.
class DirectoryChannel : public Channel {
 public:
  DirectoryChannel(std::filesystem::path directory, boost::asio::thread_pool& pool);

  boost::asio::awaitable<Outcome> deliver(Parcel parcel) override;
  boost::asio::awaitable<Arrival> ask(Parcel parcel) override;
  Repeat repeat() const override { return Repeat::safe; }

 private:
  std::filesystem::path directory_;
  boost::asio::thread_pool& pool_;
};

}  // namespace airut::channels
