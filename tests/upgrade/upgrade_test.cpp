// A store that an Airut of long ago wrote is brought to today's tables and knows all that it knew.
// How the stores here were made is told in README.md.

#include <doctest/doctest.h>

#include "tests/support/gateway.hpp"

using namespace airut;

namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

// A gateway on a store of an earlier version instead of its own.
class Upgraded {
 public:
  explicit Upgraded(std::string const& store) : gateway{tests::sample_toml()} {
    gateway.stop();
    fs::remove_all(gateway.data());
    fs::create_directories(gateway.data());
    auto const file = fs::path{AIRUT_SOURCE} / "tests" / "upgrade" / store;
    REQUIRE(tests::run({"tar", "-xzf", file.string(), "-C", gateway.data().string()},
                       gateway.home() / "tar") == 0);
  }

  tests::Gateway gateway;
};

// What the command says with its --data, after checking that it is content.
std::string proven(tests::Gateway const& gateway, Words words) {
  std::string out;
  words.insert(words.end(), {"--data", gateway.store()});
  CHECK(gateway.cli(words, &out) == 0);
  CAPTURE(out);
  return out;
}

constexpr int unavailable = 69;

}  // namespace

TEST_SUITE("upgrade") {
  TEST_CASE("a store of the first Airut opens, is brought up to date and proves its journal") {
    Upgraded upgraded{"store_of_030f6e2.tar.gz"};
    auto& gateway = upgraded.gateway;
    gateway.start();
    auto const invoices = gateway.get("/v1/invoices").body.at("data").as_array();
    REQUIRE(invoices.size() == 3);
    for (auto const& one : invoices) {
      auto const& invoice = one.as_object();
      CAPTURE(invoice.at("number").as_string());
      CHECK(invoice.at("ledger_status").as_string() == "open");
      auto const id = std::string{invoice.at("id").as_string()};
      auto const timeline = gateway.get("/v1/invoices/" + id + "/timeline");
      CHECK(timeline.status == 200);
      CHECK(timeline.body.at("data").as_array().size() >= 2);
    }
    // The life of an old claim goes on: it is accepted beside new ones and can be cancelled.
    CHECK(gateway.post("/v1/invoices", tests::sample_json("NEW-1"), "new-1").status == 202);
    CHECK(gateway.post("/v1/invoices", tests::sample_json("OLD-1"), "again").status == 409);
    gateway.stop();
    proven(gateway, {"store", "check"});
    proven(gateway, {"ledger", "check"});
    auto const before = proven(gateway, {"journal", "verify"});
    proven(gateway, {"journal", "replay"});
    CHECK(proven(gateway, {"journal", "verify"}) == before);
    gateway.start();
    CHECK(gateway.get("/v1/invoices").body.at("data").as_array().size() == 4);
  }

  TEST_CASE("a store of an earlier Airut is not read before its tables are today's") {
    Upgraded upgraded{"store_of_030f6e2.tar.gz"};
    auto& gateway = upgraded.gateway;
    std::string told;
    Words words{"journal", "export", "-o", (gateway.home() / "journal").string()};
    words.insert(words.end(), {"--data", gateway.store()});
    CHECK(gateway.cli(words, &told) == unavailable);
    CHECK(told.find("start the daemon once") != std::string::npos);
    // A command that writes brings it up to date itself.
    proven(gateway, {"store", "check"});
    CHECK(gateway.cli(words, &told) == 0);
  }
}
