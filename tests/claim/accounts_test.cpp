#include <doctest/doctest.h>

#include "tests/claim/house.hpp"

// A client with several accounts: any of them takes his money, and all that an invoice shows must
// be known before anybody is reminded.
using namespace airut;
using namespace airut::tests;
using std::chrono::days;

namespace {

constexpr auto* nordea = "FI2112345600000785";
constexpr auto* op = "FI7944052020036082";

constexpr auto* policies = R"(
[[tenant.policy]]
name = "policy"
grace_days = 2
bank_data_age_days = 2
[[tenant.policy.step]]
action = "first_reminder"
after_days = 14
)";

std::string second_account(std::string const& iban) {
  return "[[tenant.client.account]]\niban = \"" + iban + "\"\n";
}

// An invoice of 2 January that is due on the 16th.
std::string sent_invoice(ClaimHouse& house) {
  house.today(day("2025-01-02"));
  auto const item = house.invoice("1", "100.00", "consumer", "", "2025-01-16");
  house.deliver();
  return item;
}

}  // namespace

TEST_SUITE("claim/accounts") {
  TEST_CASE("money on the second account that an invoice shows pays it") {
    ClaimHouse house{policies, "FI", second_account(op)};
    auto const item = sent_invoice(house);
    house.today(day("2025-01-20"));
    house.bank(day("2025-01-17"), {{.receivable_id = item, .amount = "100.00", .account = op}});
    CHECK(house.item(item).principal.is_zero());
    CHECK(house.broken().empty());
  }

  TEST_CASE("a reminder waits until bank files tell of every account that the invoice shows") {
    ClaimHouse house{policies, "FI", second_account(op)};
    auto const item = sent_invoice(house);
    house.today(day("2025-02-04"));
    house.bank(day("2025-02-03"), {});
    CHECK(house.reason(item) == "bank-data-missing");
    house.covers(op, day("2025-01-20"));
    CHECK(house.reason(item) == "bank-data-stale");
    CHECK(house.run() == 0);
    house.covers(op, day("2025-02-03"));
    CHECK(house.run() == 1);
    CHECK(house.audit().empty());
    auto const before = house.rows();
    house.replay();
    CHECK(house.rows() == before);
  }

  TEST_CASE("an account that is the client's no more is not waited for") {
    ClaimHouse house{policies, "FI", second_account(op)};
    auto const item = sent_invoice(house);
    house.today(day("2025-02-04"));
    house.bank(day("2025-02-03"), {});
    CHECK(house.reason(item) == "bank-data-missing");
    house.more("");
    house.configure(policies);
    CHECK(house.run() == 1);
    CHECK(house.audit().empty());
  }

  TEST_CASE("an invoice that names one account asks for that one's bank data alone") {
    ClaimHouse house{policies, "FI", second_account(op)};
    house.show({op});
    auto const item = sent_invoice(house);
    house.today(day("2025-02-04"));
    house.covers(op, day("2025-02-03"));
    CHECK(house.reason(item).empty());
    house.bank(day("2025-02-03"), {{.receivable_id = item, .amount = "100.00", .account = nordea}});
    CHECK(house.item(item).principal.is_zero());
  }

  TEST_CASE("of two invoices with one reference the one that shows the account is paid") {
    ClaimHouse house{policies, "FI", second_account(op)};
    house.today(day("2025-01-02"));
    house.refer("1232");
    house.show({nordea});
    auto const first = house.invoice("1", "100.00", "consumer");
    house.show({op});
    auto const second = house.invoice("2", "100.00", "consumer");
    house.deliver();
    house.bank(day("2025-01-02"), {{.receivable_id = second, .amount = "100.00", .account = op}});
    CHECK(house.item(first).principal.text() == "100.00");
    CHECK(house.item(second).principal.is_zero());
  }

  TEST_CASE("an account of which no bank file ever told is told to a person") {
    ClaimHouse house{policies, "FI", second_account(op)};
    sent_invoice(house);
    house.today(day("2025-02-04"));
    house.bank(day("2025-02-03"), {});
    house.run();
    CHECK(house.deviations() == std::vector<std::string>{"bank.silent"});
    house.run();
    CHECK(house.deviations().size() == 1);
    house.covers(op, day("2025-02-03"));
    house.run();
    CHECK(house.deviations().empty());
  }
}
