#pragma once

#include <doctest/doctest.h>

#include "channels/vipps/vipps.hpp"
#include "formats/vipps/document.hpp"
#include "tests/channels/deliver.hpp"
#include "tests/consumer/bill.hpp"
#include "tests/support/consumer_peers.hpp"

namespace airut::tests {

// The first invoice of the contract's test issuer, and the channel with a Vipps of its own.
inline channels::Parcel vipps_parcel(int number = 1, std::string address = "nin-no:01032300371") {
  auto parcel = sample_parcel(std::move(address));
  parcel.delivery_id = parcel.message_id = fmt::format("dlv_{:02}", number);
  parcel.intermediary = "918130047";
  auto document = vipps::write_invoice(sample_bill(), "").value();
  parcel.files = {{"invoice.json", "application/json", std::move(document)}};
  return parcel;
}

inline std::string const first_vipps_id = "orgno-no.918130047.dlv-01";

struct VippsHouse {
  VippsPeer peer;
  boost::asio::thread_pool pool{4};
  channels::VippsChannel channel{peer.settings(), shipped_answers(), pool};

  channels::Outcome send(channels::Parcel parcel = vipps_parcel()) {
    return run_to_end(channel.deliver(std::move(parcel)));
  }
  std::optional<channels::Sighting> look(channels::Parcel parcel = vipps_parcel()) {
    return run_to_end(channel.inquire(std::move(parcel)));
  }
  channels::WithdrawalAnswer withdraw(channels::Parcel parcel = vipps_parcel()) {
    return run_to_end(channel.withdraw(std::move(parcel)));
  }
};

}  // namespace airut::tests
