// AS4 with an access point on the JDK and Apache Santuario, both ways, over TLS.
#include <map>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "formats/model/sha256.hpp"
#include "formats/sbdh/envelope.hpp"
#include "tests/e2e/peppol_documents.hpp"
#include "tests/e2e/peppol_steps.hpp"
#include "tests/support/java_access_point.hpp"

using namespace airut;
using namespace tests::peppol_steps;
using tests::Gateway;
using tests::sample_json;

namespace {

bool available() {
  return tests::JavaAccessPoint::available() && tests::PeppolNetwork::available();
}

// The network with the Java stack in it: one for all cases.
struct Network {
  tests::PeppolNetwork names;
  tests::JavaAccessPoint java{names};
};

Network& network() {
  static Network one;
  return one;
}

std::unique_ptr<Gateway> gateway_in(tests::PeppolNetwork const& names) {
  return std::make_unique<Gateway>(
      peppol_toml(names.settings()),
      tests::TlsFiles{names.file("server.pem"), names.file("server.key"), names.file("ca.pem")});
}

using Wish = std::vector<std::pair<std::string, std::string>>;

// Has the Java stack bring the document to the gateway; more comes before what is usual.
boost::json::object bring(Gateway const& gateway, std::string const& document,
                          std::string const& id, Wish wish = {}) {
  auto const& [names, java] = network();
  std::ofstream{names.file("brought.xml"), std::ios::binary} << document;
  auto const has = [&](std::string_view name) {
    return std::any_of(wish.begin(), wish.end(),
                       [&](auto const& one) { return one.first == name; });
  };
  Wish const usual{{"url", gateway.url("/as4")},
                   {"document", names.file("brought.xml")},
                   {"sender", std::string{recipient}},
                   {"recipient", "0216:003726174164"},
                   {"instance_id", id},
                   {"message_id", id + "@peer.test"}};
  for (auto const& one : usual) {
    if (!has(one.first)) wish.push_back(one);
  }
  auto told = java.bring(wish);
  INFO(java.log());
  REQUIRE_FALSE(told.contains("fault"));
  CHECK(told.at("verified").as_bool());
  return told;
}

// "EBMS:0004 PEPPOL:NOT_SERVICED"; "" when there is none.
std::string error_in(boost::json::object const& answer) {
  auto const& errors = answer.at("errors").as_array();
  if (errors.empty()) return {};
  auto const& one = errors.front().as_array();
  return fmt::format("{} {}", std::string_view{one.at(0).as_string()},
                     std::string_view{one.at(1).as_string()});
}

bool is_receipt(boost::json::object const& answer) {
  return answer.at("receipt").as_bool() && answer.at("complete").as_bool() &&
         answer.at("errors").as_array().empty();
}

boost::json::array received(Gateway const& gateway) {
  return gateway.get("/v1/received").body.at("data").as_array();
}

// An invoice to a recipient whose access point is the Java stack, answering like this.
std::string invoice_to(Gateway const& gateway, std::string const& ovt, std::string const& how) {
  auto& [names, java] = network();
  names.enter("0216:" + ovt, fmt::format(R"("at":"{}")", java.url(how)));
  auto json = sample_json("J-" + ovt.substr(ovt.size() - 2));
  json.replace(json.find("003712345671"), 12, ovt);
  auto const answer = gateway.post("/v1/invoices", json);
  INFO(answer.text);
  REQUIRE(answer.status == 202);
  return answer.string("id");
}

// What the Java stack opened for this recipient.
std::vector<boost::json::object> taken_for(std::string const& ovt) {
  std::vector<boost::json::object> found;
  for (auto const& one : network().java.taken()) {
    INFO(network().java.log());
    REQUIRE_FALSE(one.as_object().contains("fault"));
    if (one.at("recipient").as_string() == "0216:" + ovt) found.push_back(one.as_object());
  }
  return found;
}

}  // namespace

TEST_CASE("what a Java stack brings is kept once, and our receipt convinces that stack") {
  if (!available()) return;
  auto const gateway = gateway_in(network().names);
  auto const invoice = invoice_for_us("J-1");
  CHECK(is_receipt(bring(*gateway, invoice, "ja1")));
  CHECK(error_in(bring(*gateway, invoice, "ja1")).starts_with("EBMS:4001"));
  gateway->kill();
  gateway->start();
  CHECK(error_in(bring(*gateway, invoice, "ja1")).starts_with("EBMS:4001"));
  auto const kept = received(*gateway);
  REQUIRE(kept.size() == 1);
  CHECK(kept.at(0).at("access_point").as_string() == "PNO000002");
  CHECK(kept.at(0).at("problem").as_string() == "");
  auto const path = "/v1/received/" + std::string{kept.at(0).at("id").as_string()};
  auto const document = sbdh::document_in(gateway->get(path + "/document").text);
  REQUIRE(document);
  CHECK(document->find("J-1") != std::string::npos);
  CHECK(is_receipt(bring(*gateway, invoice_for_us("J-2"), "ja2")));
  CHECK(received(*gateway).size() == 2);
}

TEST_CASE("what a Java stack brings wrongly is refused with the reason, and nothing is kept") {
  if (!available()) return;
  auto const gateway = gateway_in(network().names);
  struct Row {
    std::string name, value, error;
  };
  std::vector<Row> const rows{
      {"change", "attachment", "EBMS:0102"},    // the cipher text is not what was encrypted
      {"change", "compressed", "EBMS:0101"},    // in order, but not what was signed
      {"change", "header", "EBMS:0101"},        // changed after signing
      {"signer", "stranger", "EBMS:0101"},      // of another authority
      {"signer", "expired", "EBMS:0101"},       // his certificate ended yesterday
      {"encrypt_to", "stranger", "EBMS:0102"},  // for another key than ours
      {"recipient", "0216:003799999999", "EBMS:0004 PEPPOL:NOT_SERVICED"},
  };
  auto const invoice = invoice_for_us("J-3");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    auto const& row = rows[i];
    CAPTURE(row.name);
    CAPTURE(row.value);
    auto const answer = bring(*gateway, invoice, fmt::format("jb{}", i), {{row.name, row.value}});
    CHECK_FALSE(answer.at("receipt").as_bool());
    auto const error = error_in(answer);
    CHECK(error.starts_with(row.error));
  }
  CHECK(received(*gateway).empty());
  // The same ids, this time in order: nothing of a refused message counts as seen.
  CHECK(is_receipt(bring(*gateway, invoice, "jb0")));
}

TEST_CASE("a Java stack opens what we send, and its receipts are believed when they prove it") {
  if (!available()) return;
  auto const gateway = gateway_in(network().names);
  auto const good = invoice_to(*gateway, "00371234567101", "good");
  auto const twice = invoice_to(*gateway, "00371234567102", "twice");
  for (auto const& id : {good, twice}) {
    REQUIRE(reaches(*gateway, id, "sent"));
    CHECK(delivery_of(*gateway, id).at("evidence").as_string() == "accepted_by_operator");
  }
  CHECK(taken_for("00371234567101").size() == 1);
  CHECK(taken_for("00371234567102").size() == 1);
  auto const files = gateway->get("/v1/invoices/" + good + "/files").body.at("data").as_array();
  auto const sent = std::find_if(files.begin(), files.end(), [](auto const& file) {
    return file.at("role").as_string() == "sent";
  });
  REQUIRE(sent != files.end());
  CHECK(taken_for("00371234567101").front().at("payload").as_string() ==
        model::sha256_hex(gateway->get(std::string{sent->at("url").as_string()}).text));
  std::map<std::string, std::string> const worthless{{"00371234567103", "wrong_digest"},
                                                     {"00371234567104", "wrong_signer"}};
  for (auto const& [ovt, how] : worthless) {
    CAPTURE(how);
    auto const id = invoice_to(*gateway, ovt, how);
    bool const is_held = reaches(*gateway, id, "held");
    INFO(boost::json::serialize(delivery_of(*gateway, id)));
    REQUIRE(is_held);
    CHECK(delivery_says(*gateway, id, "last_code") == "as4.invalid_receipt");
    CHECK(taken_for(ovt).size() == 1);
  }
  // The receipt of another message: asked again at once, the stack says that it has this one.
  auto const other = invoice_to(*gateway, "00371234567105", "other_message");
  REQUIRE(reaches(*gateway, other, "sent"));
  CHECK(delivery_of(*gateway, other).at("evidence").as_string() == "handed_over");
  CHECK(taken_for("00371234567105").size() == 2);
}

TEST_CASE("errors of a Java stack have their meanings, and a lost receipt ends in a duplicate") {
  if (!available()) return;
  auto const gateway = gateway_in(network().names);
  auto const away = invoice_to(*gateway, "00371234567111", "error:EBMS:0004:PEPPOL:NOT_SERVICED");
  auto const failed = invoice_to(*gateway, "00371234567112", "error:EBMS:0202");
  auto const distrusted = invoice_to(*gateway, "00371234567113", "error:EBMS:0101");
  auto const lost = invoice_to(*gateway, "00371234567114", "lost");
  CHECK(gateway->until(
      [&] { return delivery_of(*gateway, away).at("channel").as_string() == "finvoice"; }));
  REQUIRE(reaches(*gateway, failed, "deferred"));
  CHECK(delivery_says(*gateway, failed, "last_code") == "as4.delivery_failed");
  REQUIRE(reaches(*gateway, distrusted, "held"));
  CHECK(delivery_says(*gateway, distrusted, "last_code") == "as4.security_failed");
  REQUIRE(reaches(*gateway, lost, "unknown"));
  set_moment(*gateway, "2026-03-02T09:00:00Z");
  REQUIRE(reaches(*gateway, lost, "sent"));
  CHECK(delivery_of(*gateway, lost).at("evidence").as_string() == "handed_over");
  auto const both = taken_for("00371234567114");
  REQUIRE(both.size() == 2);
  CHECK(both.front().at("message_id") == both.back().at("message_id"));
  CHECK(both.front().at("payload") == both.back().at("payload"));
}
