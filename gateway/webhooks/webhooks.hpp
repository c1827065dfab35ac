#pragma once

#include <memory>

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include "gateway/billers.hpp"
#include "gateway/clock.hpp"
#include "ledger/store/store.hpp"

namespace airut::gateway {

// Sends the journal's events to the endpoints that asked for them (Standard Webhooks 1.0): in
// order, signed, with the event's id over every try; after a failure again in 5 s, 5 min, 30 min,
// 2, 5, 10, 14, 20 and then every 24 hours. 410 and five days of nothing but failures disable an
// endpoint.
class Webhooks {
 public:
  struct House {
    ledger::Store& store;
    Billers const& billers;
    Clock const& clock;
  };
  Webhooks(boost::asio::io_context& context, House house, boost::asio::thread_pool& pool);
  ~Webhooks();
  Webhooks(Webhooks const&) = delete;
  Webhooks& operator=(Webhooks const&) = delete;

  void start();
  void stop();

 private:
  struct Parts;
  std::shared_ptr<Parts> parts_;
};

}  // namespace airut::gateway
