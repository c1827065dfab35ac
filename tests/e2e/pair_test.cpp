// A claim by AvtaleGiro and the eFaktura that tells the payer of it, with the real daemon: one
// delivery for people, two submissions that each have a state of their own.
#include <thread>

#include <boost/json/serialize.hpp>

#include "formats/model/reference.hpp"
#include "tests/e2e/clearing_steps.hpp"
#include "tests/e2e/consumer_steps.hpp"
#include "tests/e2e/debit_steps.hpp"

using namespace airut;
using namespace airut::tests;
using consumer_steps::consumer_json;
using debits::account;

namespace {

// Customer 77's invoice 2026001.
std::string const kid_of_77 =
    model::Reference::make_kid("000000772026001", model::KidAlgorithm::mod10).value().text();

std::string pair_toml(EfakturaPeer const& peer, std::string const& avtalegiro) {
  return consumer_steps::consumer_toml(
             consumer_steps::efaktura_channel(peer, "issuer") +
                 "[[channel]]\nname = \"avtalegiro\"\nkind = \"avtalegiro\"\nformat = \"claim\"\n"
                 "customer_unit = \"12345678\"\npath = \"@HOME@/nets\"\n" +
                 avtalegiro,
             "avtalegiro\", \"efaktura\", \"print") +
         "[[tenant.client.kid]]\n[[tenant.client.kid.part]]\nkind = \"customer\"\nlength = 8\n"
         "[[tenant.client.kid.part]]\nkind = \"invoice\"\nlength = 7\n";
}

// A payer with a mandate and with eFaktura.
struct MandateHouse {
  explicit MandateHouse(std::string const& avtalegiro = "batch_time = 1\n")
      : gateway(pair_toml(peer, avtalegiro)) {
    make_places(gateway);
    auto const taken =
        brought(gateway, clearing_house({"mandates", account, "1", kid_of_77 + ":N"}));
    REQUIRE_MESSAGE(taken.string("outcome") == "taken", taken.text);
  }

  std::string send() {
    return invoice = consumer_steps::accepted(gateway, consumer_json("2026001"));
  }
  // The newest delivery of the invoice that is a "claim" or shows the "invoice".
  boost::json::object half(std::string_view kind) const {
    auto const list = gateway.get("/v1/deliveries?limit=50&invoice_id=" + invoice);
    for (auto const& one : list.body.at("data").as_array()) {
      if (one.at("document_kind").as_string() == kind) return one.as_object();
    }
    return {};
  }
  std::string says(std::string_view kind, std::string_view name) const {
    return consumer_steps::member(half(kind), name);
  }
  bool reaches(std::string_view kind, std::string_view name, std::string_view value) const {
    return gateway.until([&] { return says(kind, name) == value; });
  }
  void both_out() const {
    REQUIRE(reaches("claim", "state", "sent"));
    REQUIRE(reaches("invoice", "evidence", "delivered_to_recipient"));
  }
  // Documents at the operator of eFaktura that promise this payment, and are cancelled or not.
  std::size_t shown(std::string_view payment, bool cancelled) const {
    auto const all = peer.documents();
    auto const what = fmt::format("<paymentType>{}</paymentType>", payment);
    return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](auto const& one) {
      auto const& document = one.value();
      return document.at("cancelled").as_bool() == cancelled &&
             std::string_view{document.at("bytes").as_string()}.find(what) !=
                 std::string_view::npos;
    }));
  }
  std::string timeline() const {
    return gateway.get("/v1/invoices/" + invoice + "/timeline?limit=200").text;
  }
  // How often the timeline tells an event of this half.
  std::size_t told(std::string_view type, std::string_view kind) const {
    auto const id = says(kind, "id");
    auto const all = boost::json::parse(timeline()).at("data").as_array();
    return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](auto const& one) {
      return one.at("type").as_string() == type &&
             boost::json::serialize(one).find(id) != std::string::npos;
    }));
  }

  EfakturaPeer peer;
  Gateway gateway;
  std::string invoice;
};

constexpr std::string_view with_claim = "EFAKTURA_AND_EXTERNAL_AVTALEGIRO", alone = "EFAKTURA";

}  // namespace

TEST_CASE("a pair is one delivery with two submissions, and the timeline shows both") {
  if (!EfakturaPeer::available()) return;
  MandateHouse house;
  house.send();
  house.both_out();
  CHECK(house.says("invoice", "channel") == "efaktura");
  CHECK(house.says("claim", "channel") == "avtalegiro");
  CHECK(house.says("claim", "id") != house.says("invoice", "id"));
  // For people it is the invoice's: how it is shown.
  CHECK(consumer_steps::delivery_says(house.gateway, house.invoice, "id") ==
        house.says("invoice", "id"));
  auto const told = read_transmissions(house.gateway, 1);
  auto const& claim = told.at(0).at("assignments").at(0).at("claims").at(0);
  CHECK(claim.at("kid").as_string() == kid_of_77);
  CHECK(claim.at("ore").as_int64() == 100000);
  // The channel's notice is the bank's; beside an eFaktura the payee has told, and no text goes.
  CHECK(claim.at("type").as_string() == "02");
  CHECK(claim.at("text").as_array().empty());
  CHECK(house.shown(with_claim, false) == 1);
  for (auto const* half : {"claim", "invoice"}) {
    CAPTURE(half);
    CHECK(house.told("delivery.queued", half) >= 1);
    CHECK(house.told("delivery.sent", half) == 1);
  }
  // Each goes on by itself.
  brought(house.gateway, clearing_house({"receipt", "1"}));
  CHECK(house.says("claim", "evidence") == "accepted_by_operator");
  CHECK(house.says("invoice", "evidence") == "delivered_to_recipient");
  CHECK(consumer_steps::printed(house.gateway) == 0);
  CHECK(house.peer.violations().empty());
}

TEST_CASE("an eFaktura that fails goes its way, and the claim beside it stays") {
  if (!EfakturaPeer::available()) return;
  MandateHouse house;
  SUBCASE("refused: the invoice goes by the next channel") {
    house.peer.behave(R"("lookup":"fault:5003")");
    house.send();
    REQUIRE(house.reaches("invoice", "channel", "print"));
    REQUIRE(house.reaches("invoice", "state", "sent"));
    REQUIRE(house.reaches("claim", "state", "sent"));
    CHECK(house.peer.documents().empty());
    CHECK(consumer_steps::printed(house.gateway) == 1);
  }
  SUBCASE("unknown: it waits for its own answer") {
    house.peer.behave(R"("add":"cut")");
    house.send();
    REQUIRE(house.reaches("invoice", "state", "unknown"));
    REQUIRE(house.reaches("claim", "state", "sent"));
    house.peer.behave({});
    set_moment(house.gateway, house.says("invoice", "next_attempt_at"));
    house.both_out();
    CHECK(house.shown(with_claim, false) == 1);
    CHECK(consumer_steps::printed(house.gateway) == 0);
  }
  auto const told = read_transmissions(house.gateway, 1);
  CHECK(told.at(0).at("assignments").at(0).at("claims").as_array().size() == 1);
  CHECK(house.told("delivery.sent", "claim") == 1);
}

TEST_CASE("a claim that the clearing house refuses leaves an eFaktura that promises nothing") {
  if (!EfakturaPeer::available()) return;
  MandateHouse house;
  house.send();
  house.both_out();
  auto const first = house.says("invoice", "id");
  brought(house.gateway, clearing_house({"rejected", "FBO FINNES IKKE", "1/1/1/" + kid_of_77}));
  REQUIRE(house.reaches("claim", "last_code", "avtalegiro.mandate_missing"));
  REQUIRE(house.gateway.until([&] { return house.shown(alone, false) == 1; }));
  CHECK(house.shown(with_claim, true) == 1);
  CHECK(house.shown(with_claim, false) == 0);
  REQUIRE(house.reaches("invoice", "evidence", "delivered_to_recipient"));
  CHECK(house.says("invoice", "channel") == "efaktura");
  CHECK(house.says("invoice", "replaces") == first);
  CHECK(house.says("claim", "state") == "failed");
  CHECK(consumer_steps::printed(house.gateway) == 0);
  CHECK(transmissions_in(house.gateway.home() / "nets").size() == 1);
}

TEST_CASE("an invoice of a pair that is credited is withdrawn from both") {
  if (!EfakturaPeer::available()) return;
  MandateHouse house;
  house.send();
  house.both_out();
  auto const refused = house.gateway.post("/v1/invoices/" + house.invoice + "/cancel", "{}");
  CHECK(refused.status == 409);  // somebody has it
  consumer_steps::accepted(house.gateway, consumer_json("2026002", "2026001"));
  REQUIRE(house.reaches("invoice", "state", "cancelled"));
  CHECK(house.shown(with_claim, true) == 1);
  set_moment(house.gateway, "2026-03-04T08:00:00Z");
  auto const told = read_transmissions(house.gateway, 2);
  auto const& back = told.at(1).at("assignments").at(0);
  CHECK(back.at("withdraws").as_bool());
  CHECK(back.at("claims").at(0).at("kid").as_string() == kid_of_77);
  REQUIRE(house.gateway.until([&] { return debits::claim_state(house.gateway) == "withdrawn"; }));
  auto const story = house.timeline();
  CHECK(house.told("delivery.cancelled", "invoice") == 1);
  CHECK(story.find("debit_claim.placed") != std::string::npos);
  CHECK(debits::codes(house.gateway).empty());
  CHECK(consumer_steps::printed(house.gateway) == 1);  // the credit note
}

TEST_CASE("an invoice of a pair that is cancelled before anything left leaves nothing anywhere") {
  if (!EfakturaPeer::available()) return;
  MandateHouse house{"batch_time = 3600\n"};
  house.peer.behave(R"("lookup":"http:503")");
  house.send();
  REQUIRE(house.reaches("invoice", "state", "deferred"));
  REQUIRE(house.gateway.until(
      [&] { return house.timeline().find("debit_claim.made") != std::string::npos; }));
  auto const done = house.gateway.post("/v1/invoices/" + house.invoice + "/cancel", "{}");
  CHECK_MESSAGE(done.status == 202, done.text);
  CHECK(house.says("invoice", "state") == "cancelled");
  CHECK(house.says("claim", "state") == "cancelled");
  house.peer.behave({});
  set_moment(house.gateway, "2026-03-04T08:00:00Z");
  std::this_thread::sleep_for(std::chrono::milliseconds{1500});
  CHECK(transmissions_in(house.gateway.home() / "nets").empty());
  CHECK(house.peer.documents().empty());
  CHECK(consumer_steps::printed(house.gateway) == 0);
}
