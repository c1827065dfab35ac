#pragma once

#include <string>
#include <string_view>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include "channels/http/client.hpp"
#include "tests/e2e/clock.hpp"
#include "tests/e2e/deliveries.hpp"
#include "tests/support/gateway.hpp"
#include "tests/support/peppol_network.hpp"

// What the tests of Peppol with the real daemon do again and again.
namespace airut::tests::peppol_steps {

using tests::delivery_of;
using tests::delivery_says;
using tests::reaches;
using tests::set_moment;

inline constexpr std::string_view recipient = "0216:003712345671";

inline std::string peppol_toml(config::PeppolSettings const& settings) {
  auto toml = sample_toml();
  constexpr std::string_view order = "channel_order_business = [\"finvoice\"]";
  toml.replace(toml.find(order), order.size(),
               "channel_order_business = [\"peppol\", \"finvoice\"]");
  return fmt::format(
             "test_clock = \"2026-03-02\"\n[[channel]]\nname = \"peppol\"\nkind = \"peppol\"\n"
             "format = \"ubl\"\ncertificate = \"{}\"\nprivate_key = \"{}\"\ntrust = \"{}\"\n"
             "zone = \"{}\"\nresolvers = [\"{}\"]\nca_file = \"{}\"\nhost = \"{}\"\n"
             "mls_to = \"0242:000001\"\nrevocation = \"off\"\nrecheck = 1\ntimeout = 5\n",
             settings.certificate.string(), settings.private_key.string(), settings.trust.string(),
             settings.zone, settings.resolvers.front(), settings.ca_file.string(), settings.host) +
         toml;
}

// What the admin listener says: "transactions.xml?month=2026-03".
inline std::string report_of(Gateway const& gateway, std::string const& what) {
  auto const settings = slurp(gateway.home() / "airut.toml");
  auto const port = std::stoi(settings.substr(settings.find("port", settings.find("admin]")) + 7));
  channels::HttpClient client{{}};
  channels::HttpRequest request;
  request.url = fmt::format("http://127.0.0.1:{}/peppol/{}", port, what);
  return client.perform(request).body;
}

}  // namespace airut::tests::peppol_steps
