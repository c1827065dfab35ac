// What an access point owes its network beside invoices, and receipts that prove nothing.
#include <thread>

#include "formats/sbdh/envelope.hpp"
#include "formats/xml/document.hpp"
#include "tests/e2e/peppol_steps.hpp"

using namespace airut;
using tests::sample_json;
using namespace tests::peppol_steps;

namespace {

constexpr auto authority = "9925:be0848934496";

std::string duties_toml(config::PeppolSettings const& settings, std::string const& more) {
  auto toml = peppol_toml(settings);
  constexpr std::string_view after = "mls_to = \"0242:000001\"\n";
  return toml.insert(toml.find(after) + after.size(), more);
}

std::string reporting(std::string const& more = {}) {
  return R"("types":["urn:fdc:peppol:transaction-statistics-report:1.0::TransactionStatisticsReport)"
         R"(##urn:fdc:peppol.eu:edec:trns:transaction-statistics-reporting:1.0::1.0",)"
         R"("urn:fdc:peppol:end-user-statistics-report:1.1::EndUserStatisticsReport)"
         R"(##urn:fdc:peppol.eu:edec:trns:end-user-statistics-report:1.1::1.1"],)"
         R"("process":"urn:fdc:peppol.eu:edec:bis:reporting:1.0")" +
         more;
}

bool has_open_deviation(tests::Gateway const& gateway, std::string_view code) {
  auto const list = gateway.get("/v1/deviations?state=open");
  for (auto const& one : list.body.at("data").as_array()) {
    if (one.at("code").as_string() == code) return true;
  }
  return false;
}

// When the channel's certificate ends by the metric, and when it does, in seconds since 1970.
double ends_at(tests::Gateway const& gateway) {
  constexpr std::string_view name = "\nairut_certificate_not_after_seconds{channel=\"peppol\"} ";
  auto const text = gateway.metrics();
  auto const at = text.find(name);
  return at == text.npos ? 0 : std::stod(text.substr(at + name.size()));
}

double end_of(std::string const& name) {
  auto const end = tests::peppol_keys().certificate(name).not_after().time_since_epoch();
  return std::chrono::duration<double>(end).count();
}

}  // namespace

TEST_SUITE("e2e/peppol_duties") {
  TEST_CASE("the reports of a month go to the authority by themselves, once, whatever is lost") {
    if (!tests::PeppolNetwork::available()) return;
    tests::PeppolNetwork network;
    network.enter(std::string{recipient});
    network.enter(authority, reporting(R"(,"as4":"lost_once")"));
    tests::Gateway gateway{
        duties_toml(network.settings(), "reports_to = \"9925:be0848934496\"\nreports_day = 3\n")};
    auto const id = gateway.post("/v1/invoices", sample_json("P-1")).string("id");
    REQUIRE(reaches(gateway, id, "sent"));
    CHECK(network.messages().size() == 1);  // it is the second day: too early for reports

    set_moment(gateway, "2026-04-03T08:00:00Z");
    REQUIRE(gateway.until([&] { return network.messages().size() >= 3; }));
    gateway.kill();
    gateway.start();
    set_moment(gateway, "2026-04-03T09:00:00Z");
    REQUIRE(gateway.until([&] { return network.messages().size() >= 5; }));
    auto const messages = network.messages();
    REQUIRE(messages.size() == 5);
    // Both were repeated with the same id after their lost receipts.
    CHECK(messages[1].at("message_id") == messages[3].at("message_id"));
    CHECK(messages[2].at("message_id") == messages[4].at("message_id"));
    CHECK(messages[1].at("packed_sha256") == messages[3].at("packed_sha256"));
    auto const header = sbdh::read(network.payload(1));
    REQUIRE(header);
    CHECK(header->sender.value == "0242:000001");
    CHECK(header->receiver.value == authority);
    CHECK(header->process.value == "urn:fdc:peppol.eu:edec:bis:reporting:1.0");
    auto const report = sbdh::document_in(network.payload(1)).value();
    CHECK(report.find("<StartDate>2026-03-01</StartDate>") != std::string::npos);
    CHECK(report.find("<EndDate>2026-03-31</EndDate>") != std::string::npos);
    CHECK(report.find("<Outgoing>1</Outgoing>") != std::string::npos);
    auto const users = sbdh::document_in(network.payload(2)).value();
    CHECK(users.find("EndUserStatisticsReport") != std::string::npos);

    // The next month has reports of its own, also when nothing went.
    set_moment(gateway, "2026-05-04T08:00:00Z");
    // Each loses its first receipt here, too.
    REQUIRE(gateway.until([&] { return network.messages().size() >= 9; }));
    std::this_thread::sleep_for(std::chrono::seconds{6});
    CHECK(network.messages().size() == 9);
    CHECK_FALSE(has_open_deviation(gateway, "peppol.report_not_sent"));
    gateway.stop();
    CHECK(gateway.cli({"journal", "replay", "--data", gateway.store()}) == 0);
  }

  TEST_CASE(
      "an invoice counts in the month in which it was signed for, not in that of its making") {
    if (!tests::PeppolNetwork::available()) return;
    tests::PeppolNetwork network;
    tests::Gateway gateway{peppol_toml(network.settings())};
    set_moment(gateway, "2026-03-31T20:00:00Z");
    network.stop();
    auto const id = gateway.post("/v1/invoices", sample_json("P-3")).string("id");
    REQUIRE(reaches(gateway, id, "deferred"));
    network.enter(std::string{recipient});
    network.start();
    set_moment(gateway, "2026-04-02T08:00:00Z");
    REQUIRE(reaches(gateway, id, "sent"));
    auto const reported = [&](std::string const& month) {
      return report_of(gateway, "transactions.xml?month=" + month);
    };
    CHECK(reported("2026-03").find("<Outgoing>0</Outgoing>") != std::string::npos);
    CHECK(reported("2026-04").find("<Outgoing>1</Outgoing>") != std::string::npos);
  }

  TEST_CASE("reports that do not leave in time are told") {
    if (!tests::PeppolNetwork::available()) return;
    tests::PeppolNetwork network;
    tests::Gateway gateway{duties_toml(network.settings(), "reports_to = \"9925:be0848934496\"\n")};
    set_moment(gateway, "2026-03-12T08:00:00Z");
    CHECK(gateway.until([&] { return has_open_deviation(gateway, "peppol.report_not_sent"); }));
  }

  TEST_CASE(
      "when our certificate ends is among the figures, and is told ahead until it is changed") {
    if (!tests::PeppolNetwork::available()) return;
    tests::PeppolNetwork network;
    tests::Gateway gateway{peppol_toml(network.settings())};
    auto const with = [&](std::string const& certificate) {
      gateway.stop();
      std::filesystem::copy_file(tests::peppol_keys().file(certificate + ".pem"),
                                 network.file("sender.pem"),
                                 std::filesystem::copy_options::overwrite_existing);
      gateway.start();
    };
    CHECK(ends_at(gateway) == end_of("sender"));
    CHECK_FALSE(has_open_deviation(gateway, "peppol.certificate_ends"));
    with("ending");
    CHECK(ends_at(gateway) == end_of("ending"));
    REQUIRE(gateway.until([&] { return has_open_deviation(gateway, "peppol.certificate_ends"); }));
    auto const events = gateway.get("/v1/events?type=deviation.opened").text;
    CHECK(events.find("peppol.certificate_ends") != std::string::npos);
    CHECK(gateway.get("/v1/deviations?code=peppol.certificate_ends").text.find("It ends at ") !=
          std::string::npos);
    with("sender");
    CHECK(gateway.until([&] { return !has_open_deviation(gateway, "peppol.certificate_ends"); }));
    CHECK(ends_at(gateway) == end_of("sender"));
  }

  TEST_CASE("a receipt that proves nothing is for a person, and the message is not repeated") {
    if (!tests::PeppolNetwork::available()) return;
    tests::PeppolNetwork network;
    network.enter(std::string{recipient}, R"("as4":"wrong_signer")");
    tests::Gateway gateway{peppol_toml(network.settings())};
    auto const id = gateway.post("/v1/invoices", sample_json("P-2")).string("id");
    REQUIRE(reaches(gateway, id, "held"));
    CHECK(delivery_of(gateway, id).at("last_code").as_string() == "as4.invalid_receipt");
    CHECK(has_open_deviation(gateway, "as4.invalid_receipt"));
    set_moment(gateway, "2026-03-03T08:00:00Z");
    std::this_thread::sleep_for(std::chrono::seconds{2});
    CHECK(network.messages().size() == 1);
    // It may have arrived: no other way until somebody has said so.
    auto const deviations = gateway.get("/v1/deviations?state=open").body.at("data").as_array();
    auto const deviation = std::string{deviations.front().at("id").as_string()};
    CHECK(gateway.post("/v1/deviations/" + deviation + "/resolve", R"({"action":"reroute"})")
              .status == 409);
    auto const delivery = std::string{delivery_of(gateway, id).at("id").as_string()};
    CHECK(gateway
              .post("/v1/deliveries/" + delivery + "/resolve-unknown",
                    R"({"outcome":"delivered","evidence":"they say so"})")
              .status == 202);
    CHECK(reaches(gateway, id, "delivered"));
  }
}
