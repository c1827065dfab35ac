#include <doctest/doctest.h>
#include <fmt/format.h>

#include "gateway/dispatch/offer.hpp"
#include "ledger/store/deliveries.hpp"
#include "tests/claim/days.hpp"
#include "tests/claim/policies.hpp"
#include "tests/claim/whole.hpp"
#include "tests/support/printed.hpp"

// Invoices that are paid in instalments, each with a day and a reference of its own.
using namespace airut;
using namespace airut::tests;

namespace {

constexpr char const* first_reference = "1232";
constexpr char const* second_reference = "1245";

struct Taken {
  std::string receivable_id, warnings;
};

// 300.00 in these instalments, as JSON.
Taken bill_in(ClaimHouse& house, std::string const& instalments) {
  auto const accepted = house.take(fmt::format(
      R"({{"client_ref":"biller","invoice":{{"type":"invoice","number":"1","issue_date":"{}",)"
      R"("due_date":"2026-03-16","currency":"EUR","buyer":{{"name":"Asiakas","type":"consumer",)"
      R"("customer_number":"100","address":{{"line1":"Tie 1","postal_code":"00100",)"
      R"("city":"Helsinki","country":"FI"}}}},"lines":[{{"name":"Vero","quantity":"1",)"
      R"("unit":"C62","net_price":"300.00","vat":{{"category":"Z","rate":"0"}}}}],)"
      R"("nordic":{{"instalments":[{}]}}}}}})",
      model::date_text(house.day_now()), instalments));
  auto const row = house.store().read([&](ledger::Snapshot& view) {
    return ledger::receivable_by_invoice_number(view, "demo", "biller", "1").value();
  });
  auto const at = accepted.body.find("\"warnings\"");
  return {row.id, accepted.body.substr(at)};
}

std::string instalment(char const* amount, char const* day, char const* reference) {
  return fmt::format(R"({{"amount":"{}","due_date":"{}","reference":"{}"}})", amount, day,
                     reference);
}

// In two, the first on the invoice's own day.
Taken bill_in_two(ClaimHouse& house, char const* second_amount = "200.00") {
  return bill_in(house, instalment("100.00", "2026-03-16", first_reference) + "," +
                            instalment(second_amount, "2026-05-18", second_reference));
}

// What a mail with the invoice would say if it left now.
std::string mail_text(ClaimHouse& house, std::string const& receivable) {
  gateway::Clock clock;
  gateway::RenderTools tools;
  tools.designs = {&shipped_designs(), [](auto const*) {}};
  auto const at = house.context();
  auto const invoice = house.item(receivable).invoice_id;
  auto row = house.store().read([&](ledger::Snapshot& view) {
    ledger::DeliveryFilter filter;
    filter.invoice_id = invoice;
    return ledger::list_deliveries(view, "demo", filter, {1, ""}).rows.front();
  });
  row.channel = "email";
  auto const offer =
      gateway::make_offer({house.store(), at.billers, at.codes, clock, tools, at.law}, row);
  REQUIRE_FALSE(offer.problem);
  return offer.parcel.text;
}

std::string const by_mail =
    "[[channel]]\nname = \"email\"\nkind = \"email\"\nformat = \"pdf\"\nhost = \"localhost\"\n"
    "from = \"a@b.test\"\n";

Paid by(std::string const& receivable, char const* reference, char const* amount) {
  Paid one{receivable, amount};
  one.reference = reference;
  return one;
}

}  // namespace

TEST_CASE("a claim in instalments is due with the last of them, and the biller is told so") {
  ClaimHouse house{up_to_collection};
  house.today(day("2026-03-02"));
  auto const taken = bill_in_two(house);
  house.deliver();
  CHECK(taken.warnings.find("instalments-last-day") != std::string::npos);
  CHECK(house.item(taken.receivable_id).due_date == day("2026-05-18"));
  CHECK(on(house, "2026-04-01") == 0);
  CHECK(on(house, "2026-05-18") == 0);
  CHECK(on(house, "2026-06-02") == 1);
  check_whole(house);
}

TEST_CASE("each instalment is paid by its own reference") {
  ClaimHouse house{up_to_collection};
  house.today(day("2026-03-02"));
  auto const id = bill_in_two(house).receivable_id;
  house.deliver();
  on(house, "2026-03-17", {by(id, first_reference, "100.00")});
  CHECK(house.item(id).principal.text() == "200.00");
  CHECK(house.item(id).status == "partly_paid");
  on(house, "2026-05-19", {by(id, second_reference, "200.00")});
  CHECK(house.item(id).status == "paid");
  CHECK(house.deviations().empty());
  CHECK(on(house, "2026-06-02") == 0);
  check_whole(house);
}

TEST_CASE("instalments that do not make up the sum are no terms: the invoice's own day counts") {
  ClaimHouse house{up_to_collection};
  house.today(day("2026-03-02"));
  auto const taken = bill_in_two(house, "150.00");
  house.deliver();
  CHECK(taken.warnings.find("instalments-last-day") == std::string::npos);
  CHECK(house.item(taken.receivable_id).due_date == day("2026-03-16"));
  CHECK(on(house, "2026-04-01") == 1);
  check_whole(house);
}

TEST_CASE("a mail that waited tells each instalment as it stands when it leaves") {
  ClaimHouse house{up_to_collection, "FI", by_mail};
  house.today(day("2026-03-02"));
  // Two of one day, the first of them later in the order of references.
  auto const id = bill_in(house, instalment("100.00", "2026-03-16", "1245") + "," +
                                     instalment("100.00", "2026-03-16", "1232") + "," +
                                     instalment("100.00", "2026-05-18", "1258"))
                      .receivable_id;
  SUBCASE("the first of which a credit note left nothing to pay") {
    house.credit_note("C1", "1", "100.00");
    auto const text = mail_text(house, id);
    CAPTURE(text);
    CHECK(text.find("Maksettava: 200,00 EUR") != text.npos);
    CHECK(text.find("Erä 1/3: 100,00 EUR · Eräpäivä 16.03.2026 · Ei maksettavaa") != text.npos);
    CHECK(text.find("Erä 2/3: 100,00 EUR · Eräpäivä 16.03.2026 · Viitenumero 1232\n") != text.npos);
    CHECK(text.find("Erä 3/3: 100,00 EUR · Eräpäivä 18.05.2026 · Viitenumero 1258\n") != text.npos);
  }
  SUBCASE("the last of which is paid") {
    house.bank(day("2026-03-02"), {by(id, "1258", "100.00")});
    auto const text = mail_text(house, id);
    CAPTURE(text);
    CHECK(text.find("Maksettava: 200,00 EUR") != text.npos);
    CHECK(text.find("Erä 1/3: 100,00 EUR · Eräpäivä 16.03.2026 · Viitenumero 1245\n") != text.npos);
    CHECK(text.find("Erä 3/3: 100,00 EUR · Eräpäivä 18.05.2026 · Maksettu\n") != text.npos);
  }
}
