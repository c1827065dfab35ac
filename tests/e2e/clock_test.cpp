// The machine's own clock jumps while the daemon runs: a day ahead, and back again.
#include <set>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/crash/checks.hpp"
#include "tests/e2e/deliveries.hpp"
#include "tests/support/gateway.hpp"
#include "tests/support/servers.hpp"
#include "tests/support/shifted_clock.hpp"
#include "tests/support/webhook_receiver.hpp"

using namespace airut;
using tests::delivery_says;
using tests::reaches;
using namespace std::chrono_literals;
using tests::Gateway;
using tests::sample_json;

namespace {

// Its id; the number is the key, too.
std::string submitted_by(Gateway const& gateway, std::string const& number,
                         std::string const& channel = "finvoice") {
  auto json = sample_json(number);
  json.insert(1, fmt::format(R"("distribution":{{"channels":["{}"]}},)", channel));
  auto const answer = gateway.post("/v1/invoices", json, "key-" + number);
  CAPTURE(answer.text);
  REQUIRE(answer.status == 202);
  return answer.string("id");
}

std::string sftp_toml(tests::FileServer const& server) {
  return fmt::format(
             "[[channel]]\nname = \"peppol\"\nkind = \"operator_sftp\"\nformat = \"json\"\n"
             "host = \"127.0.0.1\"\nport = {}\nuser = \"{}\"\nprivate_key = \"{}\"\n"
             "host_key_sha256 = \"{}\"\ndirectory = \"{}\"\ntimeout = 3\n",
             server.port(), server.user(), server.private_key().string(), server.host_key_sha256(),
             server.root().string()) +
         tests::sample_toml();
}

}  // namespace

TEST_CASE("a clock that jumps a day ahead and back loses nothing, doubles nothing, stops nothing") {
  tests::WebhookReceiver receiver;
  tests::ShiftedClock const clock;
  Gateway gateway{tests::sample_toml()};
  auto const endpoint =
      fmt::format(R"({{"url":"{}","event_types":["invoice.accepted"]}})", receiver.url());
  REQUIRE(gateway.post("/v1/webhook-endpoints", endpoint).status == 201);
  std::map<std::string, std::string> promised;
  for (auto const shift : {0h, 24h, 0h, -24h, 0h}) {
    clock.tell(shift);
    auto const number = fmt::format("C-{}", promised.size());
    promised[number] = submitted_by(gateway, number);
    REQUIRE(reaches(gateway, promised[number], "sent"));
    for (auto const& [known, id] : promised) CHECK(submitted_by(gateway, known) == id);
    CHECK(gateway.readiness() == 200);
  }
  std::set<std::string> events;
  CHECK(gateway.until([&] {
    for (auto const& one : receiver.received()) events.insert(one.id);
    return events.size() == promised.size();
  }));
  gateway.kill();
  clock.tell(-24h);
  gateway.start();
  std::set<std::string> numbers;
  for (auto const& [number, id] : promised) {
    CHECK(delivery_says(gateway, id, "state") == "sent");
    CHECK(submitted_by(gateway, number) == id);
    numbers.insert(number);
  }
  tests::crash::check_files(gateway.home() / "out", numbers);
  tests::crash::check_journal(gateway);
}

TEST_CASE("a destination that rested under a clock ahead is tried again when the clock is right") {
  if (!tests::FileServer::available()) {
    MESSAGE("skipped: sshd is not here");
    return;
  }
  tests::FileServer server;
  tests::ShiftedClock const clock;
  Gateway gateway{sftp_toml(server)};
  clock.tell(24h);
  server.stop();
  for (int i = 0; i < 5; ++i) {
    REQUIRE(reaches(gateway, submitted_by(gateway, fmt::format("R-{}", i), "peppol"), "deferred"));
  }
  clock.tell(0h);
  auto const late = submitted_by(gateway, "R-9", "peppol");
  CHECK(reaches(gateway, late, "deferred"));  // it was tried, and found the server away
  server.start();
  clock.tell(120s);  // it rests again, now for a minute
  auto const next = submitted_by(gateway, "R-10", "peppol");
  CHECK(gateway.until([&] {
    gateway.post("/v1/deliveries/" + delivery_says(gateway, late, "id") + "/retry", "{}");
    return delivery_says(gateway, late, "state") == "sent" &&
           delivery_says(gateway, next, "state") == "sent";
  }));
}

TEST_CASE("a peer whose certificate has ended gets nothing, and what waited goes when it is good") {
  if (!tests::OperatorServer::available()) {
    MESSAGE("skipped: python3 is not here");
    return;
  }
  tests::OperatorServer server;  // its certificate is good for two days
  tests::ShiftedClock const clock;
  auto const& keys = server.certificates();
  auto const channel = fmt::format(
      "[[channel]]\nname = \"peppol\"\nkind = \"operator_http\"\nformat = \"json\"\nurl = \"{}\"\n"
      "ca_file = \"{}\"\ncertificate = \"{}\"\nprivate_key = \"{}\"\n",
      server.url("/once"), keys.authority().string(), keys.client().string(),
      keys.client_key().string());
  Gateway gateway{channel + tests::sample_toml()};
  clock.tell(72h);
  auto const id = submitted_by(gateway, "X-1", "peppol");
  REQUIRE(reaches(gateway, id, "held"));
  CHECK(delivery_says(gateway, id, "last_code") == "transport.tls_failed");
  CHECK(server.posts().empty());
  clock.tell(0h);
  auto const answer =
      gateway.post("/v1/deliveries/" + delivery_says(gateway, id, "id") + "/retry", "{}");
  CAPTURE(answer.text);
  REQUIRE(reaches(gateway, id, "sent"));
  CHECK(server.posts().size() == 1);
}
