// Invoices to consumers by eFaktura, with the real daemon and both services of the operator.
#include <algorithm>
#include <thread>

#include "formats/model/base64url.hpp"
#include "tests/e2e/consumer_steps.hpp"

using namespace airut;
using namespace airut::tests::consumer_steps;
using tests::Gateway;

namespace {

struct EfakturaHouse {
  explicit EfakturaHouse(std::string_view flow)
      : gateway(consumer_toml(efaktura_channel(peer, flow), "efaktura\", \"print")) {}

  tests::EfakturaPeer peer;
  Gateway gateway;

  bool reaches(std::string const& id, std::string_view name, std::string_view value) const {
    return gateway.until([&] { return delivery_says(gateway, id, name) == value; });
  }
  // How often the operator was asked about a document.
  std::size_t looks(std::string const& message_id) const {
    auto const log = peer.log();
    return static_cast<std::size_t>(std::count_if(log.begin(), log.end(), [&](auto const& one) {
      std::string_view const body{one.at("body").as_string()};
      return one.at("operation").as_string() == "getInvoiceStatus" &&
             body.find(message_id) != body.npos;
    }));
  }
};

// Where the operator was told that the newest document is: the path of the page, or of the PDF.
std::string shown_path(tests::EfakturaPeer const& peer, std::string const& number) {
  for (auto const& one : peer.documents()) {
    std::string const bytes{one.value().at("bytes").as_string()};
    if (bytes.find(">" + number + "<") == bytes.npos) continue;
    auto const at = bytes.find("/p/");
    return bytes.substr(at, bytes.find('<', at) - at);
  }
  return {};
}

}  // namespace

TEST_CASE("a consumer's invoice goes by eFaktura, is followed, and is cancelled when credited") {
  if (!tests::EfakturaPeer::available()) return;
  EfakturaHouse house{"issuer"};
  house.peer.behave(R"("state":["IN_PROGRESS","PROCESSED"])");
  auto const id = accepted(house.gateway, consumer_json("E-1"));
  REQUIRE(house.reaches(id, "evidence", "accepted_by_operator"));
  REQUIRE(house.reaches(id, "evidence", "delivered_to_recipient"));
  auto const documents = house.peer.documents();
  REQUIRE(documents.size() == 1);
  std::string const bytes{documents.begin()->value().at("bytes").as_string()};
  CHECK(bytes.find("<amount>1000.00</amount>") != std::string::npos);
  CHECK(bytes.find("https://faktura.example.no/p/") != std::string::npos);
  // Without keys of theirs our own signature is the whole proof.
  auto const at = bytes.find("/p/");
  auto const path = bytes.substr(at, bytes.find('<', at) - at);
  auto const shown = house.gateway.send("GET", path, "", {{"Authorization", ""}});
  CHECK(shown.status == 200);
  CHECK(shown.text.starts_with("%PDF"));
  accepted(house.gateway, consumer_json("EC-1", "E-1"));
  REQUIRE(house.reaches(id, "state", "cancelled"));
  CHECK(house.peer.documents().begin()->value().at("cancelled").as_bool());
  CHECK(house.gateway.send("GET", path, "", {{"Authorization", ""}}).status == 200);
  CHECK(house.peer.violations().empty());
}

TEST_CASE("without an agreement eFaktura gives way to the next channel, and asks no person") {
  if (!tests::EfakturaPeer::available()) return;
  EfakturaHouse house{"combo"};
  house.gateway.send("PUT", "/v1/recipients/by-ref/77",
                     R"({"client_ref":"energi","addresses":{"efaktura":"2"}})",
                     {{"Idempotency-Key", "k1"}});
  auto const id = accepted(house.gateway, consumer_json("E-2"));
  REQUIRE(house.reaches(id, "channel", "print"));
  CHECK(house.reaches(id, "state", "sent"));
  CHECK(house.gateway.get("/v1/deviations").body.at("data").as_array().empty());
  CHECK(house.peer.documents().empty());
}

TEST_CASE("whatever breaks between us and eFaktura, the invoice is there once") {
  if (!tests::EfakturaPeer::available()) return;
  EfakturaHouse house{"combo"};
  for (auto const* how : {"cut", "late", "hang", "http:503"}) {
    CAPTURE(how);
    house.peer.behave(fmt::format(R"("add":"{}")", how));
    auto const before = house.peer.documents().size();
    auto const id = accepted(house.gateway, consumer_json(fmt::format("E-{}", how).substr(0, 6)));
    REQUIRE(house.gateway.until([&] {
      auto const state = delivery_says(house.gateway, id, "state");
      return state == "unknown" || state == "deferred";
    }));
    house.peer.behave({});
    auto const now = house.gateway.get("/v1/deliveries/" + delivery_says(house.gateway, id, "id"))
                         .string("next_attempt_at");
    set_moment(house.gateway, now);
    REQUIRE(house.reaches(id, "evidence", "delivered_to_recipient"));
    CHECK(house.peer.documents().size() == before + 1);
  }
  CHECK(printed(house.gateway) == 0);
}

TEST_CASE("killed between request and answer, eFaktura has the invoice once") {
  if (!tests::EfakturaPeer::available()) return;
  EfakturaHouse house{"issuer"};
  house.peer.behave(R"("add":"late")");
  auto const id = accepted(house.gateway, consumer_json("E-5"));
  REQUIRE(house.gateway.until([&] { return house.peer.documents().size() == 1; }));
  house.gateway.kill();
  house.peer.behave({});
  house.gateway.start();
  set_moment(house.gateway, "2026-03-02T10:00:00Z");
  REQUIRE(house.reaches(id, "evidence", "delivered_to_recipient"));
  CHECK(house.peer.documents().size() == 1);
}

TEST_CASE("states of eFaktura out of order: what was known stays, and an end is the end") {
  if (!tests::EfakturaPeer::available()) return;
  EfakturaHouse house{"issuer"};
  struct Case {
    std::string number, states, channel, evidence;
    std::size_t looks;
  };
  int day = 2;
  for (auto const& one :
       {Case{"E-11", R"("APPROVED","PROCESSED","IN_PROGRESS")", "efaktura", "acknowledged_by_buyer",
             3},
        Case{"E-12", R"("PROCESSED","PENDING","IN_PROGRESS")", "efaktura", "delivered_to_recipient",
             3},
        Case{"E-13", R"("PENDING","APPROVED","PENDING")", "efaktura", "acknowledged_by_buyer", 3},
        Case{"E-14", R"("PROCESSED","DELETED","PROCESSED")", "print", "handed_over", 2}}) {
    CAPTURE(one.number);
    house.peer.behave(R"("state":[)" + one.states + "]");
    auto const id = accepted(house.gateway, consumer_json(one.number));
    std::string message;
    REQUIRE(house.gateway.until([&] {
      message = delivery_says(house.gateway, id, "message_id");
      return house.looks(message) == 1;
    }));
    for (std::size_t looks = 2; looks <= one.looks; ++looks) {
      set_moment(house.gateway, fmt::format("2026-03-{:02}T10:00:00Z", ++day));
      REQUIRE(house.gateway.until([&] { return house.looks(message) >= looks; }));
    }
    REQUIRE(house.reaches(id, "channel", one.channel));
    REQUIRE(house.reaches(id, "evidence", one.evidence));
    set_moment(house.gateway, fmt::format("2026-03-{:02}T10:00:00Z", ++day));
    std::this_thread::sleep_for(std::chrono::milliseconds{1500});
    CHECK(delivery_says(house.gateway, id, "channel") == one.channel);
    CHECK(delivery_says(house.gateway, id, "evidence") == one.evidence);
    if (one.channel == "print") CHECK(house.looks(message) == one.looks);  // nobody asks any more
  }
  CHECK(printed(house.gateway) == 1);
  CHECK(house.gateway.get("/v1/deviations").body.at("data").as_array().empty());
}

TEST_CASE("eFaktura's address of a document opens with its own signature and within its time") {
  if (!tests::EfakturaPeer::available()) return;
  EfakturaHouse house{"issuer"};
  house.peer.behave(R"("state":"IN_PROGRESS")");
  auto const first = accepted(house.gateway, consumer_json("E-21"));
  auto const second = accepted(house.gateway, consumer_json("E-22"));
  for (auto const& id : {first, second}) {
    REQUIRE(house.reaches(id, "evidence", "accepted_by_operator"));
  }
  auto const path = shown_path(house.peer, "E-21"), other = shown_path(house.peer, "E-22");
  REQUIRE(path.ends_with("/invoice.pdf"));
  auto const status = [&](std::string const& where) {
    auto const page = where.substr(0, where.rfind('/'));
    auto const answer = house.gateway.send("GET", page, "", {{"Authorization", ""}});
    auto const shown = house.gateway.send("GET", where, "", {{"Authorization", ""}});
    CHECK(shown.text.starts_with("%PDF") == (shown.status == 200));
    CHECK((answer.status == 303) == (shown.status == 200));
    return shown.status;
  };
  // The token is BASE64URL(link id "@" channel "." end, 16 bytes of MAC).
  auto const token = path.substr(3, path.rfind('/') - 3),
             theirs = other.substr(3, other.rfind('/') - 3);
  auto const with = [&](std::string const& bytes) {
    return "/p/" + model::base64url(bytes) + "/invoice.pdf";
  };
  auto const bytes = model::from_base64url(token).value();
  auto const foreign = model::from_base64url(theirs).value();
  auto const text = bytes.substr(0, bytes.size() - 16);
  auto const later = text.substr(0, text.rfind('.') + 1) + "4102444800";
  CHECK(status(with(foreign.substr(0, foreign.size() - 16) + bytes.substr(bytes.size() - 16))) ==
        404);
  CHECK(status(with(later + bytes.substr(bytes.size() - 16))) == 404);
  for (std::size_t at = 0; at < bytes.size(); at += 5) {
    auto broken = bytes;
    broken[at] = static_cast<char>(broken[at] ^ 1);
    CAPTURE(at);
    CHECK(status(with(broken)) == 404);
  }
  CHECK(status(with(text)) == 404);
  for (auto const& id : {first, second}) {  // and nobody has seen it
    CHECK(delivery_says(house.gateway, id, "evidence") == "accepted_by_operator");
  }
  CHECK(status(path) == 200);
  CHECK(house.reaches(first, "evidence", "delivered_to_recipient"));
  CHECK(delivery_says(house.gateway, second, "evidence") == "accepted_by_operator");
  set_moment(house.gateway, "2027-07-01T10:00:00Z");  // 486 days: 16 months are shown
  CHECK(status(other) == 200);
  set_moment(house.gateway, "2027-07-10T10:00:00Z");
  CHECK(status(path) == 410);
  CHECK(status(other) == 410);
}

TEST_CASE("with keys of theirs eFaktura's address wants a token for that very document, once") {
  if (!tests::EfakturaPeer::available() || !tests::VippsPeer::available()) return;
  tests::VippsPeer const keys;  // signs such tokens and shows its keys
  tests::EfakturaPeer peer;
  auto const channel = efaktura_channel(peer, "issuer") + "jwk_url = \"" +
                       keys.url("/vipps-invoice/public/jwk") + "\"\n";
  Gateway const gateway{consumer_toml(channel, "efaktura\", \"print")};
  for (auto const* number : {"E-31", "E-32"}) {
    auto const id = accepted(gateway, consumer_json(number));
    REQUIRE(gateway.until(
        [&] { return delivery_says(gateway, id, "evidence") == "delivered_to_recipient"; }));
  }
  auto const path = shown_path(peer, "E-31"), other = shown_path(peer, "E-32");
  std::string const base = "https://faktura.example.no";
  auto const token = [&](std::string const& sub, std::string const& more = {}) {
    return std::string{keys.test("/test/token?sub=" + sub + more).at("token").as_string()};
  };
  auto const status = [&](std::string const& where, std::string const& with) {
    auto const query = with.empty() ? "" : "?token=" + with;
    auto const answer = gateway.send("GET", where + query, "", {{"Authorization", ""}});
    CHECK(answer.text.starts_with("%PDF") == (answer.status == 200));
    return answer.status;
  };
  CHECK(status(path, {}) == 403);
  CHECK(status(path, token(base + other)) == 403);
  CHECK(status(path, token(base + path, "&seconds=-5")) == 403);
  CHECK(status(path, token(base + path, "&kid=unknown")) == 403);
  auto forged = token(base + path);
  forged[forged.size() - 8] = forged[forged.size() - 8] == 'A' ? 'B' : 'A';
  CHECK(status(path, forged) == 403);
  auto const good = token(base + path);
  CHECK(status(path, good) == 200);
  CHECK(status(path, good) == 403);
  CHECK(status(other, token(base + other)) == 200);
}
