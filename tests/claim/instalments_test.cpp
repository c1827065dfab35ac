#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/claim/days.hpp"
#include "tests/claim/policies.hpp"
#include "tests/claim/whole.hpp"

// Invoices that are paid in instalments, each with a day and a reference of its own.
using namespace airut;
using namespace airut::tests;

namespace {

auto const policies = policy_of({"first_reminder", "second_reminder", "collection_order"});
constexpr char const* first = "1232";
constexpr char const* second = "1245";

struct Taken {
  std::string receivable_id, warnings;
};

// 300.00 in two instalments, the first on the invoice's own day.
Taken bill(ClaimHouse& house, char const* second_amount = "200.00") {
  auto const accepted = house.take(fmt::format(
      R"({{"client_ref":"biller","invoice":{{"type":"invoice","number":"1","issue_date":"{}",)"
      R"("due_date":"2026-03-16","currency":"EUR","buyer":{{"name":"Asiakas","type":"consumer",)"
      R"("customer_number":"100","address":{{"line1":"Tie 1","postal_code":"00100",)"
      R"("city":"Helsinki","country":"FI"}}}},"lines":[{{"name":"Vero","quantity":"1",)"
      R"("unit":"C62","net_price":"300.00","vat":{{"category":"Z","rate":"0"}}}}],)"
      R"("nordic":{{"instalments":[{{"amount":"100.00","due_date":"2026-03-16",)"
      R"("reference":"{}"}},{{"amount":"{}","due_date":"2026-05-18","reference":"{}"}}]}}}}}})",
      model::date_text(house.day_now()), first, second_amount, second));
  auto const row = house.store().read([&](ledger::Snapshot& view) {
    return ledger::receivable_by_invoice_number(view, "demo", "biller", "1").value();
  });
  auto const at = accepted.body.find("\"warnings\"");
  return {row.id, accepted.body.substr(at)};
}

Paid by(std::string const& receivable, char const* reference, char const* amount) {
  Paid one{receivable, amount};
  one.reference = reference;
  return one;
}

}  // namespace

TEST_CASE("a claim in instalments is due with the last of them, and the biller is told so") {
  ClaimHouse house{policies};
  house.today(day("2026-03-02"));
  auto const taken = bill(house);
  house.deliver();
  CHECK(taken.warnings.find("instalments-last-day") != std::string::npos);
  CHECK(house.item(taken.receivable_id).due_date == day("2026-05-18"));
  CHECK(on(house, "2026-04-01") == 0);
  CHECK(on(house, "2026-05-18") == 0);
  CHECK(on(house, "2026-06-02") == 1);
  check_whole(house);
}

TEST_CASE("each instalment is paid by its own reference") {
  ClaimHouse house{policies};
  house.today(day("2026-03-02"));
  auto const id = bill(house).receivable_id;
  house.deliver();
  on(house, "2026-03-17", {by(id, first, "100.00")});
  CHECK(house.item(id).principal.text() == "200.00");
  CHECK(house.item(id).status == "partly_paid");
  on(house, "2026-05-19", {by(id, second, "200.00")});
  CHECK(house.item(id).status == "paid");
  CHECK(house.deviations().empty());
  CHECK(on(house, "2026-06-02") == 0);
  check_whole(house);
}

TEST_CASE("instalments that do not make up the sum are no terms: the invoice's own day counts") {
  ClaimHouse house{policies};
  house.today(day("2026-03-02"));
  auto const taken = bill(house, "150.00");
  house.deliver();
  CHECK(taken.warnings.find("instalments-last-day") == std::string::npos);
  CHECK(house.item(taken.receivable_id).due_date == day("2026-03-16"));
  CHECK(on(house, "2026-04-01") == 1);
  check_whole(house);
}
