#include <doctest/doctest.h>
#include <fmt/format.h>

#include "gateway/claim/claim_facts.hpp"
#include "gateway/kid/kid.hpp"
#include "gateway/today.hpp"
#include "tests/claim/days.hpp"
#include "tests/claim/policies.hpp"
#include "tests/claim/whole.hpp"

// Which claims a payment's reference names, and what an invoice says of its interest.
using namespace airut;
using namespace airut::tests;

namespace {

constexpr auto* customer_kid = R"([[tenant.client.kid]]
[[tenant.client.kid.part]]
kind = "customer"
length = 8
)";

}  // namespace

TEST_SUITE("claim/references") {
  TEST_CASE("a customer's KID pays the oldest of however many open items") {
    ClaimHouse house{policy_of({"first_reminder"}), "NO", customer_kid};
    house.today(day("2026-01-02"));
    auto const oldest = house.invoice("1", "100.00", "consumer", "42", "2026-01-16");
    for (int i = 2; i <= 202; ++i)
      house.invoice(std::to_string(i), "100.00", "consumer", "42", "2026-02-16");
    auto const* client = house.context().billers.client("demo", "biller");
    auto const kid = gateway::make_kid(client->kids.front(), "42", "");
    REQUIRE(kid);
    house.today(day("2026-01-20"));
    house.bank(day("2026-01-19"),
               {{.receivable_id = oldest, .amount = "100.00", .reference = *kid}});
    CHECK(house.item(oldest).principal.is_zero());
  }

  TEST_CASE("an agreed rate of many digits holds when only zeros are beyond the fourth") {
    model::Submission submission;
    submission.invoice.payment.emplace();
    auto& rate = submission.invoice.payment->late_interest_percent;
    rate = model::Decimal::parse("9.500000");
    CHECK(gateway::agreed_rate(submission) == 95'000);
    rate = model::Decimal::parse("12");
    CHECK(gateway::agreed_rate(submission) == 120'000);
    rate = model::Decimal::parse("9.12345");
    CHECK_FALSE(gateway::agreed_rate(submission));
  }

  TEST_CASE("a business day is a day in the tenant's country") {
    ClaimHouse finland{policy_of({"first_reminder"})};
    auto const late = *model::parse_instant("2026-06-30T21:30:00Z");
    CHECK(gateway::today_of(finland.context().billers, "demo", late) == day("2026-07-01"));
    ClaimHouse norway{policy_of({"first_reminder"}), "NO"};
    CHECK(gateway::today_of(norway.context().billers, "demo", late) == day("2026-06-30"));
    CHECK(gateway::today_of(norway.context().billers, "nobody", late) == day("2026-06-30"));
  }
}
