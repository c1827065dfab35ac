#include <doctest/doctest.h>

#include "gateway/claim/set_terms.hpp"
#include "gateway/deviations/hear.hpp"
#include "ledger/store/deliveries.hpp"
#include "ledger/store/deviations.hpp"
#include "ledger/store/terms.hpp"
#include "tests/claim/days.hpp"
#include "tests/claim/policies.hpp"
#include "tests/claim/whole.hpp"

// Debtors of whom nothing is demanded: who has died, is bankrupt, or a minor.
using namespace airut;
using namespace airut::tests;

namespace {

// Two invoices of one customer; the first one's letter comes back.
struct Dead {
  ClaimHouse house{up_to_collection};
  std::string first, second;

  explicit Dead(char const* customer) {
    house.today(day("2026-03-02"));
    first = house.invoice("G1", "100.00", "consumer", customer, "2026-03-16");
    second = house.invoice("G2", "200.00", "consumer", customer, "2026-03-16");
    house.deliver();
    house.today(day("2026-03-10"));
    house.store().write_now([&](ledger::Transaction& tx) {
      ledger::DeliveryFilter filter;
      filter.invoice_id = ledger::find_receivable(tx, "demo", first)->invoice_id;
      auto const delivery = ledger::list_deliveries(tx, "demo", filter, {1, ""}).rows.front();
      gateway::News news;
      news.code = "print.returned_deceased";
      auto const at = house.context();
      CHECK(gateway::hear(tx, delivery, news, {at.billers, at.codes, "system", at.now, &at.law}));
    });
  }

  void resolve() {
    house.store().write_now([&](ledger::Transaction& tx) {
      auto const open = ledger::list_deviations(tx, "demo", {}, {1, ""}).rows.front();
      tx.append("demo", "key_test", house.now(),
                ledger::DeviationResolved{open.id, open.delivery_id, open.invoice_id,
                                          "close_no_action", ""});
    });
  }

  void set(std::string stopped) {
    house.store().write_now([&](ledger::Transaction& tx) {
      ledger::CustomerTermsSet fact;
      fact.client = "biller";
      fact.customer_number = "100";
      fact.stopped = std::move(stopped);
      auto const at = house.context();
      gateway::set_terms(tx, {at.billers, at.law, at.tenant, at.actor, at.now}, fact);
    });
  }
};

}  // namespace

TEST_CASE("a letter that comes back because the recipient died stops all claims of the customer") {
  Dead dead{"100"};
  CHECK(on(dead.house, "2026-03-30") == 0);
  CHECK(dead.house.reason(dead.second) == "stopped");
  dead.resolve();
  CHECK(on(dead.house, "2026-04-20") == 0);
  CHECK(dead.house.reason(dead.second) == "stopped");
  check_whole(dead.house);
  dead.set("");
  CHECK(on(dead.house, "2026-04-21") == 1);
  CHECK(dead.house.item(dead.second).letters == 1);
  check_whole(dead.house);
}

TEST_CASE("of a customer without a number all claims in his name rest until a person looked") {
  Dead dead{""};
  CHECK(on(dead.house, "2026-03-30") == 0);
  CHECK(dead.house.reason(dead.second) == "customer-held");
  dead.resolve();
  CHECK(on(dead.house, "2026-04-20") == 1);
  check_whole(dead.house);
}

TEST_CASE("a customer who is said to be bankrupt is asked for nothing, nor is his letter sent") {
  Dead dead{"200"};
  CHECK(on(dead.house, "2026-03-11") == 0);
  auto const third = dead.house.invoice("G3", "50.00", "consumer", "100", "2026-03-25");
  dead.house.deliver();
  dead.house.today(day("2026-04-10"));
  dead.house.bank(day("2026-04-09"), {});
  CHECK(dead.house.decide() == 1);
  dead.set("bankrupt");
  CHECK(dead.house.item(third).letters == 0);
  CHECK(dead.house.item(third).fee.is_zero());
  dead.house.deliver();
  CHECK(on(dead.house, "2026-05-10") == 0);
  CHECK(dead.house.reason(third) == "stopped");
  check_whole(dead.house);
}
