// A transmission on its way to a file server that hangs, or cuts the connection, once the body or
// the whole file lies there: it ends in the state that the table says, and leaves with its number
// and its bytes, once.
#include <thread>

#include "tests/e2e/debit_steps.hpp"
#include "tests/e2e/file_server_steps.hpp"

using namespace airut;
using namespace airut::tests;
using namespace airut::tests::debits;

namespace {

std::string toml_for(FaultyServer const& server) {
  auto text = clearing_toml();
  std::string const place = "path = \"@HOME@/nets\"\n";
  return text.replace(text.find(place), place.size(), server.toml());
}

// The only transmission.
boost::json::object transmission(Gateway const& gateway) {
  auto const list = gateway.get("/v1/transmissions").body.at("data").as_array();
  return list.size() == 1 ? list.front().as_object() : boost::json::object{};
}

bool transmission_reaches(Gateway const& gateway, std::string_view state, std::string_view code) {
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

std::string submit_claim(Gateway const& gateway) {
  std::filesystem::create_directories(gateway.home() / "print");
  agree(gateway);
  return taken_up(gateway, debit_json("2026001", "10042", "2026-03-27"));
}

// One file lies there, it is the first transmission as it was kept, and the claim is out.
void transmission_lies_there_once(Gateway const& gateway, FaultyServer const& server,
                                  std::string const& invoice, std::string const& bytes) {
  REQUIRE(is_there(gateway, invoice, "state", "sent"));
  CHECK(current(gateway, invoice).at("evidence").as_string() == "handed_over");
  auto const files = transmissions_in(server.files.root());
  REQUIRE(files.size() == 1);
  CHECK(slurp(files.front()) == bytes);
  CHECK(bytes.substr(8, 15) == "123456780000001");
  CHECK(files_at(server.files).size() == 1);
  CHECK(transmission(gateway).at("state").as_string() == "sent");
  CHECK(std::filesystem::is_empty(gateway.home() / "print"));
}

}  // namespace

TEST_CASE("a transmission whose body arrived without an answer waits, and leaves once") {
  if (!FileServer::available()) return;
  for (auto const* how : {"cut", "hang"}) {
    CAPTURE(how);
    FaultyServer const server{"body", how, "away"};
    Gateway gateway{toml_for(server)};
    auto const invoice = submit_claim(gateway);
    REQUIRE(transmission_reaches(gateway, "made", "transport.sftp_down"));
    CHECK(transmissions_in(server.files.root()).empty());
    CHECK(current(gateway, invoice).at("state").as_string() == "dispatching");
    CHECK(current(gateway, invoice).at("evidence").as_string() == "none");
    auto const bytes = kept_bytes(gateway);
    server.mend();
    set_moment(gateway, "2026-03-02T12:00:00Z");
    transmission_lies_there_once(gateway, server, invoice, bytes);
  }
}

TEST_CASE("a transmission that lies there without an answer is looked for, and is there once") {
  if (!FileServer::available()) return;
  for (auto const* how : {"cut", "hang"}) {
    CAPTURE(how);
    FaultyServer const server{"name", how, "whole"};
    Gateway gateway{toml_for(server)};
    auto const invoice = submit_claim(gateway);
    REQUIRE(transmission_reaches(gateway, "sent", ""));
    transmission_lies_there_once(gateway, server, invoice, kept_bytes(gateway));
    CHECK(codes(gateway).empty());
  }
}

TEST_CASE("a transmission of which the server says no more is unknown until somebody tells") {
  if (!FileServer::available()) return;
  for (auto const* how : {"cut", "hang"}) {
    for (bool const arrived : {true, false}) {
      CAPTURE(how);
      CAPTURE(arrived);
      FaultyServer const server{"name", how, "away"};
      Gateway gateway{toml_for(server)};
      auto const invoice = submit_claim(gateway);
      REQUIRE(transmission_reaches(gateway, "unknown", "transport.no_answer"));
      CHECK(current(gateway, invoice).at("state").as_string() == "unknown");
      CHECK(codes(gateway) == std::vector<std::string>{"transport.unresolved"});
      auto const bytes = kept_bytes(gateway);
      server.mend();
      set_moment(gateway, "2026-03-03T12:00:00Z");
      std::this_thread::sleep_for(std::chrono::milliseconds{1500});
      CHECK(transmission(gateway).at("state").as_string() == "unknown");  // nothing by itself
      CHECK(transmissions_in(server.files.root()).size() == 1);
      // Told that it is not there, since the clearing house's people lost it, the same leaves
      // again.
      if (!arrived) std::filesystem::remove(transmissions_in(server.files.root()).front());
      auto const id = std::string{transmission(gateway).at("id").as_string()};
      auto const told = gateway.post("/v1/transmissions/" + id + "/resolve",
                                     fmt::format(R"({{"outcome":"{}","evidence":"asked"}})",
                                                 arrived ? "delivered" : "not_delivered"));
      CHECK_MESSAGE(told.status < 300, told.text);
      transmission_lies_there_once(gateway, server, invoice, bytes);
      CHECK(codes(gateway).empty());
    }
  }
}
