// Channels that leave files at a server which is not the one that was agreed on.
#include "tests/e2e/clearing_steps.hpp"
#include "tests/support/servers.hpp"
#include "tests/support/text.hpp"

using namespace airut;
using namespace airut::tests;

namespace {

constexpr auto other_key = "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

std::string at_server(FileServer const& server, std::string const& key) {
  return fmt::format(
      "host = \"127.0.0.1\"\nport = {}\nuser = \"{}\"\nprivate_key = \"{}\"\n"
      "host_key_sha256 = \"{}\"\ndirectory = \"{}\"\n",
      server.port(), server.user(), server.private_key().string(), key, server.root().string());
}

bool has_open(Gateway const& gateway, std::string_view code) {
  auto const open = gateway.get("/v1/deviations?state=open");
  for (auto const& one : open.body.at("data").as_array()) {
    if (one.at("code").as_string() == code) return true;
  }
  return false;
}

}  // namespace

TEST_SUITE("e2e/sftp_faults") {
  TEST_CASE("a transmission is not left at a server with another host key, and its number waits") {
    if (!FileServer::available()) {
      MESSAGE("skipped: sshd is not here");
      return;
    }
    FileServer server;
    Gateway gateway{
        with(clearing_toml(), "path = \"@HOME@/nets\"\n", at_server(server, other_key))};
    std::filesystem::create_directories(gateway.home() / "print");
    brought(gateway, clearing_house({"mandates", "86011117947", "1", "0001004220260013:J"}));
    auto const invoice = taken_up(gateway, debit_json("2026001", "10042", "2026-03-27"));
    REQUIRE(gateway.until([&] { return has_open(gateway, "avtalegiro.transmission_not_sent"); }));
    CHECK(std::filesystem::is_empty(server.root()));
    CHECK(current(gateway, invoice).at("evidence").as_string() == "none");
    auto const list = gateway.get("/v1/transmissions").body.at("data").as_array();
    REQUIRE(list.size() == 1);
    CHECK(list.front().at("number").as_int64() == 1);
    CHECK(list.front().at("code").as_string() == "transport.sftp_host_key_changed");
  }

  TEST_CASE("letters are not left at a printer with another host key, and wait for a person") {
    if (!FileServer::available()) {
      MESSAGE("skipped: sshd is not here");
      return;
    }
    FileServer server;
    Gateway gateway{
        "[[channel]]\nname = \"print\"\nkind = \"print\"\nformat = \"pdf\"\n"
        "batch_time = 1\n" +
        at_server(server, other_key) + "inbox = \"" + server.root().string() +
        "\"\ninbox_profile = \"printer-csv\"\nfetch_time = 1\n" + sample_toml()};
    auto json = sample_json("S-1");
    json.insert(1, R"("distribution":{"channels":["print"]},)");
    auto const invoice = gateway.post("/v1/invoices", json).string("id");
    REQUIRE(is_there(gateway, invoice, "state", "held"));
    CHECK(current(gateway, invoice).at("last_code").as_string() ==
          "transport.sftp_host_key_changed");
    CHECK(std::filesystem::is_empty(server.root()));
    // Its reports are not looked for there either, which is told at once.
    CHECK(gateway.until([&] { return has_open(gateway, "inbox.unreachable"); }));
  }
}
