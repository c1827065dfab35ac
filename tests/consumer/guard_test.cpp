// Who may see a document: tokens of the app or bank that shows it.
#include "gateway/portal/guard.hpp"

#include <doctest/doctest.h>

#include "gateway/portal/token.hpp"
#include "tests/support/consumer_peers.hpp"

using namespace airut;

namespace {

std::string const address = "https://faktura.example.no/p/abc/invoice.pdf";

struct Door {
  tests::VippsPeer peer;
  gateway::TokenGuard guard{peer.url("/vipps-invoice/public/jwk"), peer.certificates().authority()};
  model::Instant now =
      std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());

  std::string token(std::string const& more = {}) const {
    auto const made = peer.test("/test/token?sub=" + address + more);
    return std::string{made.at("token").as_string()};
  }
  bool opens(std::string const& token) { return guard.objection(token, address, now).empty(); }
  std::string why(std::string const& token) { return guard.objection(token, address, now); }
};

}  // namespace

TEST_CASE("a token of the app opens its document once") {
  if (!tests::VippsPeer::available()) return;
  Door door;
  auto const token = door.token();
  CHECK(door.opens(token));
  CHECK(door.why(token) == "The token was used before.");
  CHECK(door.opens(door.token()));
}

TEST_CASE("a token for another address, of another time or by another signer opens nothing") {
  if (!tests::VippsPeer::available()) return;
  Door door;
  auto const token = door.token();
  CHECK(door.guard.objection(token, address + "x", door.now) ==
        "The token is for another document.");
  CHECK(door.guard.objection(token, address, door.now + std::chrono::minutes{5}) ==
        "The token has ended.");
  CHECK(door.guard.objection(token, address, door.now - std::chrono::minutes{5}) ==
        "The token is not valid yet.");
  CHECK(door.why(door.token("&kid=other")) == "The token is not signed by a known key.");
  CHECK(door.opens(token));  // none of that used it up
  auto const fresh = door.token();
  auto const dot = fresh.rfind('.');
  CHECK_FALSE(door.opens(fresh.substr(0, dot + 1)));
  CHECK_FALSE(door.opens(fresh.substr(0, dot) + ".AAAA"));
  CHECK_FALSE(door.opens(fresh + "=="));
}

TEST_CASE("a token whose header asks for another algorithm is none") {
  if (!tests::VippsPeer::available()) return;
  Door door;
  auto const fresh = door.token();
  auto const body = fresh.substr(fresh.find('.'));
  // {"alg":"none","kid":"x"} and {"alg":"HS256","kid":"x"}
  CHECK_FALSE(door.opens("eyJhbGciOiJub25lIiwia2lkIjoieCJ9" + body));
  CHECK_FALSE(door.opens("eyJhbGciOiJIUzI1NiIsImtpZCI6IngifQ" + body));
  for (auto const* text : {"", ".", "..", "a.b.c", "%%%.%%%.%%%", "e30.e30.e30"}) {
    CAPTURE(text);
    CHECK_FALSE(door.opens(text));
  }
  CHECK_FALSE(door.opens(std::string(20000, 'a')));
}

TEST_CASE("keys that change are fetched anew") {
  if (!tests::VippsPeer::available()) return;
  Door door;
  CHECK(door.opens(door.token()));
  door.peer.test("/test/rotate", "{}");
  auto const token = door.token();
  // An unknown kid asks for the keys once in a while, not at every guess.
  CHECK_FALSE(door.opens(token));
  gateway::TokenGuard fresh{door.peer.url("/vipps-invoice/public/jwk"),
                            door.peer.certificates().authority()};
  CHECK(fresh.objection(token, address, door.now).empty());
}

TEST_CASE("without keys nothing opens") {
  if (!tests::VippsPeer::available()) return;
  Door door;
  gateway::TokenGuard away{"https://localhost:1/jwk", door.peer.certificates().authority()};
  CHECK_FALSE(away.objection(door.token(), address, door.now).empty());
}

TEST_CASE("a link of a presentation names its channel and is no link of the portal") {
  auto const id = gateway::presented_in("lnk_1", "vipps");
  CHECK(gateway::presentation_of(id)->link_id == "lnk_1");
  CHECK(gateway::presentation_of(id)->channel == "vipps");
  CHECK_FALSE(gateway::presentation_of("lnk_1"));
  auto const key = std::string(32, 'k');
  auto const until = model::parse_instant("2027-06-01T00:00:00Z").value();
  auto const claim = gateway::verify_link(gateway::sign_link({id, until}, key), key);
  REQUIRE(claim);
  CHECK(claim->link_id == id);
  CHECK(claim->expires == until);
}
