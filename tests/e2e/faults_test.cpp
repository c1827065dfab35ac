// What breaks around the gateway: disks that fill, servers that hang, a second process, the end.
#include <csignal>
#include <fstream>
#include <map>
#include <thread>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/e2e/deliveries.hpp"
#include "tests/support/gateway.hpp"
#include "tests/support/postgres.hpp"
#include "tests/support/servers.hpp"
#include "tests/support/small_disk.hpp"

using namespace airut;
using tests::delivery_says;
using tests::sample_json;

namespace {

std::string without_floor() { return tests::sample_toml() + "[limits]\ndisk_floor_bytes = 0\n"; }

std::string delivery_id_of(tests::Gateway const& gateway, std::string const& id) {
  auto const answer = gateway.get("/v1/invoices/" + id);
  return std::string{answer.body.at("current_delivery").at("id").as_string()};
}

}  // namespace

TEST_CASE("a daemon whose log takes nothing more works on") {
  tests::Gateway gateway{without_floor()};
  gateway.stop();
  for (std::string const log : {"/dev/full", ">(exec true)"}) {
    CAPTURE(log);
    auto const command = fmt::format("exec '{}' serve -c '{}' 2> {}", AIRUT_BINARY,
                                     (gateway.home() / "airut.toml").string(), log);
    tests::Process daemon{{"bash", "-c", command}, gateway.home() / "out.log"};
    REQUIRE(tests::wait_for_port(gateway.port()));
    CHECK(gateway.get("/v1/invoices").status == 200);
    daemon.kill(SIGTERM);
    CHECK(daemon.wait() == 0);
  }
}

// PostgreSQL's disk is its own affair.
TEST_CASE("a full disk refuses clearly, loses no promise and needs no restart" *
          doctest::skip(tests::on_postgresql())) {
  tests::Gateway gateway{without_floor()};
  gateway.stop();
  tests::SmallDisk const disk{gateway.data(), "24m"};
  if (!disk.mounted()) {
    MESSAGE("skipped: a small disk can be mounted by root alone");
    return;
  }
  gateway.start();
  std::map<std::string, std::string> promised;
  auto const submit = [&](std::string const& number) {
    auto const answer = gateway.post("/v1/invoices", sample_json(number), "key-" + number);
    if (answer.status == 202) promised[number] = answer.string("id");
    return answer;
  };
  for (int i = 0; i < 20; ++i) REQUIRE(submit(fmt::format("D-{}", i)).status == 202);
  disk.fill();
  int refused = 0, told_full = 0;
  for (int i = 20; i < 400 && refused < 20; ++i) {
    auto const answer = submit(fmt::format("D-{}", i));
    if (answer.status == 202) continue;
    ++refused;
    CHECK(answer.status == 503);
    CHECK(answer.header("content-type").find("problem+json") != std::string::npos);
    CHECK_FALSE(answer.header("retry-after").empty());
    if (answer.string("code") == "store-full") ++told_full;
    CHECK(answer.text.find("cannot be reached") == std::string::npos);
  }
  auto const batch = std::string(100'000, ' ') + sample_json("D-batch");
  CHECK(gateway.send("POST", "/v1/batches", batch, {{"Idempotency-Key", "b"}}).status == 503);
  CHECK(std::filesystem::is_empty(gateway.data() / "spool"));
  CHECK(refused == 20);
  CHECK(told_full > 0);
  auto const log = gateway.log();
  std::string_view const told = "handler-failed";
  int lines = 0;
  for (auto at = log.find(told); at != log.npos; at = log.find(told, at + 1)) ++lines;
  CHECK(lines < refused);
  disk.clear();
  REQUIRE(gateway.until([&] { return submit("D-after").status == 202; }));
  for (auto const& [number, id] : promised) {
    CAPTURE(number);
    CHECK(gateway.get("/v1/invoices/" + id).string("number") == number);
    CHECK(gateway.until([&] { return delivery_says(gateway, id, "state") == "sent"; }));
  }
  gateway.stop();
  std::string out;
  CHECK(gateway.cli({"journal", "verify", "--data", gateway.store()}, &out) == 0);
}

TEST_CASE("a drop directory that is full or read-only defers, and is used again when it mends") {
  tests::Gateway gateway{tests::sample_toml()};
  tests::SmallDisk const disk{gateway.home() / "out", "128k"};
  if (!disk.mounted()) {
    MESSAGE("skipped: a small disk can be mounted by root alone");
    return;
  }
  auto const deferred_with = [&](std::string const& number, std::string const& code) {
    auto const id = gateway.post("/v1/invoices", sample_json(number)).string("id");
    CHECK(gateway.until([&] { return delivery_says(gateway, id, "state") == "deferred"; }));
    auto const delivery = gateway.get("/v1/deliveries/" + delivery_id_of(gateway, id));
    CHECK(delivery.string("last_code") == code);
    return id;
  };
  disk.fill();
  auto const first = deferred_with("F-1", "transport.disk_full");
  disk.clear();
  REQUIRE(disk.read_only(true));
  auto const second = deferred_with("F-2", "transport.unreachable");
  REQUIRE(disk.read_only(false));
  for (auto const& id : {first, second}) {
    gateway.post("/v1/deliveries/" + delivery_id_of(gateway, id) + "/retry", "{}");
    CHECK(gateway.until([&] { return delivery_says(gateway, id, "state") == "sent"; }));
  }
  int files = 0;
  for (auto const& entry : std::filesystem::directory_iterator(gateway.home() / "out")) {
    CHECK(entry.path().filename().string().front() != '.');
    ++files;
  }
  CHECK(files == 2);
}

TEST_CASE("a second process on the same data directory is refused with its exit code") {
  tests::Gateway gateway{tests::sample_toml()};
  std::string out;
  CHECK(gateway.cli({"serve", "-c", (gateway.home() / "airut.toml").string()}, &out) == 69);
  CHECK(out.find("in use") != std::string::npos);
  CHECK(gateway.post("/v1/invoices", sample_json("S-1")).status == 202);
}

TEST_CASE("the end waits for what is under way and says truly how it ended") {
  if (!tests::OperatorServer::available()) {
    MESSAGE("skipped: python3 is not here");
    return;
  }
  tests::OperatorServer server;
  auto const& keys = server.certificates();
  auto const channel = fmt::format(
      "[[channel]]\nname = \"peppol\"\nkind = \"operator_http\"\nformat = \"json\"\nurl = \"{}\"\n"
      "ca_file = \"{}\"\ncertificate = \"{}\"\nprivate_key = \"{}\"\n",
      server.url("/slow"), keys.authority().string(), keys.client().string(),
      keys.client_key().string());
  tests::Gateway gateway{channel + tests::sample_toml()};
  auto json = sample_json("T-1");
  json.insert(1, R"("distribution":{"channels":["peppol"]},)");
  auto const id = gateway.post("/v1/invoices", json).string("id");
  REQUIRE(gateway.until([&] { return delivery_says(gateway, id, "state") == "dispatching"; }));
  gateway.stop();  // throws unless it ended with 0
  CHECK(server.received().size() == 1);
  gateway.start();
  CHECK(delivery_says(gateway, id, "state") == "sent");
}

TEST_CASE("killed while the other side has the document, it is unknown and waits for a person") {
  if (!tests::OperatorServer::available()) {
    MESSAGE("skipped: python3 is not here");
    return;
  }
  tests::OperatorServer server;
  auto const& keys = server.certificates();
  auto const channel = fmt::format(
      "[[channel]]\nname = \"peppol\"\nkind = \"operator_http\"\nformat = \"json\"\nurl = \"{}\"\n"
      "ca_file = \"{}\"\ncertificate = \"{}\"\nprivate_key = \"{}\"\n",
      server.url("/slow"), keys.authority().string(), keys.client().string(),
      keys.client_key().string());
  tests::Gateway gateway{channel + tests::sample_toml()};
  auto json = sample_json("T-2");
  json.insert(1, R"("distribution":{"channels":["peppol","finvoice"]},)");
  auto const id = gateway.post("/v1/invoices", json).string("id");
  REQUIRE(gateway.until([&] { return delivery_says(gateway, id, "state") == "dispatching"; }));
  gateway.kill();
  gateway.start();
  // The operator can neither be asked nor does it know our ids: nobody sends it again, by any way.
  REQUIRE(gateway.until([&] { return delivery_says(gateway, id, "state") == "held"; }));
  auto const delivery = delivery_id_of(gateway, id);
  CHECK(std::filesystem::is_empty(gateway.home() / "out"));
  auto const list = gateway.get("/v1/deviations").body.at("data").as_array();
  REQUIRE(list.size() == 1);
  CHECK(list[0].at("code").as_string() == "transport.unresolved");
  CHECK(gateway.post("/v1/deliveries/" + delivery + "/retry", "{}").status == 409);
  CHECK(gateway.post("/v1/invoices/" + id + "/reroute", R"({"channel":"finvoice"})").status == 409);
  CHECK(gateway.post("/v1/invoices/" + id + "/release", "{}").status == 409);
  CHECK(gateway.post("/v1/invoices/" + id + "/cancel", R"({"reason":"x"})").status == 409);
  CHECK(gateway
            .post("/v1/deliveries/" + delivery + "/resolve-unknown",
                  R"({"outcome":"delivered","evidence":"phoned them"})")
            .status == 202);
  CHECK(delivery_says(gateway, id, "state") == "delivered");
  CHECK(gateway.get("/v1/deviations").body.at("data").as_array().empty());
}
