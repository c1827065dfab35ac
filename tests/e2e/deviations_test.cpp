// What people do about deliveries that went wrong, through the API.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/e2e/deliveries.hpp"
#include "tests/support/gateway.hpp"
#include "tests/support/servers.hpp"

using namespace airut;
using tests::delivery_says;
using tests::sample_json;

namespace {

std::string mail_toml(tests::MailPeer const& peer) {
  return fmt::format(
             "[[channel]]\nname = \"email\"\nkind = \"email\"\nformat = \"pdf\"\n"
             "host = \"127.0.0.1\"\nport = {}\nstarttls = \"none\"\nfrom = "
             "\"laskut@example.test\"\n",
             peer.port()) +
         tests::sample_toml();
}

std::string mailed_to(std::string const& number, std::string const& to) {
  auto json = sample_json(number);
  json.insert(1, R"("distribution":{"channels":["email"]},)");
  json.insert(json.find("\"address\":{"), fmt::format(R"("contact":{{"email":"{}"}},)", to));
  return json;
}

boost::json::array open_ones(tests::Gateway const& gateway) {
  return gateway.get("/v1/deviations").body.at("data").as_array();
}

}  // namespace

TEST_CASE("a wrong address is corrected and the same invoice goes out again") {
  if (!tests::MailPeer::available()) return;
  tests::MailPeer peer;
  tests::Gateway gateway{mail_toml(peer)};
  auto const id =
      gateway.post("/v1/invoices", mailed_to("C-1", "code-550-5.1.1@example.test")).string("id");
  REQUIRE(gateway.until([&] { return delivery_says(gateway, id, "state") == "held"; }));
  auto const list = open_ones(gateway);
  REQUIRE(list.size() == 1);
  CHECK(list[0].at("code").as_string() == "email.mailbox_unknown");
  CHECK(list[0].at("handler").as_string() == "client");
  auto const path = "/v1/deviations/" + std::string{list[0].at("id").as_string()};

  SUBCASE("by its address") {
    CHECK(gateway.post(path + "/resolve", R"({"action":"correct","params":{}})").status == 409);
    auto const done = gateway.post(
        path + "/resolve",
        R"({"action":"correct","params":{"email":"fine@example.test"},"note":"phoned"})");
    CHECK(done.status == 202);
    REQUIRE(gateway.until([&] { return delivery_says(gateway, id, "state") == "sent"; }));
    CHECK(gateway.get("/v1/invoices/" + id).string("number") == "C-1");
    CHECK(peer.taken().size() == 1);
    CHECK(open_ones(gateway).empty());
    auto const resolved = gateway.get(path);
    CHECK(resolved.string("resolved_action") == "correct");
    CHECK(resolved.string("resolved_note") == "phoned");
    auto const all = gateway.get("/v1/deliveries?invoice_id=" + id).body.at("data").as_array();
    REQUIRE(all.size() == 2);
    CHECK(all[0].at("replaces") == all[1].at("id"));
    CHECK(all[1].at("state").as_string() == "rerouted");
  }
  SUBCASE("assigned, snoozed and given another priority, by who saw it as it is") {
    auto const tag = gateway.get(path).header("etag");
    auto const patch = [&](std::string const& body, std::string const& match) {
      std::vector<std::pair<std::string, std::string>> headers{
          {"Content-Type", "application/json"}};
      if (!match.empty()) headers.emplace_back("If-Match", match);
      return gateway.send("PATCH", path, body, headers);
    };
    CHECK(patch(R"({"assignee":"aino"})", "").status == 428);
    CHECK(patch(R"({"assignee":"aino"})", "\"99\"").status == 412);
    auto const changed = patch(
        R"({"assignee":"aino","priority":"urgent","comment":"asked them","snoozed_until":"2099-01-01T00:00:00Z"})",
        tag);
    CHECK(changed.status == 200);
    CHECK(changed.string("assignee") == "aino");
    CHECK(changed.string("priority") == "urgent");
    CHECK(patch("{}", tag).status == 412);
    CHECK(patch(R"({"priority":"enormous"})", changed.header("etag")).status == 422);
    CHECK(gateway.get("/v1/deviations?assignee=aino").body.at("data").as_array().size() == 1);
    CHECK(gateway.get("/v1/deviations?assignee=eino").body.at("data").as_array().empty());
  }
  SUBCASE("a retry from the delivery's side closes it too") {
    auto const delivery = std::string{list[0].at("delivery_id").as_string()};
    CHECK(gateway.post("/v1/deliveries/" + delivery + "/retry", "{}").status == 202);
    REQUIRE(gateway.until([&] { return open_ones(gateway).size() == 1; }));  // refused again
    CHECK(gateway.get(path).string("state") == "resolved");
  }
}

TEST_CASE("many of one cause are one group, counted before they are resolved in one go") {
  if (!tests::MailPeer::available()) return;
  tests::MailPeer peer;
  tests::Gateway gateway{mail_toml(peer)};
  for (int i = 0; i < 3; ++i) {
    gateway.post("/v1/invoices", mailed_to(fmt::format("B-{}", i), "code-550-5.1.1@example.test"));
  }
  gateway.post("/v1/invoices", mailed_to("B-9", "code-550-5.4.4@example.test"));
  REQUIRE(gateway.until([&] { return open_ones(gateway).size() == 4; }));
  auto const groups = gateway.get("/v1/deviations/groups").body.at("data").as_array();
  CHECK(groups.size() == 2);
  auto const bulk = [&](std::string const& action, bool dry) {
    return gateway.post(
        "/v1/deviations/bulk",
        fmt::format(R"({{"filter":{{"code":"email.mailbox_unknown"}},"action":"{}",)"
                    R"("dry_run":{}}})",
                    action, dry));
  };
  CHECK(bulk("close_no_action", true).body.at("done").as_int64() == 3);
  CHECK(open_ones(gateway).size() == 4);
  CHECK(bulk("close_no_action", false).body.at("done").as_int64() == 3);
  CHECK(open_ones(gateway).size() == 1);
}

TEST_CASE("bad news after good takes the delivery back, good news raises its evidence") {
  if (!tests::MailPeer::available()) return;
  tests::MailPeer peer;
  tests::Gateway gateway{mail_toml(peer)};
  auto json = mailed_to("N-1", "fine@example.test");
  auto const from = json.find("[\"email\"]");
  json.replace(from, 9, "[\"email\",\"finvoice\"]");
  auto const id = gateway.post("/v1/invoices", json).string("id");
  REQUIRE(gateway.until([&] { return delivery_says(gateway, id, "state") == "sent"; }));
  auto const first = std::string{
      gateway.get("/v1/invoices/" + id).body.at("current_delivery").at("id").as_string()};
  auto const tell = [&](std::string const& body) {
    return gateway.post("/v1/deliveries/" + first + "/feedback", body);
  };
  CHECK(tell("{}").status == 422);
  CHECK(tell(R"({"code":"no.such"})").status == 409);
  CHECK(tell(R"({"code":"email.dsn_delayed"})").string("state") == "sent");
  CHECK(tell(R"({"evidence":"accepted_by_operator"})").string("evidence") ==
        "accepted_by_operator");
  CHECK(tell(R"({"code":"email.mailbox_unknown","native_code":"550 5.1.1"})").string("state") ==
        "rerouted");
  REQUIRE(gateway.until([&] { return delivery_says(gateway, id, "state") == "sent"; }));
  CHECK_FALSE(std::filesystem::is_empty(gateway.home() / "out"));
  auto const events = gateway.get("/v1/events?type=delivery.reversed&limit=200");
  CHECK(events.body.at("data").as_array().size() == 1);
  CHECK(tell(R"({"code":"email.mailbox_unknown"})").status == 409);
}

TEST_CASE("what was paid before it left is not sent, and neither is what was credited") {
  tests::Gateway gateway{tests::sample_toml()};
  auto held = sample_json("K-1");
  held.insert(1, R"("distribution":{"hold":true},)");
  auto const id = gateway.post("/v1/invoices", held).string("id");
  REQUIRE(gateway.until([&] { return delivery_says(gateway, id, "state") == "held"; }));
  CHECK(open_ones(gateway).size() == 1);
  auto note = sample_json("K-2");
  auto const type = note.find(R"("type":"invoice")");
  note.replace(type, 16, R"("type":"credit_note","preceding":[{"number":"K-1"}])");
  auto const answer = gateway.post("/v1/invoices", note);
  CAPTURE(answer.text);
  REQUIRE(answer.status == 202);
  CHECK(delivery_says(gateway, id, "state") == "cancelled");
  CHECK(open_ones(gateway).empty());
}
