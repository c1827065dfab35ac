#pragma once

#include <boost/asio/thread_pool.hpp>

#include "channels/channel.hpp"
#include "channels/http/client.hpp"
#include "config/settings.hpp"

namespace airut::channels {

// POSTs the document to an operator's HTTPS address with the message id as Idempotency-Key and
// X-Message-Id. 2xx is a hand-over with the answer as proof; what else means what is in the table
// of operator_http.cpp.
class OperatorHttpChannel : public Channel {
 public:
  OperatorHttpChannel(config::HttpSettings settings, boost::asio::thread_pool& pool);

  boost::asio::awaitable<Outcome> deliver(Parcel parcel) override;
  boost::asio::awaitable<Arrival> ask(Parcel parcel) override;
  Repeat repeat() const override { return settings_.deduplicates ? Repeat::safe : Repeat::never; }

 private:
  config::HttpSettings settings_;
  boost::asio::thread_pool& pool_;
  HttpClient client_;
};

}  // namespace airut::channels
