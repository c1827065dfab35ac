#pragma once

#include <boost/asio/thread_pool.hpp>

#include "channels/channel.hpp"
#include "channels/http/sftp.hpp"

namespace airut::channels {

// Leaves documents on an operator's file server by SFTP. The remote name is made of the message id,
// so an upload that is repeated replaces the same file until the operator has taken it.
class OperatorSftpChannel : public Channel {
 public:
  OperatorSftpChannel(config::SftpSettings settings, boost::asio::thread_pool& pool);

  boost::asio::awaitable<Outcome> deliver(Parcel parcel) override;
  // A file that is there with our size arrived; one that still has its temporary name did not; one
  // that is nowhere may have been taken already.
  boost::asio::awaitable<Arrival> ask(Parcel parcel) override;
  Repeat repeat() const override { return Repeat::never; }

 private:
  boost::asio::thread_pool& pool_;
  SftpClient client_;
};

}  // namespace airut::channels
