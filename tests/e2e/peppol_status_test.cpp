// A provider who took the message and knows no more of it (Message Level Status AB).
#include <doctest/doctest.h>

#include "formats/sbdh/envelope.hpp"
#include "tests/e2e/peppol_sender.hpp"

using namespace airut;
using namespace tests::peppol_steps;
using tests::sample_json;

namespace {

std::string status_toml(tests::PeppolNetwork const& network) {
  auto toml = peppol_toml(network.settings());
  constexpr std::string_view after = "mls_to = \"0242:000001\"\n";
  return toml.insert(toml.find(after) + after.size(), "mls_always = true\n");
}

// Everything that the timeline of the invoice says, as it is written.
std::string timeline_of(tests::Gateway const& gateway, std::string const& invoice) {
  return gateway.get("/v1/invoices/" + invoice + "/timeline").text;
}

bool has_deviations(tests::Gateway const& gateway) {
  return !gateway.get("/v1/deviations").body.at("data").as_array().empty();
}

void tell_taken(Sender& sender, tests::PeppolNetwork const& network, std::string const& as) {
  auto const instance = sbdh::read(network.payload(0)).value().instance_id;
  CHECK(sender
            .bring(status_about(instance, ar::MlsCode::acknowledged), "0242:000001", as,
                   R"({"sender":"0242:000002"})")
            .complete);
}

}  // namespace

TEST_CASE("a provider who only took a message raises what is known of it, and nobody is troubled") {
  if (!tests::PeppolNetwork::available()) return;
  tests::PeppolNetwork network;
  tests::Gateway gateway{status_toml(network)};
  Sender sender{network, gateway};
  std::string id;
  SUBCASE("when it was known to have come before") {
    network.enter(std::string{recipient}, R"("as4":"duplicate")");
    id = gateway.post("/v1/invoices", sample_json("S-1")).string("id");
    REQUIRE(reaches(gateway, id, "sent"));
    CHECK(delivery_of(gateway, id).at("evidence").as_string() == "handed_over");
  }
  SUBCASE("when its receipt was lost") {
    network.enter(std::string{recipient}, R"("as4":"lost_once")");
    id = gateway.post("/v1/invoices", sample_json("S-2")).string("id");
    REQUIRE(reaches(gateway, id, "unknown"));
  }
  SUBCASE("when its receipt proved as much") {
    network.enter(std::string{recipient});
    id = gateway.post("/v1/invoices", sample_json("S-3")).string("id");
    REQUIRE(reaches(gateway, id, "sent"));
  }
  tell_taken(sender, network, "m1");
  REQUIRE(reaches(gateway, id, "sent"));
  CHECK(delivery_of(gateway, id).at("evidence").as_string() == "accepted_by_operator");
  CHECK(timeline_of(gateway, id).find("MLS AB") != std::string::npos);
  CHECK_FALSE(has_deviations(gateway));
  // It is the one status of this message: no other is missed, and no message goes again.
  set_moment(gateway, "2026-03-06T08:00:00Z");
  REQUIRE(reaches(gateway, id, "delivered"));
  auto const delivery = delivery_of(gateway, id);
  CHECK(delivery.at("assumed").as_bool());
  CHECK(delivery.at("evidence").as_string() == "accepted_by_operator");
  CHECK(timeline_of(gateway, id).find("mls_missing") == std::string::npos);
  CHECK_FALSE(has_deviations(gateway));
  CHECK(network.messages().size() == 1);
}

TEST_CASE("a status that was asked for and does not come is missed") {
  if (!tests::PeppolNetwork::available()) return;
  tests::PeppolNetwork network;
  network.enter(std::string{recipient});
  tests::Gateway gateway{status_toml(network)};
  auto const id = gateway.post("/v1/invoices", sample_json("S-4")).string("id");
  REQUIRE(reaches(gateway, id, "sent"));
  set_moment(gateway, "2026-03-06T08:00:00Z");
  REQUIRE(reaches(gateway, id, "delivered"));
  CHECK(timeline_of(gateway, id).find("peppol.mls_missing") != std::string::npos);
}
