// What a printer reports and what the post brings back.
#include <algorithm>
#include <filesystem>
#include <fstream>

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include "formats/model/sha256.hpp"
#include "tests/e2e/files.hpp"
#include "tests/support/gateway.hpp"
#include "tests/support/sample_seller.hpp"

using namespace airut;
using tests::leave;
using tests::sample_json;

namespace {

std::string returns_toml(std::string const& more) {
  return "test_clock = \"2026-03-02\"\n[[channel]]\nname = \"print\"\nkind = \"print\"\n"
         "format = \"pdf\"\npath = \"@HOME@/print\"\nbatch_time = 1\ninbox = \"@HOME@/reports\"\n"
         "inbox_profile = \"printer-csv\"\nfetch_time = 1\n"
         "pages_most = 20\ncalendar = \"FI\"\ncurrency = \"EUR\"\n"
         "[[channel.envelope]]\nname = \"C5\"\nsheets = 6\n"
         "[[channel.cut_off]]\ntime = \"16:00\"\n"
         "[[channel.price]]\nvalid_from = \"2026-01-01\"\ncountry = \"FI\"\npriority = false\n"
         "letter = \"1.1\"\nsheet = \"0.045\"\npage = \"0.02\"\n"
         "[[channel.price]]\nvalid_from = \"2026-06-01\"\nletter = \"2\"\n" +
         tests::sample_toml() + more;
}

std::string letter_json(std::string const& number, std::string const& name = "Matti Virtanen") {
  auto json = sample_json(number);
  json.insert(1, R"("distribution":{"channels":["print"]},)");
  std::string const usual = "Esimerkki Asiakas Oy";
  return json.replace(json.find(usual), usual.size(), name);
}

class ReturnsHouse {
 public:
  explicit ReturnsHouse(std::string const& more = {}) : gateway_(returns_toml(more)) {
    std::filesystem::create_directories(gateway_.home() / "print");
    std::filesystem::create_directories(gateway_.home() / "reports");
  }
  tests::Gateway& gateway() { return gateway_; }

  // An invoice whose letter is at the printer.
  std::string sent(std::string const& json) {
    auto const answer = gateway_.post("/v1/invoices", json);
    CAPTURE(answer.text);
    REQUIRE(answer.status == 202);
    auto const id = answer.string("id");
    REQUIRE(gateway_.until([&] { return of(id, "state") == "sent"; }));
    return id;
  }
  std::string of(std::string const& invoice, std::string_view member) {
    auto const answer = gateway_.get("/v1/invoices/" + invoice);
    return std::string{answer.body.at("current_delivery").at(member).as_string()};
  }
  bool until(std::string const& invoice, std::string_view member, std::string_view value) {
    return gateway_.until([&] { return of(invoice, member) == value; });
  }
  tests::Answer came_back(std::string const& letter, std::string const& reason) {
    return gateway_.post("/v1/returned-mail", "{\"letter\":\"" + letter + "\",\"reason\":\"" +
                                                  reason + "\",\"text\":\"sticker\"}");
  }
  std::vector<std::string> open_codes() {
    std::vector<std::string> codes;
    auto const open = gateway_.get("/v1/deviations?state=open");
    for (auto const& one : open.body.at("data").as_array())
      codes.emplace_back(one.at("code").as_string());
    std::sort(codes.begin(), codes.end());
    return codes;
  }

 private:
  tests::Gateway gateway_;
};

}  // namespace

TEST_SUITE("e2e/returned_mail") {
  TEST_CASE("a printer's report says of each letter what became of it") {
    ReturnsHouse house;
    auto const good = house.sent(letter_json("R-1"));
    auto const bad = house.sent(letter_json("R-2"));
    auto const odd = house.sent(letter_json("R-3"));
    leave(house.gateway().home() / "reports", "accepted.csv",
          "letter_id;status;text\n" + house.of(good, "id") + ";POSTED;\n" + house.of(bad, "id") +
              ";REJECTED;margin too small\n" + house.of(odd, "id") + ";SHREDDED;oops\n");
    CHECK(house.until(good, "evidence", "accepted_by_operator"));
    CHECK(house.until(bad, "state", "held"));
    CHECK(house.until(odd, "state", "held"));
    CHECK(house.open_codes() == std::vector<std::string>{"print.file_rejected", "print.other"});
    auto const open = house.gateway().get("/v1/deviations?state=open").text;
    CHECK(open.find("margin too small") != std::string::npos);
    CHECK(open.find("oops") != std::string::npos);
  }

  TEST_CASE("a letter that came back marks the address, and the next invoice is not posted there") {
    ReturnsHouse house;
    auto const first = house.sent(letter_json("M-1"));
    auto const neighbour = house.sent(letter_json("M-2", "Maija Virtanen"));
    auto const told = house.came_back("M-1", "unknown");
    CAPTURE(told.text);
    CHECK(told.status == 201);
    CHECK(told.string("invoice_id") == first);
    CHECK(house.of(first, "state") == "held");
    CHECK(house.open_codes() == std::vector<std::string>{"print.returned_unknown"});
    // Told again it changes nothing.
    CHECK(house.came_back("M-1", "unknown").status == 404);
    CHECK(house.of(neighbour, "state") == "sent");
    auto const rows = house.gateway().get("/v1/suppressions").body.at("data").as_array();
    REQUIRE(rows.size() == 1);
    CHECK(rows.front().at("channel").as_string() == "print");

    auto const next = house.gateway().post("/v1/invoices", letter_json("M-3"));
    CHECK(next.text.find("address-suppressed") != std::string::npos);
    CHECK(house.gateway()
              .post("/v1/invoices", letter_json("M-4", "Maija Virtanen"))
              .text.find("address-suppressed") == std::string::npos);
    // A corrected address is another one.
    auto moved = letter_json("M-5");
    moved.replace(moved.find("Testikatu 1"), 11, "Uusikatu 22");
    CHECK(house.until(house.sent(moved), "channel", "print"));
  }

  TEST_CASE("returned mail comes as a list too, by number or reference, and strangers are told") {
    ReturnsHouse house;
    auto const moved = house.sent(letter_json("C-1"));
    auto const dead = house.sent(letter_json("C-2", "Kalle Virtanen"));
    auto const answer = house.gateway().get("/v1/invoices/" + dead);
    auto const reference = answer.string("payment_reference");
    REQUIRE_FALSE(reference.empty());
    auto const list = house.gateway().send(
        "POST", "/v1/channels/print/files?profile=returned-csv",
        "letter;reason;text\nC-1;MOVED;Uusikatu 2\n" + reference + ";DECEASED;\nC-99;UNKNOWN;\n",
        {{"Content-Type", "text/csv"}});
    CAPTURE(list.text);
    CHECK(list.status == 201);
    CHECK(list.body.at("heard").as_int64() == 2);
    CHECK(list.body.at("unmatched").as_int64() == 1);
    CHECK(house.of(moved, "last_code") == "print.returned_moved");
    CHECK(house.of(dead, "last_code") == "print.returned_deceased");
    CHECK(house.open_codes() == std::vector<std::string>{"feedback.unmatched",
                                                         "print.returned_deceased",
                                                         "print.returned_moved"});
    CHECK(house.came_back("C-1", "eaten by a dog").status == 422);
    CHECK(house.came_back("C-77", "unknown").status == 404);
  }

  TEST_CASE("who has died is stopped as a customer until a person says otherwise") {
    ReturnsHouse house;
    auto const dead = house.sent(letter_json("D-1"));
    CHECK(house.came_back("D-1", "deceased").status == 201);
    CHECK(house.of(dead, "last_code") == "print.returned_deceased");
    auto const rows = house.gateway().get("/v1/customers").body.at("data").as_array();
    REQUIRE(rows.size() == 1);
    CHECK(rows.front().at("customer_number").as_string() == "10042");
    CHECK(rows.front().at("stopped").as_string() == "deceased");
    auto const put = [&](std::string const& terms) {
      return house.gateway().send("PUT", "/v1/customers/10042?client_ref=siivous", terms,
                                  {{"Content-Type", "application/json"}});
    };
    CHECK(put(R"({"risk_class":"A"})").string("stopped") == "deceased");
    CHECK(put(R"({"stopped":"dead"})").status == 422);
    auto const lifted = put(R"({"stopped":"none"})");
    CAPTURE(lifted.text);
    CHECK(lifted.status == 200);
    CHECK_FALSE(lifted.body.as_object().contains("stopped"));
  }

  TEST_CASE("a number that another biller's letter had is told to a person, also after that") {
    ReturnsHouse house{
        "[[tenant.client]]\nref = \"toinen\"\nchannel_order_business = [\"print\"]\n" +
        std::string{tests::sample_seller}};
    auto const list = [&](std::string const& rows) {
      auto const answer =
          house.gateway().send("POST", "/v1/channels/print/files?profile=returned-csv",
                               "letter;reason;text\n" + rows, {{"Content-Type", "text/csv"}});
      CAPTURE(answer.text);
      CHECK(answer.status == 201);
      return answer.body.at("heard").as_int64();
    };
    auto const ours = house.sent(letter_json("1001"));
    CHECK(list("1001;UNKNOWN;\n") == 1);
    CHECK(house.of(ours, "state") == "held");
    auto theirs_json = letter_json("1001", "Maija Virtanen");
    theirs_json.replace(theirs_json.find("siivous"), 7, "toinen");
    auto const theirs = house.sent(theirs_json);
    CHECK(list("1001;UNKNOWN;\n1002;UNKNOWN;\n") == 0);
    CHECK(house.of(theirs, "state") == "sent");
    CHECK(house.came_back("1001", "moved").status == 404);
    CHECK(house.of(theirs, "state") == "sent");
    CHECK(house.open_codes() ==
          std::vector<std::string>{"feedback.unmatched", "print.returned_unknown"});
    // By the letter's own id it is heard.
    CHECK(house.came_back(house.of(theirs, "id"), "moved").status == 201);
  }

  TEST_CASE("a letter that went again is not taken for the one that came back before") {
    ReturnsHouse house;
    auto const id = house.sent(letter_json("A-1"));
    CHECK(house.came_back("A-1", "unclaimed").status == 201);
    auto const letter = house.of(id, "id");
    CHECK(house.gateway().post("/v1/deliveries/" + letter + "/retry", "{}").status == 202);
    REQUIRE(house.until(id, "state", "sent"));
    CHECK(house.came_back("A-1", "unknown").status == 404);
    CHECK(house.of(id, "state") == "sent");
    CHECK(house.came_back(letter, "unknown").status == 201);
  }

  TEST_CASE("a list about letters of two tenants is shown to neither as its own") {
    ReturnsHouse house{
        "[[tenant]]\nid = \"other\"\ncountry = \"FI\"\nlive = false\n[[tenant.key]]\nid = "
        "\"key_other\"\n"
        "sha256 = \"" +
        model::sha256_hex("other") +
        "\"\nscopes = [\"*\"]\n[[tenant.client]]\nref = \"siivous\"\n"
        "channel_order_business = [\"print\"]\n" +
        std::string{tests::sample_seller}};
    auto& gateway = house.gateway();
    auto const theirs = [&](std::string const& method, std::string const& path,
                            std::string const& body) {
      return gateway.send(method, path, body,
                          {{"Authorization", "Bearer other"},
                           {"Content-Type", "application/json"},
                           {"Idempotency-Key", "one"}});
    };
    auto const ours = house.of(house.sent(letter_json("T-1")), "id");
    auto const invoice = theirs("POST", "/v1/invoices", letter_json("T-2")).string("id");
    auto const now = [&] {
      return theirs("GET", "/v1/invoices/" + invoice, "").body.at("current_delivery");
    };
    REQUIRE(gateway.until([&] { return now().at("state").as_string() == "sent"; }));
    auto const letter = std::string{now().at("id").as_string()};
    leave(gateway.home() / "reports", "both.csv",
          "letter_id;status;text\n" + ours + ";POSTED;\n" + letter + ";POSTED;\ndlv_x;POSTED;\n");
    CHECK(
        gateway.until([&] { return now().at("evidence").as_string() == "accepted_by_operator"; }));
    CHECK(theirs("GET", "/v1/received", "").body.at("data").as_array().empty());
    CHECK(theirs("GET", "/v1/deviations", "").body.at("data").as_array().empty());
    auto const kept = gateway.get("/v1/received").body.at("data").as_array();
    REQUIRE(kept.size() == 1);
    CHECK(kept.front().at("client_ref").as_string() == "");
    CHECK(house.open_codes() == std::vector<std::string>{"feedback.unmatched"});
  }

  TEST_CASE("the route preview knows the letter's price and when it is posted") {
    ReturnsHouse house;
    auto const asked = house.gateway().post("/v1/route-preview", letter_json("L-1"));
    CAPTURE(asked.text);
    REQUIRE(asked.status == 200);
    auto const& letter = asked.body.at("letter").as_object();
    auto const pages = letter.at("pages").as_int64();
    CHECK(pages == 1);
    CHECK(letter.at("price").as_string() == "1.165");
    CHECK(letter.at("currency").as_string() == "EUR");
    CHECK(letter.at("envelope").as_string() == "C5");
    CHECK(letter.at("posted_on").as_string() == "2026-03-02");
    CHECK(letter.at("cut_off_at").as_string().starts_with("2026-03-02T14:00:00"));
    // After the cut-off of the Friday it goes on Monday, by the list of that day.
    house.gateway().post("/v1/test/clock", R"({"now":"2026-06-05T14:00:00Z"})");
    auto const later = house.gateway().post("/v1/route-preview", letter_json("L-1"));
    auto const& then = later.body.at("letter").as_object();
    CHECK(then.at("price").as_string() == "2.00");
    CHECK(then.at("posted_on").as_string() == "2026-06-08");
    CHECK(then.at("cut_off_at").as_string().starts_with("2026-06-08T13:00:00"));
  }
}
