#pragma once

#include <functional>
#include <memory>

#include <boost/asio/io_context.hpp>

#include "gateway/dispatch/dispatcher.hpp"

namespace airut::gateway {

// The desk of the clearing house: gathers waiting claims into transmissions and sends them, one
// after another, and closes what was paid or not. One task for each channel of claims, one step at
// a time.
class ClearingDesk {
 public:
  struct House {
    ledger::Store& store;
    Billers const& billers;
    config::Codes const& codes;
    config::Law const& law;
    Clock const& clock;
    Dispatcher& dispatcher;  // its channels carry the transmissions
  };
  ClearingDesk(boost::asio::io_context& context, House house);
  ~ClearingDesk();
  ClearingDesk(ClearingDesk const&) = delete;
  ClearingDesk& operator=(ClearingDesk const&) = delete;

  void start();
  void stop();

 private:
  struct Parts;
  std::shared_ptr<Parts> parts_;
};

// The tenant whose claims a channel carries; nullptr when no client names the channel.
config::Tenant const* tenant_of_channel(Billers const& billers, std::string_view channel);

}  // namespace airut::gateway
