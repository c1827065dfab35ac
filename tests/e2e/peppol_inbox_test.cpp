#include <doctest/doctest.h>

#include "formats/sbdh/envelope.hpp"
#include "formats/xml/document.hpp"
#include "tests/e2e/peppol_documents.hpp"
#include "tests/e2e/peppol_sender.hpp"

// What other access points bring, and what becomes of it.

using namespace airut;
using namespace tests::peppol_steps;
using tests::sample_json;

namespace {

std::string response_about(std::string const& number, std::string const& code) {
  return "<ApplicationResponse xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:"
         "ApplicationResponse-2\" xmlns:a=\"urn:oasis:names:specification:ubl:schema:xsd:"
         "CommonAggregateComponents-2\" xmlns:b=\"urn:oasis:names:specification:ubl:schema:xsd:"
         "CommonBasicComponents-2\"><b:CustomizationID>urn:fdc:peppol.eu:poacc:trns:"
         "invoice_response:3</b:CustomizationID><b:ProfileID>urn:fdc:peppol.eu:poacc:bis:"
         "invoice_response:3</b:ProfileID><b:ID>r</b:ID><a:DocumentResponse><a:Response>"
         "<b:ResponseCode>" +
         code +
         "</b:ResponseCode><a:Status><b:StatusReasonCode "
         "listID=\"OPStatusReason\">REF</b:StatusReasonCode></a:Status></a:Response>"
         "<a:DocumentReference><b:ID>" +
         number +
         "</b:ID></a:DocumentReference>"
         "</a:DocumentResponse></ApplicationResponse>";
}

std::string const us = "0216:003726174164", provider = "0242:000001";

std::string patient_toml(tests::PeppolNetwork const& network) {
  auto toml = peppol_toml(network.settings());
  return toml.replace(toml.find("timeout = 5\n"), 12, "timeout = 30\n");
}

// Who takes status messages, and how.
std::string provider_entry(std::string const& as4) {
  return R"("process":"urn:peppol:edec:mls","types":["urn:oasis:names:specification:ubl:schema:)"
         R"(xsd:ApplicationResponse-2::ApplicationResponse##urn:peppol:edec:mls:1.0::2.1"],)"
         R"("as4":")" +
         as4 + "\"";
}

int events_of(tests::Gateway const& gateway, std::string_view type) {
  auto const events = gateway.get("/v1/events?limit=200");
  int count = 0;
  for (auto const& one : events.body.at("data").as_array()) {
    count += one.at("type").as_string() == type ? 1 : 0;
  }
  return count;
}

}  // namespace

TEST_CASE("a message of another access point is kept once and answered by a signed receipt") {
  if (!tests::PeppolNetwork::available()) return;
  tests::PeppolNetwork network;
  tests::Gateway gateway{peppol_toml(network.settings())};
  Sender sender{network, gateway};
  auto const invoice = invoice_for_us("T-1");
  auto const first = sender.bring(invoice, us, "a1");
  CHECK(first.receipt);
  CHECK(first.verified);
  CHECK(first.complete);
  CHECK(events_of(gateway, "document.received") == 1);
  CHECK(sender.bring(invoice, us, "a1").code == "EBMS:4001");
  CHECK(sender.bring(invoice, us, "a2", R"({"instance_id":"a1"})").code == "EBMS:4001");
  CHECK(sender.bring(invoice, us, "a3", R"({"message_id":"a1@peer.test"})").code == "EBMS:4001");
  CHECK(sender.bring(invoice, us, "a4", R"({"plain":true})").complete);
  gateway.kill();
  gateway.start();
  CHECK(sender.bring(invoice, us, "a1").code == "EBMS:4001");
  CHECK(events_of(gateway, "document.received") == 2);
  auto const received = gateway.get("/v1/received").body.at("data").as_array();
  REQUIRE(received.size() == 2);
  auto const& row = received.at(1);
  CHECK(row.at("kind").as_string() == "invoice");
  CHECK(row.at("sender").as_string() == recipient);
  CHECK(row.at("access_point").as_string() == "PNO000002");
  CHECK(row.at("problem").as_string() == "");
  auto const path = "/v1/received/" + std::string{row.at("id").as_string()};
  CHECK(gateway.get(path).string("instance_id") == "a1");
  CHECK(sbdh::read(gateway.get(path + "/document").text).value().instance_id == "a1");
  CHECK(gateway.get(path + "/receipt").text.find("NonRepudiationInformation") != std::string::npos);
}

TEST_CASE("messages are taken over TLS as the network wants it") {
  if (!tests::PeppolNetwork::available()) return;
  tests::PeppolNetwork network;
  tests::Gateway gateway{peppol_toml(network.settings()),
                         {network.file("server.pem"), network.file("server.key")}};
  Sender sender{network, fmt::format("https://localhost:{}/as4", gateway.port())};
  CHECK(sender.bring(invoice_for_us("T-9"), us, "t9").complete);
}

TEST_CASE("a message that cannot be trusted or is not for us is refused, and nothing is kept") {
  if (!tests::PeppolNetwork::available()) return;
  tests::PeppolNetwork network;
  tests::Gateway gateway{peppol_toml(network.settings())};
  Sender sender{network, gateway};
  auto const invoice = invoice_for_us("T-2");
  auto const away = sender.bring(invoice, "0216:003799999999", "b1");
  CHECK(away.code == "EBMS:0004");
  CHECK(away.detail == "PEPPOL:NOT_SERVICED");
  CHECK(away.verified);
  CHECK(sender.bring(invoice, provider, "b2").detail == "PEPPOL:NOT_SERVICED");
  CHECK(sender.bring(invoice, us, "b3", R"({"signer":"stranger"})").code == "EBMS:0101");
  CHECK(sender.bring(invoice, us, "b4", R"({"from":"POP999999"})").code == "EBMS:0101");
  CHECK(sender.bring(invoice, us, "b5", R"({"change":"header"})").code == "EBMS:0101");
  CHECK(sender.bring(invoice, us, "b6", R"({"change":"body"})").code == "EBMS:0101");
  CHECK(sender.bring(invoice, us, "b7", R"({"change":"payload"})").code == "EBMS:0102");
  CHECK(sender.bring(invoice, us, "b8", R"({"country":"n"})").code == "EBMS:0004");
  CHECK(events_of(gateway, "document.received") == 0);
}

TEST_CASE("a status of the receiving provider is heard by the delivery that it is about") {
  if (!tests::PeppolNetwork::available()) return;
  tests::PeppolNetwork network;
  network.enter(std::string{recipient});
  tests::Gateway gateway{peppol_toml(network.settings())};
  Sender sender{network, gateway};
  auto const id = gateway.post("/v1/invoices", sample_json("S-1")).string("id");
  REQUIRE(reaches(gateway, id, "sent"));
  auto const instance = sbdh::read(network.payload(0)).value().instance_id;
  auto const tell = [&](ar::MlsCode code, std::string const& reason, std::string const& as) {
    auto const answer = sender.bring(status_about(instance, code, reason), provider, as,
                                     R"({"sender":"0242:000002"})");
    CHECK(answer.complete);
  };
  SUBCASE("delivered to the recipient") {
    tell(ar::MlsCode::accepted, "", "c1");
    REQUIRE(reaches(gateway, id, "delivered"));
    CHECK(delivery_of(gateway, id).at("evidence").as_string() == "delivered_to_recipient");
  }
  SUBCASE("refused for its content: back to the client, by no other channel") {
    tell(ar::MlsCode::rejected, "BV", "c2");
    REQUIRE(reaches(gateway, id, "held"));
    auto const deviations = gateway.get("/v1/deviations");
    auto const& one = deviations.body.at("data").as_array().at(0);
    CHECK(one.at("code").as_string() == "peppol.mls_rejected_content");
    CHECK(one.at("native_code").as_string() == "MLS RE");
  }
  SUBCASE("not delivered onwards: the next channel takes it") {
    tell(ar::MlsCode::rejected, "FD", "c3");
    CHECK(gateway.until(
        [&] { return delivery_of(gateway, id).at("channel").as_string() == "finvoice"; }));
  }
  SUBCASE("a status that another provider tells is kept and not believed") {
    auto other = status_about(instance, ar::MlsCode::rejected, "BV");
    other.replace(other.find("000002"), 6, "000003");
    CHECK(sender.bring(other, provider, "c4", R"({"sender":"0242:000003"})").complete);
    CHECK(delivery_of(gateway, id).at("state").as_string() == "sent");
  }
}

TEST_CASE("bad news of a message whose receipt was lost is heard: who speaks of it has it") {
  if (!tests::PeppolNetwork::available()) return;
  tests::PeppolNetwork network;
  network.enter(std::string{recipient}, R"("as4":"lost_once")");
  tests::Gateway gateway{peppol_toml(network.settings())};
  Sender sender{network, gateway};
  auto const id = gateway.post("/v1/invoices", sample_json("D-1")).string("id");
  REQUIRE(reaches(gateway, id, "unknown"));
  auto const code = [&] {
    auto const open = gateway.get("/v1/deviations").body.at("data").as_array();
    return open.empty() ? std::string{} : std::string{open.at(0).at("code").as_string()};
  };
  SUBCASE("from the receiving provider") {
    auto const instance = sbdh::read(network.payload(0)).value().instance_id;
    CHECK(sender
              .bring(status_about(instance, ar::MlsCode::rejected, "BV"), provider, "k1",
                     R"({"sender":"0242:000002"})")
              .complete);
    set_moment(gateway, "2026-03-02T09:00:00Z");
    REQUIRE(reaches(gateway, id, "held"));
    CHECK(code() == "peppol.mls_rejected_content");
  }
  SUBCASE("from the buyer") {
    CHECK(sender.bring(response_about("D-1", "RE"), us, "k2").complete);
    set_moment(gateway, "2026-03-02T09:00:00Z");
    REQUIRE(reaches(gateway, id, "held"));
    CHECK(code() == "buyer.rejected");
  }
  CHECK(network.messages().size() == 1);
}

TEST_CASE("news of a message that is under way is taken when that has ended") {
  if (!tests::PeppolNetwork::available()) return;
  tests::PeppolNetwork network;
  network.enter(std::string{recipient}, R"("as4":"late")");
  tests::Gateway gateway{patient_toml(network)};
  Sender sender{network, gateway};
  auto const id = gateway.post("/v1/invoices", sample_json("D-2")).string("id");
  REQUIRE(gateway.until([&] { return network.messages().size() == 1; }));
  CHECK(delivery_of(gateway, id).at("state").as_string() == "dispatching");
  auto const instance = sbdh::read(network.payload(0)).value().instance_id;
  auto const tell = [&] {
    return sender.bring(status_about(instance, ar::MlsCode::rejected, "BV"), provider, "k3",
                        R"({"sender":"0242:000002"})");
  };
  CHECK(tell().status == 503);
  CHECK(events_of(gateway, "document.received") == 0);
  CHECK(tell().complete);
  REQUIRE(reaches(gateway, id, "held"));
}

TEST_CASE("what the buyer says of an invoice is heard, and only from the buyer") {
  if (!tests::PeppolNetwork::available()) return;
  tests::PeppolNetwork network;
  network.enter(std::string{recipient});
  tests::Gateway gateway{peppol_toml(network.settings())};
  Sender sender{network, gateway};
  auto const id = gateway.post("/v1/invoices", sample_json("R-1")).string("id");
  REQUIRE(reaches(gateway, id, "sent"));
  CHECK(sender.bring(response_about("R-1", "RE"), us, "d1", R"({"sender":"0192:991825827"})")
            .complete);
  CHECK(delivery_of(gateway, id).at("state").as_string() == "sent");
  CHECK(sender.bring(response_about("R-1", "IP"), us, "d2").complete);
  REQUIRE(reaches(gateway, id, "delivered"));
  CHECK(delivery_of(gateway, id).at("evidence").as_string() == "acknowledged_by_buyer");
  CHECK(sender.bring(response_about("R-1", "RE"), us, "d3").complete);
  REQUIRE(reaches(gateway, id, "held"));
  auto const deviations = gateway.get("/v1/deviations");
  CHECK(deviations.body.at("data").as_array().at(0).at("code").as_string() == "buyer.rejected");
  // He thinks better of it.
  CHECK(sender.bring(response_about("R-1", "AP"), us, "d4").complete);
  REQUIRE(reaches(gateway, id, "delivered"));
  CHECK(gateway.get("/v1/deviations").body.at("data").as_array().empty());
}

TEST_CASE("whoever brought a document is told when it is bad, and when it is good if they asked") {
  if (!tests::PeppolNetwork::available()) return;
  tests::PeppolNetwork network;
  network.enter("0242:000002", provider_entry("good"));
  tests::Gateway gateway{peppol_toml(network.settings())};
  Sender sender{network, gateway};
  CHECK(sender.bring(invoice_for_us("U-1"), us, "e1").complete);  // good, and nobody asked
  auto bad = invoice_for_us("U-2");
  bad.replace(bad.find("IssueDate>") + 10, 10, "not a day!");
  CHECK(sender.bring(bad, us, "e2").complete);
  CHECK(sender.bring(invoice_for_us("U-3"), us, "e3", R"({"scopes":{"MLS_TYPE":"ALWAYS_SEND"}})")
            .complete);
  REQUIRE(gateway.until([&] { return network.messages().size() >= 2; }));
  std::map<std::string, ar::MlsCode> told;
  for (int i = 0; i < 2; ++i) {
    auto const document = sbdh::document_in(network.payload(i));
    REQUIRE(document);
    auto const status = ar::read_mls(*document);
    REQUIRE(status);
    CHECK(status->receiver == "000002");
    told[status->instance_id] = status->code;
  }
  CHECK(told.at("e2") == ar::MlsCode::rejected);
  CHECK(told.at("e3") == ar::MlsCode::accepted);
  CHECK(gateway.until([&] { return events_of(gateway, "document.status_told") == 3; }));
}

TEST_CASE("a status that is not told within the service level is a deviation until it is told") {
  if (!tests::PeppolNetwork::available()) return;
  tests::PeppolNetwork network;
  network.enter("0242:000002", provider_entry("http502"));
  tests::Gateway gateway{patient_toml(network)};
  Sender sender{network, gateway};
  auto bad = invoice_for_us("L-2");
  bad.replace(bad.find("IssueDate>") + 10, 10, "not a day!");
  CHECK(sender.bring(bad, us, "l2").complete);
  auto const late = [&] {
    return gateway.get("/v1/deviations?code=peppol.status_late").body.at("data").as_array();
  };
  auto const figure = [&](std::string const& name, int value) {
    return gateway.until([&] {
      return gateway.metrics().find(fmt::format("\"{}\"}} {}\n", name, value)) != std::string::npos;
    });
  };
  set_moment(gateway, "2026-03-02T08:19:00Z");
  CHECK(figure("statuses_overdue", 0));
  set_moment(gateway, "2026-03-02T08:31:00Z");
  REQUIRE(gateway.until([&] { return late().size() == 1; }));
  CHECK(late().at(0).at("native_code").as_string() == "0242:000002");
  network.enter("0242:000002", provider_entry("good"));
  set_moment(gateway, "2026-03-02T12:00:00Z");
  REQUIRE(gateway.until([&] { return late().empty(); }));
  CHECK(figure("statuses_late", 1));
}

TEST_CASE("the reports of a month count what went out and came in") {
  if (!tests::PeppolNetwork::available()) return;
  tests::PeppolNetwork network;
  network.enter(std::string{recipient});
  tests::Gateway gateway{peppol_toml(network.settings())};
  Sender sender{network, gateway};
  for (auto const number : {"V-1", "V-2"}) {
    auto const id = gateway.post("/v1/invoices", sample_json(number)).string("id");
    REQUIRE(reaches(gateway, id, "sent"));
  }
  CHECK(sender.bring(invoice_for_us("V-3"), us, "f1").complete);
  auto const report = [&](std::string const& what) { return report_of(gateway, what); };
  auto const transactions = xml::Document::parse(report("transactions.xml?month=2026-03"));
  REQUIRE(transactions);
  CHECK(transactions->root().child("Total").text_of("Outgoing") == "2");
  CHECK(transactions->root().child("Total").text_of("Incoming") == "1");
  CHECK(transactions->root().child("Header").text_of("ReporterID") == "PFI000001");
  auto const users = xml::Document::parse(report("end-users.xml?month=2026-03"));
  REQUIRE(users);
  CHECK(users->root().child("FullSet").text_of("SendingOrReceivingEndUsers") == "1");
  auto const empty = xml::Document::parse(report("transactions.xml?month=2026-02"));
  REQUIRE(empty);
  CHECK(empty->root().child("Total").text_of("Outgoing") == "0");
  CHECK(report("transactions.xml?month=soon").find("wrong-value") != std::string::npos);
}
