#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include "gateway/dispatch/apply.hpp"
#include "gateway/letters/letter_document.hpp"
#include "tests/claim/days.hpp"
#include "tests/claim/policies.hpp"
#include "tests/claim/whole.hpp"

// What a collection order tells of the claim's history.
using namespace airut;
using namespace airut::tests;

namespace {

boost::json::object order_of(ClaimHouse& house, std::string const& claim) {
  auto const letter = house.letters(claim).back();
  REQUIRE(letter.kind == "collection_order");
  auto const text = house.store().read([&](ledger::Snapshot& view) {
    auto const delivery = ledger::find_delivery(view, "demo", letter.delivery_id);
    REQUIRE(delivery);
    auto const submission = gateway::stored_submission(view, "demo", letter.invoice_id);
    auto const at = house.context();
    auto const document = gateway::letter_document(view, *delivery, submission,
                                                   *at.billers.client("demo", "biller"), at.law);
    return gateway::collection_order_json(document, submission.invoice);
  });
  return boost::json::parse(text).as_object();
}

std::int64_t cents(boost::json::value const& amount) {
  return model::Money::parse(std::string{amount.as_string()}, {})->minor();
}

}  // namespace

TEST_CASE("a collection order tells where the debtor lives now, and what the invoice said") {
  ClaimHouse house{policy_of({"first_reminder", "second_reminder", "collection_order"})};
  house.today(day("2026-01-02"));
  auto const claim = house.invoice("1", "200.00", "consumer", "100", "2026-01-16");
  auto const still = house.invoice("2", "300.00", "consumer", "200", "2026-01-16");
  house.deliver();
  for (auto const* at : {"2026-01-30", "2026-02-16", "2026-03-03"}) on(house, at);
  auto const before = order_of(house, still);
  CHECK(before.at("debtor").at("address").at("line1") == "Tie 1");
  CHECK(!before.contains("address_on_invoice"));
  house.store().write_now([&](ledger::Transaction& tx) {
    ledger::RecipientUpdated fact;
    fact.recipient_id = "rcp_1";
    fact.client = "biller";
    fact.external_ref = "100";
    fact.personal_record = R"({"client_ref":"biller","name":"Asiakas","type":"consumer",)"
                           R"("addresses":{"email":["nyt@example.test"],"print":{"line1":)"
                           R"("Uusikatu 9","postal_code":"33100","city":"Tampere",)"
                           R"("country":"FI"}}})";
    tx.append("demo", "test", house.now(), fact);
  });
  auto const order = order_of(house, claim);
  auto const& debtor = order.at("debtor").as_object();
  CHECK(debtor.at("name") == before.at("debtor").at("name"));
  CHECK(debtor.at("address").at("line1") == "Uusikatu 9");
  CHECK(debtor.at("address").at("city") == "Tampere");
  CHECK(debtor.at("contact").at("email") == "nyt@example.test");
  CHECK(order.at("address_on_invoice") == before.at("debtor").at("address"));
  CHECK(order_of(house, still) == before);
}

TEST_CASE("a collection order tells a plan's fee and letters for themselves, and each payment") {
  ClaimHouse house{policy_of({"first_reminder", "second_reminder", "collection_order"})};
  house.today(day("2026-01-02"));
  auto const claim = house.invoice("1", "200.00", "consumer", "100", "2026-01-16");
  house.deliver();
  on(house, "2026-01-30");
  house.today(day("2026-02-02"));
  house.store().write_now([&](ledger::Transaction& tx) {
    ledger::plan::Wish wish;
    wish.made_by = "operator";
    wish.count = 4;
    wish.first = day("2026-02-16");
    REQUIRE(gateway::make_plan(tx, house.context(), {house.item(claim)}, wish));
  });
  house.deliver();
  on(house, "2026-02-20", {{claim, "30.00"}});
  for (auto at = day("2026-02-23"); at < day("2026-06-25"); at += std::chrono::days{1}) {
    house.today(at);
    house.bank(at - std::chrono::days{1}, {});
    house.run();
    if (house.item(claim).stage == "in_collection") break;
  }
  REQUIRE(house.item(claim).stage == "in_collection");
  auto const order = order_of(house, claim);
  auto const& told = order.at("claim").as_object();
  CHECK(cents(told.at("plan_fees")) > 0);
  CHECK(cents(told.at("open_principal")) + cents(told.at("interest")) +
            cents(told.at("reminder_fees")) + cents(told.at("plan_fees")) +
            cents(told.at("costs")) ==
        cents(told.at("total")));
  auto const& plan = order.at("plan_letters").as_array();
  REQUIRE(plan.size() >= 2);
  CHECK(plan.front().at("kind") == "plan_confirmation");
  CHECK(plan.front().at("fee") == "20.00");
  CHECK(plan.back().at("kind") == "plan_broken");
  auto const& payments = order.at("payments").as_array();
  REQUIRE(payments.size() == 1);
  CHECK(payments.front().at("day") == "2026-02-19");
  CHECK(payments.front().at("amount") == "30.00");
  CHECK(order.at("reminders").as_array().size() == 2);
  check_whole(house);
}
