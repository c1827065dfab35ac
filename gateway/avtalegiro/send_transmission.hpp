#pragma once

#include <boost/asio/awaitable.hpp>

#include "channels/channel.hpp"
#include "gateway/avtalegiro/clearing_context.hpp"
#include "gateway/clock.hpp"
#include "ledger/store/debits.hpp"

namespace airut::gateway {

// Who sends transmissions, and for which tenant and channel.
struct ClearingHouse {
  ledger::Store& store;
  Billers const& billers;
  config::Codes const& codes;
  config::Law const& law;
  Clock const& clock;
  channels::Channel& channel;
  std::string tenant, name;
  config::AvtaleGiroSettings const& settings;

  ClearingContext context() const {
    return {billers, codes, law, tenant, name, settings, clock.now(), "system"};
  }
};

// One turn of a transmission that has not left: offers its bytes, with the attempt committed
// before, or asks whether an attempt that an earlier process began has arrived; then its claims
// follow. One whose claims would come too late, or that holds a claim which went another way, is
// dissolved instead, as long as it surely never left: its numbers go to the next. Throws when the
// store is lost.
boost::asio::awaitable<void> send_transmission(ClearingHouse house, ledger::TransmissionRow row);

// What a person, or a receipt, knows of a transmission of which nobody knew whether it arrived.
// false when it is not unknown.
bool resolve_transmission(ledger::Transaction& tx, ClearingContext const& context,
                          ledger::TransmissionRow const& row, bool arrived,
                          std::string const& note);

}  // namespace airut::gateway
