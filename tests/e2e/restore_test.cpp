// A store that comes back from a copy gives no number of a document that it lost.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/e2e/clearing_steps.hpp"
#include "tests/support/gateway.hpp"
#include "tests/support/postgres.hpp"
#include "tests/support/text.hpp"

using namespace airut;
using tests::Gateway;
using tests::has;
using tests::sample_json;

namespace {

std::string reference_of(tests::Answer const& accepted) {
  REQUIRE(accepted.status == 202);
  return accepted.string("payment_reference");
}

// The host with its disk is gone.
void lose(Gateway& gateway) {
  gateway.kill();
  std::filesystem::rename(gateway.data(), gateway.home() / "lost");
}

std::string copy_of(Gateway const& gateway) {
  auto const to = (gateway.home() / "copy").string();
  REQUIRE(gateway.cli({"store", "backup", "--data", gateway.data().string(), "--to", to}) == 0);
  return to;
}

std::string config_of(Gateway const& gateway) { return (gateway.home() / "airut.toml").string(); }

}  // namespace

TEST_SUITE("e2e/restore" * doctest::skip(tests::on_postgresql())) {
  TEST_CASE("an invoice that was lost with the host shares its reference with no later one") {
    Gateway gateway{tests::sample_toml()};
    auto const kept = gateway.post("/v1/invoices", sample_json("2026-1")).string("id");
    auto const copy = copy_of(gateway);
    auto const lost = reference_of(gateway.post("/v1/invoices", sample_json("2026-2")));
    lose(gateway);
    std::string said;
    CHECK(gateway.cli({"store", "restore", copy, "-c", config_of(gateway)}, &said) == 0);
    CAPTURE(said);
    CHECK(has(said, "siivous: references go on at 100002; the copy knows them to 1."));
    CHECK(has(said, "airut store check"));
    CHECK(has(said, "Idempotency-Key"));
    gateway.start();
    CHECK(gateway.get("/v1/invoices/" + kept).status == 200);
    auto const next = reference_of(gateway.post("/v1/invoices", sample_json("2026-3")));
    CHECK(next != lost);
    // The lost one comes again, with a reference of its own.
    auto const again = reference_of(gateway.post("/v1/invoices", sample_json("2026-2")));
    CHECK(again != lost);
    CHECK(again != next);
    auto const told = gateway.get("/v1/deviations?code=store.restored").body.at("data").as_array();
    CHECK(told.size() == 1);
    // Passed over also after a further start and a replay.
    gateway.stop();
    CHECK(gateway.cli({"journal", "replay", "--data", gateway.store()}) == 0);
    gateway.start();
    auto const last = reference_of(gateway.post("/v1/invoices", sample_json("2026-4")));
    CHECK(last != lost);
    CHECK(last != next);
    CHECK(last != again);
  }

  TEST_CASE("a copy that is in its place already is marked there, by as many numbers as are said") {
    Gateway gateway{tests::sample_toml()};
    gateway.post("/v1/invoices", sample_json("2026-1"));
    auto const copy = copy_of(gateway);
    std::string said;
    CHECK(gateway.cli({"store", "restore", "-c", config_of(gateway)}) == 69);  // it is in use
    lose(gateway);
    std::filesystem::rename(copy, gateway.data());
    CHECK(
        gateway.cli({"store", "restore", "-c", config_of(gateway), "--skip-numbers", "7", "--json"},
                    &said) == 0);
    CAPTURE(said);
    CHECK(has(said, R"("last":1,"next":9,"short":false)"));
    // Never over a store, or beside the log of one.
    CHECK(gateway.cli({"store", "restore", copy, "-c", config_of(gateway)}, &said) == 69);
    CHECK(has(said, "without FROM"));
  }

  TEST_CASE("clearing numbers go on also where the copy knows of no transmission") {
    Gateway gateway{tests::clearing_toml()};
    auto const copy = copy_of(gateway);
    lose(gateway);
    std::string said;
    CHECK(gateway.cli({"store", "restore", copy, "-c", config_of(gateway)}, &said) == 0);
    CAPTURE(said);
    CHECK(has(said, "avtalegiro: transmissions go on at 100001; the copy knows them to 0."));
    CHECK(has(said, "avtalegiro: assignments go on at 100001; the copy knows them to 0."));
  }

  TEST_CASE("what root puts back is his whose folder stands above, or it is told loudly") {
    if (::geteuid() != 0) return;
    Gateway gateway{tests::sample_toml()};
    auto const copy = copy_of(gateway);
    auto const restored = [&] {
      std::string said;
      CHECK(gateway.cli({"store", "restore", copy, "-c", config_of(gateway)}, &said) == 0);
      return said;
    };
    auto const owner = [&](std::filesystem::path const& path) {
      struct stat what{};
      REQUIRE(::stat(path.c_str(), &what) == 0);
      return what.st_uid;
    };
    lose(gateway);
    CHECK(has(restored(), "is root's, and so is what stands in it"));
    std::filesystem::remove_all(gateway.data());
    constexpr uid_t somebody = 4711;
    REQUIRE(::chown(gateway.home().c_str(), somebody, somebody) == 0);
    CHECK_FALSE(has(restored(), "is root's"));
    CHECK(owner(gateway.data()) == somebody);
    CHECK(owner(gateway.data() / "airut.db") == somebody);
  }

  TEST_CASE("a short series is moved on by half of what it has left, and that is told") {
    auto toml = tests::sample_toml();
    constexpr std::string_view client = "ref = \"siivous\"\n";
    toml.insert(toml.find(client) + client.size(),
                "reference = { kind = \"no_kid\", prefix = \"55\", length = 6 }\n");
    Gateway gateway{toml};
    auto const first = reference_of(gateway.post("/v1/invoices", sample_json("2026-1")));
    CHECK(first.starts_with("55001"));
    auto const copy = copy_of(gateway);
    lose(gateway);
    std::string said;
    CHECK(gateway.cli({"store", "restore", copy, "-c", config_of(gateway)}, &said) == 0);
    CAPTURE(said);
    CHECK(has(said, "references go on at 501; the copy knows them to 1. The series has no room"));
    gateway.start();
    auto const next = reference_of(gateway.post("/v1/invoices", sample_json("2026-2")));
    CHECK(next.starts_with("55501"));
  }
}

TEST_SUITE("e2e/restore_in_place") {
  TEST_CASE("a store that its own tools brought back is marked where it stands, on both engines") {
    Gateway gateway{tests::sample_toml()};
    auto const first = reference_of(gateway.post("/v1/invoices", sample_json("2026-1")));
    CHECK(gateway.cli({"store", "restore", "-c", config_of(gateway)}) == 69);  // it is in use
    gateway.stop();
    std::string said;
    CHECK(gateway.cli({"store", "restore", "-c", config_of(gateway)}, &said) == 0);
    CAPTURE(said);
    CHECK(has(said, "references go on at 100002"));
    gateway.start();
    auto const next = reference_of(gateway.post("/v1/invoices", sample_json("2026-2")));
    CHECK(next.starts_with("100002"));
    CHECK(next != first);
  }

  TEST_CASE("what is passed over goes along when the store moves" *
            doctest::skip(tests::on_postgresql())) {
    Gateway gateway{tests::sample_toml()};
    reference_of(gateway.post("/v1/invoices", sample_json("2026-1")));
    gateway.stop();
    CHECK(gateway.cli({"store", "restore", "-c", config_of(gateway)}) == 0);
    auto const there = gateway.home() / "there";
    std::string said;
    CHECK(gateway.cli({"store", "migrate", "--from", "sqlite:" + gateway.data().string(), "--to",
                       "sqlite:" + there.string()},
                      &said) == 0);
    CAPTURE(said);
    std::filesystem::rename(gateway.data(), gateway.home() / "before");
    std::filesystem::rename(there, gateway.data());
    gateway.start();
    auto const next = reference_of(gateway.post("/v1/invoices", sample_json("2026-2")));
    CHECK(next.starts_with("100002"));
  }
}
