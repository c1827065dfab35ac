// Servers whose TLS is older than the network allows.
#include <doctest/doctest.h>

#include "tests/peppol/house.hpp"
#include "tests/support/old_tls_server.hpp"

using namespace airut;
using tests::as;

namespace {

constexpr auto registered = "0192:991825827";

std::string key(tests::PeppolHouse const& house) { return house.network.file("server.key"); }
std::string certificate(tests::PeppolHouse const& house) {
  return house.network.file("server.pem");
}

}  // namespace

TEST_CASE("an access point whose TLS is older than 1.2 gets nothing") {
  if (!tests::PeppolNetwork::available()) return;
  tests::PeppolHouse house;
  for (auto const* protocol : {"tls1", "tls1_1"}) {
    CAPTURE(protocol);
    tests::OldTlsServer const point{certificate(house), key(house), protocol};
    REQUIRE(point.serves());
    house.network.enter(registered, fmt::format(R"("at":"{}")", point.url("/as4")));
    auto const outcome = house.send(registered);
    // Nothing left: it is no Unsure.
    auto const& trace = as<channels::Deferred>(outcome).trace;
    CHECK(trace.code == "as4.connection_failed");
    CHECK(trace.native_code.starts_with("curl 35"));
    house.now += std::chrono::hours{1};  // until the register is asked again
  }
}

TEST_CASE("a register whose TLS is older than 1.2 is not asked") {
  if (!tests::PeppolNetwork::available()) return;
  tests::PeppolHouse house;
  for (auto const* protocol : {"tls1", "tls1_1"}) {
    CAPTURE(protocol);
    tests::OldTlsServer const smp{certificate(house), key(house), protocol};
    REQUIRE(smp.serves());
    house.network.enter(registered, fmt::format(R"("register":"{}")", smp.url("")));
    auto const outcome = house.send(registered);
    auto const& trace = as<channels::Deferred>(outcome).trace;
    CHECK(trace.code == "peppol.smp_unavailable");
    CHECK(trace.native_code.starts_with("curl 35"));
  }
  CHECK(house.network.messages().empty());
}
