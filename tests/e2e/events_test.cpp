#include <algorithm>
#include <chrono>
#include <fstream>
#include <thread>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "gateway/webhooks/signature.hpp"
#include "tests/e2e/claim_steps.hpp"
#include "tests/support/gateway.hpp"
#include "tests/support/postgres.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/webhook_receiver.hpp"

using namespace airut;

TEST_CASE("webhooks are signed, in order, and come again with the same id after a failure") {
  if (!tests::has_program("python3")) return;
  tests::WebhookReceiver receiver;
  tests::Gateway gateway{tests::sample_toml()};
  auto const early = gateway.post("/v1/invoices", tests::sample_json("K-0")).string("id");
  REQUIRE(gateway.until(
      [&] { return gateway.get("/v1/invoices/" + early).string("status") == "sent"; }));
  auto const made = gateway.post(
      "/v1/webhook-endpoints",
      fmt::format(R"({{"url":"{}","event_types":["invoice.*","delivery.*"]}})", receiver.url()));
  REQUIRE(made.status == 201);
  auto const secret = made.string("secret");
  receiver.answer(500);
  gateway.post("/v1/invoices", tests::sample_json("K-1"));
  REQUIRE(gateway.until([&] { return !receiver.received().empty(); }));
  receiver.answer(204);
  auto const came_again = [&] {
    auto const so_far = receiver.received();
    return so_far.size() >= 5 && std::count_if(so_far.begin(), so_far.end(), [&](auto const& one) {
                                   return one.id == so_far[0].id;
                                 }) == 2;
  };
  REQUIRE(gateway.until(came_again));
  auto const list = receiver.received();
  auto const again = std::count_if(list.begin(), list.end(),
                                   [&](auto const& one) { return one.id == list[0].id; });
  CHECK(again == 2);
  CHECK(list[0].body.find("K-0") == std::string::npos);  // from before the endpoint
  CHECK(list[0].body.find("\"type\":\"invoice.accepted\"") != std::string::npos);
  CHECK(list[0].body.find("Esimerkki Asiakas") == std::string::npos);  // nothing personal
  for (auto const& one : list) {
    CHECK(one.signature == gateway::webhook_signature(secret, one.id, one.timestamp, one.body));
    CHECK(one.body.size() < 4096);
  }
  auto const events = gateway.get("/v1/events?type=invoice.*&limit=200");
  CHECK(events.body.at("data").as_array().size() >= 2);
  auto const id = made.string("id");
  CHECK(gateway.until([&] {  // the last may still be on its way to the disk
    auto const attempts = gateway.get("/v1/webhook-endpoints/" + id + "/attempts");
    return attempts.body.at("data").as_array().size() >= 5;
  }));
  CHECK(gateway.send("DELETE", "/v1/webhook-endpoints/" + id, "", {}).status == 204);
}

TEST_CASE("an endpoint is tried, gets a new secret without a gap, and what it missed again") {
  if (!tests::has_program("python3")) return;
  tests::WebhookReceiver receiver;
  tests::Gateway gateway{tests::sample_toml()};
  auto const made = gateway.post(
      "/v1/webhook-endpoints",
      fmt::format(R"({{"url":"{}","event_types":["invoice.accepted"]}})", receiver.url()));
  auto const path = "/v1/webhook-endpoints/" + made.string("id");
  auto const first = made.string("secret");
  auto const came = [&](std::size_t count) {
    return gateway.until([&] { return receiver.received().size() == count; });
  };
  auto const tried = gateway.post(path + "/test", "");
  CHECK(tried.status == 200);
  CHECK(tried.string("outcome") == "delivered");
  CHECK(tried.body.at("status").as_int64() == 204);
  REQUIRE(came(1));
  CHECK(receiver.received()[0].body.find("\"type\":\"webhook.test\"") != std::string::npos);

  auto const second = gateway.post(path + "/rotate-secret", "").string("secret");
  CHECK(second != first);
  gateway.post("/v1/invoices", tests::sample_json("W-1"));
  REQUIRE(came(2));
  auto const one = receiver.received()[1];
  for (auto const& secret : {first, second}) {
    auto const own = gateway::webhook_signature(secret, one.id, one.timestamp, one.body);
    CHECK(one.signature.find(own) != std::string::npos);
  }
  CHECK(gateway.post(path + "/rotate-secret", R"({"overlap":"soon"})").status == 422);

  // Once more: every secret signs as long as it was promised to.
  auto const third = gateway.post(path + "/rotate-secret", "").string("secret");
  CHECK(gateway.post(path + "/test", "").status == 200);
  REQUIRE(came(3));
  auto const signed_thrice = receiver.received()[2];
  for (auto const& secret : {first, second, third}) {
    auto const own = gateway::webhook_signature(secret, signed_thrice.id, signed_thrice.timestamp,
                                                signed_thrice.body);
    CHECK(signed_thrice.signature.find(own) != std::string::npos);
  }

  auto const replay = gateway.post(path + "/replay", "{}");
  CHECK(replay.status == 202);
  REQUIRE(came(3 + static_cast<std::size_t>(replay.body.at("queued").as_int64())));
  CHECK(receiver.received().back().id == one.id);
  CHECK(gateway.post(path + "/replay", R"({"only_failed":true})").body.at("queued").as_int64() ==
        0);

  receiver.answer(410);  // gone for good
  gateway.post("/v1/invoices", tests::sample_json("W-2"));
  CHECK(gateway.until([&] {
    auto const list = gateway.get("/v1/webhook-endpoints").body.at("data").as_array();
    return !list.at(0).at("enabled").as_bool();
  }));
  CHECK(gateway.post(path + "/test", "").status == 409);
  auto const told = gateway.get("/v1/events?type=webhook.disabled&limit=200");
  CHECK(told.body.at("data").as_array().size() == 1);
}

TEST_CASE("a secret is given again to a repeat, and neither kept with answers nor exported") {
  if (!tests::has_program("python3")) return;
  tests::Gateway gateway{tests::sample_toml()};
  auto const wish = R"({"url":"https://hooks.example.test/a"})";
  auto const made = gateway.post("/v1/webhook-endpoints", wish, "w-1");
  REQUIRE(made.status == 201);
  auto const again = gateway.post("/v1/webhook-endpoints", wish, "w-1");
  CHECK(again.status == 201);
  CHECK(again.text == made.text);
  auto const path = "/v1/webhook-endpoints/" + made.string("id");
  auto const rotated = gateway.post(path + "/rotate-secret", "", "w-2").string("secret");
  CHECK(rotated != made.string("secret"));
  CHECK(gateway.post(path + "/rotate-secret", "", "w-2").string("secret") == rotated);
  CHECK(gateway.post(path + "/enable", "").status == 200);
  auto const journal = gateway.get("/v1/journal/export?personal=true");
  CHECK(journal.text.find(made.string("id")) != std::string::npos);
  CHECK(journal.text.find("whsec_") == std::string::npos);
  gateway.stop();
  std::string out;
  CHECK(gateway.cli({"journal", "export", "--personal", "--data", gateway.store()}, &out) == 0);
  CHECK(out.find(made.string("id")) != std::string::npos);
  CHECK(out.find("whsec_") == std::string::npos);
  CHECK(gateway.cli({"journal", "verify", "--data", gateway.store()}, &out) == 0);
  if (tests::on_postgresql()) return;
  auto const answers = gateway.home() / "answers";
  auto const ask =
      "import sqlite3, sys; print(sqlite3.connect(sys.argv[1])"
      ".execute('SELECT group_concat(body) FROM answers').fetchone())";
  auto const store = (gateway.data() / "airut.db").string();
  REQUIRE(tests::run({"python3", "-c", ask, store}, answers) == 0);
  std::ifstream in{answers};
  std::string const kept{std::istreambuf_iterator<char>{in}, {}};
  CHECK(kept.find(made.string("id")) != std::string::npos);
  CHECK(kept.find("whsec_") == std::string::npos);
}

TEST_CASE("the answer of an endpoint undoes nothing that the biller did meanwhile") {
  if (!tests::has_program("python3")) return;
  tests::WebhookReceiver receiver;
  tests::Gateway gateway{tests::sample_toml()};
  auto const made = gateway.post(
      "/v1/webhook-endpoints",
      fmt::format(R"({{"url":"{}","event_types":["invoice.accepted"]}})", receiver.url()));
  auto const path = "/v1/webhook-endpoints/" + made.string("id");
  auto const attempts = [&] {
    return gateway.get(path + "/attempts").body.at("data").as_array().size();
  };
  receiver.hold();
  gateway.post("/v1/invoices", tests::sample_json("M-1"));
  REQUIRE(gateway.until([&] { return receiver.received().size() == 1; }));
  auto const second = gateway.post(path + "/rotate-secret", "").string("secret");
  receiver.answer(410);
  receiver.let_go();
  REQUIRE(gateway.until([&] { return attempts() == 1; }));
  CHECK(gateway.get("/v1/webhook-endpoints").body.at("data").at(0).at("enabled").as_bool());

  receiver.answer(204);
  receiver.hold();
  gateway.post("/v1/invoices", tests::sample_json("M-2"));
  auto const last = [&] { return receiver.received().back(); };
  REQUIRE(gateway.until([&] { return last().body.find("M-2") != std::string::npos; }));
  auto const own = gateway::webhook_signature(second, last().id, last().timestamp, last().body);
  CHECK(last().signature.find(own) != std::string::npos);
  CHECK(gateway.send("DELETE", path, "", {}).status == 204);
  receiver.answer(410);
  receiver.let_go();
  std::this_thread::sleep_for(std::chrono::seconds{2});
  CHECK(gateway.get("/v1/webhook-endpoints").body.at("data").as_array().empty());
  CHECK(gateway.get("/v1/events?type=webhook.disabled").body.at("data").as_array().empty());
}

TEST_CASE("endpoints that take their time hold up no delivery, and are not without number") {
  if (!tests::has_program("python3")) return;
  tests::WebhookReceiver slow;
  slow.hold();
  tests::Gateway gateway{tests::sample_toml()};
  auto const wish = fmt::format(R"({{"url":"{}","event_types":["invoice.accepted"]}})", slow.url());
  for (int i = 0; i < 50; ++i) REQUIRE(gateway.post("/v1/webhook-endpoints", wish).status == 201);
  auto const over = gateway.post("/v1/webhook-endpoints", wish);
  CHECK(over.status == 409);
  CHECK(over.string("code") == "too-many-endpoints");
  gateway.post("/v1/invoices", tests::sample_json("S-1"));
  REQUIRE(gateway.until([&] { return slow.received().size() >= 2; }));
  auto const id = gateway.post("/v1/invoices", tests::sample_json("S-2")).string("id");
  CHECK(
      gateway.until([&] { return gateway.get("/v1/invoices/" + id).string("status") == "sent"; }));
  // Two of a tenant's at once, and the next when the turn of these is over: most still wait.
  CHECK(slow.received().size() < 10);
  slow.let_go();
  gateway.stop();
}

TEST_CASE("a secret that was replaced signs until its time is over") {
  auto const old = gateway::new_webhook_secret(), fresh = gateway::new_webhook_secret();
  auto const both = fresh + " " + old + "@1000";
  auto const alone = gateway::webhook_signature(fresh, "evt_1", "1001", "{}");
  CHECK(gateway::webhook_signature(both, "evt_1", "1001", "{}") == alone);
  auto const two = gateway::webhook_signature(fresh, "evt_1", "999", "{}") + " " +
                   gateway::webhook_signature(old, "evt_1", "999", "{}");
  CHECK(gateway::webhook_signature(both, "evt_1", "999", "{}") == two);
}

TEST_CASE("loopback is what webhooks may be allowed to reach besides, nothing else inside") {
  for (auto const* own : {"127.0.0.1", "127.255.0.9", "::1"})
    CHECK(gateway::is_loopback_address(own));
  for (auto const* other : {"10.1.2.3", "169.254.169.254", "128.0.0.1", "fe80::1", "0.0.0.0", "::"})
    CHECK_FALSE(gateway::is_loopback_address(other));
}

TEST_CASE("webhooks reach no address inside") {
  for (auto const inside : {"127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.5.5", "169.254.169.254",
                            "100.64.0.1", "0.0.0.0", "224.0.0.1", "::1", "fe80::1", "fc00::1",
                            "::ffff:127.0.0.1", "::ffff:10.0.0.1", "ff02::1", "::", "nonsense"}) {
    CAPTURE(inside);
    CHECK_FALSE(gateway::is_public_address(inside));
  }
  for (auto const outside : {"8.8.8.8", "193.166.3.2", "2001:4860:4860::8888"}) {
    CHECK(gateway::is_public_address(outside));
  }
}

TEST_CASE("an endpoint that rests is asked once a minute, and its test reaches it at once") {
  if (!tests::has_program("python3")) return;
  tests::WebhookReceiver receiver;
  tests::Gateway gateway{tests::clocked_toml()};
  auto const made = gateway.post(
      "/v1/webhook-endpoints",
      fmt::format(R"({{"url":"{}","event_types":["invoice.accepted"]}})", receiver.url()));
  auto const path = "/v1/webhook-endpoints/" + made.string("id");
  receiver.answer(500);
  for (auto const* number : {"R-1", "R-2", "R-3", "R-4", "R-5"})
    gateway.post("/v1/invoices", tests::sample_json(number));
  REQUIRE(gateway.until([&] { return receiver.received().size() >= 10; }));  // each came again
  receiver.answer(204);
  auto const late = gateway.post("/v1/invoices", tests::sample_json("R-6")).string("id");
  auto const heard_of = [&] {
    auto const list = receiver.received();
    return std::any_of(list.begin(), list.end(),
                       [&](auto const& one) { return one.body.find(late) != std::string::npos; });
  };
  SUBCASE("the test ends the rest") {
    auto const tried = gateway.post(path + "/test", "");
    CHECK(tried.status == 200);
    CHECK(tried.string("outcome") == "delivered");
  }
  SUBCASE("a new event is the probe") {
    CHECK_FALSE(heard_of());
    REQUIRE(gateway.post("/v1/test/clock", R"({"now":"2026-03-02T08:03:00Z"})").status == 200);
  }
  CHECK(gateway.until(heard_of));
}

TEST_CASE("events are told in the API's words: amounts, moments, clients, and no path of ours") {
  tests::Gateway gateway{tests::sample_toml()};
  auto wish = tests::sample_json("D-1");
  wish.insert(1, "\"external_id\":\"order-9\",");
  auto const id = gateway.post("/v1/invoices", wish).string("id");
  REQUIRE(
      gateway.until([&] { return gateway.get("/v1/invoices/" + id).string("status") == "sent"; }));
  auto const events = gateway.get("/v1/events?type=*&limit=200");
  CHECK(events.text.find(gateway.home().string()) == std::string::npos);
  auto const find = [&](std::string_view type) {
    for (auto const& one : events.body.at("data").as_array())
      if (one.at("type").as_string() == type) return one.as_object();
    return boost::json::object{};
  };
  auto const accepted = find("invoice.accepted");
  CHECK(accepted.at("external_id").as_string() == "order-9");
  auto const& data = accepted.at("data").as_object();
  CHECK(data.at("client_ref").as_string() == "siivous");
  CHECK(data.at("due").as_string() == "533.38");
  CHECK(data.at("currency").as_string() == "EUR");
  auto const sent = find("delivery.sent");
  CHECK(sent.at("external_id").as_string() == "order-9");
  CHECK_FALSE(sent.at("data").as_object().contains("endpoint"));
  auto const attempted = find("delivery.attempted");
  CHECK(attempted.at("data").at("lease_until").as_string().ends_with("Z"));
}

TEST_CASE("a type that no event has is refused, and a list goes on behind what it passed over") {
  tests::Gateway gateway{tests::sample_toml()};
  auto const invoice = gateway.post("/v1/invoices", tests::sample_json("D-2")).string("id");
  REQUIRE(gateway.until([&] {  // nothing more happens by itself
    return gateway.get("/v1/invoices/" + invoice).string("status") == "sent";
  }));
  CHECK(gateway.get("/v1/events?type=bogus.type").status == 400);
  auto const wish = R"({"url":"https://hooks.example.test/a","event_types":["bogus.type"]})";
  CHECK(gateway.post("/v1/webhook-endpoints", wish).status == 422);
  auto const none = gateway.get("/v1/events?type=plan.made");
  CHECK(none.body.at("data").as_array().empty());
  auto const last = none.string("next_cursor");
  REQUIRE_FALSE(last.empty());
  CHECK(gateway.get("/v1/events?type=plan.made&after=" + last).string("next_cursor") == last);
  for (auto const* url : {"https://", "https://h/ssl x", "https://:443/", "ftp://h/"}) {
    CAPTURE(url);
    CHECK(gateway.post("/v1/webhook-endpoints", fmt::format(R"({{"url":"{}"}})", url)).status ==
          422);
  }
}

TEST_CASE("what is too large for a webhook is whole in the list of events") {
  if (!tests::has_program("python3")) return;
  tests::WebhookReceiver receiver;
  tests::Gateway gateway{tests::sample_toml()};
  gateway.post("/v1/webhook-endpoints",
               fmt::format(R"({{"url":"{}","event_types":["batch.*"]}})", receiver.url()));
  auto bad = tests::sample_json("D-3");
  for (int i = 0; i < 60; ++i) bad.insert(1, fmt::format("\"no_such_member_{}\":1,", i));
  gateway.post("/v1/batches", bad + "\n" + tests::sample_json("D-4") + "\n");
  auto const refused = [&] {
    auto const list = receiver.received();
    auto const found = std::find_if(list.begin(), list.end(), [](auto const& one) {
      return one.body.find("batch.item_rejected") != std::string::npos;
    });
    return found == list.end() ? std::string{} : found->body;
  };
  REQUIRE(gateway.until([&] { return !refused().empty(); }));
  CHECK(refused().size() < 4096);
  CHECK(refused().find("\"batch_id\":\"bat_") != std::string::npos);
  CHECK(refused().find("\"left_out\":[\"problem\"]") != std::string::npos);
  auto const whole = gateway.get("/v1/events?type=batch.item_rejected");
  auto const& problem = whole.body.at("data").at(0).at("data").at("problem");
  CHECK(problem.at("errors").as_array().size() >= 50);
}
