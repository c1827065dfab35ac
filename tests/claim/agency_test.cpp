#include <doctest/doctest.h>
#include <fmt/format.h>

#include "ledger/store/deviations.hpp"
#include "tests/claim/handed.hpp"
#include "tests/claim/whole.hpp"

// What an agency tells in files.
using namespace airut;
using namespace airut::tests;
using std::chrono::days;

TEST_CASE("an agency answers the order by its id, and tells of payments with their split") {
  Handed handed;
  auto const id = handed.house.collection(handed.claim)->id;
  CHECK(handed.take(fmt::format(
            R"({{"reports":[{{"report_id":"R1","case_id":"{}","event":"accept",)"
            R"("agency_reference":"A-77"}},{{"report_id":"R2","case_id":"{}","event":"start"}}]}})",
            handed.order, id)) == "taken, taken");
  CHECK(handed.state() == "voluntary");
  CHECK(handed.house.collection(handed.claim)->agency_reference == "A-77");
  auto const csv = fmt::format(
      "report_id,invoice_number,event,day,principal,interest,fee,cost\r\n"
      "R3,17,payment_reported,2026-02-17,400.00,2.00,12.00,\r\n");
  CHECK(handed.take(csv) == "taken");
  CHECK(handed.house.item(handed.claim).principal.text() == "600.00");
  // The same bytes do nothing; the same report in another file counts once.
  CHECK(handed.take(csv) == "seen");
  CHECK(handed.take(csv + "R4,17,note,,,,,\r\n") == "repeated, taken");
  CHECK(handed.house.item(handed.claim).principal.text() == "600.00");
  CHECK(handed.house.broken().empty());
  for (auto const& one : handed.house.audit()) FAIL_CHECK(one);
  auto const before = handed.house.rows();
  handed.house.replay();
  CHECK(handed.house.rows() == before);
}

TEST_CASE("a number that two clients have at the agency means neither") {
  constexpr auto* other = R"([[tenant.client]]
ref = "other"
dunning_policy = "policy"
collection_partner = "agency"
channel_order_business = ["print"]
[tenant.client.seller]
name = "Vesi Oy"
legal_id = "0112038-9"
legal_id_scheme = "0212"
vat_id = "FI01120389"
[tenant.client.seller.address]
line1 = "Katu 2"
postal_code = "00100"
city = "Helsinki"
country = "FI"
[[tenant.client.account]]
iban = "FI2112345600000785"
)";
  Handed handed;
  auto& house = handed.house;
  house.configure(std::string{handed_policies} + other);
  house.bill_as("other");
  auto const second = house.invoice("17", "500.00", "business", "300", "2026-03-03");
  house.deliver();
  for (auto at = day("2026-03-17"); !house.collection(second) && at < day("2026-05-01");
       at += days{1}) {
    house.today(at);
    house.bank(at - days{1}, {});
    house.run();
  }
  REQUIRE(house.collection(second));
  CHECK(handed.take("report_id,invoice_number,event\r\nR1,17,accept\r\n") == "refused not-found");
  auto const by_id =
      fmt::format("report_id,case_id,event\r\nR2,{},accept\r\n", house.collection(second)->id);
  CHECK(handed.take(by_id) == "taken");
  CHECK(handed.state() == "sent");
}

TEST_CASE("reports that cannot be are refused one by one, and a person is told") {
  Handed handed;
  auto const report = [](char const* event, char const* more) {
    return fmt::format(R"({{"reports":[{{"report_id":"R-{0}","invoice_number":"17",)"
                       R"("event":"{0}"{1}}}]}})",
                       event, more);
  };
  CHECK(handed.take(report("start", "")) == "refused not-now");
  CHECK(handed.take(report("accept", "")) == "taken");
  CHECK(handed.take(report("recall", "")) == "refused not-permitted");
  CHECK(handed.take(report("question", "")) == "refused required");
  CHECK(handed.take(report("question", R"(,"note":"Who signed the order?")")) == "taken");
  CHECK(handed.take(report("payment_reported", R"(,"principal":"-1.00")")) ==
        "refused wrong-value");
  CHECK(handed.take(report("payment_reported", R"(,"principal":"much")")) == "refused wrong-value");
  // Another agency's file does not reach the case.
  CHECK(handed.take(report("note", ""), "print") == "refused not-found");
  CHECK(handed.take("report_id,event\r\n,accept\r\n") == "required");
  CHECK(handed.take("nonsense\r\n") == "column-unknown");
  CHECK(handed.state() == "accepted");
  CHECK(handed.house.broken().empty());
}

namespace {

void pass_to(ClaimHouse& house, char const* on) {
  house.today(day(on));
  house.bank(house.day_now() - days{1}, {});
  house.run();
}

}  // namespace

TEST_CASE("a case that a court has is never closed by itself, however long it takes") {
  Handed handed;
  CHECK(handed.take("report_id,invoice_number,event\r\nR1,17,accept\r\nR2,17,go_legal\r\n"
                    "R3,17,enforce\r\n") == "taken, taken, taken");
  pass_to(handed.house, "2029-03-01");
  CHECK(handed.state() == "enforcement");
  CHECK(handed.house.item(handed.claim).principal.text() == "1000.00");
  // What the enforcement brings is still laid.
  CHECK(handed.take("report_id,invoice_number,event,principal\r\n"
                    "R4,17,payment_reported,1000.00\r\n") == "taken");
  CHECK(handed.house.item(handed.claim).principal.text() == "0.00");
  check_whole(handed.house);
}

TEST_CASE("before a court the time bar is warned of, and a person or the agency closes the case") {
  Handed handed;
  auto& house = handed.house;
  CHECK(handed.take("report_id,invoice_number,event\r\nR1,17,accept\r\nR2,17,start\r\n") ==
        "taken, taken");
  house.today(day("2028-12-01"));
  auto const before = house.events();
  pass_to(house, "2028-12-01");
  auto const noted = house.events();
  pass_to(house, "2028-12-02");
  CHECK(house.events() - noted < noted - before);  // warned of once
  gateway::CaseNews bar;
  bar.event = "time_bar";
  CHECK(house.tell(handed.claim, ledger::collection::By::client, bar) == "not-barred");
  // A part that the debtor pays begins the three years again.
  CHECK(handed.take("report_id,invoice_number,event,day,principal\r\n"
                    "R3,17,payment_reported,2028-12-02,100.00\r\n") == "taken");
  pass_to(house, "2029-06-01");
  CHECK(handed.state() == "voluntary");
  CHECK(house.tell(handed.claim, ledger::collection::By::client, bar) == "not-barred");
  pass_to(house, "2031-12-03");
  CHECK(handed.state() == "voluntary");
  CHECK(house.tell(handed.claim, ledger::collection::By::system, bar) == "not-permitted");
  CHECK(house.tell(handed.claim, ledger::collection::By::client, bar) == "");
  CHECK(handed.state() == "closed_time_barred");
  CHECK(house.item(handed.claim).principal.text() == "0.00");
  check_whole(house);
}

TEST_CASE("of what an agency reports beyond what is open, only the rest waits") {
  Handed handed;
  auto& house = handed.house;
  CHECK(handed.take("report_id,invoice_number,event\r\nR1,17,accept\r\n") == "taken");
  CHECK(handed.take("report_id,invoice_number,event,principal,fee\r\n"
                    "R2,17,payment_reported,1000.01,2.00\r\n") == "taken");
  CHECK(house.item(handed.claim).principal.text() == "0.00");
  auto const waiting = handed.waiting();
  REQUIRE(waiting.size() == 1);
  CHECK(waiting.front().unallocated.text() == "0.01");
  CHECK(waiting.front().unallocated_reason == "more-than-open");
  check_whole(house);
}

TEST_CASE("interest that ran after the hand-over is fixed by the law's rate and can be reported") {
  Handed handed;
  auto& house = handed.house;
  CHECK(handed.take("report_id,invoice_number,event\r\nR1,17,accept\r\nR2,17,start\r\n") ==
        "taken, taken");
  auto const before = house.item(handed.claim).interest;
  // 10.5 % on 1 000 euro for the 28 days from 17 February on: 8.05.
  house.today(day("2026-03-18"));
  CHECK(handed.take("report_id,invoice_number,event,day,principal,interest\r\n"
                    "R3,17,payment_reported,2026-03-16,500.00," +
                    (before + *model::Money::parse("5.00", before.currency())).text() + "\r\n") ==
        "taken");
  auto const item = house.item(handed.claim);
  CHECK(item.principal.text() == "500.00");
  CHECK(item.interest_until == day("2026-03-16"));
  CHECK(item.interest.text() == "3.05");
  CHECK(handed.waiting().empty());
  // Days after the payment run on what is left; more than they give waits.
  house.today(day("2026-04-20"));
  CHECK(handed.take("report_id,invoice_number,event,day,principal,interest\r\n"
                    "R4,17,payment_reported,2026-04-16,500.00,20.00\r\n") == "taken");
  CHECK(house.item(handed.claim).interest.is_zero());
  REQUIRE(handed.waiting().size() == 1);
  CHECK(handed.waiting().front().unallocated_reason == "more-than-open");
  // 500 euro for 31 days: 4.46; 20.00 - 3.05 - 4.46.
  CHECK(handed.waiting().front().unallocated.text() == "12.49");
  check_whole(house);
}

TEST_CASE("a day that is still to come is refused, for it would fix interest that has not run") {
  Handed handed;
  auto& house = handed.house;
  CHECK(handed.take("report_id,invoice_number,event\r\nR1,17,accept\r\n") == "taken");
  auto const before = house.item(handed.claim).interest;
  auto const paid = [&](char const* id, char const* on) {
    return handed.take(
        fmt::format("report_id,invoice_number,event,day,principal,interest\r\n"
                    "{},17,payment_reported,{},500.00,{}\r\n",
                    id, on, (before + *model::Money::parse("0.01", before.currency())).text()));
  };
  house.today(day("2026-03-18"));
  CHECK(handed.take("report_id,invoice_number,event,day\r\nR2,17,start,2026-03-19\r\n") ==
        "refused wrong-value");
  CHECK(paid("R3", "2026-06-16") == "refused wrong-value");  // typed for 16 March
  CHECK(house.item(handed.claim).interest == before);
  CHECK(house.item(handed.claim).principal.text() == "1000.00");
  CHECK(paid("R3", "2026-03-18") == "taken");  // refused, it did not count
  CHECK(house.item(handed.claim).principal.text() == "500.00");
  gateway::CaseNews ban;
  ban.event = "ban";
  ban.until = day("2026-06-16");
  CHECK(house.tell(handed.claim, ledger::collection::By::client, ban) == "");
  check_whole(house);
}

TEST_CASE("what an agency is paid after a case was closed waits for a person, and is not lost") {
  Handed handed;
  auto& house = handed.house;
  CHECK(handed.take("report_id,invoice_number,event\r\nR1,17,accept\r\n") == "taken");
  gateway::CaseNews loss;
  loss.event = "credit_loss";
  CHECK(house.tell(handed.claim, ledger::collection::By::client, loss) == "");
  auto const csv = "report_id,invoice_number,event,principal\r\nR2,17,payment_reported,400.00\r\n";
  CHECK(handed.take(csv) == "taken");
  CHECK(handed.take(std::string{csv} + "R2,17,payment_reported,400.00\r\n") ==
        "repeated, repeated");
  CHECK(handed.state() == "closed_credit_loss");
  house.store().read([&](ledger::Snapshot& view) {
    auto const invoice = house.item(handed.claim).invoice_id;
    CHECK(ledger::open_deviation_about(view, "demo", invoice) == "collection.paid_after_close");
  });
  auto const waiting = handed.waiting();
  REQUIRE(waiting.size() == 1);
  CHECK(waiting.front().unallocated.text() == "400.00");
  CHECK(waiting.front().unallocated_reason == "case-closed");
  check_whole(house);
}
