#include <algorithm>

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "gateway/claim/lay_credit.hpp"
#include "gateway/claim/lay_payment.hpp"
#include "gateway/claim/release_reversal.hpp"
#include "gateway/claim/tell_agency.hpp"
#include "gateway/letters/collection_notice.hpp"
#include "ledger/store/deliveries.hpp"
#include "ledger/store/payments.hpp"
#include "tests/claim/days.hpp"
#include "tests/claim/handed.hpp"
#include "tests/claim/whole.hpp"

// What an agency is told of a claim that it has.
using namespace airut;
using namespace airut::tests;

namespace {

// What the agency was told so far, in order: "event [sums]".
std::string notices_told(Handed& handed) {
  std::string told;
  handed.house.store().look([&](ledger::Snapshot& view) {
    ledger::DeliveryFilter filter;
    filter.channel = "agency";
    auto rows = ledger::list_deliveries(view, "demo", filter, {200, ""}).rows;
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
      if (row->document_kind != gateway::notice_kind) continue;
      auto const text = gateway::collection_notice_json(view, *row);
      REQUIRE(text);
      auto const notice = boost::json::parse(*text).as_object();
      CHECK(notice.at("case_id").as_string() == handed.house.collection(handed.claim)->id);
      told += std::string{notice.at("event").as_string()};
      if (auto const* sums = notice.if_contains("amounts")) {
        for (auto const& one : sums->as_array())
          told += fmt::format(" {} {}", std::string_view{one.at("component").as_string()},
                              std::string_view{one.at("amount").as_string()});
      }
      told += ", ";
    }
    return 0;
  });
  return told;
}

}  // namespace

TEST_CASE("the agency is told of all that happens to its claim elsewhere, once") {
  Handed handed;
  auto& house = handed.house;
  CHECK(notices_told(handed) == "");
  CHECK(handed.take("report_id,invoice_number,event,principal\r\nR1,17,accept,\r\n"
                    "R2,17,payment_reported,100.00\r\n") == "taken, taken");
  on(house, "2026-02-18");
  CHECK(notices_told(handed) == "");  // its own news
  house.today(day("2026-02-20"));
  house.bank(house.day_now(), {{handed.claim, "300.00"}});
  house.credit_note("18", "17", "50.00");
  on(house, "2026-02-21");
  auto const told = notices_told(handed);
  CHECK(told.starts_with("payment "));
  CHECK(told.find("credit_note principal 50.00, ") != std::string::npos);
  on(house, "2026-02-22");
  CHECK(notices_told(handed) == told);
  gateway::CaseNews recall;
  recall.event = "recall";
  recall.reason = "paid in cash";
  CHECK(house.tell(handed.claim, ledger::collection::By::client, recall) == "");
  CHECK(notices_told(handed) == told + "recall, ");  // at once
  check_whole(house);
}

TEST_CASE("an agency whose channel takes no notices is told by a person, who is asked once") {
  Handed handed;
  auto& house = handed.house;
  house.today(day("2026-02-20"));
  house.bank(house.day_now(), {{handed.claim, "300.00"}});
  auto row = *house.collection(handed.claim);
  row.partner = "print";
  for (int times = 0; times < 2; ++times) {
    house.store().write_now(
        [&](ledger::Transaction& tx) { gateway::tell_agency(tx, house.context(), row); });
    auto const open = house.deviations();
    CHECK(std::count(open.begin(), open.end(), "collection.tell_by_hand") == 1);
  }
}

namespace {

gateway::ClaimContext by_hand(gateway::DayContext const& at) {
  return {at.billers, at.law, at.tenant, "key_test", at.now};
}

// A person lays the payment on the claim, or takes it off there.
void lay_by_hand(Handed& handed, std::string const& payment, char const* amount) {
  handed.house.store().write_now([&](ledger::Transaction& tx) {
    auto const at = handed.house.context();
    auto const sum = *model::Money::parse(amount, {});
    auto const row = *ledger::find_payment(tx, "demo", payment);
    CHECK(gateway::lay_payment(tx, by_hand(at), row, {{handed.claim, sum}}, ""));
  });
}

}  // namespace

TEST_CASE("a payment that a person parts from its reversal is told when it is laid, not before") {
  Handed handed;
  auto& house = handed.house;
  house.bank(day("2026-02-18"), {{handed.claim, "300.00"}});
  on(house, "2026-02-19");
  auto const paid = notices_told(handed);
  CHECK(paid.starts_with("payment "));
  house.bank(day("2026-02-20"), {{handed.claim, "300.00", true}});
  on(house, "2026-02-21");
  auto const told = notices_told(handed);
  CHECK(told.starts_with(paid + "payment_taken_back "));
  std::string payment;
  house.store().write_now([&](ledger::Transaction& tx) {
    auto const at = house.context();
    auto const reversal = ledger::list_payments(tx, "demo", {}, {1, ""}).rows.front();
    payment = reversal.reverses;
    CHECK(gateway::release_reversal(tx, by_hand(at), reversal, ""));
  });
  on(house, "2026-02-22");
  CHECK(house.item(handed.claim).principal.text() == "1000.00");
  CHECK(notices_told(handed) == told);
  lay_by_hand(handed, payment, "300.00");
  on(house, "2026-02-23");
  CHECK(notices_told(handed) == told + paid);
  check_whole(house);
}

TEST_CASE("an agency is not told of its own money that a person lays, but when he takes it off") {
  Handed handed;
  CHECK(handed.take("report_id,invoice_number,event,fee\r\nR1,17,accept,\r\n"
                    "R2,17,payment_reported,25.00\r\n") == "taken, taken");
  auto const waiting = handed.waiting();
  REQUIRE(waiting.size() == 1);
  auto const& report = waiting.front();
  auto const rest = report.unallocated;
  lay_by_hand(handed, report.id, rest.text().c_str());
  on(handed.house, "2026-02-20");
  CHECK(notices_told(handed) == "");
  lay_by_hand(handed, report.id, (-rest).text().c_str());
  on(handed.house, "2026-02-21");
  auto const off = notices_told(handed);
  CHECK(off.starts_with("payment_taken_back "));
  lay_by_hand(handed, report.id, rest.text().c_str());
  on(handed.house, "2026-02-22");
  CHECK(notices_told(handed).starts_with(off + "payment "));
  check_whole(handed.house);
}

TEST_CASE("the agency is told of a credit balance that pays its claim") {
  Handed handed;
  auto& house = handed.house;
  auto const other = house.invoice("18", "500.00", "business", "200", "2026-03-20");
  house.deliver();
  house.bank(day("2026-02-18"), {{other, "500.00"}});
  on(house, "2026-02-19");
  house.credit_note("19", "18", "200.00");
  CHECK(house.item(other).credit_balance.text() == "200.00");
  auto const owed = house.item(handed.claim).open();
  house.store().write_now([&](ledger::Transaction& tx) {
    auto const at = house.context();
    auto const from = *ledger::find_receivable(tx, "demo", other);
    CHECK(gateway::lay_credit(tx, by_hand(at), from, {{handed.claim, from.credit_balance}}, ""));
  });
  CHECK((owed - house.item(handed.claim).open()).text() == "200.00");
  CHECK(notices_told(handed) == "");
  on(house, "2026-02-20");
  CHECK(notices_told(handed) == "pause, payment interest 8.92 principal 191.08, ");
  check_whole(house);
}
