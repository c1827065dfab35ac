#pragma once

#include <memory>

#include <boost/asio/io_context.hpp>

#include "config/codes.hpp"
#include "config/law.hpp"
#include "gateway/billers.hpp"
#include "gateway/clock.hpp"
#include "gateway/dispatch/dispatcher.hpp"
#include "ledger/store/store.hpp"

namespace airut::gateway {

// When a document that was handed over is asked about again: after a few seconds at first, the
// rarer the older it is, twice a day in the end. The spread by its id keeps many from being asked
// about at one moment.
std::chrono::seconds follow_delay(std::chrono::seconds age, std::string_view delivery_id);

// Why a document that is out should be taken back: invoice_cancelled, invoice_credited,
// claim_refused (the direct debit that it promises will not be); "" when it should not.
std::string withdrawal_reason(ledger::Snapshot& view, ledger::DeliveryRow const& delivery,
                              config::Codes const& codes);

// Asks the channels that can be asked (eFaktura, Vipps) how their documents fare, for sixty days or
// until nothing follows, and takes back what nobody should pay any more. News becomes evidence or a
// deviation; it never touches the claim: what was paid is known from the bank alone. What is to be
// asked about is read from the ledger at each start, so nothing is forgotten.
class Follower {
 public:
  struct House {
    ledger::Store& store;
    Billers const& billers;
    config::Codes const& codes;
    Clock const& clock;
    config::Law const& law;
    Dispatcher& dispatcher;
  };
  Follower(boost::asio::io_context& context, House house);
  ~Follower();
  Follower(Follower const&) = delete;
  Follower& operator=(Follower const&) = delete;

  void start();
  void stop();

 private:
  struct Parts;
  std::shared_ptr<Parts> parts_;
};

}  // namespace airut::gateway
