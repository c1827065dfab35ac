// The gateway beset: by more clients than it needs, by those that take nothing, by somebody else's
// hand on its database.
#include <algorithm>
#include <fstream>
#include <memory>
#include <thread>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/resource.h>

#include "tests/support/gateway.hpp"
#include "tests/support/postgres.hpp"
#include "tests/support/raw.hpp"
#include "tests/support/shared_data.hpp"

using namespace airut;
using tests::Gateway;
using tests::Raw;
using tests::sample_json;

namespace {

constexpr int crowd = 10'000;

// Whether this process, and those that it starts, may hold so many files open.
bool may_open(rlim_t files) {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_max < files) return false;
  limit.rlim_cur = std::max(limit.rlim_cur, files);
  return ::setrlimit(RLIMIT_NOFILE, &limit) == 0;
}

}  // namespace

TEST_CASE("ten thousand idle connections keep nobody from billing") {
  if (!may_open(crowd + 1000)) {
    MESSAGE("skipped: ten thousand connections are more than this machine lets a process open");
    return;
  }
  Gateway gateway{tests::sample_toml() + "[limits]\nconnections = 11000\nidle_time = 600\n"};
  std::vector<std::unique_ptr<Raw>> idle;
  for (int i = 0; i < crowd; ++i) {
    idle.push_back(std::make_unique<Raw>(gateway.port()));
    idle.back()->send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
    REQUIRE(tests::status_of(idle.back()->until("ok\n")) == 200);
  }
  for (int i = 0; i < 20; ++i) {
    auto const number = fmt::format("C-{}", i);
    CHECK(gateway.post("/v1/invoices", sample_json(number), number).status == 202);
  }
  // Those that waited are served as before.
  for (auto const at : {0, crowd / 2, crowd - 1}) {
    auto const& one = *idle[static_cast<std::size_t>(at)];
    CHECK(one.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"));
    CHECK(tests::status_of(one.until("ok\n")) == 200);
  }
}

TEST_CASE("a client that asks and never reads is let go, and its answers with it") {
  Gateway gateway{tests::sample_toml() + "[limits]\nbody_time = 1\n"};
  std::string asks;
  for (int i = 0; i < 2000; ++i) asks += "GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n";
  std::vector<std::thread> greedy;
  for (int i = 0; i < 20; ++i) {
    greedy.emplace_back([&] {
      Raw const one{gateway.port()};
      while (one.send(asks)) continue;  // until the other side has closed
    });
  }
  for (int i = 0; i < 10; ++i) {
    auto const number = fmt::format("N-{}", i);
    CHECK(gateway.post("/v1/invoices", sample_json(number), number).status == 202);
  }
  for (auto& one : greedy) one.join();
  CHECK(gateway.get("/healthz").status == 200);
}

TEST_CASE("a client that reads slowly gets every answer whole, and nobody waits for it") {
  Gateway gateway{tests::sample_toml() + "[limits]\nbody_time = 5\n"};
  constexpr int questions = 60;
  auto const whole = gateway.get("/openapi.json").text.size();
  std::size_t got = 0;
  std::thread slow{[&] {
    Raw const one{gateway.port()};
    std::string asks;
    for (int i = 0; i < questions; ++i) asks += "GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n";
    one.send(asks);
    // A sip at a time, far behind what the other side could give.
    for (std::string sip = one.some(64 << 10); !sip.empty() && got < questions * whole;
         sip = one.some(64 << 10)) {
      got += sip.size();
      std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
  }};
  for (int i = 0; i < 10; ++i) {
    auto const number = fmt::format("W-{}", i);
    CHECK(gateway.post("/v1/invoices", sample_json(number), number).status == 202);
  }
  slow.join();
  CHECK(got >= questions * whole);
}

TEST_CASE("while somebody else holds the database, an invoice waits or is refused, never lost") {
  if (tests::on_postgresql()) return;  // its server has no such lock
  Gateway gateway{tests::sample_toml()};
  auto const script = gateway.home() / "hold.py";
  std::ofstream{script} << R"(
import sqlite3, sys, time
one = sqlite3.connect(sys.argv[1], isolation_level=None)
one.execute("BEGIN IMMEDIATE")
print("held", flush=True)
time.sleep(3)
one.execute("ROLLBACK")
)";
  std::thread other{[&] {
    tests::run({"python3", script.string(), (gateway.data() / "airut.db").string()},
               gateway.home() / "hold.log");
  }};
  gateway.until([&] { return tests::slurp(gateway.home() / "hold.log").starts_with("held"); });
  std::size_t accepted = 0;
  for (int i = 0; i < 5; ++i) {
    auto const number = fmt::format("L-{}", i);
    auto const status = gateway.post("/v1/invoices", sample_json(number), number).status;
    CHECK((status == 202 || status == 503));
    if (status == 202) ++accepted;
  }
  other.join();
  CHECK(gateway.post("/v1/invoices", sample_json("L-9"), "L-9").status == 202);
  CHECK(gateway.get("/v1/invoices").body.at("data").as_array().size() == accepted + 1);
}
