// Claims that lie at the clearing house when something changes: a part is paid, the mandate ends.
#include <boost/json/serialize.hpp>

#include "tests/e2e/debit_steps.hpp"

using namespace airut;
using namespace airut::tests;
using namespace airut::tests::debits;

namespace {

constexpr auto unpaid = "531.25", rest = "431.25";

std::string claimed(Gateway const& gateway) {
  make_places(gateway);
  agree(gateway);
  auto const invoice = taken_up(gateway, debit_json("2026001", "10042", "2026-03-27"));
  read_transmissions(gateway, 1);
  REQUIRE(is_there(gateway, invoice, "state", "sent"));
  return invoice;
}

std::string open_sum(Gateway const& gateway, std::string const& invoice) {
  auto const item = gateway.get("/v1/invoices/" + invoice).string("receivable_id");
  return gateway.get("/v1/receivables/" + item).string("open");
}

// He pays a hundred kroner by himself.
void pay_a_part(Gateway const& gateway, std::string const& invoice) {
  CHECK(open_sum(gateway, invoice) == unpaid);
  brought(gateway,
          clearing_house({"ocr", account, "2026-03-03", "10", std::string{kid} + ":10000"}));
  REQUIRE(open_sum(gateway, invoice) == rest);
}

void end_mandate(Gateway const& gateway) {
  auto const ended = brought(gateway, clearing_house({"mandates", account, "2", kid}));
  CHECK(ended.string("outcome") == "taken");
}

}  // namespace

TEST_CASE("when a part was paid otherwise, the claim is withdrawn and the rest claimed anew") {
  Gateway gateway{clearing_toml()};
  auto const invoice = claimed(gateway);
  pay_a_part(gateway, invoice);
  set_moment(gateway, "2026-03-04T08:00:00Z");
  auto const told = read_transmissions(gateway, 3);
  auto const& withdrawal = told.at(1).at("assignments").at(0);
  CHECK(withdrawal.at("withdraws").as_bool());
  CHECK(withdrawal.at("claims").at(0).at("ore").as_int64() == 53125);
  auto const& again = told.at(2).at("assignments").at(0);
  CHECK_FALSE(again.at("withdraws").as_bool());
  CHECK(again.at("claims").at(0).at("ore").as_int64() == 43125);
  CHECK(again.at("claims").at(0).at("kid").as_string() == kid);
  CHECK(again.at("claims").at(0).at("due").as_string() == "2026-03-27");
  REQUIRE(is_there(gateway, invoice, "state", "sent"));
  CHECK(current(gateway, invoice).at("channel").as_string() == "avtalegiro");
  CHECK(codes(gateway).empty());
  set_moment(gateway, "2026-03-27T12:00:00Z");
  brought(gateway,
          clearing_house({"ocr", account, "2026-03-27", "15", std::string{kid} + ":43125"}));
  CHECK(gateway.get("/v1/invoices/" + invoice).string("ledger_status") == "paid");
  CHECK(current(gateway, invoice).at("evidence").as_string() == "acknowledged_by_buyer");
  CHECK(claim_state(gateway) == "withdrawn");
}

TEST_CASE("a rest that is too late to be claimed goes by the next channel") {
  Gateway gateway{clearing_toml()};
  auto const invoice = claimed(gateway);
  set_moment(gateway, "2026-03-20T08:00:00Z");
  pay_a_part(gateway, invoice);
  auto const told = read_transmissions(gateway, 2);
  CHECK(told.at(1).at("assignments").at(0).at("withdraws").as_bool());
  REQUIRE(is_there(gateway, invoice, "channel", "print"));
  REQUIRE(is_there(gateway, invoice, "evidence", "handed_over"));
  auto const story = gateway.get("/v1/deliveries?limit=200").text;
  CHECK(story.find("avtalegiro.notice_missed") != std::string::npos);
  // The letter asks for the rest, and says what was paid.
  auto const letters = std::filesystem::directory_iterator{gateway.home() / "print"};
  REQUIRE(begin(letters) != end(letters));
  auto const letter = boost::json::parse(slurp(letters->path()));
  CHECK(letter.at("totals").at("due").as_string() == rest);
  CHECK(letter.at("totals").at("paid").as_string() == "100.00");
  CHECK(boost::json::serialize(letter.at("notes")).find(": 100,00 NOK") != std::string::npos);
}

TEST_CASE("the rest of what a person has stopped is not debited, and he is told") {
  Gateway gateway{clearing_toml()};
  auto const invoice = claimed(gateway);
  pay_a_part(gateway, invoice);
  auto const item = gateway.get("/v1/invoices/" + invoice).string("receivable_id");
  REQUIRE(gateway.post("/v1/receivables/" + item + "/pause", R"({"reason":"dispute"})").status ==
          200);
  set_moment(gateway, "2026-03-04T08:00:00Z");
  read_transmissions(gateway, 2);
  REQUIRE(gateway.until(
      [&] { return codes(gateway) == std::vector<std::string>{"avtalegiro.rest_not_claimed"}; }));
  CHECK(claim_state(gateway) == "withdrawn");
  CHECK(transmissions_in(gateway.home() / "nets").size() == 2);
}

TEST_CASE("a claim that waits asks for what is open when it leaves") {
  Gateway gateway{clearing_toml("batch_time = 20")};
  make_places(gateway);
  agree(gateway);
  auto const invoice = taken_up(gateway, debit_json("2026001", "10042", "2026-03-27"));
  REQUIRE(gateway.until([&] {
    return gateway.get("/v1/invoices/" + invoice + "/timeline").text.find("debit_claim.made") !=
           std::string::npos;
  }));
  pay_a_part(gateway, invoice);
  set_moment(gateway, "2026-03-02T18:00:00Z");
  REQUIRE(gateway.until([&] {
    auto const story = gateway.get("/v1/invoices/" + invoice + "/timeline").text;
    return story.find("sum-changed") != std::string::npos;
  }));
  set_moment(gateway, "2026-03-02T18:10:00Z");
  REQUIRE(gateway.until([&] { return !transmissions_in(gateway.home() / "nets").empty(); }));
  auto const told = read_transmissions(gateway, 1);
  CHECK(told.at(0).at("assignments").at(0).at("claims").at(0).at("ore").as_int64() == 43125);
}

TEST_CASE("a mandate that ends after its claim has left sends the invoice by the next channel") {
  Gateway gateway{clearing_toml()};
  auto const invoice = claimed(gateway);
  set_moment(gateway, "2026-03-05T08:00:00Z");
  REQUIRE(is_there(gateway, invoice, "state", "delivered"));
  end_mandate(gateway);
  REQUIRE(is_there(gateway, invoice, "channel", "print"));
  REQUIRE(is_there(gateway, invoice, "evidence", "handed_over"));
  auto const story = gateway.get("/v1/deliveries?limit=200").text;
  CHECK(story.find("avtalegiro.mandate_missing") != std::string::npos);
  auto const told = read_transmissions(gateway, 2);
  CHECK(told.at(1).at("assignments").at(0).at("withdraws").as_bool());
}

TEST_CASE("a mandate that ends on the due day changes nothing about its claim") {
  Gateway gateway{clearing_toml()};
  auto const invoice = claimed(gateway);
  set_moment(gateway, "2026-03-27T08:00:00Z");
  end_mandate(gateway);
  CHECK(current(gateway, invoice).at("channel").as_string() == "avtalegiro");
  CHECK(gateway.get("/v1/mandates?state=active").body.at("data").as_array().empty());
}
