#pragma once

#include <mutex>
#include <set>
#include <string>

#include <boost/asio/thread_pool.hpp>

#include "channels/channel.hpp"
#include "channels/http/sftp.hpp"

namespace airut::channels {

// Leaves documents on an operator's file server by SFTP. The remote name is made of the message id,
// so an upload that is repeated replaces the same file until the operator has taken it. What is
// made ready lies there under its temporary name: an attempt that was interrupted before the
// renaming is known to have brought nothing.
class OperatorSftpChannel : public Channel {
 public:
  OperatorSftpChannel(config::SftpSettings settings, boost::asio::thread_pool& pool);

  boost::asio::awaitable<std::optional<Outcome>> prepare(Parcel parcel) override;
  boost::asio::awaitable<void> discard(Parcel parcel) override;
  boost::asio::awaitable<Outcome> deliver(Parcel parcel) override;
  // A file that is there with our size arrived; one that still has its temporary name did not; one
  // that is nowhere may have been taken already.
  boost::asio::awaitable<Arrival> ask(Parcel parcel) override;
  Repeat repeat() const override { return Repeat::never; }

 private:
  bool take_ready(std::string const& name);

  boost::asio::thread_pool& pool_;
  SftpClient client_;
  std::mutex mutex_;
  std::set<std::string> ready_;  // names that were made ready and neither given nor discarded
};

}  // namespace airut::channels
