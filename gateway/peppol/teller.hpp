#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include "channels/peppol/peppol.hpp"
#include "config/codes.hpp"
#include "gateway/billers.hpp"
#include "gateway/clock.hpp"
#include "ledger/store/received.hpp"

namespace airut::gateway {

// Tells the providers who brought documents what became of them (Message Level Status), within
// seconds of the document and again until it is told or two days have passed: rejected with the
// reason, or accepted where they asked for good news too. The same status keeps its message id at
// every attempt. What is told too late, or never, a person is told of.
class StatusTeller {
 public:
  struct House {
    ledger::Store& store;
    Billers const& billers;
    config::Codes const& codes;
    Clock const& clock;
  };
  // channel: its name.
  StatusTeller(boost::asio::io_context& context, House house, std::string channel,
               config::PeppolSettings const& settings, boost::asio::thread_pool& pool,
               channels::Discovery::Now now);
  ~StatusTeller();
  StatusTeller(StatusTeller const&) = delete;
  StatusTeller& operator=(StatusTeller const&) = delete;

  void start();
  void wake();  // thread-safe and cheap
  void stop();
  // Of the service level (gateway/peppol/service_level.hpp); thread-safe.
  std::map<std::string, std::uint64_t> figures() const;

 private:
  struct Parts;
  std::shared_ptr<Parts> parts_;
};

// The status of a received document in its envelope: the same row gives the same bytes.
// Problem: a provider's id that is none.
model::Result<channels::Parcel> status_parcel(ledger::ReceivedRow const& row,
                                              config::PeppolSettings const& own,
                                              std::string_view country);

}  // namespace airut::gateway
