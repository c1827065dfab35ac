#pragma once

#include <string_view>

#include <boost/asio/awaitable.hpp>

#include "gateway/dispatch/attempt.hpp"

namespace airut::gateway {

// The channel's settings when its deliveries are claims, which leave together in transmissions
// (gateway/avtalegiro) and are never offered one by one; else nullptr.
config::AvtaleGiroSettings const* claims_settings(Billers const& billers, std::string_view channel);

// One turn of such a delivery: makes its claim, and lets it wait for a transmission no longer than
// until its notice would come too late; then, and where no claim may be made, it is refused by a
// code, and goes on to the next channel by the rules of that code.
boost::asio::awaitable<TurnEnd> take_claim_turn(Dispatcher::House house,
                                                ledger::DeliveryRow delivery);

}  // namespace airut::gateway
