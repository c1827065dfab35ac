// Invoices to consumers in Vipps, with the real daemon and a Vipps that keeps to its contract.
#include "tests/e2e/consumer_steps.hpp"

using namespace airut;
using namespace airut::tests::consumer_steps;
using tests::Gateway;

namespace {

std::string const order = "vipps\", \"print";

struct VippsHouse {
  tests::VippsPeer peer;
  Gateway gateway{consumer_toml(vipps_channel(peer), order)};

  std::string send(std::string const& number) { return accepted(gateway, consumer_json(number)); }
  bool reaches(std::string const& id, std::string_view name, std::string_view value) const {
    return gateway.until([&] { return delivery_says(gateway, id, name) == value; });
  }
  // Waits until nothing but the age of a delivery keeps it from being asked about.
  void later(std::string const& moment) { set_moment(gateway, moment); }
};

// Where Vipps was told that the document is.
std::string document_url(tests::VippsPeer const& peer) {
  std::string url;
  for (auto const& one : peer.log()) {
    if (one.at("method").as_string() != "PUT") continue;
    auto const body = boost::json::parse(one.at("body").as_string());
    if (auto const* list = body.as_object().if_contains("commercialInvoice")) {
      url = list->as_array().at(0).at("url").as_string();
    }
  }
  return url;
}

}  // namespace

TEST_CASE("a consumer's invoice goes to Vipps, and every state there is evidence of no more") {
  if (!tests::VippsPeer::available()) return;
  VippsHouse house;
  auto const id = house.send("V-1");
  REQUIRE(house.reaches(id, "evidence", "delivered_to_recipient"));
  CHECK(delivery_says(house.gateway, id, "channel") == "vipps");
  auto const theirs = vipps_id(house.gateway, id);
  CHECK(house.peer.history(theirs) == "created,pending");
  house.peer.move(theirs, "approved");
  house.later("2026-03-03T08:00:00Z");
  REQUIRE(house.reaches(id, "evidence", "acknowledged_by_buyer"));
  // Approved is not paid: the bank alone closes the claim.
  auto const claims = house.gateway.get("/v1/receivables").body.at("data").as_array();
  REQUIRE(claims.size() == 1);
  CHECK(claims.at(0).at("status").as_string() == "open");
  // Out of order: what was seen earlier lowers nothing.
  house.peer.behave(R"("stale":true)");
  house.later("2026-03-04T08:00:00Z");
  house.later("2026-03-05T08:00:00Z");
  CHECK(delivery_says(house.gateway, id, "evidence") == "acknowledged_by_buyer");
  CHECK(house.peer.violations().empty());
  // The national id stays with those who need it.
  auto const delivery =
      house.gateway.get("/v1/deliveries/" + delivery_says(house.gateway, id, "id"));
  CHECK(delivery.string("address") == "nin-no:***");
  CHECK(house.gateway.log().find(national_id) == std::string::npos);
}

TEST_CASE("what Vipps rejects, or its recipient deletes, goes by the next channel once") {
  if (!tests::VippsPeer::available()) return;
  VippsHouse house;
  SUBCASE("rejected by the validation") {
    house.peer.behave(R"("validation":"rejected")");
    auto const id = house.send("V-2");
    REQUIRE(house.reaches(id, "channel", "print"));
    CHECK(house.reaches(id, "state", "sent"));
  }
  SUBCASE("deleted in the app") {
    auto const id = house.send("V-3");
    REQUIRE(house.reaches(id, "evidence", "delivered_to_recipient"));
    house.peer.move(vipps_id(house.gateway, id), "deleted");
    house.later("2026-03-03T08:00:00Z");
    REQUIRE(house.reaches(id, "channel", "print"));
    CHECK(house.reaches(id, "state", "sent"));
  }
  SUBCASE("not a Vipps user") {
    house.peer.behave(R"("recipient":"http:404")");
    auto const id = house.send("V-4");
    REQUIRE(house.reaches(id, "channel", "print"));
    CHECK(house.peer.count() == 0);
  }
  house.later("2026-03-10T08:00:00Z");
  CHECK(printed(house.gateway) == 1);
}

TEST_CASE("an invoice that was credited is revoked in Vipps") {
  if (!tests::VippsPeer::available()) return;
  VippsHouse house;
  auto const id = house.send("V-5");
  REQUIRE(house.reaches(id, "evidence", "delivered_to_recipient"));
  auto const theirs = vipps_id(house.gateway, id);
  SUBCASE("at once") {
    accepted(house.gateway, consumer_json("VC-5", "V-5"));
    REQUIRE(house.reaches(id, "state", "cancelled"));
    CHECK(house.peer.history(theirs) == "created,pending,revoked");
  }
  SUBCASE("after the answer to it was lost, without harm") {
    house.peer.behave(R"("cancel":"cut once")");
    accepted(house.gateway, consumer_json("VC-5", "V-5"));
    REQUIRE(house.gateway.until(
        [&] { return house.peer.history(theirs) == "created,pending,revoked"; }));
    house.later("2026-03-02T10:00:00Z");
    REQUIRE(house.reaches(id, "state", "cancelled"));
  }
  SUBCASE("not when the recipient has approved it: that is told") {
    house.peer.move(theirs, "approved");
    accepted(house.gateway, consumer_json("VC-5", "V-5"));
    REQUIRE(house.reaches(id, "last_code", "vipps.too_late_to_revoke"));
    CHECK(delivery_says(house.gateway, id, "state") == "delivered");
  }
  SUBCASE("also when the gateway ended between the credit note and the wish") {
    house.peer.behave(R"("cancel":"hang")");
    accepted(house.gateway, consumer_json("VC-5", "V-5"));
    house.gateway.kill();
    house.peer.behave({});
    house.gateway.start();
    REQUIRE(house.reaches(id, "state", "cancelled"));
    CHECK(house.peer.history(theirs) == "created,pending,revoked");
  }
}

TEST_CASE("whatever breaks between us and Vipps, the invoice is there once") {
  if (!tests::VippsPeer::available()) return;
  VippsHouse house;
  auto const ends_well = [&](std::string const& id) {
    REQUIRE(house.gateway.until([&] {
      auto const state = delivery_says(house.gateway, id, "state");
      return state == "unknown" || state == "deferred";
    }));
    house.peer.behave({});
    auto const delivery = delivery_says(house.gateway, id, "id");
    house.later("2026-03-02T10:00:00Z");
    REQUIRE(house.gateway.until([&] {
      auto const state = delivery_says(house.gateway, id, "state");
      return state == "sent" || state == "delivered";
    }));
    CHECK(house.peer.count() == 1);
    CHECK(printed(house.gateway) == 0);
  };
  SUBCASE("the connection is cut after the body") {
    house.peer.behave(R"("add":"cut")");
    ends_well(house.send("V-6"));
  }
  SUBCASE("the answer comes late") {
    house.peer.behave(R"("add":"late")");
    ends_well(house.send("V-6"));
  }
  SUBCASE("nothing answers") {
    house.peer.behave(R"("add":"hang")");
    ends_well(house.send("V-6"));
  }
  SUBCASE("it is down for a while") {
    house.peer.behave(R"("add":"http:503")");
    ends_well(house.send("V-6"));
  }
}

TEST_CASE("killed between request and answer, the same invoice is put again and is one") {
  if (!tests::VippsPeer::available()) return;
  VippsHouse house;
  house.peer.behave(R"("add":"late")");
  auto const id = house.send("V-7");
  auto const theirs = vipps_id(house.gateway, id);
  REQUIRE(house.gateway.until([&] { return house.peer.history(theirs) == "created"; }));
  house.gateway.kill();
  house.peer.behave({});
  house.gateway.start();
  house.later("2026-03-02T10:00:00Z");
  REQUIRE(house.reaches(id, "evidence", "delivered_to_recipient"));
  CHECK(house.peer.count() == 1);
  std::string out;
  house.gateway.stop();
  CHECK(house.gateway.cli({"journal", "verify", "--data", house.gateway.data().string()}, &out) ==
        0);
}

TEST_CASE("a document is shown to whom Vipps sends, once for each of its tokens") {
  if (!tests::VippsPeer::available()) return;
  VippsHouse house;
  auto const id = house.send("V-8");
  REQUIRE(house.reaches(id, "evidence", "delivered_to_recipient"));
  auto const url = document_url(house.peer);
  REQUIRE(url.starts_with("https://faktura.example.no/p/"));
  auto const path = url.substr(url.find("/p/"));
  auto const token = [&](std::string const& sub, std::string const& more = {}) {
    return std::string{house.peer.test("/test/token?sub=" + sub + more).at("token").as_string()};
  };
  auto const get = [&](std::string const& where, std::string const& with) {
    auto const query = with.empty() ? "" : "?token=" + with;
    return house.gateway.send("GET", where + query, "", {{"Authorization", ""}});
  };
  auto const good = token(url);
  auto const shown = get(path, good);
  CHECK(shown.status == 200);
  CHECK(shown.header("content-type") == "application/pdf");
  CHECK(shown.text.starts_with("%PDF"));
  CHECK(get(path, good).status == 403);                           // used up
  CHECK(get(path, {}).status == 403);                             // none
  CHECK(get(path, token(url + "x")).status == 403);               // of another document
  CHECK(get(path, token(url, "&seconds=-5")).status == 403);      // ended
  CHECK(get(path, token(url, "&seconds=100000")).status == 403);  // lasts too long
  CHECK(get(path, token(url, "&kid=unknown")).status == 403);     // of an unknown key
  auto forged = token(url);
  forged[forged.size() - 8] = forged[forged.size() - 8] == 'A' ? 'B' : 'A';
  CHECK(get(path, forged).status == 403);
  auto broken = path;
  broken[6] = broken[6] == 'x' ? 'y' : 'x';
  CHECK(get(broken, token("https://faktura.example.no" + broken)).status == 404);
  auto const page = url.substr(0, url.rfind('/'));
  auto const led = get(page.substr(page.find("/p/")), token(page));
  CHECK(led.status == 303);
  CHECK(led.header("location") == "/h");
  CHECK(led.header("set-cookie").find("__Host-airut-invoice=") == 0);
  // The link of the presentation opens no page of the portal.
  auto const portal = "/h/" + page.substr(page.find("/p/") + 3);
  CHECK(house.gateway.send("GET", portal, "", {{"Authorization", ""}}).status == 404);
}

TEST_CASE("consents and terms decide whether Vipps is offered, and the preview says why not") {
  if (!tests::VippsPeer::available()) return;
  VippsHouse house;
  auto const reason = [&](std::string json, std::string_view from, std::string_view to) {
    if (!from.empty()) json.replace(json.find(from), from.size(), to);
    auto const route = house.gateway.post("/v1/route-preview", json);
    CAPTURE(route.text);
    for (auto const& one : route.body.at("skipped").as_array()) {
      if (one.at("channel").as_string() == "vipps") {
        CHECK_FALSE(one.at("detail").as_string().empty());
        return std::string{one.at("reason").as_string()};
      }
    }
    return std::string{};
  };
  auto const json = consumer_json("V-9");
  CHECK(reason(json, "", "").empty());
  CHECK(reason(json, "\"2026-03-16\"", "\"2026-03-04\"") == "due-outside-window");
  CHECK(reason(json, "\"2026-03-16\"", "\"2027-06-16\"") == "due-outside-window");
  CHECK(reason(json, "\"person\":{\"national_id\":\"01032300371\"},", "") == "no-consumer-id");
  CHECK(reason(json, "\"person\":{\"national_id\":\"01032300371\"},",
               "\"contact\":{\"phone\":\"977 77 776\"},")
            .empty());
  auto const put = [&](std::string const& body) {
    return house.gateway
        .send("PUT", "/v1/recipients/by-ref/77", body,
              {{"Idempotency-Key", "k" + std::to_string(body.size())}})
        .status;
  };
  CHECK(put(R"({"client_ref":"energi","name":"Kari","vipps_consent":false})") < 300);
  CHECK(reason(json, "", "") == "no-consent");
  CHECK(put(R"({"client_ref":"energi","addresses":{"national_id":"01032300372"}})") == 422);
}
