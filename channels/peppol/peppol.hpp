#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include <boost/asio/thread_pool.hpp>

#include "channels/breaker.hpp"
#include "channels/channel.hpp"
#include "channels/peppol/discovery.hpp"
#include "channels/peppol/turns.hpp"
#include "formats/as4/message.hpp"

namespace airut::channels {

// Sends documents through the Peppol network: finds the recipient's access point, seals an AS4
// message to it, posts it and checks the receipt in full. The parcel's first file is the document
// in its envelope (SBDH), the second the same in gzip: what is signed, and so the same at every
// repetition as the message id is. A failing access point rests, and each gets a few messages at
// once only: others are not touched.
class PeppolChannel : public Channel {
 public:
  // Throws std::runtime_error when a key, certificate or trust file cannot be used.
  PeppolChannel(config::PeppolSettings settings, boost::asio::thread_pool& pool,
                Discovery::Now now);
  ~PeppolChannel() override;

  // Waits here for a turn at the access point, while nothing is committed.
  boost::asio::awaitable<std::optional<Outcome>> prepare(Parcel parcel) override;
  boost::asio::awaitable<void> discard(Parcel parcel) override;
  boost::asio::awaitable<Outcome> deliver(Parcel parcel) override;
  Repeat repeat() const override { return Repeat::safe; }

 private:
  struct Letter;
  struct Ready;
  std::optional<Outcome> hindrance(Parcel const& parcel);
  std::string access_point_of(Parcel const& parcel);  // "" where none is found
  std::unique_ptr<Ready> ready(std::string const& delivery_id);
  Outcome send(Parcel const& parcel);
  Outcome post(Letter const& letter, AccessPoint const& to);
  Outcome tried(Letter const& letter, AccessPoint const& to);
  Outcome again_elsewhere(Letter const& letter, AccessPoint const& first, Outcome outcome);
  Outcome patient(std::string const& message_id, Outcome outcome);
  void note(std::string const& url, Outcome const& outcome);

  config::PeppolSettings settings_;
  boost::asio::thread_pool& pool_;
  Discovery::Now now_;
  as4::Keys keys_;
  Discovery discovery_;
  HttpClient http_;
  std::shared_ptr<Turns> turns_;  // by the access point's address
  std::mutex mutex_;
  Breakers breakers_;                                      // by the access point's address
  std::map<std::string, std::unique_ptr<Ready>> readied_;  // by delivery, from prepare() to its end
  std::map<std::string, int>
      rejected_;  // how often a message was refused without a reason of its own
};

}  // namespace airut::channels
