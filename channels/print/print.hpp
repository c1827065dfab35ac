#pragma once

#include <chrono>
#include <memory>

#include <boost/asio/thread_pool.hpp>

#include "channels/channel.hpp"

namespace airut::channels {

// Gathers letters into batches for a printer: a batch leaves when it is full or when its first
// letter has waited long enough, by the transport that reaches the printer. Every letter of a batch
// has the batch's outcome. The batch is named after its first letter, so a repeated one is the
// same.
class PrintChannel : public Channel {
 public:
  struct Limits {
    std::size_t letters = 500;
    std::chrono::seconds time{60};
  };
  PrintChannel(std::unique_ptr<Channel> printer, Limits limits, boost::asio::thread_pool& pool);
  ~PrintChannel() override;

  boost::asio::awaitable<Outcome> deliver(Parcel parcel) override;
  // A batch that nobody confirmed may lie at the printer: only its people can tell.
  Repeat repeat() const override { return Repeat::never; }

 private:
  struct Parts;
  std::shared_ptr<Parts> parts_;
};

}  // namespace airut::channels
