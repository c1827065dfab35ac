#include <fstream>
#include <thread>

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "formats/model/sha256.hpp"
#include "tests/support/gateway.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/text.hpp"

using namespace airut;
using tests::sample_json;
using tests::with;

namespace {

// What the bank of the tests says or sees; see tests/peers/finvoice_bank.py.
struct Said {
  int status = 0;
  std::string text;
};

Said bank(std::vector<std::string> words) {
  tests::TempDirectory const folder;
  auto const out = folder.path() / "out";
  words.insert(words.begin(), {"/usr/bin/python3", AIRUT_SOURCE "/tests/peers/finvoice_bank.py"});
  Said said;
  said.status = tests::run(words, out);
  said.text = tests::slurp(out);
  return said;
}

// Framed Finvoice, then paper.
std::string framed_toml() {
  auto text = with(tests::sample_toml(), "format = \"finvoice\"\n", "format = \"finvoice-soap\"\n");
  text = with(text, "path = \"@HOME@/out\"\n",
              "path = \"@HOME@/out\"\n[[channel]]\nname = \"print\"\nkind = \"print\"\n"
              "format = \"pdf\"\npath = \"@HOME@/paper\"\nbatch_time = 1\n");
  return with(text, "channel_order_business = [\"finvoice\"]",
              "channel_order_business = [\"finvoice\", \"print\"]");
}

class NetworkHouse {
 public:
  explicit NetworkHouse(std::string const& more = {}) : gateway_(more + framed_toml()) {
    std::filesystem::create_directory(gateway_.home() / "paper");
  }

  tests::Gateway& gateway() { return gateway_; }

  // The current delivery of a new invoice.
  boost::json::object sent(std::string const& json) {
    invoice_ = gateway_.post("/v1/invoices", json).string("id");
    REQUIRE(!invoice_.empty());
    return delivery([](auto const& one) { return one.at("state") == "sent"; });
  }

  boost::json::object delivery(std::function<bool(boost::json::object const&)> const& wanted) {
    boost::json::object last;
    bool const found = gateway_.until([&] {
      auto const invoice = gateway_.get("/v1/invoices/" + invoice_);
      auto const* one = invoice.body.as_object().if_contains("current_delivery");
      if (one == nullptr || !one->is_object()) return false;
      last = one->as_object();
      return wanted(last);
    });
    INFO(boost::json::serialize(last));
    CHECK(found);
    return last;
  }

  boost::json::object in_state(std::string const& state) {
    return delivery([&](auto const& one) { return one.at("state").as_string() == state; });
  }

  tests::Answer told(std::string const& delivery) {
    return gateway_.get("/v1/deliveries/" + delivery);
  }

  void wait_until(std::string_view moment) {
    auto const clock = fmt::format(R"({{"now":"{}"}})", moment);
    REQUIRE(gateway_.post("/v1/test/clock", clock).status == 200);
  }

  tests::Answer bring(std::string const& bytes, std::string const& profile = {}) {
    auto const more = profile.empty() ? "" : "?profile=" + profile;
    return gateway_.send("POST", "/v1/channels/finvoice/files" + more, bytes,
                         {{"Content-Type", "application/octet-stream"}});
  }

  std::vector<std::string> open_codes() {
    std::vector<std::string> codes;
    auto const list = gateway_.get("/v1/deviations?state=open");
    for (auto const& one : list.body.at("data").as_array())
      codes.emplace_back(one.at("code").as_string());
    return codes;
  }

  bool has_open(std::string const& code) {
    auto const codes = open_codes();
    return std::find(codes.begin(), codes.end(), code) != codes.end();
  }

 private:
  tests::Gateway gateway_;
  std::string invoice_;
};

std::string id_of(boost::json::object const& delivery) {
  return std::string{delivery.at("id").as_string()};
}

std::string acknowledgement(std::string const& id, std::string const& code,
                            std::string const& text = "words") {
  auto const said = bank({"acknowledge", id, code, text});
  REQUIRE(said.status == 0);
  return said.text;
}

std::string with_attachment(std::string const& json, std::string const& content) {
  auto const file = R"("attachments":[{"filename":"erittely.pdf","media_type":"application/pdf",)"
                    R"("content":")" +
                    model::base64(content) + "\"}],";
  return with(json, "{\"client_ref\"", "{" + file + "\"client_ref\"");
}

}  // namespace

TEST_SUITE("e2e/finvoice_network") {
  TEST_CASE("a framed invoice with its attachments is what the network takes") {
    NetworkHouse house;
    house.sent(with_attachment(sample_json("N-1"), "%PDF-1.7\n<pdfaid:part>3</pdfaid:part>"));
    auto const said = bank({"receive", (house.gateway().home() / "out").string()});
    INFO(said.text);
    CHECK(said.status == 0);
    CHECK(said.text.find(" Finvoice INV01 003712345671 003721291126\n") != std::string::npos);
    CHECK(said.text.find("::attachments FinvoiceAttachments erittely.pdf\n") != std::string::npos);
  }

  TEST_CASE("an attachment that the network would refuse never leaves, and is told") {
    NetworkHouse house;
    auto const json = with_attachment(sample_json("N-2"), "%PDF-1.7 no archive");
    auto const id = house.gateway().post("/v1/invoices", json).string("id");
    REQUIRE(house.gateway().until([&] { return house.has_open("finvoice.attachment_refused"); }));
    CHECK(std::filesystem::is_empty(house.gateway().home() / "out"));
  }

  TEST_CASE("what a bank refuses goes by the next channel, once, however often it says so") {
    NetworkHouse house;
    auto const id = id_of(house.sent(sample_json("N-3")));
    auto const ack = acknowledgement(id, "2", "Receiver not found");
    auto const taken = house.bring(ack);
    CHECK(taken.status == 201);
    CHECK(taken.body.at("heard").as_int64() == 1);
    auto const again = house.bring(ack);
    CHECK(again.status == 200);
    CHECK(again.body.at("seen_before").as_int64() == 1);
    auto const paper = house.delivery([](auto const& one) { return one.at("channel") == "print"; });
    auto const first = house.gateway().get("/v1/deliveries/" + id);
    CHECK(first.string("state") == "rerouted");
    CHECK(first.string("last_native_code") == "finvoiceack 2");
    // A second refusal of what went another way already changes nothing, and is kept.
    CHECK(house.bring(acknowledgement(id, "4")).body.at("heard").as_int64() == 0);
    auto const kept = house.gateway().get("/v1/received?limit=10");
    CHECK(kept.body.at("data").as_array().size() == 2);
  }

  TEST_CASE("a code that nobody knows is held with the bank's own words, never swallowed") {
    NetworkHouse house;
    auto const id = id_of(house.sent(sample_json("N-4")));
    CHECK(house.bring(acknowledgement(id, "4711", "Something new")).status == 201);
    auto const held = house.in_state("held");
    CHECK(held.at("last_code").as_string() == "finvoice.other");
    CHECK(house.gateway().get("/v1/deviations?state=open").text.find("Something new") !=
          std::string::npos);
  }

  TEST_CASE("feedback about what nobody sent, and what cannot be read, is told and kept") {
    NetworkHouse house;
    house.sent(sample_json("N-5"));
    CHECK(house.bring(acknowledgement("dlv_01m8bz45ype0288rmgsqkpgbcd", "2"))
              .body.at("unmatched")
              .as_int64() == 1);
    CHECK(house.has_open("feedback.unmatched"));
    CHECK(house.bring("<Finvoiceack><broken").body.at("unreadable").as_int64() == 1);
    CHECK(house.has_open("feedback.unreadable"));
    auto const list = house.gateway().get("/v1/deviations?state=open&code=feedback.unreadable");
    auto const one = std::string{list.body.at("data").as_array().at(0).at("id").as_string()};
    CHECK(house.gateway()
              .post("/v1/deviations/" + one + "/resolve", "{\"action\":\"retry\"}")
              .status == 409);
    CHECK(house.gateway()
              .post("/v1/deviations/" + one + "/resolve", "{\"action\":\"close_no_action\"}")
              .status < 300);
    CHECK(!house.has_open("feedback.unreadable"));
  }

  TEST_CASE("a bank's word about a notice that another program sent is told as such") {
    NetworkHouse house;
    auto const id = id_of(house.sent(sample_json("N-10")));
    auto const about = "NOTICE-OF-BEFORE";
    CHECK(house.bring(acknowledgement(about, "801", "No such notice")).status == 201);
    CHECK(house.open_codes() == std::vector<std::string>{"finvoice.notice_service_error"});
    auto const list = house.gateway().get("/v1/deviations?state=open").body.at("data").as_array();
    CHECK(list.front().at("handler").as_string() == "operator");
    CHECK(list.front().at("excerpt").as_string().find("No such notice") != std::string::npos);
    CHECK(house.told(id).string("state") == "sent");
    // The same code about an invoice of ours is for a person: nobody knows what the bank has.
    CHECK(house.bring(acknowledgement(id, "801")).body.at("heard").as_int64() == 1);
    CHECK(house.told(id).string("state") == "held");
    // A code of the invoice's own is about a document, as it was.
    CHECK(house.bring(acknowledgement(about, "2")).body.at("unmatched").as_int64() == 1);
    CHECK(house.has_open("feedback.unmatched"));
  }

  TEST_CASE("an operator's status file raises the evidence, and one that is wrong is told") {
    NetworkHouse house;
    auto const id = id_of(house.sent(sample_json("N-6")));
    auto const line = [&](std::string const& status) {
      return "message_id;status;text\n" + id + ";" + status + ";ok\n";
    };
    CHECK(house.bring(line("PROCESSING"), "generic-csv").body.at("heard").as_int64() == 0);
    CHECK(house.bring(line("RECEIVED"), "generic-csv").body.at("heard").as_int64() == 1);
    house.delivery([](auto const& one) { return one.at("evidence") == "accepted_by_operator"; });
    CHECK(house.bring(line("DELIVERED"), "generic-csv").status == 201);
    house.in_state("delivered");
    // Late and weaker: nothing is taken back.
    CHECK(house.bring(line("SENT"), "generic-csv").status == 201);
    house.in_state("delivered");
    CHECK(house.bring("message_id;state\nx;y\n", "generic-csv").body.at("unreadable").as_int64() ==
          1);
    CHECK(house.bring(line("DELIVERED"), "no-such-profile").status == 400);
  }

  TEST_CASE("nothing heard for three banking days is arrival, until news comes after all") {
    NetworkHouse house{"test_clock = \"2026-03-31\"\n"};
    house.wait_until("2026-04-01T06:00:00Z");
    auto const early = id_of(house.sent(sample_json("N-8")));
    house.wait_until("2026-04-01T08:00:00Z");
    auto const late = id_of(house.sent(sample_json("N-9")));
    auto const assumed = [&](std::string const& id) {
      auto const row = house.told(id);
      return row.string("state") == "delivered" && row.body.at("assumed").as_bool();
    };
    // Wednesday; then Good Friday, a weekend and Easter Monday: the third banking day is the 8th.
    for (auto const* moment : {"2026-04-06T12:00:00Z", "2026-04-08T05:59:00Z"}) {
      house.wait_until(moment);
      std::this_thread::sleep_for(std::chrono::milliseconds{300});
      CHECK(house.told(early).string("state") == "sent");
    }
    // The daemon looks: the first one's time is over, that of the other not yet.
    house.wait_until("2026-04-08T07:59:00Z");
    REQUIRE(house.gateway().until([&] { return assumed(early); }));
    CHECK(house.told(late).string("state") == "sent");
    house.wait_until("2026-04-08T08:00:00Z");
    REQUIRE(house.gateway().until([&] { return assumed(late); }));
    for (auto const& id : {early, late}) {
      CHECK(house.told(id).string("last_code") == "finvoice.silence");
      CHECK(house.told(id).string("handler") == "nobody");
    }
    CHECK(house.open_codes().empty());
    // Good news a day later: it is assumed no more. Bad news: it never arrived, and goes on.
    house.wait_until("2026-04-09T08:00:00Z");
    auto const good = "message_id;status;text\n" + early + ";DELIVERED;ok\n";
    CHECK(house.bring(good, "generic-csv").body.at("heard").as_int64() == 1);
    CHECK(house.told(early).string("evidence") == "delivered_to_recipient");
    CHECK_FALSE(house.told(early).body.at("assumed").as_bool());
    CHECK(house.bring(acknowledgement(late, "2")).body.at("heard").as_int64() == 1);
    CHECK(house.told(late).string("state") == "rerouted");
    CHECK(house.told(late).string("last_code") == "finvoice.receiver_not_found");
    CHECK_FALSE(house.told(late).body.at("assumed").as_bool());
    house.delivery([](auto const& one) { return one.at("channel") == "print"; });
    auto const reversed = house.gateway().get("/v1/events?type=delivery.reversed&limit=200");
    CHECK(reversed.body.at("data").as_array().size() == 1);
  }

  TEST_CASE("a customer's order at his bank waits for a person, once") {
    NetworkHouse house;
    auto const order = bank({"notice", "ADD", "2026-04-29T09:15:00", "08", "10042"}).text;
    CHECK(house.bring(order).body.at("unmatched").as_int64() == 1);
    CHECK(house.has_open("finvoice.order_waits"));
    CHECK(house.bring(order).body.at("seen_before").as_int64() == 1);
    auto const list = house.gateway().get("/v1/deviations?state=open");
    REQUIRE(list.body.at("data").as_array().size() == 1);
    auto const& one = list.body.at("data").as_array().at(0);
    CHECK(one.at("client_ref").as_string() == "siivous");
    CHECK(one.at("excerpt").as_string().find("08: 10042") != std::string::npos);
  }

  TEST_CASE("the command line brings files, and says what became of them") {
    NetworkHouse house;
    auto const id = id_of(house.sent(sample_json("N-7")));
    auto const file = house.gateway().home() / "status.csv";
    std::ofstream{file} << "message_id;status;text\n" << id << ";DELIVERED;\n";
    std::string said;
    CHECK(house.gateway().cli({"feedback", "finvoice", file.string(), "--profile", "generic-csv"},
                              &said) == 0);
    CHECK(said.find("\"heard\":1") != std::string::npos);
    house.in_state("delivered");
  }
}
