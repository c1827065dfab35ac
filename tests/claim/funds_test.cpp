#include <doctest/doctest.h>
#include <fmt/format.h>

#include "gateway/books/returns.hpp"
#include "gateway/books/settle.hpp"
#include "gateway/claim/lay_payment.hpp"
#include "ledger/books/book.hpp"
#include "ledger/store/deviations.hpp"
#include "ledger/store/money_facts.hpp"
#include "ledger/store/payments.hpp"
#include "tests/claim/bank_files.hpp"
#include "tests/claim/days.hpp"
#include "tests/claim/policies.hpp"
#include "tests/claim/whole.hpp"

// Money that went back to a debtor and that the bank then takes back, and what it takes back of a
// payment that nobody knows.
using namespace airut;
using namespace airut::tests;

namespace {

// Invoices of a client whose money the service holds.
struct Held {
  ClaimHouse house{one_reminder, "FI",
                   "[[tenant.client]]\nref = \"held\"\ncurrency = \"EUR\"\n"
                   "dunning_policy = \"policy\"\nlanguage = \"fi\"\n"
                   "channel_order_consumer = [\"print\"]\n"
                   "[tenant.client.seller]\nname = \"Vesi Oy\"\nlegal_id = \"2617416-4\"\n"
                   "legal_id_scheme = \"0212\"\nvat_id = \"FI26174164\"\n"
                   "[tenant.client.seller.address]\nline1 = \"Katu 2\"\npostal_code = \"00100\"\n"
                   "city = \"Helsinki\"\ncountry = \"FI\"\n"
                   "[[tenant.client.account]]\niban = \"FI7944052020036082\"\nheld = true\n"};
  std::string first, second, third;

  Held() {
    house.bill_as("held");
    house.today(day("2026-01-02"));
    first = house.invoice("1", "100.00", "consumer", "100", "2026-01-16");
    second = house.invoice("2", "105.36", "consumer", "200", "2026-01-16");
    third = house.invoice("3", "80.00", "consumer", "100", "2026-01-16");
    house.deliver();
  }

  config::Client const& client() { return *house.context().billers.client("demo", "held"); }
  gateway::ClaimContext claims() {
    auto const at = house.context();
    return {at.billers, at.law, at.tenant, at.actor, at.now};
  }
  void pay(std::string const& item, char const* amount, char const* id, bool taken_back = false) {
    house.bank(house.day_now(), {{.receivable_id = item,
                                  .amount = amount,
                                  .taken_back = taken_back,
                                  .id = id,
                                  .account = "FI7944052020036082",
                                  .payer_account = "FI0950000120000123"}});
  }
  std::string settle() {
    std::string sum = "0.00";
    house.store().write_now([&](ledger::Transaction& tx) {
      for (auto const& one : gateway::unsettled(tx, "demo", client())) {
        if (auto const done = gateway::settle(tx, claims(), client(), house.day_now(), one))
          sum = done->amount.text();
      }
    });
    return sum;
  }
  std::string funds() {
    ledger::books::Book book;
    house.store().read([&](ledger::Snapshot& view) {
      ledger::each_money_fact(view, "demo", 0, [&](ledger::MoneyFact const& one) {
        book.take(one.fact, one.booked);
        return true;
      });
    });
    std::int64_t sum = 0;
    for (auto const& [place, minor] : book.balances())
      sum += place.account == ledger::books::Account::client_funds ? minor : 0;
    return model::Money{sum, {}}.text();
  }
  std::vector<std::string> proposals() {
    return house.store().read([&](ledger::Snapshot& view) {
      std::vector<std::string> all;
      for (auto const& one : gateway::return_proposals(view, "demo", client(), house.day_now()))
        all.push_back(one.amount.text());
      return all;
    });
  }
  std::string ordered() {
    std::string sums;
    house.store().write_now([&](ledger::Transaction& tx) {
      auto const order = gateway::order_returns(tx, claims(), client(), house.day_now());
      for (auto const& one : order.transfers) sums += one.amount.text() + " ";
    });
    return sums;
  }
  std::vector<ledger::PaymentRow> payments() {
    return house.store().read([](ledger::Snapshot& view) {
      return ledger::list_payments(view, "demo", {}, {100, ""}).rows;
    });
  }
  void lay(std::string const& payment_id, std::string const& item, char const* amount) {
    house.store().write_now([&](ledger::Transaction& tx) {
      auto const payment = ledger::find_payment(tx, "demo", payment_id);
      CHECK(gateway::lay_payment(tx, claims(), *payment, {{item, *model::Money::parse(amount, {})}},
                                 "")
                .has_value());
    });
  }
};

// The service holds 150 euro for an invoice of 100; 50 went back, then the bank took 150.
struct TakenBack : Held {
  TakenBack() {
    house.today(day("2026-01-08"));
    pay(first, "150.00", "P1");
    house.today(day("2026-01-09"));
    house.store().write_now([&](ledger::Transaction& tx) {
      auto const all = gateway::return_proposals(tx, "demo", client(), house.day_now());
      REQUIRE(all.size() == 1);
      CHECK(gateway::return_money(tx, claims(), house.day_now(),
                                  {all.front().payment_id, {}, all.front().amount, "person", ""})
                .has_value());
    });
    house.today(day("2026-01-10"));
    pay(first, "150.00", "P1", true);
  }
};

}  // namespace

TEST_SUITE("claim/funds") {
  TEST_CASE("a settlement pays out no more than the service holds for the client") {
    TakenBack one;
    REQUIRE(one.funds() == "-50.00");
    one.house.today(day("2026-01-12"));
    one.pay(one.second, "105.36", "P2");
    CHECK(one.settle() == "0.00");
    CHECK(one.funds() == "55.36");
    one.house.today(day("2026-01-13"));
    one.pay(one.third, "80.00", "P3");
    CHECK(one.settle() == "105.36");
    CHECK(one.funds() == "30.00");
    CHECK(one.settle() == "0.00");
    check_whole(one.house);
    // What the debtor kept comes after all.
    one.house.today(day("2026-01-14"));
    one.pay(one.first, "150.00", "P4");
    CHECK(one.settle() == "180.00");
    CHECK(one.funds() == "0.00");
    check_whole(one.house);
  }

  TEST_CASE("who keeps what was sent back is told of, and gets nothing more before it is covered") {
    TakenBack one;
    CHECK(one.house.deviations() == std::vector<std::string>{"bank.taken_back_after_return"});
    one.house.today(day("2026-01-12"));
    one.pay(one.third, "110.00", "P3");
    CHECK(one.proposals().empty());
    one.pay(one.third, "45.00", "P4");
    CHECK(one.proposals() == std::vector<std::string>{"25.00"});
    check_whole(one.house);
  }

  TEST_CASE("what a person takes off an invoice for a reversal that fits nothing is missing once") {
    Held one;
    one.house.today(day("2026-01-08"));
    one.pay(one.first, "60.00", "P1");
    one.pay(one.first, "40.00", "P2");
    CHECK(one.settle() == "100.00");
    one.house.today(day("2026-01-09"));
    one.pay(one.first, "30.00", "X9", true);
    REQUIRE(one.payments().front().unallocated_reason == "reversal-unknown");
    auto const taken_from = one.payments().at(1).id;
    one.lay(taken_from, one.first, "-30.00");
    CHECK(one.proposals().empty());
    one.house.today(day("2026-01-12"));
    one.pay(one.second, "105.36", "P3");
    CHECK(one.settle() == "75.36");
    CHECK(one.funds() == "0.00");
    check_whole(one.house);
    // What it waits for is not there: laid on another invoice it is missing again.
    one.lay(taken_from, one.third, "30.00");
    CHECK(one.settle() == "0.00");
    check_whole(one.house);
  }

  TEST_CASE("nothing is sent back by itself of what the bank may have taken back") {
    for (auto const* id : {"P1", "X9"}) {
      CAPTURE(id);
      Held one;
      one.house.today(day("2026-01-08"));
      one.pay(one.first, "150.00", "P1");
      one.house.today(day("2026-01-09"));
      one.pay(one.first, "40.00", id, true);
      REQUIRE(one.house.deviations() == std::vector<std::string>{"bank.reversal_unknown"});
      one.house.today(day("2026-03-02"));
      CHECK(one.ordered().empty());
      CHECK(one.proposals() == std::vector<std::string>{"10.00"});
      one.house.store().write_now([&](ledger::Transaction& tx) {
        auto const open = ledger::list_deviations(tx, "demo", {}, {1, ""}).rows.front();
        tx.append("demo", "key_test", one.house.now(),
                  ledger::DeviationResolved{open.id, "", "", "close_no_action", "asked the bank"});
      });
      CHECK(one.ordered() == "10.00 ");
      CHECK(one.ordered().empty());
      check_whole(one.house);
    }
  }
}
