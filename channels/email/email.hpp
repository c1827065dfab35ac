#pragma once

#include <boost/asio/thread_pool.hpp>

#include "channels/channel.hpp"
#include "channels/mail/smtp.hpp"

namespace airut::channels {

// Sends the document as an e-mail attachment through the operator's own mail server. Its answer
// proves that the mail server took it, not that anyone read it.
class EmailChannel : public Channel {
 public:
  EmailChannel(config::EmailSettings settings, boost::asio::thread_pool& pool);

  boost::asio::awaitable<Outcome> deliver(Parcel parcel) override;
  Repeat repeat() const override { return Repeat::after_wait; }

 private:
  std::string from_, bounces_, endpoint_;
  boost::asio::thread_pool& pool_;
  SmtpClient client_;
};

}  // namespace airut::channels
