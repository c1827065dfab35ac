// A store that takes nothing, says nothing, or is another's: what the daemon does meanwhile.
#include <csignal>
#include <fstream>
#include <iterator>
#include <set>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/e2e/settings_file.hpp"
#include "tests/support/gateway.hpp"
#include "tests/support/postgres.hpp"
#include "tests/support/servers.hpp"
#include "tests/support/small_disk.hpp"
#include "tests/support/webhook_receiver.hpp"

using namespace airut;
using tests::Gateway;
using tests::keep_on;
using tests::sample_json;

namespace {

// The gateway, stopped, with its store on this server from now on.
void stop_and_keep_on(Gateway& gateway, tests::PostgresServer const& server,
                      std::string const& schema) {
  gateway.stop();
  keep_on(gateway, server, schema);
}

// A server and all its processes, who hear nothing until they are let go on.
class Frozen {
 public:
  explicit Frozen(tests::PostgresServer const& server) : server_(server.pid()) { signal(SIGSTOP); }
  ~Frozen() { signal(SIGCONT); }
  Frozen(Frozen const&) = delete;
  Frozen& operator=(Frozen const&) = delete;

 private:
  void signal(int number) const {
    ::kill(server_, number);
    std::ifstream in{fmt::format("/proc/{}/task/{}/children", server_, server_)};
    for (pid_t child = 0; in >> child;) ::kill(child, number);
  }
  pid_t server_;
};

std::uint64_t figure(Gateway const& gateway, std::string_view name) {
  auto const text = gateway.metrics();
  auto const at = text.find(name);
  return at == text.npos ? 0 : std::stoull(text.substr(text.find(' ', at)));
}

std::size_t times_of_newest(tests::WebhookReceiver const& receiver) {
  auto const list = receiver.received();
  std::multiset<std::string> ids;
  for (auto const& one : list) ids.insert(one.id);
  std::size_t most = 0;
  for (auto const& id : ids) most = std::max(most, ids.count(id));
  return most;
}

}  // namespace

TEST_SUITE("e2e/away") {
  TEST_CASE("an endpoint is not sent the same again and again while the store takes no writes" *
            doctest::skip(tests::on_postgresql())) {
    if (!tests::has_program("python3")) return;
    tests::WebhookReceiver receiver;
    Gateway gateway{tests::sample_toml() + "[limits]\ndisk_floor_bytes = 0\n"};
    gateway.stop();
    tests::SmallDisk const disk{gateway.data(), "24m"};
    if (!disk.mounted()) {
      MESSAGE("skipped: a small disk can be mounted by root alone");
      return;
    }
    gateway.start();
    auto const hook = fmt::format(R"({{"url":"{}","event_types":["invoice.*"]}})", receiver.url());
    REQUIRE(gateway.post("/v1/webhook-endpoints", hook).status == 201);
    receiver.hold();
    auto const id = gateway.post("/v1/invoices", sample_json("W-1")).string("id");
    REQUIRE(gateway.until(
        [&] { return gateway.get("/v1/invoices/" + id).string("status") == "sent"; }));
    REQUIRE(gateway.until([&] { return !receiver.received().empty(); }));
    disk.fill();
    receiver.let_go();
    auto const failed = [&] { return figure(gateway, "airut_store{figure=\"failed_commits\"}"); };
    CHECK(gateway.until([&] { return failed() >= 3; }));
    CHECK(times_of_newest(receiver) == 1);
    CHECK(gateway.log().find("store.lost") != std::string::npos);
    disk.clear();
    gateway.post("/v1/invoices", sample_json("W-2"));
    CHECK(gateway.until([&] { return receiver.received().size() >= 3; }));
  }
}

TEST_SUITE("e2e/away") {
  TEST_CASE("an answer that comes later than requests are waited for is kept, too") {
    if (!tests::OperatorServer::available()) return;
    tests::OperatorServer const server;
    auto const& keys = server.certificates();
    auto const channel = fmt::format(
        "[[channel]]\nname = \"peppol\"\nkind = \"operator_http\"\nformat = \"json\"\n"
        "url = \"{}\"\nca_file = \"{}\"\ncertificate = \"{}\"\nprivate_key = \"{}\"\n",
        server.url("/half-minute"), keys.authority().string(), keys.client().string(),
        keys.client_key().string());
    Gateway gateway{channel + tests::sample_toml()};
    auto json = sample_json("T-1");
    json.insert(1, R"("distribution":{"channels":["peppol"]},)");
    auto const id = gateway.post("/v1/invoices", json).string("id");
    REQUIRE(gateway.until([&] { return server.received().size() == 1; }));
    gateway.stop();
    gateway.start();
    auto const row = gateway.get("/v1/invoices/" + id).body.at("current_delivery");
    CHECK(row.at("state").as_string() == "sent");
  }
}

TEST_SUITE("e2e/away" * doctest::skip(!tests::PostgresServer::available())) {
  TEST_CASE("a daemon that was replaced stops by itself, and its supervisor hears that") {
    Gateway gateway{tests::sample_toml()};
    stop_and_keep_on(gateway, tests::run_server(), "was_replaced");
    tests::Process daemon{{AIRUT_BINARY, "serve", "-c", (gateway.home() / "airut.toml").string()},
                          gateway.home() / "replaced.log"};
    REQUIRE(tests::wait_for_port(gateway.port()));
    CHECK(gateway.post("/v1/invoices", sample_json("2026-1")).status == 202);
    CHECK(gateway.readiness() == 200);
    // What another process does that takes the store over.
    tests::run_server().query("UPDATE was_replaced.installation SET epoch = epoch + 1");
    CHECK(gateway.until([&] { return !daemon.running(); }));
    CHECK(daemon.wait() == 69);
  }

  TEST_CASE("while the database says nothing, health, readiness and metrics are answered") {
    Gateway gateway{tests::sample_toml()};
    tests::PostgresServer const server{true};
    stop_and_keep_on(gateway, server, "silent");
    gateway.start();
    auto const id = gateway.post("/v1/invoices", sample_json("2026-1")).string("id");
    REQUIRE(!id.empty());
    {
      Frozen const frozen{server};
      CHECK(gateway.get("/v1/invoices/" + id).status == 503);
      CHECK(gateway.get("/healthz").status == 200);
      CHECK(gateway.readiness() == 503);
      auto const figures = gateway.metrics();
      CHECK(figures.find("airut_store_up 0") != std::string::npos);
      CHECK(figures.find("airut_http_requests_total") != std::string::npos);
      CHECK(gateway.get("/v1/invoices/" + id).status == 503);
    }
    CHECK(gateway.until([&] { return gateway.get("/v1/invoices/" + id).status == 200; }));
    CHECK(gateway.until([&] { return gateway.readiness() == 200; }));
    CHECK(gateway.metrics().find("airut_store_up 1") != std::string::npos);
  }

  TEST_CASE("the figures that need no store are there while the database is not") {
    Gateway gateway{tests::sample_toml()};
    tests::PostgresServer server{true};
    stop_and_keep_on(gateway, server, "gone");
    gateway.start();
    gateway.post("/v1/invoices", sample_json("2026-1"));
    server.kill();
    auto const figures = gateway.metrics();
    CHECK(figures.find("airut_store_up 0") != std::string::npos);
    CHECK(figures.find("airut_process{figure=\"resident_bytes\"}") != std::string::npos);
    CHECK(figures.find("airut_deliveries{") == std::string::npos);
    server.start();
    CHECK(gateway.until(
        [&] { return gateway.metrics().find("airut_deliveries{") != std::string::npos; }));
  }
}
