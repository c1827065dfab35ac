// A store is copied beside its daemon, and what was lost with the host is found out.
#include <fstream>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/e2e/claim_steps.hpp"
#include "tests/e2e/files.hpp"
#include "tests/support/gateway.hpp"
#include "tests/support/postgres.hpp"

using namespace airut;
using tests::Gateway;
using tests::sample_json;
using tests::write_file;

namespace {

tests::Answer send_batch(Gateway const& gateway, std::string const& body, std::string const& key) {
  return gateway.send("POST", "/v1/batches", body, {{"Idempotency-Key", key}});
}

std::string batch_status(Gateway const& gateway, std::string const& batch) {
  return gateway.get("/v1/batches/" + batch).string("status");
}

std::string batch_lines(int count) {
  std::string body;
  for (int i = 0; i < count; ++i) body += sample_json(fmt::format("L-{}", i)) + "\n";
  return body;
}

// A batch that was answered and has work left, of a gateway that died.
std::string interrupted_batch(Gateway& gateway, std::string const& body) {
  auto const batch = send_batch(gateway, body, "k").string("id");
  gateway.kill();
  REQUIRE(std::filesystem::exists(gateway.data() / "spool" / batch));
  return batch;
}

void empty_spool(Gateway const& gateway) {
  for (auto const& entry : std::filesystem::directory_iterator{gateway.data() / "spool"})
    std::filesystem::remove(entry.path());
}

std::string read(std::filesystem::path const& file) {
  std::ifstream in{file};
  return {std::istreambuf_iterator<char>{in}, {}};
}

// A body that no batch of the store has. The daemon clears such bodies away before it answers
// first.
void lay_body(Gateway const& gateway, std::string const& name, std::string const& bytes) {
  REQUIRE(gateway.get("/healthz").status == 200);
  write_file(gateway.data() / "spool" / name, bytes);
}

int back_up(Gateway const& gateway, std::filesystem::path const& to) {
  std::string said;
  return gateway.cli({"store", "backup", "--data", gateway.data().string(), "--to", to.string()},
                     &said);
}

}  // namespace

TEST_SUITE("e2e/backup") {
  TEST_CASE("a copy that is made beside the daemon holds all that was answered, and starts" *
            doctest::skip(tests::on_postgresql())) {
    Gateway gateway{tests::sample_toml()};
    auto const id = gateway.post("/v1/invoices", sample_json("2026-1")).string("id");
    auto const to = gateway.home() / "copy";
    std::string said;
    auto const data = gateway.data().string();
    CHECK(gateway.cli({"store", "backup", "--data", data, "--to", to.string()}, &said) == 0);
    CHECK(gateway.cli({"journal", "verify", "--data", data}, &said) == 0);  // beside the daemon
    CHECK(gateway.post("/v1/invoices", sample_json("2026-2")).status == 202);
    CHECK(gateway.cli({"store", "check", "--data", to.string()}, &said) == 0);
    CHECK(said.find(" 0 events") == std::string::npos);
    // Never over another store, and none of nothing.
    CHECK(gateway.cli({"store", "backup", "--data", data, "--to", to.string()}, &said) == 69);
    auto const none = (gateway.home() / "none").string();
    CHECK(gateway.cli({"store", "backup", "--data", none, "--to", none + "2"}, &said) == 69);
    gateway.stop();
    std::filesystem::rename(gateway.data(), gateway.home() / "lost");
    std::filesystem::rename(to, gateway.data());
    gateway.start();
    CHECK(gateway.get("/v1/invoices/" + id).string("number") == "2026-1");
    CHECK(gateway.get("/v1/invoices").body.at("data").as_array().size() == 1);
  }

  TEST_CASE("a copy over another installation is refused before anything of it is touched" *
            doctest::skip(tests::on_postgresql())) {
    Gateway gateway{tests::sample_toml()};
    auto const to = gateway.home() / "other";
    write_file(to / "airut.db", "a store");
    write_file(to / "rules" / "mine" / "set.json", "of the other");
    write_file(gateway.data() / "rules" / "mine" / "set.json", "ours");
    lay_body(gateway, "bat_x", "a body");
    CHECK(back_up(gateway, to) == 69);
    CHECK(read(to / "rules" / "mine" / "set.json") == "of the other");
    CHECK_FALSE(std::filesystem::exists(to / "spool"));
  }

  TEST_CASE("a body that goes while it is copied keeps no other back" *
            doctest::skip(tests::on_postgresql())) {
    Gateway gateway{tests::sample_toml()};
    auto const to = gateway.home() / "copy";
    constexpr int bodies = 30;
    for (int i = 0; i < bodies; ++i) {
      auto const name = fmt::format("bat_{}", i);
      lay_body(gateway, name, name);
      std::filesystem::create_symlink("gone", gateway.data() / "spool" / (name + "gone"));
    }
    CHECK(back_up(gateway, to) == 0);
    for (int i = 0; i < bodies; ++i) {
      auto const name = fmt::format("bat_{}", i);
      CHECK(read(to / "spool" / name) == name);
    }
  }

  TEST_CASE("a copy that a body is missing from is no copy" *
            doctest::skip(tests::on_postgresql())) {
    Gateway gateway{tests::sample_toml()};
    auto const to = gateway.home() / "copy";
    lay_body(gateway, "bat_x", "a body");
    std::filesystem::create_directories(to / "spool" / "bat_x");  // no room for it
    CHECK(back_up(gateway, to) == 69);
    CHECK_FALSE(std::filesystem::exists(to / "airut.db"));
  }

  TEST_CASE("a store without an event is not called whole" *
            doctest::skip(tests::on_postgresql())) {
    Gateway gateway{tests::sample_toml()};
    std::string said;
    // The file alone, beside the running daemon: what it holds is in the log.
    gateway.post("/v1/invoices", sample_json("2026-1"));
    auto const to = gateway.home() / "copy";
    std::filesystem::create_directories(to);
    std::filesystem::copy_file(gateway.data() / "airut.db", to / "airut.db");
    CHECK(gateway.cli({"store", "check", "--data", to.string()}, &said) == 1);
    CHECK(gateway.cli({"store", "check", "--data", to.string(), "--json"}, &said) == 1);
  }

  TEST_CASE("a batch whose body is lost is taken up again by the same request") {
    Gateway gateway{tests::sample_toml()};
    auto const body = batch_lines(2000);
    auto const batch = interrupted_batch(gateway, body);
    empty_spool(gateway);
    gateway.start();
    CHECK(send_batch(gateway, batch_lines(1999), "k").status == 422);
    CHECK(send_batch(gateway, body, "k").string("id") == batch);
    CHECK(gateway.until([&] { return batch_status(gateway, batch) == "completed"; }));
    auto const done = gateway.get("/v1/batches/" + batch).body;
    CHECK(done.at("accepted").as_int64() + done.at("duplicates").as_int64() == 2000);
    CHECK(done.at("duplicates").as_int64() == 0);
    CHECK(gateway.until([&] { return std::filesystem::is_empty(gateway.data() / "spool"); }));
  }

  TEST_CASE("a batch whose body is lost is told of, and ends when nobody sends it again") {
    Gateway gateway{"test_clock = \"2026-03-02\"\n" + tests::sample_toml()};
    auto const batch = interrupted_batch(gateway, batch_lines(2000));
    empty_spool(gateway);
    gateway.start();
    auto const told = [&] {
      return gateway.get("/v1/deviations?code=batch.body_lost").body.at("data").as_array().size();
    };
    CHECK(gateway.until([&] { return told() == 1; }));
    CHECK(batch_status(gateway, batch) == "processing");
    tests::set_clock(gateway, "2026-03-06");
    CHECK(gateway.until([&] { return batch_status(gateway, batch) != "processing"; }));
    auto const done = gateway.get("/v1/batches/" + batch).body;
    CHECK(done.at("accepted").as_int64() + done.at("rejected").as_int64() == 2000);
    CHECK(told() == 1);
  }

  TEST_CASE("a body that is lost long after its batch came is waited for, too") {
    Gateway gateway{"test_clock = \"2026-03-02\"\n" + tests::sample_toml()};
    auto const body = batch_lines(2000);
    auto const batch = interrupted_batch(gateway, body);
    empty_spool(gateway);
    auto const settings = gateway.home() / "airut.toml";
    auto toml = read(settings);
    toml.replace(toml.find("2026-03-02"), 10, "2026-03-12");
    write_file(settings, toml);
    gateway.start();
    auto const told = [&] {
      return gateway.get("/v1/deviations?code=batch.body_lost").body.at("data").as_array().size();
    };
    CHECK(gateway.until([&] { return told() == 1; }));
    CHECK(send_batch(gateway, body, "k").string("id") == batch);
    CHECK(gateway.until([&] { return batch_status(gateway, batch) == "completed"; }));
    CHECK(gateway.get("/v1/batches/" + batch).body.at("rejected").as_int64() == 0);
  }
}
