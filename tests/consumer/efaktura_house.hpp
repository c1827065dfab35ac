#pragma once

#include <doctest/doctest.h>

#include "channels/efaktura/efaktura.hpp"
#include "tests/channels/deliver.hpp"
#include "tests/consumer/bill.hpp"
#include "tests/support/consumer_peers.hpp"

namespace airut::tests {

// The channel of one of the operator's services, with its simulator.
struct EfakturaHouse {
  explicit EfakturaHouse(config::EfakturaFlow the_flow) : flow(the_flow) {}

  config::EfakturaFlow flow;
  EfakturaPeer peer;
  boost::asio::thread_pool pool{4};
  channels::EfakturaChannel channel{settings(), shipped_answers(), pool};

  config::EfakturaSettings settings() const {
    auto settings = peer.settings();
    settings.flow = flow;
    return settings;
  }
  channels::Parcel parcel(int number = 1, std::string address = "efaktura:9001") const {
    auto const service =
        flow == config::EfakturaFlow::combo ? efaktura::Flow::combo : efaktura::Flow::issuer;
    auto parcel = sample_parcel(std::move(address));
    parcel.delivery_id = parcel.message_id = fmt::format("dlv_{:026}", number);
    parcel.intermediary = "918130047";
    auto document = efaktura::write_document(sample_bill(), service, parcel.message_id);
    parcel.files = {{"invoice.xml", "application/xml", document.value()}};
    return parcel;
  }
  channels::Outcome send(int number = 1, std::string address = "efaktura:9001") {
    return run_to_end(channel.deliver(parcel(number, std::move(address))));
  }
  std::optional<channels::Sighting> look(int number = 1) {
    return run_to_end(channel.inquire(parcel(number)));
  }
  channels::WithdrawalAnswer withdraw(int number = 1) {
    return run_to_end(channel.withdraw(parcel(number)));
  }
};

// Each case holds for both of the operator's services.
template <class Test>
void with_both(Test test) {
  if (!EfakturaPeer::available()) return;
  for (auto const flow : {config::EfakturaFlow::issuer, config::EfakturaFlow::combo}) {
    CAPTURE(static_cast<int>(flow));
    EfakturaHouse house{flow};
    test(house);
    CHECK(house.peer.violations().empty());
  }
}

}  // namespace airut::tests
