#include <doctest/doctest.h>

#include "gateway/books/feed.hpp"
#include "tests/claim/house.hpp"

// What must wait while a claim rests or has more time, and how it goes on.
using namespace airut;
using namespace airut::tests;

namespace {

constexpr auto* policies = R"(
[[tenant.policy]]
name = "policy"
grace_days = 0
bank_data_age_days = 4
collection_automatic = true
[[tenant.policy.step]]
action = "first_reminder"
after_days = 14
[[tenant.policy.step]]
action = "second_reminder"
after_days = 14
[[tenant.policy.step]]
action = "collection_order"
after_days = 14
)";

int on(ClaimHouse& house, char const* text, std::vector<Paid> const& paid = {}) {
  house.today(day(text));
  house.bank(house.day_now() - std::chrono::days{1}, paid);
  return house.run();
}

// The biller's own ledger tells of another due date.
void give_time(ClaimHouse& house, char const* number, char const* due) {
  gateway::FeedItem item;
  item.id = std::string{number} + due;
  item.kind = "due_date";
  item.invoice_number = number;
  item.due_date = day(due);
  house.store().write_now([&](ledger::Transaction& tx) {
    auto const& at = house.context();
    gateway::ClaimContext const claim{at.billers, at.law, at.tenant, at.actor, at.now};
    CHECK(gateway::take_feed_item(tx, claim, "biller", item).outcome == "taken");
  });
}

void check_whole(ClaimHouse& house) {
  for (auto const& one : house.broken()) FAIL_CHECK(one);
  for (auto const& one : house.audit()) FAIL_CHECK(one);
  auto const before = house.rows();
  house.replay();
  CHECK(house.rows() == before);
}

}  // namespace

TEST_CASE("a due date that moves after a reminder stops the next letter until it has passed") {
  ClaimHouse house{policies};
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
