#include <doctest/doctest.h>

#include "formats/sbdh/envelope.hpp"
#include "formats/ubl/read.hpp"
#include "formats/xml/document.hpp"
#include "tests/e2e/peppol_steps.hpp"
#include "tests/support/old_tls_server.hpp"

using namespace airut;
using tests::sample_json;

using namespace tests::peppol_steps;

namespace {

std::string kept_file(tests::Gateway const& gateway, std::string const& invoice,
                      std::string_view role) {
  auto const list = gateway.get("/v1/invoices/" + invoice + "/files");
  for (auto const& file : list.body.at("data").as_array()) {
    if (file.at("role").as_string() != role) continue;
    return gateway.get(std::string{file.at("url").as_string()}).text;
  }
  return {};
}

// To another recipient than the usual one.
std::string json_to(std::string const& ovt, std::string const& number) {
  auto json = sample_json(number);
  json.replace(json.find("003712345671"), 12, ovt);
  return json;
}

}  // namespace

TEST_CASE("an invoice goes through Peppol, and the signed receipt is kept as its proof") {
  if (!tests::PeppolNetwork::available()) return;
  tests::PeppolNetwork network;
  network.enter(std::string{recipient});
  tests::Gateway gateway{peppol_toml(network.settings())};
  auto const id = gateway.post("/v1/invoices", sample_json("P-1")).string("id");
  REQUIRE(reaches(gateway, id, "sent"));
  CHECK(delivery_of(gateway, id).at("channel").as_string() == "peppol");
  CHECK(delivery_of(gateway, id).at("evidence").as_string() == "accepted_by_operator");
  auto const envelope = network.payload(0);
  auto const header = sbdh::read(envelope);
  REQUIRE(header);
  CHECK(header->sender.value == "0216:003726174164");
  CHECK(header->receiver.value == recipient);
  CHECK(header->country_c1 == "FI");
  CHECK(header->mls_to == sbdh::ParticipantId{"0242:000001"});
  CHECK(network.messages().front().at("message_id") == header->instance_id + "@airut.test");
  auto const document = sbdh::document_in(envelope);
  REQUIRE(document);
  auto const inside = xml::Document::parse(*document);
  REQUIRE(inside);
  CHECK(ubl::read(inside->root()).value().invoice.number == "P-1");
  CHECK(kept_file(gateway, id, "sent") == envelope);
  CHECK(kept_file(gateway, id, "receipt").find("NonRepudiationInformation") != std::string::npos);
}

TEST_CASE("after a lost receipt the same message goes again and ends the doubt, once") {
  if (!tests::PeppolNetwork::available()) return;
  tests::PeppolNetwork network;
  network.enter(std::string{recipient}, R"("as4":"lost_once")");
  tests::Gateway gateway{peppol_toml(network.settings())};
  auto const id = gateway.post("/v1/invoices", sample_json("P-2")).string("id");
  REQUIRE(reaches(gateway, id, "unknown"));
  gateway.kill();
  gateway.start();
  set_moment(gateway, "2026-03-02T09:00:00Z");
  REQUIRE(reaches(gateway, id, "sent"));
  CHECK(delivery_of(gateway, id).at("evidence").as_string() == "handed_over");
  auto const messages = network.messages();
  REQUIRE(messages.size() == 2);
  CHECK(messages[0].at("message_id") == messages[1].at("message_id"));
  CHECK(messages[0].at("packed_sha256") == messages[1].at("packed_sha256"));
  CHECK(messages[0].at("references") == messages[1].at("references"));
}

TEST_CASE("a recipient who is not in Peppol gets the invoice by the next channel") {
  if (!tests::PeppolNetwork::available()) return;
  tests::PeppolNetwork network;
  tests::Gateway gateway{peppol_toml(network.settings())};
  auto const id = gateway.post("/v1/invoices", sample_json("P-3")).string("id");
  REQUIRE(reaches(gateway, id, "deferred"));
  std::this_thread::sleep_for(std::chrono::milliseconds{1100});
  set_moment(gateway, "2026-03-02T09:00:00Z");
  REQUIRE(gateway.until([&] {
    auto const answer = gateway.get("/v1/invoices/" + id);
    return answer.body.at("current_delivery").at("channel").as_string() == "finvoice";
  }));
  REQUIRE(reaches(gateway, id, "sent"));
  CHECK(network.messages().empty());
}

TEST_CASE("an outage of the register keeps the invoice waiting for Peppol") {
  if (!tests::PeppolNetwork::available()) return;
  tests::PeppolNetwork network;
  network.enter(std::string{recipient}, R"("dns":"servfail")");
  tests::Gateway gateway{peppol_toml(network.settings())};
  auto const id = gateway.post("/v1/invoices", sample_json("P-4")).string("id");
  REQUIRE(reaches(gateway, id, "deferred"));
  network.enter(std::string{recipient});
  set_moment(gateway, "2026-03-02T09:00:00Z");
  REQUIRE(reaches(gateway, id, "sent"));
  CHECK(delivery_of(gateway, id).at("channel").as_string() == "peppol");
}

TEST_CASE("a refusal of our signature holds the invoice for the operator") {
  if (!tests::PeppolNetwork::available()) return;
  tests::PeppolNetwork network;
  network.enter(std::string{recipient}, R"("as4":"error:EBMS:0101")");
  tests::Gateway gateway{peppol_toml(network.settings())};
  auto const id = gateway.post("/v1/invoices", sample_json("P-5")).string("id");
  REQUIRE(reaches(gateway, id, "held"));
  auto const deviations = gateway.get("/v1/deviations");
  auto const& one = deviations.body.at("data").as_array().at(0);
  CHECK(one.at("code").as_string() == "as4.security_failed");
  CHECK(one.at("native_code").as_string() == "EBMS:0101");
}

TEST_CASE("an access point that answers nothing holds up no message to another") {
  if (!tests::PeppolNetwork::available()) return;
  tests::PeppolNetwork network, other;
  network.enter(std::string{recipient});
  for (int i = 1; i <= 6; ++i) {
    auto const silent = fmt::format("0216:0037123456710{}", i);
    other.enter(silent, R"("as4":"http502")");
    network.enter(silent,
                  fmt::format(R"("at":"https://localhost:{}/as4")", other.access_point_port()));
  }
  tests::Gateway gateway{peppol_toml(network.settings())};
  for (int i = 1; i <= 6; ++i) {
    auto const id = gateway
                        .post("/v1/invoices",
                              json_to(fmt::format("0037123456710{}", i), fmt::format("W-{}", i)))
                        .string("id");
    CHECK(gateway.until([&] {
      auto const state = std::string{delivery_of(gateway, id).at("state").as_string()};
      return state == (i <= 5 ? "unknown" : "deferred");  // the sixth finds it at rest
    }));
  }
  CHECK(other.messages().size() == 5);
  auto const id = gateway.post("/v1/invoices", sample_json("W-7")).string("id");
  CHECK(reaches(gateway, id, "sent"));
  CHECK(network.messages().size() == 1);
}

TEST_CASE(
    "an access point whose TLS is older than 1.2 gets nothing, and the next channel takes it") {
  if (!tests::PeppolNetwork::available()) return;
  tests::PeppolNetwork network;
  tests::OldTlsServer const old{network.file("server.pem"), network.file("server.key"), "tls1_1"};
  REQUIRE(old.serves());
  network.enter(std::string{recipient}, fmt::format(R"("at":"{}")", old.url("/as4")));
  tests::Gateway gateway{peppol_toml(network.settings())};
  auto const id = gateway.post("/v1/invoices", sample_json("W-8")).string("id");
  REQUIRE(reaches(gateway, id, "deferred"));
  CHECK(delivery_says(gateway, id, "last_code") == "as4.connection_failed");
  // It is tried again until the channel's time for that has passed.
  set_moment(gateway, "2026-03-03T08:00:00Z");
  REQUIRE(reaches(gateway, id, "deferred"));
  set_moment(gateway, "2026-03-05T08:00:00Z");
  REQUIRE(gateway.until(
      [&] { return delivery_of(gateway, id).at("channel").as_string() == "finvoice"; }));
  REQUIRE(reaches(gateway, id, "sent"));
}

TEST_CASE("a register whose TLS is older than 1.2 is as good as silent") {
  if (!tests::PeppolNetwork::available()) return;
  tests::PeppolNetwork network;
  tests::OldTlsServer const old{network.file("server.pem"), network.file("server.key"), "tls1_1"};
  REQUIRE(old.serves());
  network.enter(std::string{recipient}, fmt::format(R"("register":"{}")", old.url("")));
  tests::Gateway gateway{peppol_toml(network.settings())};
  auto const id = gateway.post("/v1/invoices", sample_json("W-9")).string("id");
  REQUIRE(reaches(gateway, id, "deferred"));
  CHECK(delivery_says(gateway, id, "last_code") == "peppol.smp_unavailable");
  network.enter(std::string{recipient});
  set_moment(gateway, "2026-03-02T09:00:00Z");
  REQUIRE(reaches(gateway, id, "sent"));
  CHECK(delivery_of(gateway, id).at("channel").as_string() == "peppol");
}

TEST_CASE("an invoice that names PINT reaches whoever is registered for it, by a wildcard or not") {
  if (!tests::PeppolNetwork::available()) return;
  tests::PeppolNetwork network;
  auto const pint = [](std::string const& customization) {
    return "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2::Invoice##urn:peppol:pint:" +
           customization + "::2.1";
  };
  std::string registered;
  SUBCASE("for all of the base") { registered = "billing-1*"; }
  SUBCASE("for all of the specialization") { registered = "billing-1@eu-1*"; }
  SUBCASE("for this very type") { registered = "billing-1@eu-1"; }
  network.enter(
      std::string{recipient},
      fmt::format(R"("types":["{}"],"process":"urn:peppol:bis:billing")", pint(registered)));
  tests::Gateway gateway{peppol_toml(network.settings())};
  auto json = sample_json("W-10");
  json.insert(json.find("\"currency\""), R"("specification":"urn:peppol:pint:billing-1@eu-1",)");
  auto const answer = gateway.post("/v1/invoices", json);
  INFO(answer.text);
  auto const id = answer.string("id");
  REQUIRE(reaches(gateway, id, "sent"));
  CHECK(delivery_of(gateway, id).at("channel").as_string() == "peppol");
  CHECK(delivery_of(gateway, id).at("evidence").as_string() == "accepted_by_operator");
  // Everywhere the type itself, not the pattern, in the scheme of wildcards.
  auto const header = sbdh::read(network.payload(0)).value();
  CHECK(header.document_type.value == pint("billing-1@eu-1"));
  CHECK(header.document_type.scheme == "peppol-doctype-wildcard");
  CHECK(header.process.value == "urn:peppol:bis:billing");
  CHECK(network.messages().front().at("action") ==
        "peppol-doctype-wildcard::" + pint("billing-1@eu-1"));
  auto const document = sbdh::document_in(network.payload(0)).value();
  CHECK(xml::Document::parse(document)->root().text_of("CustomizationID") ==
        "urn:peppol:pint:billing-1@eu-1");
  CHECK(kept_file(gateway, id, "receipt").find("NonRepudiationInformation") != std::string::npos);
}
