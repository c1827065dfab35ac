#pragma once

#include <chrono>
#include <memory>

#include <boost/asio/thread_pool.hpp>

#include "channels/channel.hpp"

namespace airut::channels {

// Gathers letters into batches for a printer: a batch is closed when it is full or when its first
// letter has waited long enough. Letters wait in prepare(), while nothing is committed, so the end
// of the process finds them as they were: queued. Once every letter of a closed batch is committed
// (or discarded) the batch goes by the transport that reaches the printer, and every letter has the
// batch's outcome. A batch is named after its first letter.
class PrintChannel : public Channel {
 public:
  struct Limits {
    std::size_t letters = 500;
    std::chrono::seconds time{60};
  };
  PrintChannel(std::unique_ptr<Channel> printer, Limits limits, boost::asio::thread_pool& pool);
  ~PrintChannel() override;

  boost::asio::awaitable<std::optional<Outcome>> prepare(Parcel parcel) override;
  boost::asio::awaitable<void> discard(Parcel parcel) override;
  boost::asio::awaitable<Outcome> deliver(Parcel parcel) override;
  // A batch that nobody confirmed may lie at the printer: only its people can tell.
  Repeat repeat() const override { return Repeat::never; }
  void hurry() override;

 private:
  struct Parts;
  std::shared_ptr<Parts> parts_;
};

}  // namespace airut::channels
