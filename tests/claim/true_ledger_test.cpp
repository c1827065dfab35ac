#include <doctest/doctest.h>

#include "gateway/books/compare.hpp"
#include "gateway/books/feed.hpp"
#include "gateway/books/settle.hpp"
#include "gateway/claim/lay_payment.hpp"
#include "ledger/store/payments.hpp"
#include "ledger/store/query.hpp"
#include "tests/claim/policies.hpp"
#include "tests/claim/whole.hpp"

// What the biller's own ledger tells of a claim, and what differs from it.
using namespace airut;
using namespace airut::tests;
using std::chrono::days;

namespace {

// An invoice of 1 000 euro, due 2 March and reminded on the 30th.
struct RemindedBuyer {
  ClaimHouse house{one_reminder};
  std::string claim;

  explicit RemindedBuyer(char const* buyer) {
    house.today(day("2026-02-16"));
    claim = house.invoice("1", "1000.00", buyer, "200", "2026-03-02");
    house.deliver();
    house.today(day("2026-03-30"));
    house.bank(day("2026-03-29"), {});
    REQUIRE(house.run() == 1);
  }

  std::string feed(char const* kind, char const* amount, char const* on, char const* number = "1") {
    gateway::FeedOutcome outcome;
    gateway::FeedItem item;
    item.id = std::string{kind} + amount;
    item.kind = kind;
    item.invoice_number = number;
    item.amount = amount;
    item.day = day(on);
    house.store().write_now([&](ledger::Transaction& tx) {
      auto const at = house.context();
      gateway::ClaimContext const context{at.billers, at.law, at.tenant, at.actor, at.now};
      outcome = gateway::take_feed_item(tx, context, "biller", item);
    });
    return outcome.outcome;
  }

  std::string move_due(char const* id, char const* due = "2026-05-04") {
    gateway::FeedOutcome outcome;
    gateway::FeedItem item;
    item.id = id;
    item.kind = "due_date";
    item.invoice_number = "1";
    item.due_date = day(due);
    house.store().write_now([&](ledger::Transaction& tx) {
      auto const at = house.context();
      outcome = gateway::take_feed_item(tx, {at.billers, at.law, at.tenant, at.actor, at.now},
                                        "biller", item);
    });
    return outcome.outcome;
  }

  // "principal interest fee"
  std::string open() {
    auto const row = house.item(claim);
    return row.principal.text() + " " + row.interest.text() + " " + row.fee.text();
  }

  void check_whole() { tests::check_whole(house); }
};

}  // namespace

TEST_CASE("the number of an invoice forges no row of a settlement") {
  gateway::Settlement settlement;
  model::Money const euro{100, {}};
  settlement.amount = euro;
  settlement.items.push_back({"=1+1\",\n\"x", "rec_1", euro, {}, {}, {}});
  auto const text = gateway::settlement_csv(settlement, "a\"b", day("2026-03-30"));
  CHECK(text.find("\"a\"\"b\",2026-03-30,\"'=1+1\"\",\n\"\"x\",EUR,1.00,") != std::string::npos);
}

TEST_CASE("a part that was paid before a reminder leaves interest of what was open alone") {
  RemindedBuyer reminded{"consumer"};
  CHECK(reminded.open() == "1000.00 7.29 5.00");
  reminded.house.today(day("2026-04-07"));
  // Four days of 1 000 euro and 24 of what was left make 3.56, which the payment pays first.
  SUBCASE("as the biller's ledger tells it") {
    CHECK(reminded.feed("payment", "600.00", "2026-03-06") == "taken");
  }
  SUBCASE("as a bank tells it") {
    reminded.house.bank(day("2026-03-06"), {{reminded.claim, "600.00"}});
  }
  CHECK(reminded.open() == "403.56 0.00 5.00");
  reminded.check_whole();
}

TEST_CASE("what the biller gives up is its principal, and charges only beyond it") {
  RemindedBuyer reminded{"business"};
  auto const before = reminded.open();
  CAPTURE(before);
  auto const charges = before.substr(before.find(' '));
  CHECK(reminded.feed("write_off", "400.00", "2026-03-30") == "taken");
  CHECK(reminded.open() == "600.00" + charges);
  CHECK(reminded.feed("write_off", "600.00", "2026-03-30") == "taken");
  CHECK(reminded.open() == "0.00" + charges);
  auto const row = reminded.house.item(reminded.claim);
  CHECK(reminded.feed("write_off", (row.interest + row.fee + row.cost).text().c_str(),
                      "2026-03-30") == "taken");
  CHECK(reminded.house.item(reminded.claim).status != "open");
  reminded.check_whole();
}

TEST_CASE("money that the bank took back explains no difference") {
  ClaimHouse house{one_reminder};
  house.today(day("2026-02-16"));
  auto const claim = house.invoice("1", "1000.00", "business", "200", "2026-03-02");
  auto const cause = [&] {
    auto const at = house.context();
    auto const* client = at.billers.client("demo", "biller");
    auto const hundred_less = house.item(claim).principal - model::Money{10000, {}};
    return house.store().read([&](ledger::Snapshot& view) {
      std::vector<ledger::TrueItem> const theirs{{"1", hundred_less, std::nullopt}};
      auto const found = gateway::compare_ledgers(view, "demo", *client, theirs, true);
      return found.empty() ? std::string_view{} : ledger::cause_text(found.front().cause);
    });
  };
  auto const other = house.invoice("2", "50.00", "business", "200", "2026-03-02");
  house.bank(day("2026-02-17"), {{other, "150.00", false, "A"}});
  CHECK(cause() == "payment_waiting");
  house.bank(day("2026-02-18"), {{other, "150.00", true, "A"}});
  CHECK(cause() == "amount");
}

TEST_CASE("what the biller tells without a day counts for the day where it is") {
  RemindedBuyer reminded{"business"};
  auto& house = reminded.house;
  auto const night = model::Instant{day("2026-04-30").time_since_epoch()} + std::chrono::hours{22};
  house.store().write_now([&](ledger::Transaction& tx) {
    auto const at = house.context();
    gateway::FeedItem item;
    item.id = "P1";
    item.kind = "payment";
    item.invoice_number = "1";
    item.amount = "10.00";
    gateway::ClaimContext const context{at.billers, at.law, at.tenant, at.actor, night};
    CHECK(gateway::take_feed_item(tx, context, "biller", item).outcome == "taken");
  });
  auto const payments = house.store().read([](ledger::Snapshot& view) {
    return ledger::list_payments(view, "demo", {}, {10, ""}).rows;
  });
  REQUIRE(payments.size() == 1);
  CHECK(payments.front().value_date == day("2026-05-01"));
}

TEST_CASE("money that waited and was laid is told once") {
  ClaimHouse house{one_reminder};
  house.today(day("2026-02-16"));
  auto const first = house.invoice("1", "1000.00", "business", "200", "2026-03-02");
  auto const second = house.invoice("2", "50.00", "business", "200", "2026-03-02");
  house.bank(day("2026-02-17"), {{second, "150.00"}});
  CHECK(house.untold().empty());
  auto const lay = [&](std::string const& on, std::int64_t minor) {
    house.store().write_now([&](ledger::Transaction& tx) {
      auto const at = house.context();
      gateway::ClaimContext const context{at.billers, at.law, at.tenant, at.actor, at.now};
      auto const payment = ledger::list_payments(tx, "demo", {}, {1, ""}).rows.front();
      REQUIRE(gateway::lay_payment(tx, context, payment, {{on, model::Money{minor, {}}}}, ""));
    });
  };
  lay(first, 10000);
  for (auto const& one : house.untold()) FAIL_CHECK(one);
  lay(first, -4000);
  for (auto const& one : house.untold()) FAIL_CHECK(one);
}

TEST_CASE("a due date that is moved beyond a letter takes its charges back") {
  for (auto const* paid : {"", "500.00"}) {
    CAPTURE(paid);
    RemindedBuyer reminded{"consumer"};
    REQUIRE(reminded.open() == "1000.00 7.29 5.00");
    auto& house = reminded.house;
    house.today(day("2026-04-01"));
    if (*paid != 0) house.bank(day("2026-03-31"), {{reminded.claim, paid}});
    CHECK(reminded.move_due("later") == "taken");
    CHECK(reminded.open() == (*paid == 0 ? "1000.00 0.00 0.00" : "500.00 0.00 0.00"));
    reminded.check_whole();
  }
}

TEST_CASE("a due date that is moved after charges were given up takes back no more than is left") {
  struct Case {
    char const *given_up, *open;
  };
  for (auto const& [given_up, open] :
       {Case{"1012.29", "0.00 0.00 0.00"}, {"1009.00", "0.00 0.00 0.00"}}) {
    CAPTURE(given_up);
    RemindedBuyer reminded{"consumer"};
    REQUIRE(reminded.open() == "1000.00 7.29 5.00");
    CHECK(reminded.feed("write_off", given_up, "2026-03-30") == "taken");
    CHECK(reminded.move_due("later") == "taken");
    CHECK(reminded.open() == open);
    reminded.check_whole();
  }
}

TEST_CASE("a fault that one item of the feed meets refuses that item alone") {
  RemindedBuyer reminded{"consumer"};
  auto& house = reminded.house;
  house.today(day("2026-04-01"));
  auto const other = house.invoice("2", "50.00", "business", "300", "2026-05-04");
  house.bank(day("2026-03-31"), {{reminded.claim, "500.00"}});
  auto const before = reminded.open();
  // Rows that a program of old could have left.
  house.store().write_now([&](ledger::Transaction& tx) {
    ledger::Query{tx.connection(), "DELETE FROM payments"}.run();
  });
  auto const events = house.events();
  CHECK(reminded.move_due("later") == "refused");
  CHECK(reminded.open() == before);
  CHECK(house.events() == events);
  CHECK(reminded.feed("payment", "20.00", "2026-04-01", "2") == "taken");
  CHECK(house.item(other).principal.text() == "30.00");
}

TEST_CASE("a due date moved to before the letter leaves interest and fee only where they begin") {
  RemindedBuyer reminded{"consumer"};
  CHECK(reminded.open() == "1000.00 7.29 5.00");
  reminded.house.today(day("2026-03-31"));
  SUBCASE("to the Sunday before it: who pays on the Monday of the letter is in time") {
    CHECK(reminded.move_due("later", "2026-03-29") == "taken");
    CHECK(reminded.open() == "1000.00 0.00 0.00");
  }
  SUBCASE("to ten days before it, when it could have no fee yet") {
    CHECK(reminded.move_due("later", "2026-03-20") == "taken");
    CHECK(reminded.open() == "1000.00 2.60 0.00");
  }
  SUBCASE("to 14 days before it") {
    CHECK(reminded.move_due("later", "2026-03-16") == "taken");
    CHECK(reminded.open() == "1000.00 3.64 5.00");
  }
  reminded.check_whole();
}
