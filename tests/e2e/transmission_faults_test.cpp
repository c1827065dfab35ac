// A transmission on its way to a file server that hangs, or cuts the connection, once the body or
// the whole file lies there: it ends in the state that the table says, and leaves with its number
// and its bytes, once.
#include <fstream>
#include <thread>

#include "tests/e2e/debit_steps.hpp"
#include "tests/support/servers.hpp"

using namespace airut;
using namespace airut::tests;
using namespace airut::tests::debits;

namespace {

// A file server behind a relay that goes wrong (tests/support/file_relay.py).
struct Server {
  Server(std::string const& what, std::string const& how, std::string const& then)
      : process(
            {"/usr/bin/python3", AIRUT_SOURCE "/tests/support/file_relay.py", std::to_string(port),
             std::to_string(files.port()), files.root().string(), what, how, then},
            folder.path() / "relay.log") {
    REQUIRE(wait_for_port(port));
  }
  std::string toml() const {
    auto text = clearing_toml();
    std::string const place = "path = \"@HOME@/nets\"\n";
    text.replace(
        text.find(place), place.size(),
        fmt::format("host = \"127.0.0.1\"\nport = {}\nuser = \"{}\"\nprivate_key = \"{}\"\n"
                    "host_key_sha256 = \"{}\"\ndirectory = \"{}\"\ntimeout = 3\n",
                    port, files.user(), files.private_key().string(), files.host_key_sha256(),
                    files.root().string()));
    return text;
  }
  void mend() const { std::ofstream{files.root().parent_path() / "mended"}; }
  std::vector<std::string> transmissions() const { return transmissions_in(files.root()); }

  TempDirectory folder;
  FileServer files;
  int port = free_port();
  Process process;
};

// The only transmission.
boost::json::object transmission(Gateway const& gateway) {
  auto const list = gateway.get("/v1/transmissions").body.at("data").as_array();
  return list.size() == 1 ? list.front().as_object() : boost::json::object{};
}

bool reaches(Gateway const& gateway, std::string_view state, std::string_view code) {
  return gateway.until([&] {
    auto const one = transmission(gateway);
    auto const* told = one.if_contains("code");
    return !one.empty() && one.at("state").as_string() == state &&
           (told ? std::string{told->as_string()} : "") == code;
  });
}

std::string kept_bytes(Gateway const& gateway) {
  auto const id = std::string{transmission(gateway).at("id").as_string()};
  return gateway.get("/v1/transmissions/" + id + "/file").text;
}

std::string submitted(Gateway const& gateway) {
  std::filesystem::create_directories(gateway.home() / "print");
  agree(gateway);
  return taken_up(gateway, debit_json("2026001", "10042", "2026-03-27"));
}

// One file lies there, it is the first transmission as it was kept, and the claim is out.
void lies_there_once(Gateway const& gateway, Server const& server, std::string const& invoice,
                     std::string const& bytes) {
  REQUIRE(is_there(gateway, invoice, "state", "sent"));
  CHECK(current(gateway, invoice).at("evidence").as_string() == "handed_over");
  auto const files = server.transmissions();
  REQUIRE(files.size() == 1);
  CHECK(slurp(files.front()) == bytes);
  CHECK(bytes.substr(8, 15) == "123456780000001");
  CHECK(std::distance(std::filesystem::directory_iterator{server.files.root()}, {}) == 1);
  CHECK(transmission(gateway).at("state").as_string() == "sent");
  CHECK(std::filesystem::is_empty(gateway.home() / "print"));
}

}  // namespace

TEST_CASE("a transmission whose body arrived without an answer waits, and leaves once") {
  if (!FileServer::available()) return;
  for (auto const* how : {"cut", "hang"}) {
    CAPTURE(how);
    Server const server{"body", how, "away"};
    Gateway gateway{server.toml()};
    auto const invoice = submitted(gateway);
    REQUIRE(reaches(gateway, "made", "transport.sftp_down"));
    CHECK(server.transmissions().empty());
    CHECK(current(gateway, invoice).at("state").as_string() == "dispatching");
    CHECK(current(gateway, invoice).at("evidence").as_string() == "none");
    auto const bytes = kept_bytes(gateway);
    server.mend();
    set_clock(gateway, "2026-03-02T12:00:00");
    lies_there_once(gateway, server, invoice, bytes);
  }
}

TEST_CASE("a transmission that lies there without an answer is looked for, and is there once") {
  if (!FileServer::available()) return;
  for (auto const* how : {"cut", "hang"}) {
    CAPTURE(how);
    Server const server{"name", how, "whole"};
    Gateway gateway{server.toml()};
    auto const invoice = submitted(gateway);
    REQUIRE(reaches(gateway, "sent", ""));
    lies_there_once(gateway, server, invoice, kept_bytes(gateway));
    CHECK(codes(gateway).empty());
  }
}

TEST_CASE("a transmission of which the server says no more is unknown until somebody tells") {
  if (!FileServer::available()) return;
  for (auto const* how : {"cut", "hang"}) {
    for (bool const arrived : {true, false}) {
      CAPTURE(how);
      CAPTURE(arrived);
      Server const server{"name", how, "away"};
      Gateway gateway{server.toml()};
      auto const invoice = submitted(gateway);
      REQUIRE(reaches(gateway, "unknown", "transport.no_answer"));
      CHECK(current(gateway, invoice).at("state").as_string() == "unknown");
      CHECK(codes(gateway) == std::vector<std::string>{"transport.unresolved"});
      auto const bytes = kept_bytes(gateway);
      server.mend();
      set_clock(gateway, "2026-03-03T12:00:00");
      std::this_thread::sleep_for(std::chrono::milliseconds{1500});
      CHECK(transmission(gateway).at("state").as_string() == "unknown");  // nothing by itself
      CHECK(server.transmissions().size() == 1);
      // Told that it is not there, since the clearing house's people lost it, the same leaves
      // again.
      if (!arrived) std::filesystem::remove(server.transmissions().front());
      auto const id = std::string{transmission(gateway).at("id").as_string()};
      auto const told = gateway.post("/v1/transmissions/" + id + "/resolve",
                                     fmt::format(R"({{"outcome":"{}","evidence":"asked"}})",
                                                 arrived ? "delivered" : "not_delivered"));
      CHECK_MESSAGE(told.status < 300, told.text);
      lies_there_once(gateway, server, invoice, bytes);
      CHECK(codes(gateway).empty());
    }
  }
}
