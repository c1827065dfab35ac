#include <doctest/doctest.h>

#include "gateway/books/feed.hpp"
#include "gateway/claim/set_terms.hpp"
#include "gateway/claim/write_message.hpp"
#include "gateway/dispatch/apply.hpp"
#include "gateway/letters/letter_document.hpp"
#include "ledger/store/deliveries.hpp"
#include "tests/claim/case_news.hpp"
#include "tests/claim/days.hpp"
#include "tests/claim/other_ledger.hpp"
#include "tests/claim/policies.hpp"
#include "tests/claim/whole.hpp"

// What must wait while a claim rests or has more time, and how it goes on.
using namespace airut;
using namespace airut::tests;

namespace {

void pause(ClaimHouse& house, std::string const& id, char const* action) {
  auto const row = house.item(id);
  house.store().write_now([&](ledger::Transaction& tx) {
    ledger::ReceivablePaused fact{row.id, row.invoice_id, action, "asked", {}, ""};
    tx.append("demo", "key_test", house.now(), fact);
  });
}

void hold_customer(ClaimHouse& house, char const* reason) {
  house.store().write_now([&](ledger::Transaction& tx) {
    ledger::CustomerTermsSet fact;
    fact.client = "biller";
    fact.customer_number = "100";
    fact.hold_reason = reason;
    tx.append("demo", "key_test", house.now(), fact);
  });
}

// A claim of 300 euro in a plan of three instalments: 4 May, 4 June, 4 July 2026.
struct Planned {
  ClaimHouse house{up_to_collection};
  std::string claim, id;

  Planned() {
    house.today(day("2026-03-02"));
    claim = house.invoice("1", "300.00", "consumer", "100", "2026-03-16");
    house.deliver();
    CHECK(on(house, "2026-03-30") == 1);
    house.today(day("2026-04-07"));
    house.store().write_now([&](ledger::Transaction& tx) {
      ledger::plan::Wish wish;
      wish.made_by = "operator";
      wish.count = 3;
      wish.first = day("2026-05-04");
      auto const made = gateway::make_plan(tx, house.context(), {house.item(claim)}, wish);
      REQUIRE(made);
      id = made->plan_id;
    });
    house.deliver();
  }

  // The newest letter's document.
  model::Letter letter() {
    auto const at = house.context();
    return house.store().read([&](ledger::Snapshot& view) {
      auto const newest = ledger::list_letters(view, "demo", claim).back();
      auto const row = ledger::find_delivery(view, "demo", newest.delivery_id);
      REQUIRE(row);
      auto const submission = gateway::stored_submission(view, "demo", newest.invoice_id);
      return gateway::letter_document(view, *row, submission, *at.billers.client("demo", "biller"),
                                      at.law);
    });
  }

  std::string outcome() {
    auto const row = house.store().read(
        [&](ledger::Snapshot& view) { return ledger::find_plan(view, "demo", id); });
    REQUIRE(row);
    return row->outcome;
  }
};

}  // namespace

TEST_CASE("a due date that moves after a reminder stops the next letter until it has passed") {
  ClaimHouse house{up_to_collection};
  house.today(day("2026-01-02"));
  auto const id = house.invoice("1", "200.00", "consumer", "100", "2026-01-16");
  house.deliver();
  CHECK(on(house, "2026-01-30") == 1);
  CHECK(house.last_letter(id) == "first_reminder 5.00 0.73 2026-02-13");
  house.today(day("2026-02-10"));
  give_time(house, "1", "2026-04-30");
  CHECK(on(house, "2026-02-16") == 0);
  CHECK(house.reason(id) == "too-early");
  CHECK(on(house, "2026-04-30") == 0);
  // 1 to 3 May are a holiday and a weekend; no interest for the time that was given.
  CHECK(on(house, "2026-05-04") == 1);
  CHECK(house.letters(id).back().kind == "second_reminder");
  CHECK(house.letters(id).back().interest_from == day("2026-05-01"));
  check_whole(house);
}

TEST_CASE("a plan of a disputed claim is neither reminded of nor broken, and then has full time") {
  Planned planned;
  auto& house = planned.house;
  house.today(day("2026-04-29"));
  pause(house, planned.claim, "dispute");
  for (auto const* text : {"2026-05-11", "2026-06-11", "2026-06-25"}) on(house, text);
  CHECK(house.last_letter(planned.claim).starts_with("plan_confirmation"));
  CHECK(planned.outcome().empty());
  house.today(day("2026-06-26"));
  pause(house, planned.claim, "resume");
  // It rested from 29 April to 25 June. Of the first instalment five days were left: it is due 14
  // days after the end, on 9 July, and the second a month after that.
  for (auto const* text : {"2026-06-26", "2026-07-09", "2026-07-12"}) on(house, text);
  CHECK(house.last_letter(planned.claim).starts_with("plan_confirmation"));
  on(house, "2026-07-13");
  CHECK(house.last_letter(planned.claim) == "instalment_reminder 0.00 0.00 2026-07-27");
  on(house, "2026-08-10");
  CHECK(planned.outcome().empty());
  on(house, "2026-08-14");
  CHECK(house.last_letter(planned.claim) == "plan_broken 0.00 0.00 2026-08-28");
  CHECK(planned.outcome() == "broken");
  check_whole(house);
}

TEST_CASE("a reminder after a rest tells the moved days, and asks for what is due by them") {
  Planned planned;
  auto& house = planned.house;
  house.today(day("2026-04-29"));
  pause(house, planned.claim, "dispute");
  on(house, "2026-05-11");
  house.today(day("2026-06-26"));
  pause(house, planned.claim, "resume");
  on(house, "2026-07-13");
  auto const letter = planned.letter();
  CHECK(letter.kind == model::LetterKind::instalment_reminder);
  REQUIRE(letter.instalments.size() == 3);
  CHECK(letter.instalments[0].due == day("2026-07-09"));
  CHECK(letter.instalments[1].due == day("2026-08-09"));
  CHECK(letter.instalments[2].due == day("2026-09-08"));
  CHECK(letter.slip == letter.instalments[0].amount);
  check_whole(house);
}

TEST_CASE("an instalment that was missed before the dispute is reminded of after it") {
  Planned planned;
  auto& house = planned.house;
  house.today(day("2026-05-08"));
  pause(house, planned.claim, "dispute");
  for (auto const* text : {"2026-05-08", "2026-05-18"}) on(house, text);
  CHECK(house.last_letter(planned.claim).starts_with("plan_confirmation"));
  house.today(day("2026-05-20"));
  pause(house, planned.claim, "resume");
  on(house, "2026-05-20");
  CHECK(house.last_letter(planned.claim) == "instalment_reminder 0.00 0.00 2026-06-03");
  check_whole(house);
}

TEST_CASE("a plan rests while its customer's claims do, and while a deviation waits") {
  Planned planned;
  auto& house = planned.house;
  house.today(day("2026-05-02"));
  hold_customer(house, "deceased");
  for (auto const* text : {"2026-05-11", "2026-06-11"}) on(house, text);
  house.today(day("2026-06-12"));
  hold_customer(house, "");
  ledger::DeviationOpened open;
  open.deviation_id = "dev_1";
  open.invoice_id = house.item(planned.claim).invoice_id;
  open.client = "biller";
  open.code = "post.returned";
  open.code_class = "content";
  open.handler = "service";
  open.group_key = "one";
  house.store().write_now(
      [&](ledger::Transaction& tx) { tx.append("demo", "key_test", house.now(), open); });
  for (auto const* text : {"2026-06-22", "2026-07-10", "2026-07-27"}) on(house, text);
  CHECK(house.last_letter(planned.claim).starts_with("plan_confirmation"));
  CHECK(planned.outcome().empty());
  house.store().write_now([&](ledger::Transaction& tx) {
    tx.append("demo", "key_test", house.now(),
              ledger::DeviationResolved{"dev_1", "", open.invoice_id, "close_no_action", ""});
  });
  // Due 14 days after the end, on Sunday 9 August; the policy leaves three days more.
  on(house, "2026-08-13");
  CHECK(house.last_letter(planned.claim).starts_with("plan_confirmation"));
  on(house, "2026-08-14");
  CHECK(house.last_letter(planned.claim).starts_with("instalment_reminder"));
  check_whole(house);
}

TEST_CASE("a promise waits while its claim is disputed, and is judged after as many days") {
  ClaimHouse house{up_to_collection};
  house.today(day("2026-03-02"));
  auto const id = house.invoice("1", "200.00", "consumer", "100", "2026-03-16");
  house.deliver();
  house.today(day("2026-03-20"));
  auto const row = house.item(id);
  house.store().write_now([&](ledger::Transaction& tx) {
    tx.append("demo", "key_test", house.now(),
              ledger::PromiseMade{"prm_1", row.id, row.invoice_id, row.client, row.principal,
                                  day("2026-03-31"), "debtor", ""});
  });
  auto const outcome = [&] {
    auto const found = house.store().read(
        [&](ledger::Snapshot& view) { return ledger::find_promise(view, "demo", "prm_1"); });
    return found->outcome;
  };
  house.today(day("2026-03-25"));
  pause(house, id, "dispute");
  on(house, "2026-04-08");
  CHECK(outcome().empty());
  house.today(day("2026-04-09"));
  pause(house, id, "resume");
  CHECK(on(house, "2026-04-10") == 0);
  CHECK(house.reason(id) == "promised");
  // Fifteen days later than it was said: 15 April.
  CHECK(on(house, "2026-04-15") == 0);
  CHECK(outcome().empty());
  CHECK(on(house, "2026-04-16") == 1);
  CHECK(outcome() == "broken");
  check_whole(house);
}

namespace {

// A claim of 200 euro whose first reminder was decided on 30 January and waits to leave.
struct Waiting {
  ClaimHouse house{up_to_collection};
  std::string claim;

  Waiting() {
    house.today(day("2026-01-02"));
    claim = house.invoice("1", "200.00", "consumer", "100", "2026-01-16");
    house.deliver();
    house.today(day("2026-01-30"));
    house.bank(day("2026-01-29"), {});
    house.store().write_now([&](ledger::Transaction& tx) {
      auto const items = gateway::day_items(tx, house.context());
      gateway::run_stretch(tx, house.context(), items);
    });
  }
};

gateway::ClaimContext claim_context(ClaimHouse& house) {
  auto const at = house.context();
  return {at.billers, at.law, at.tenant, at.actor, at.now};
}

}  // namespace

TEST_CASE("a letter that has not left when its customer's claims begin to rest never leaves") {
  Waiting waiting;
  auto& house = waiting.house;
  REQUIRE(house.letters(waiting.claim).size() == 1);
  house.store().write_now([&](ledger::Transaction& tx) {
    ledger::CustomerTermsSet fact;
    fact.client = "biller";
    fact.customer_number = "100";
    fact.hold_reason = "deceased";
    gateway::set_terms(tx, claim_context(house), fact);
  });
  house.deliver();
  CHECK(house.letters(waiting.claim).front().withdrawn);
  CHECK_FALSE(house.letters(waiting.claim).front().sent_on);
  CHECK(house.item(waiting.claim).fee.text() == "0.00");
  check_whole(house);
}

TEST_CASE("a debtor may dispute again when the time of his last dispute is over") {
  ClaimHouse house{up_to_collection};
  house.today(day("2026-01-02"));
  auto const id = house.invoice("1", "200.00", "consumer", "100", "2026-01-16");
  house.deliver();
  house.today(day("2026-01-20"));
  house.store().write_now([&](ledger::Transaction& tx) {
    auto const row = house.item(id);
    ledger::ReceivablePaused fact{id, row.invoice_id, "dispute", "dispute", day("2026-01-25"), ""};
    tx.append("demo", "key_test", house.now(), fact);
  });
  house.today(day("2026-01-28"));
  house.store().write_now([&](ledger::Transaction& tx) {
    gateway::dispute(tx, claim_context(house), house.item(id), "still not so");
  });
  CHECK(on(house, "2026-01-30") == 0);
  CHECK(house.reason(id) == "disputed");
  check_whole(house);
}

TEST_CASE("a pause within a dispute does not end it") {
  ClaimHouse house{up_to_collection};
  house.today(day("2026-01-02"));
  auto const id = house.invoice("1", "200.00", "consumer", "100", "2026-01-16");
  house.deliver();
  auto const put = [&](char const* action, std::optional<model::Date> until) {
    house.store().write_now([&](ledger::Transaction& tx) {
      ledger::ReceivablePaused fact{id, house.item(id).invoice_id, action, "asked", until, ""};
      tx.append("demo", "key_test", house.now(), fact);
    });
  };
  house.today(day("2026-01-20"));
  SUBCASE("that lasts until it is lifted") {
    put("dispute", std::nullopt);
    put("pause", day("2026-01-25"));
    CHECK_FALSE(house.item(id).hold_until);
  }
  SUBCASE("that has a day, and goes on to the later one") {
    put("dispute", day("2026-02-20"));
    put("pause", day("2026-01-25"));
    CHECK(house.item(id).hold_until == day("2026-02-20"));
  }
  CHECK(house.item(id).disputed);
  CHECK(on(house, "2026-01-30") == 0);
  CHECK(house.reason(id) == "disputed");
  check_whole(house);
  put("resume", std::nullopt);
  CHECK_FALSE(house.item(id).disputed);
  CHECK(on(house, "2026-01-30") == 1);
  check_whole(house);
}

TEST_CASE("nothing is threatened or published of a claim that is disputed, banned or not due") {
  using ledger::collection::By;
  ClaimHouse house{up_to_collection};
  house.today(day("2026-01-02"));
  auto const id = house.invoice("1", "1000.00", "business", "200", "2026-01-16");
  house.deliver();
  for (auto const* text : {"2026-01-30", "2026-02-16", "2026-03-03", "2026-03-04"}) on(house, text);
  for (auto const* event : {"accept", "start"}) {
    CHECK(house.tell(id, By::agency, news(event)) == "");
  }
  pause(house, id, "dispute");
  CHECK(house.tell(id, By::agency, news("threaten")) == "rests");
  house.today(day("2026-03-05"));
  pause(house, id, "resume");
  CHECK(house.tell(id, By::client, news("ban", day("2026-03-05"))) == "");
  CHECK(house.tell(id, By::agency, news("threaten")) == "rests");
  house.today(day("2026-03-06"));
  CHECK(house.tell(id, By::agency, news("threaten")) == "");
  give_time(house, "1", "2026-04-10");
  house.today(day("2026-04-10"));
  CHECK(house.tell(id, By::agency, news("publish")) == "rests");
  house.today(day("2026-04-11"));
  CHECK(house.tell(id, By::agency, news("publish")) == "");
  check_whole(house);
}
