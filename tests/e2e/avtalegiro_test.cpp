// Claims on payers with mandates, from the invoice to the money, with a clearing house that reads
// every byte.
#include <csignal>
#include <set>
#include <thread>

#include "formats/model/reference.hpp"
#include "tests/e2e/debit_steps.hpp"

using namespace airut;
using namespace airut::tests;
using namespace airut::tests::debits;

namespace {

std::string transmission_state(Gateway const& gateway) {
  auto const list = gateway.get("/v1/transmissions").body.at("data").as_array();
  return list.empty() ? "" : std::string{list.front().at("state").as_string()};
}

}  // namespace

TEST_CASE("a claim goes from the mandate over the clearing house's receipt to the payment") {
  Gateway gateway{clearing_toml()};
  make_places(gateway);
  agree(gateway);
  auto const invoice = taken_up(gateway, debit_json("2026001", "10042", "2026-03-27"));
  auto const told = read_transmissions(gateway, 1);
  auto const& assignment = told.at(0).at("assignments").at(0);
  auto const& claim = assignment.at("claims").at(0);
  CHECK(told.at(0).at("number").as_int64() == 1);
  CHECK(assignment.at("number").as_int64() == 1);
  CHECK(assignment.at("account").as_string() == account);
  CHECK(claim.at("kid").as_string() == kid);
  CHECK(claim.at("ore").as_int64() == 53125);
  CHECK(claim.at("type").as_string() == "02");
  CHECK(claim.at("due").as_string() == "2026-03-27");
  REQUIRE(is_there(gateway, invoice, "evidence", "handed_over"));

  auto const receipt = clearing_house({"receipt", "1"});
  CHECK(brought(gateway, receipt).string("kind") == "received");
  CHECK(current(gateway, invoice).at("evidence").as_string() == "accepted_by_operator");
  CHECK(transmission_state(gateway) == "received");
  CHECK(brought(gateway, receipt, "?name=again").status == 200);

  set_moment(gateway, "2026-03-27T12:00:00Z");
  auto const paid = brought(
      gateway, clearing_house({"ocr", account, "2026-03-27", "15", std::string{kid} + ":53125"}));
  CHECK(paid.string("kind") == "payments");
  CHECK(gateway.get("/v1/invoices/" + invoice).string("ledger_status") == "paid");
  CHECK(current(gateway, invoice).at("evidence").as_string() == "acknowledged_by_buyer");
  CHECK(claim_state(gateway) == "paid");
  CHECK(codes(gateway).empty());
  std::string listed;
  CHECK(gateway.cli({"avtalegiro", "transmissions", "list"}, &listed) == 0);
  CHECK(listed.find("received") != std::string::npos);
  CHECK(gateway.cli({"avtalegiro", "mandates", "list"}, &listed) == 0);
  CHECK(listed.find("10042") != std::string::npos);
}

TEST_CASE("without a mandate, above its limit or too near the due day the next channel is taken") {
  Gateway gateway{clearing_toml()};
  make_places(gateway);
  auto const stranger = gateway.post("/v1/invoices", debit_json("2026009", "555", "2026-03-27"));
  CHECK(stranger.body.at("route").at("chosen").as_string() == "print");
  CHECK(stranger.text.find("no-mandate") != std::string::npos);
  agree(gateway);
  auto const late = taken_up(gateway, debit_json("2026002", "10042", "2026-03-10"));
  REQUIRE(is_there(gateway, late, "channel", "print"));
  auto const far = taken_up(gateway, debit_json("2026003", "10042", "2027-05-10"));
  REQUIRE(is_there(gateway, far, "channel", "print"));
  auto const list = gateway.get("/v1/mandates").body.at("data").as_array();
  REQUIRE(list.size() == 1);
  auto const mandate = std::string{list.front().at("id").as_string()};
  CHECK(gateway.post("/v1/mandates/" + mandate + "/limit", R"({"limit":"500.00"})").status == 200);
  auto const dear = taken_up(gateway, debit_json("2026004", "10042", "2026-03-27"));
  REQUIRE(is_there(gateway, dear, "channel", "print"));
  auto const story = gateway.get("/v1/deliveries?limit=200").text;
  for (auto const code :
       {"avtalegiro.notice_missed", "avtalegiro.due_too_far", "avtalegiro.amount_over_limit"}) {
    CHECK(story.find(code) != std::string::npos);
  }
  CHECK(transmissions_in(gateway.home() / "nets").empty());
}

TEST_CASE("a mandate that ends takes the claims that still wait to the next channel") {
  Gateway gateway{clearing_toml("batch_time = 3600")};
  make_places(gateway);
  agree(gateway);
  auto const invoice = taken_up(gateway, debit_json("2026001", "10042", "2026-03-27"));
  REQUIRE(gateway.until([&] {
    return gateway.get("/v1/invoices/" + invoice + "/timeline").text.find("debit_claim.made") !=
           std::string::npos;
  }));
  auto const ended = brought(gateway, clearing_house({"mandates", account, "2", kid}));
  CHECK(ended.string("outcome") == "taken");
  REQUIRE(is_there(gateway, invoice, "channel", "print"));
  CHECK(gateway.get("/v1/mandates?state=active").body.at("data").as_array().empty());
  CHECK(transmissions_in(gateway.home() / "nets").empty());
}

TEST_CASE("a claim that the clearing house refuses goes another way and ends the mandate") {
  Gateway gateway{clearing_toml()};
  make_places(gateway);
  agree(gateway);
  auto const invoice = taken_up(gateway, debit_json("2026001", "10042", "2026-03-27"));
  read_transmissions(gateway, 1);
  REQUIRE(is_there(gateway, invoice, "state", "sent"));
  auto const refused = brought(
      gateway, clearing_house({"rejected", "FBO FINNES IKKE", fmt::format("1/1/1/{}", kid)}));
  CHECK(refused.string("kind") == "rejected_claims");
  REQUIRE(is_there(gateway, invoice, "channel", "print"));
  CHECK(gateway.get("/v1/mandates?state=active").body.at("data").as_array().empty());
  CHECK(claim_state(gateway) == "rejected");
  // The receipt of the transmission comes late, and a list of a stranger's claim.
  CHECK(brought(gateway, clearing_house({"receipt", "1"})).string("outcome") == "taken");
  brought(gateway, clearing_house({"rejected", "UGYLDIG", "7/1/1/" + std::string{kid}}));
  CHECK(codes(gateway) == std::vector<std::string>{"clearing.receipt_unmatched"});
}

TEST_CASE("a transmission that is refused whole is held, and its claims go in the next one") {
  Gateway gateway{clearing_toml()};
  make_places(gateway);
  agree(gateway);
  auto const invoice = taken_up(gateway, debit_json("2026001", "10042", "2026-03-27"));
  read_transmissions(gateway, 1);
  REQUIRE(is_there(gateway, invoice, "state", "sent"));
  auto const refused = brought(gateway, clearing_house({"receipt", "1", "UKJENT AVSENDER"}));
  CHECK(refused.string("kind") == "rejected_file");
  CHECK(transmission_state(gateway) == "rejected");
  CHECK(codes(gateway) == std::vector<std::string>{"avtalegiro.transmission_rejected"});
  auto const held = std::string{current(gateway, invoice).at("id").as_string()};
  REQUIRE(gateway.post("/v1/deliveries/" + held + "/retry", "{}").status == 202);
  auto const told = read_transmissions(gateway, 2);
  CHECK(told.at(1).at("number").as_int64() == 2);
  CHECK(told.at(1).at("assignments").at(0).at("number").as_int64() == 2);
  CHECK(codes(gateway).empty());
}

TEST_CASE("a claim that was paid otherwise is withdrawn, but not on the day it was sent") {
  Gateway gateway{clearing_toml()};
  make_places(gateway);
  agree(gateway);
  auto const invoice = taken_up(gateway, debit_json("2026001", "10042", "2026-03-27"));
  read_transmissions(gateway, 1);
  REQUIRE(is_there(gateway, invoice, "state", "sent"));
  brought(gateway,
          clearing_house({"ocr", account, "2026-03-03", "10", std::string{kid} + ":53125"}));
  CHECK(gateway.get("/v1/invoices/" + invoice).string("ledger_status") == "paid");
  std::this_thread::sleep_for(std::chrono::milliseconds{1500});
  CHECK(transmissions_in(gateway.home() / "nets").size() == 1);
  set_moment(gateway, "2026-03-04T08:00:00Z");
  auto const told = read_transmissions(gateway, 2);
  auto const& assignment = told.at(1).at("assignments").at(0);
  CHECK(assignment.at("withdraws").as_bool());
  CHECK(assignment.at("claims").at(0).at("type").as_string() == "93");
  CHECK(assignment.at("claims").at(0).at("ore").as_int64() == 53125);
  REQUIRE(gateway.until([&] { return claim_state(gateway) == "withdrawn"; }));
}

TEST_CASE("a claim that nobody saw paid is told after three banking days") {
  Gateway gateway{clearing_toml()};
  make_places(gateway);
  agree(gateway);
  auto const invoice = taken_up(gateway, debit_json("2026001", "10042", "2026-03-27"));
  read_transmissions(gateway, 1);
  REQUIRE(is_there(gateway, invoice, "state", "sent"));
  set_moment(gateway, "2026-04-01T08:00:00Z");  // three banking days after Friday the 27th
  std::this_thread::sleep_for(std::chrono::milliseconds{1500});
  CHECK(codes(gateway).empty());
  set_moment(gateway, "2026-04-07T08:00:00Z");  // the next one, after Easter
  REQUIRE(gateway.until(
      [&] { return codes(gateway) == std::vector<std::string>{"avtalegiro.not_seen_paid"}; }));
  brought(gateway,
          clearing_house({"ocr", account, "2026-04-07", "15", std::string{kid} + ":53125"}));
  CHECK(claim_state(gateway) == "paid");
  CHECK(codes(gateway).empty());
}

TEST_CASE("a full list that lost half of the mandates waits for a person's word") {
  Gateway gateway{clearing_toml()};
  make_places(gateway);
  std::vector<std::string> words{"mandates", account, "0"};
  for (int i = 10; i < 20; ++i) {
    auto const base = fmt::format("{:08}2026001", 10000 + i);
    words.push_back(model::Reference::make_kid(base, model::KidAlgorithm::mod10)->text());
  }
  auto const active = [&] {
    return gateway.get("/v1/mandates?state=active&limit=100").body.at("data").as_array().size();
  };
  CHECK(brought(gateway, clearing_house(words)).body.at("items").as_int64() == 10);
  words.resize(3 + 4);
  auto const short_list = clearing_house(words);
  CHECK(brought(gateway, short_list).string("outcome") == "held");
  CHECK(active() == 10);
  CHECK(codes(gateway) == std::vector<std::string>{"avtalegiro.mandates_implausible"});
  auto const confirmed = brought(gateway, short_list, "?confirm=true");
  CHECK(confirmed.string("outcome") == "taken");
  CHECK(active() == 4);
  CHECK(codes(gateway).empty());
}

TEST_CASE("what is no file of a clearing house, or a damaged one, changes nothing and is told") {
  Gateway gateway{clearing_toml()};
  make_places(gateway);
  CHECK(brought(gateway, "hello").string("outcome") == "refused");
  auto list = clearing_house({"mandates", account, "1", kid});
  list[82 * 3 + 12] = '7';  // the end tells other counts
  CHECK(brought(gateway, list).string("outcome") == "refused");
  CHECK(brought(gateway, clearing_house({"mandates", "12345678903", "1", kid})).string("outcome") ==
        "refused");
  CHECK(gateway.get("/v1/mandates").body.at("data").as_array().empty());
  CHECK(codes(gateway).size() == 3);
}

TEST_CASE("while its place is away a transmission waits with its number, and leaves once") {
  Gateway gateway{clearing_toml()};
  std::filesystem::create_directories(gateway.home() / "print");
  agree(gateway);
  auto const invoice = taken_up(gateway, debit_json("2026001", "10042", "2026-03-27"));
  REQUIRE(gateway.until([&] { return transmission_state(gateway) == "made"; }));
  std::this_thread::sleep_for(std::chrono::milliseconds{1200});
  CHECK(current(gateway, invoice).at("state").as_string() == "dispatching");
  std::filesystem::create_directories(gateway.home() / "nets");
  set_moment(gateway, "2026-03-02T12:00:00Z");
  auto const told = read_transmissions(gateway, 1);
  CHECK(told.at(0).at("number").as_int64() == 1);
  REQUIRE(is_there(gateway, invoice, "state", "sent"));
}

TEST_CASE("a transmission that could not leave in time is dissolved, and its number is not lost") {
  Gateway gateway{clearing_toml()};
  std::filesystem::create_directories(gateway.home() / "print");
  agree(gateway);
  auto const late = taken_up(gateway, debit_json("2026001", "10042", "2026-03-13"));
  // Tried in vain on that day, before the clock goes on: a later attempt would wait from then.
  REQUIRE(gateway.until([&] {
    auto const all = gateway.get("/v1/transmissions").body.at("data").as_array();
    return !all.empty() && all.at(0).at("state") == "made" &&
           all.at(0).as_object().contains("code");
  }));
  set_moment(gateway, "2026-03-05T12:00:00Z");  // the 4th at 14:00 was its last moment
  REQUIRE(is_there(gateway, late, "channel", "print"));
  CHECK(transmission_state(gateway) == "dissolved");
  std::filesystem::create_directories(gateway.home() / "nets");
  auto const next = taken_up(gateway, debit_json("2026002", "10042", "2026-03-27"));
  auto const told = read_transmissions(gateway, 1);
  CHECK(told.at(0).at("number").as_int64() == 1);
  REQUIRE(is_there(gateway, next, "state", "sent"));
}

TEST_CASE(
    "a KID that no registered structure builds, or of another customer, is refused at intake") {
  Gateway gateway{clearing_toml()};
  make_places(gateway);
  auto const with_kid = [&](std::string const& number, std::string const& given) {
    auto json = debit_json(number, "10042", "2026-03-27");
    std::string const means = R"("means":"credit_transfer")";
    json.insert(json.find(means),
                fmt::format(R"("reference":{{"type":"no_kid","value":"{}"}},)", given));
    return gateway.post("/v1/invoices", json);
  };
  auto const good = with_kid("2026001", kid);
  CHECK(good.status == 202);
  CHECK(good.string("payment_reference") == kid);
  auto const shorter = with_kid("2026002", "12345674");  // sound, but of no structure
  CHECK(shorter.status == 422);
  CHECK(shorter.text.find("kid-not-registered") != std::string::npos);
  auto const other = model::Reference::make_kid("000999992026003", model::KidAlgorithm::mod10);
  auto const stranger = with_kid("2026003", other->text());
  CHECK(stranger.status == 422);
  CHECK(stranger.text.find("kid-of-another-customer") != std::string::npos);
  auto const wordy = gateway.post("/v1/invoices", debit_json("F-1", "10042", "2026-03-27"));
  CHECK(wordy.text.find("kid-not-possible") != std::string::npos);
}

TEST_CASE("after kills amid batches every claim lies in one file, and no number is missing") {
  Gateway gateway{clearing_toml("batch_time = 1\nclaims_per_transmission = 7")};
  make_places(gateway);
  agree(gateway);
  std::set<std::string> invoices;
  for (int round = 0; round < 6; ++round) {
    for (int i = 0; i < 12; ++i) {
      invoices.insert(taken_up(
          gateway, debit_json(std::to_string(3000000 + round * 100 + i), "10042", "2026-03-27")));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{130 * round});
    gateway.kill();
    gateway.start();
  }
  REQUIRE(gateway.until([&] {
    return std::all_of(invoices.begin(), invoices.end(), [&](auto const& id) {
      return current(gateway, id).at("state").as_string() == "sent";
    });
  }));
  auto const files = transmissions_in(gateway.home() / "nets").size();
  auto const told = read_transmissions(gateway, files);
  std::set<std::string> kids;
  std::int64_t number = 0, assignment = 0, claims = 0;
  for (auto const& one : told) {
    CHECK(one.at("number").as_int64() == ++number);
    for (auto const& part : one.at("assignments").as_array()) {
      CHECK(part.at("number").as_int64() == ++assignment);
      for (auto const& claim : part.at("claims").as_array()) {
        ++claims;
        kids.insert(std::string{claim.at("kid").as_string()});
      }
    }
  }
  CHECK(kids.size() == invoices.size());
  CHECK(claims == static_cast<std::int64_t>(invoices.size()));
}
