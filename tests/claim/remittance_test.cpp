#include "gateway/claim/remittance.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "ledger/books/book.hpp"
#include "ledger/store/money_facts.hpp"
#include "tests/claim/handed.hpp"
#include "tests/claim/whole.hpp"

// Money that an agency reports and remits: booked once.
using namespace airut;
using namespace airut::tests;
using ledger::books::Account;

namespace {

struct Remitting : Handed {
  Remitting() { REQUIRE(take("report_id,invoice_number,event\r\nR1,17,accept\r\n") == "taken"); }

  void report(char const* id, char const* principal, char const* settlement) {
    auto const csv = fmt::format(
        "report_id,invoice_number,event,principal,settlement_id\r\n{},17,payment_reported,{},{}"
        "\r\n",
        id, principal, settlement);
    REQUIRE(take(csv) == "taken");
  }

  // Money of the agency's account.
  void remit(char const* on, char const* amount, char const* reference, bool back = false) {
    house.today(day(on));
    Paid paid{claim, amount, back};
    paid.reference = reference;
    paid.payer_account = "FI5810171000000122";
    house.bank(day(on), {paid});
  }

  // What stands on an account of the book, in cents.
  std::int64_t on(Account account) {
    ledger::books::Book book;
    house.store().read([&](ledger::Snapshot& view) {
      ledger::each_money_fact(view, "demo", 0, [&](ledger::MoneyFact const& one) {
        book.take(one.fact, one.booked);
        return true;
      });
    });
    std::int64_t sum = 0;
    for (auto const& [place, minor] : book.balances()) sum += place.account == account ? minor : 0;
    return sum;
  }

  gateway::ClaimContext context() {
    auto const at = house.context();
    return {at.billers, at.law, at.tenant, at.actor, at.now};
  }

  // "" or why not.
  std::string lay(ledger::PaymentRow const& payment, gateway::RemittanceWish const& wish) {
    std::string why;
    auto const at = context();
    house.store().write_now([&](ledger::Transaction& tx) {
      auto const done = gateway::lay_remittance(tx, at, payment, wish, "as their list says");
      why = done ? "" : done.error();
    });
    return why;
  }
};

}  // namespace

TEST_CASE("what an agency reports is its debt, and its remittance pays that once") {
  Remitting agency;
  agency.report("R2", "400.00", "B-2026-7");
  agency.report("R3", "100.00", "B-2026-7");
  CHECK(agency.on(Account::bank) == 0);
  CHECK(agency.on(Account::agency_clearing) == 50000);
  agency.remit("2026-02-20", "500.00", "B-2026-7");
  CHECK(agency.on(Account::bank) == 50000);
  CHECK(agency.on(Account::agency_clearing) == 0);
  CHECK(agency.on(Account::unallocated) == 0);
  CHECK(agency.waiting().empty());
  CHECK(agency.house.item(agency.claim).principal.text() == "500.00");
  check_whole(agency.house);
}

TEST_CASE("money that comes before its reports is laid when they come") {
  Remitting agency;
  agency.remit("2026-02-20", "400.00", "B-2026-7");
  REQUIRE(agency.waiting().size() == 1);
  agency.report("R2", "400.00", "B-2026-7");
  CHECK(agency.waiting().empty());
  CHECK(agency.on(Account::bank) == 40000);
  CHECK(agency.on(Account::agency_clearing) == 0);
  check_whole(agency.house);
}

TEST_CASE("a sum alone is for a person to lay, and what he lays is known the next time") {
  Remitting agency;
  agency.report("R2", "400.00", "");
  agency.remit("2026-02-20", "395.00", "none");
  REQUIRE(agency.waiting().size() == 1);
  auto const payment = agency.waiting().front();
  CHECK(agency.lay(payment, {"B-1", ""}) == "No such report of an agency waits for its money.");
  CHECK(agency.lay(payment, {"", "agency"}) == "");
  // Its commission is still open there.
  CHECK(agency.on(Account::agency_clearing) == 500);
  CHECK(agency.waiting().empty());
  check_whole(agency.house);
}

TEST_CASE("a remittance that the bank takes back is the agency's debt again") {
  Remitting agency;
  agency.report("R2", "400.00", "B-2026-7");
  agency.remit("2026-02-20", "400.00", "B-2026-7");
  REQUIRE(agency.waiting().empty());
  agency.remit("2026-02-23", "400.00", "B-2026-7", true);
  CHECK(agency.on(Account::bank) == 0);
  CHECK(agency.on(Account::agency_clearing) == 40000);
  CHECK(agency.house.item(agency.claim).principal.text() == "600.00");
  agency.remit("2026-02-25", "400.00", "B-2026-7");
  CHECK(agency.on(Account::bank) == 40000);
  CHECK(agency.on(Account::agency_clearing) == 0);
  check_whole(agency.house);
}
