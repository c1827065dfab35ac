// What the disk damaged or lost: who is told, and what goes on.
#include <fstream>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "ledger/store/sqlite.hpp"
#include "tests/e2e/files.hpp"
#include "tests/support/gateway.hpp"
#include "tests/support/postgres.hpp"
#include "tests/support/servers.hpp"

using namespace airut;
using tests::Gateway;
using tests::leave;
using tests::sample_json;

namespace {

// A statement on the store of a gateway that is stopped; the first text of its last row.
std::string on_store(Gateway const& gateway, std::string const& sql) {
  ledger::SqliteConnection connection{gateway.data() / "airut.db", ledger::Access::read_write};
  ledger::Query query{connection, sql};
  std::string text;
  while (query.next()) text = query.take<std::string>();
  return text;
}

boost::json::object current_delivery(Gateway const& gateway, std::string const& invoice) {
  auto const answer = gateway.get("/v1/invoices/" + invoice);
  auto const* delivery = answer.body.as_object().if_contains("current_delivery");
  return delivery && delivery->is_object() ? delivery->as_object() : boost::json::object{};
}

bool is_in(Gateway const& gateway, std::string const& invoice, std::string_view state) {
  auto const delivery = current_delivery(gateway, invoice);
  return delivery.contains("state") && delivery.at("state").as_string() == state;
}

std::string accepted_invoice(Gateway const& gateway, std::string const& number) {
  auto const answer = gateway.post("/v1/invoices", sample_json(number));
  REQUIRE(answer.status == 202);
  return answer.string("id");
}

// Where invoices are left cannot be written until this goes.
class BlockedDirectory {
 public:
  explicit BlockedDirectory(Gateway const& gateway) : path_(gateway.home() / "out") {
    std::filesystem::remove_all(path_);
    std::ofstream{path_} << "no directory";
  }
  ~BlockedDirectory() {
    std::filesystem::remove(path_);
    std::filesystem::create_directories(path_);
  }
  BlockedDirectory(BlockedDirectory const&) = delete;
  BlockedDirectory& operator=(BlockedDirectory const&) = delete;

 private:
  std::filesystem::path path_;
};

std::string fetched_from(tests::FileServer const& server) {
  return fmt::format(
      "host = \"127.0.0.1\"\nport = {}\nuser = \"{}\"\nprivate_key = \"{}\"\n"
      "host_key_sha256 = \"{}\"\ndirectory = \"{}\"\ninbox = \"{}\"\nfetch_time = 1\n",
      server.port(), server.user(), server.private_key().string(), server.host_key_sha256(),
      (server.root() / "to").string(), (server.root() / "from").string());
}

std::size_t open_deviations(Gateway const& gateway, std::string const& code) {
  return gateway.get("/v1/deviations?code=" + code).body.at("data").as_array().size();
}

// What says which documents' bytes are cut to a rest.
void damage(Gateway const& gateway, std::string const& digests) {
  on_store(gateway, "UPDATE documents SET bytes = substr(bytes, 1, 10) WHERE hex(digest) IN (" +
                        fmt::format("SELECT upper(d) FROM ({})", digests) + ")");
}

int checked(Gateway const& gateway, std::vector<std::string> words, std::string& said) {
  words.insert(words.end(), {"--data", gateway.store()});
  said.clear();
  return gateway.cli(words, &said);
}

}  // namespace

TEST_SUITE("e2e/damage" * doctest::skip(tests::on_postgresql())) {
  TEST_CASE("a delivery whose parcel is damaged is held and told of, and others go on") {
    Gateway gateway{tests::sample_toml()};
    std::string hurt, whole;
    auto digests = fmt::format("SELECT payload_digest AS d FROM deliveries WHERE key = ({})",
                               "SELECT min(key) FROM deliveries");
    SUBCASE("alone") {}
    SUBCASE("with its invoice") {
      digests += " UNION SELECT canonical_digest AS d FROM invoices WHERE number = '2026-1'";
    }
    {
      BlockedDirectory const blocked{gateway};
      hurt = accepted_invoice(gateway, "2026-1");
      whole = accepted_invoice(gateway, "2026-2");
      for (auto const& id : {hurt, whole})
        REQUIRE(gateway.until([&] { return is_in(gateway, id, "deferred"); }));
      gateway.stop();
      damage(gateway, digests);
      gateway.start();
    }
    for (auto const& id : {hurt, whole}) {
      auto const delivery = std::string{current_delivery(gateway, id).at("id").as_string()};
      gateway.post("/v1/deliveries/" + delivery + "/retry", "{}");
    }
    CHECK(gateway.until([&] { return is_in(gateway, whole, "sent"); }));
    CHECK(gateway.until([&] { return is_in(gateway, hurt, "held"); }));
    CHECK(open_deviations(gateway, "internal.fault") == 1);
    CHECK(gateway.log().find("delivery.fault") != std::string::npos);
  }

  TEST_CASE("a file of an inbox that is damaged is refused, and those behind it are taken") {
    if (!tests::FileServer::available()) {
      MESSAGE("skipped: sshd is not here");
      return;
    }
    tests::FileServer server;
    auto const from = server.root() / "from";
    std::filesystem::create_directories(from);
    std::filesystem::create_directories(server.root() / "to");
    auto toml = tests::sample_toml();
    std::string const drop = "kind = \"directory\"\n", path = "path = \"@HOME@/out\"\n";
    toml.replace(toml.find(drop), drop.size(), "kind = \"operator_sftp\"\n");
    toml.replace(toml.find(path), path.size(), fetched_from(server));
    Gateway gateway{toml};
    leave(from, "first.txt", "no file of ours\n");
    auto const is_away = [&](std::string const& name) {
      return gateway.until([&] { return !std::filesystem::exists(from / name); });
    };
    REQUIRE(is_away("first.txt"));
    gateway.stop();
    damage(gateway, "SELECT digest AS d FROM bank_files");
    on_store(gateway, "DELETE FROM documents");
    on_store(gateway, "UPDATE bank_files SET state = 'fetched'");
    gateway.start();
    leave(from, "second.txt", "nor is this\n");
    CHECK(is_away("second.txt"));
    CHECK(open_deviations(gateway, "inbox.file_refused") == 1);
  }

  TEST_CASE("a store that lost documents, or whose documents are damaged, is not called whole") {
    Gateway gateway{tests::sample_toml()};
    for (auto const* number : {"2026-1", "2026-2"}) {
      auto const id = accepted_invoice(gateway, number);
      REQUIRE(gateway.until([&] { return is_in(gateway, id, "sent"); }));
    }
    gateway.stop();
    std::string said, named;
    for (auto const* how : {"store check", "journal verify"}) {
      CAPTURE(how);
      std::string const words{how};
      auto const space = words.find(' ');
      std::vector<std::string> const command{words.substr(0, space), words.substr(space + 1)};
      CHECK(checked(gateway, command, said) == 0);
      CHECK(said.find("documents") != std::string::npos);
    }
    SUBCASE("the parcel of one is cut") {
      named = "SELECT payload_digest AS d FROM deliveries LIMIT 1";
      damage(gateway, named);
    }
    SUBCASE("the original of one is gone") {
      named = "SELECT original_digest AS d FROM invoices LIMIT 1";
      on_store(gateway,
               "DELETE FROM documents WHERE hex(digest) IN (SELECT upper(d) FROM (" + named + "))");
    }
    SUBCASE("a file inside a parcel is gone") {
      named =
          "SELECT lower(hex(digest)) AS d FROM documents WHERE media_type LIKE '%xml'"
          " ORDER BY number DESC LIMIT 1";
      named = "SELECT '" + on_store(gateway, named) + "' AS d";
      on_store(gateway,
               "DELETE FROM documents WHERE hex(digest) IN (SELECT upper(d) FROM (" + named + "))");
    }
    auto const digest = on_store(gateway, named);
    CHECK(checked(gateway, {"store", "check"}, said) == 1);
    CHECK(said.find(digest) != std::string::npos);
    CHECK(checked(gateway, {"journal", "verify"}, said) == 1);
    CHECK(said.find(digest) != std::string::npos);
    CHECK(checked(gateway, {"store", "check", "--json"}, said) == 1);
    CHECK(said.find("\"whole\":false") != std::string::npos);
    on_store(gateway, "DELETE FROM documents");
    CHECK(checked(gateway, {"store", "check"}, said) == 1);
    CHECK(checked(gateway, {"journal", "verify"}, said) == 1);
  }
}
