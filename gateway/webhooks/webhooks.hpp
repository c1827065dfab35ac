#pragma once

#include <memory>

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include "gateway/billers.hpp"
#include "gateway/clock.hpp"
#include "ledger/store/links.hpp"
#include "ledger/store/store.hpp"

namespace airut::gateway {

// Whether an endpoint gets an event: by its types, where "invoice.*" means all that begin so and
// nothing means every one. A test is sent as a retry, once, to the endpoint that it is for.
bool is_for(ledger::EndpointRow const& endpoint, ledger::Event const& event);

// Sends the journal's events to the endpoints that asked for them (Standard Webhooks 1.0): signed,
// with the event's id over every try. An event that was not taken comes again after 5 s, 5 min,
// 30 min, 2, 5, 10, 14, 20 and 24 hours (a fifth more or less, up to twice as late when Retry-After
// asks for it), and is then given up, to be replayed by hand; others do not wait for it. One that
// failed five times in a row rests but for its retries and one new event a minute. 410 and
// five days of nothing but failures disable an endpoint. The pool is for this alone: endpoints may
// take their time to answer. Few of a tenant's are asked at once.
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
  struct Round;
  struct Parts;
  std::shared_ptr<Parts> parts_;
};

}  // namespace airut::gateway
