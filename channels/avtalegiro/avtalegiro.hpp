#pragma once

#include <memory>

#include "channels/channel.hpp"

namespace airut::channels {

// Carries whole transmissions to the clearing house by the transport that reaches its place for
// files. Nothing but a transmission leaves: records of 80 characters and CR LF, from the first to
// the last. What the transport does about repeating and asking holds for it.
class AvtaleGiroChannel : public Channel {
 public:
  explicit AvtaleGiroChannel(std::unique_ptr<Channel> transport)
      : transport_(std::move(transport)) {}

  boost::asio::awaitable<std::optional<Outcome>> prepare(Parcel parcel) override;
  boost::asio::awaitable<void> discard(Parcel parcel) override;
  boost::asio::awaitable<Outcome> deliver(Parcel parcel) override;
  boost::asio::awaitable<Arrival> ask(Parcel parcel) override;
  Repeat repeat() const override { return transport_->repeat(); }

 private:
  std::unique_ptr<Channel> transport_;
};

// Whether the bytes are what the clearing house reads as one transmission.
bool is_transmission(std::string_view bytes);

}  // namespace airut::channels
