#include "channels/avtalegiro/avtalegiro.hpp"

namespace airut::channels {
namespace {

constexpr std::size_t record_length = 80, stride = record_length + 2;

Outcome no_transmission() {
  Trace trace;
  trace.code = "internal.fault";
  trace.excerpt = "This is no transmission for the clearing house.";
  return Refused{trace};
}

bool is_whole(Parcel const& parcel) {
  return parcel.files.size() == 1 && is_transmission(parcel.files.front().bytes);
}

}  // namespace

bool is_transmission(std::string_view bytes) {
  if (bytes.size() < 2 * stride || bytes.size() % stride != 0) return false;
  for (std::size_t at = 0; at < bytes.size(); at += stride) {
    auto const record = bytes.substr(at, stride);
    if (record.substr(0, 2) != "NY" || record.substr(record_length) != "\r\n") return false;
  }
  return bytes.starts_with("NY000010") &&
         bytes.substr(bytes.size() - stride).starts_with("NY000089");
}

boost::asio::awaitable<std::optional<Outcome>> AvtaleGiroChannel::prepare(Parcel parcel) {
  if (!is_whole(parcel)) co_return no_transmission();
  co_return co_await transport_->prepare(std::move(parcel));
}

boost::asio::awaitable<void> AvtaleGiroChannel::discard(Parcel parcel) {
  co_await transport_->discard(std::move(parcel));
}

boost::asio::awaitable<Outcome> AvtaleGiroChannel::deliver(Parcel parcel) {
  if (!is_whole(parcel)) co_return no_transmission();
  co_return co_await transport_->deliver(std::move(parcel));
}

boost::asio::awaitable<Arrival> AvtaleGiroChannel::ask(Parcel parcel) {
  co_return co_await transport_->ask(std::move(parcel));
}

}  // namespace airut::channels
