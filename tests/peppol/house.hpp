#pragma once

#include <stdexcept>
#include <string>

#include <boost/asio/thread_pool.hpp>
#include <fmt/format.h>

#include "channels/peppol/peppol.hpp"
#include "formats/gzip/gzip.hpp"
#include "formats/sbdh/envelope.hpp"
#include "tests/channels/deliver.hpp"
#include "tests/support/peppol_network.hpp"

// A channel with a network around it, and what it sends.
namespace airut::tests {

// A document of this customization and process; both are all that the network asks of it.
inline std::string named_document(std::string_view customization, std::string_view process) {
  return fmt::format(
      "<Invoice xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2\" "
      "xmlns:c=\"urn:c\"><c:CustomizationID>{}</c:CustomizationID><c:ProfileID>{}</c:ProfileID>"
      "</Invoice>",
      customization, process);
}

inline std::string billing_document() {
  return named_document(
      "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0",
      billing_process);
}

inline channels::Parcel letter(std::string const& recipient, int number = 1,
                               std::string const& document = billing_document()) {
  auto header = sbdh::header_for(sbdh::kind_of(document).value());
  header.sender.value = "0216:003726174164";
  header.receiver.value = recipient;
  header.instance_id = fmt::format("0b9f3f0e-6f4f-4f0b-9d57-0b58a6c3a{:03}", number);
  header.created = model::parse_instant("2026-11-22T06:38:12Z").value();
  header.country_c1 = "FI";
  auto const bytes = sbdh::write(header, document).value();
  auto parcel = sample_parcel(recipient);
  parcel.delivery_id = fmt::format("dlv_{:03}", number);
  parcel.files = {{"invoice.xml", "application/xml", bytes},
                  {"invoice.xml.gz", "application/gzip", gzip::compress(bytes)}};
  return parcel;
}

struct PeppolHouse {
  PeppolNetwork network;
  boost::asio::thread_pool pool{2};
  model::Instant now =
      std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  int looks = 0, fault_at = -1;  // of the clock
  channels::PeppolChannel channel{network.settings(), pool, [this] {
                                    if (looks++ == fault_at) throw std::runtime_error{"a fault"};
                                    return now;
                                  }};

  channels::Outcome send(std::string const& recipient, int number = 1) {
    if (auto hindered = run_to_end(channel.prepare(letter(recipient, number)))) return *hindered;
    return run_to_end(channel.deliver(letter(recipient, number)));
  }
  std::string code(std::string const& behaviour, int number = 1) {
    network.enter("0192:991825827", "\"as4\":\"" + behaviour + "\"");
    return channels::trace_of(send("0192:991825827", number)).code;
  }
};

}  // namespace airut::tests
