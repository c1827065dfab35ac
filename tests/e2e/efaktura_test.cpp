// Invoices to consumers by eFaktura, with the real daemon and both services of the operator.
#include "tests/e2e/consumer_steps.hpp"

using namespace airut;
using namespace airut::tests::consumer_steps;
using tests::Gateway;

namespace {

struct House {
  explicit House(std::string_view flow)
      : gateway(consumer_toml(efaktura_channel(peer, flow), "efaktura\", \"print")) {}

  tests::EfakturaPeer peer;
  Gateway gateway;

  bool reaches(std::string const& id, std::string_view name, std::string_view value) const {
    return gateway.until([&] { return delivery_says(gateway, id, name) == value; });
  }
};

}  // namespace

TEST_CASE("a consumer's invoice goes by eFaktura, is followed, and is cancelled when credited") {
  if (!tests::EfakturaPeer::available()) return;
  House house{"issuer"};
  house.peer.behave(R"("state":["IN_PROGRESS","PROCESSED"])");
  auto const id = accepted(house.gateway, consumer_json("E-1"));
  REQUIRE(house.reaches(id, "evidence", "accepted_by_operator"));
  REQUIRE(house.reaches(id, "evidence", "delivered_to_recipient"));
  auto const documents = house.peer.documents();
  REQUIRE(documents.size() == 1);
  std::string const bytes{documents.begin()->value().at("bytes").as_string()};
  CHECK(bytes.find("<amount>1000.00</amount>") != std::string::npos);
  CHECK(bytes.find("https://faktura.example.no/p/") != std::string::npos);
  // Without keys of theirs our own signature is the whole proof.
  auto const at = bytes.find("/p/");
  auto const path = bytes.substr(at, bytes.find('<', at) - at);
  auto const shown = house.gateway.send("GET", path, "", {{"Authorization", ""}});
  CHECK(shown.status == 200);
  CHECK(shown.text.starts_with("%PDF"));
  accepted(house.gateway, consumer_json("EC-1", "E-1"));
  REQUIRE(house.reaches(id, "state", "cancelled"));
  CHECK(house.peer.documents().begin()->value().at("cancelled").as_bool());
  CHECK(house.gateway.send("GET", path, "", {{"Authorization", ""}}).status == 200);
  CHECK(house.peer.violations().empty());
}

TEST_CASE("without an agreement eFaktura gives way to the next channel, and asks no person") {
  if (!tests::EfakturaPeer::available()) return;
  House house{"combo"};
  house.gateway.send("PUT", "/v1/recipients/by-ref/77",
                     R"({"client_ref":"energi","addresses":{"efaktura":"2"}})",
                     {{"Idempotency-Key", "k1"}});
  auto const id = accepted(house.gateway, consumer_json("E-2"));
  REQUIRE(house.reaches(id, "channel", "print"));
  CHECK(house.reaches(id, "state", "sent"));
  CHECK(house.gateway.get("/v1/deviations").body.at("data").as_array().empty());
  CHECK(house.peer.documents().empty());
}

TEST_CASE("whatever breaks between us and eFaktura, the invoice is there once") {
  if (!tests::EfakturaPeer::available()) return;
  House house{"combo"};
  for (auto const* how : {"cut", "late", "hang", "http:503"}) {
    CAPTURE(how);
    house.peer.behave(fmt::format(R"("add":"{}")", how));
    auto const before = house.peer.documents().size();
    auto const id = accepted(house.gateway, consumer_json(fmt::format("E-{}", how).substr(0, 6)));
    REQUIRE(house.gateway.until([&] {
      auto const state = delivery_says(house.gateway, id, "state");
      return state == "unknown" || state == "deferred";
    }));
    house.peer.behave({});
    auto const now = house.gateway.get("/v1/deliveries/" + delivery_says(house.gateway, id, "id"))
                         .string("next_attempt_at");
    set_clock(house.gateway, now);
    REQUIRE(house.reaches(id, "evidence", "delivered_to_recipient"));
    CHECK(house.peer.documents().size() == before + 1);
  }
  CHECK(printed(house.gateway) == 0);
}

TEST_CASE("killed between request and answer, eFaktura has the invoice once") {
  if (!tests::EfakturaPeer::available()) return;
  House house{"issuer"};
  house.peer.behave(R"("add":"late")");
  auto const id = accepted(house.gateway, consumer_json("E-5"));
  REQUIRE(house.gateway.until([&] { return house.peer.documents().size() == 1; }));
  house.gateway.kill();
  house.peer.behave({});
  house.gateway.start();
  set_clock(house.gateway, "2026-03-02T10:00:00Z");
  REQUIRE(house.reaches(id, "evidence", "delivered_to_recipient"));
  CHECK(house.peer.documents().size() == 1);
}
