#include <doctest/doctest.h>

#include "gateway/claim/lay_payment.hpp"
#include "ledger/store/payments.hpp"
#include "tests/claim/whole.hpp"

// A client with several accounts: any of them takes his money, and all that an invoice shows must
// be known before anybody is reminded.
using namespace airut;
using namespace airut::tests;
using std::chrono::days;

namespace {

constexpr auto* nordea = "FI2112345600000785";
constexpr auto* op = "FI7944052020036082";

constexpr auto* policy_with_grace = R"(
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

// A second client, whose money comes to the same account of the service.
std::string other_client() {
  return R"(held = true
[[tenant.client]]
ref = "other"
dunning_policy = "policy"
currency = "EUR"
language = "fi"
channel_order_consumer = ["print"]
channel_order_business = ["print"]
[tenant.client.seller]
name = "Vesi Oy"
legal_id = "0112038-9"
legal_id_scheme = "0212"
vat_id = "FI01120389"
[tenant.client.seller.address]
line1 = "Katu 2"
postal_code = "00100"
city = "Helsinki"
country = "FI"
[[tenant.client.account]]
iban = "FI2112345600000785"
held = true
)";
}

// Two clients on one account, an invoice of each.
struct Shared {
  ClaimHouse house{policy_with_grace, "FI", other_client()};
  std::string first, second;

  Shared() {
    house.today(day("2025-01-02"));
    house.refer("1232");
    first = house.invoice("1", "100.00", "consumer", "10", "2025-01-16");
    house.bill_as("other");
    house.refer("2341");
    second = house.invoice("2", "100.00", "consumer", "20", "2025-01-16");
    house.deliver();
  }

  ledger::PaymentRow payment() {
    return house.store().read([](ledger::Snapshot& view) {
      return ledger::list_payments(view, "demo", {}, {1, ""}).rows.front();
    });
  }
  std::string lay(std::string const& item, char const* amount) {
    std::string why;
    house.store().write_now([&](ledger::Transaction& tx) {
      auto const at = house.context();
      auto const done =
          gateway::lay_payment(tx, {at.billers, at.law, "demo", "key_test", at.now}, payment(),
                               {{item, *model::Money::parse(amount, {})}}, "");
      why = done ? std::string{} : done.error();
    });
    return why;
  }
  void check_whole() { tests::check_whole(house); }
};

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
    ClaimHouse house{policy_with_grace, "FI", second_account(op)};
    auto const item = sent_invoice(house);
    house.today(day("2025-01-20"));
    house.bank(day("2025-01-17"), {{.receivable_id = item, .amount = "100.00", .account = op}});
    CHECK(house.item(item).principal.is_zero());
    CHECK(house.broken().empty());
  }

  TEST_CASE("a reminder waits until bank files tell of every account that the invoice shows") {
    ClaimHouse house{policy_with_grace, "FI", second_account(op)};
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
    ClaimHouse house{policy_with_grace, "FI", second_account(op)};
    auto const item = sent_invoice(house);
    house.today(day("2025-02-04"));
    house.bank(day("2025-02-03"), {});
    CHECK(house.reason(item) == "bank-data-missing");
    house.more("");
    house.configure(policy_with_grace);
    CHECK(house.run() == 1);
    CHECK(house.audit().empty());
  }

  TEST_CASE("an invoice that names one account asks for that one's bank data alone") {
    ClaimHouse house{policy_with_grace, "FI", second_account(op)};
    house.show({op});
    auto const item = sent_invoice(house);
    house.today(day("2025-02-04"));
    house.covers(op, day("2025-02-03"));
    CHECK(house.reason(item).empty());
    house.bank(day("2025-02-03"), {{.receivable_id = item, .amount = "100.00", .account = nordea}});
    CHECK(house.item(item).principal.is_zero());
  }

  TEST_CASE("of two invoices with one reference the one that shows the account is paid") {
    ClaimHouse house{policy_with_grace, "FI", second_account(op)};
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
    ClaimHouse house{policy_with_grace, "FI", second_account(op)};
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

  TEST_CASE("a day's sum that differs from the payments told one by one is told") {
    ClaimHouse house{policy_with_grace};
    auto const item = sent_invoice(house);
    house.today(day("2025-01-10"));
    house.lump("100.00", day("2025-01-09"));
    CHECK(house.deviations().empty());  // what it is made of may still come
    house.bank(day("2025-01-10"), {{item, "60.00"}});
    house.lump("60.00", day("2025-01-10"));
    CHECK(house.deviations().empty());
    house.lump("100.00", day("2025-01-10"));
    house.lump("100.00", day("2025-01-10"));
    CHECK(house.deviations() == std::vector<std::string>{"bank.lump_differs"});
  }

  TEST_CASE("a day's sum that differs is closed by the missing detail or by a corrected sum") {
    ClaimHouse house{policy_with_grace};
    auto const item = sent_invoice(house);
    house.today(day("2025-01-10"));
    house.bank(day("2025-01-10"), {{item, "60.00"}});
    house.lump("100.00", day("2025-01-10"));
    REQUIRE(house.deviations() == std::vector<std::string>{"bank.lump_differs"});
    house.bank(day("2025-01-10"), {{.receivable_id = item, .amount = "30.00", .id = "B1"}});
    CHECK(house.deviations().size() == 1);  // ten are missing still
    SUBCASE("the detail comes") {
      house.bank(day("2025-01-10"), {{.receivable_id = item, .amount = "10.00", .id = "B2"}});
    }
    SUBCASE("the sum is corrected") { house.lump("90.00", day("2025-01-10")); }
    CHECK(house.deviations().empty());
    house.lump("90.01", day("2025-01-10"));
    CHECK(house.deviations() == std::vector<std::string>{"bank.lump_differs"});
    CHECK(house.broken().empty());
  }

  TEST_CASE("an invoice that names its account by the national number is reminded of") {
    ClaimHouse house{policy_with_grace, "NO"};
    house.show({"86011117947"});
    auto const item = sent_invoice(house);
    house.today(day("2025-02-04"));
    house.bank(day("2025-02-03"), {});
    CHECK(house.reason(item).empty());
    CHECK(house.run() == 1);
    CHECK(house.audit().empty());
  }

  TEST_CASE("money on an account that clients share is his whose reference it names") {
    Shared shared;
    shared.house.bank(day("2025-01-03"), {{.receivable_id = shared.second, .amount = "100.00"}});
    CHECK(shared.payment().client == "other");
    CHECK(shared.house.item(shared.second).principal.is_zero());
    CHECK(shared.house.item(shared.first).principal.text() == "100.00");
    shared.check_whole();
  }

  TEST_CASE("money on a shared account that no reference explains is nobody's until it is laid") {
    Shared shared;
    auto& house = shared.house;
    house.bank(day("2025-01-03"),
               {{.receivable_id = shared.first, .amount = "100.00", .reference = "none"}});
    CHECK(shared.payment().client.empty());
    CHECK(shared.payment().unallocated_reason == "no-reference");
    shared.check_whole();
    CHECK(shared.lay(shared.second, "60.00").empty());
    CHECK(shared.payment().client == "other");
    CHECK(shared.payment().unallocated.text() == "40.00");
    // It is his now, unless it is taken back whole.
    CHECK_FALSE(shared.lay(shared.first, "10.00").empty());
    shared.check_whole();
    CHECK(shared.lay(shared.second, "-60.00").empty());
    CHECK(shared.lay(shared.first, "100.00").empty());
    CHECK(shared.payment().client == "biller");
    CHECK(house.item(shared.first).principal.is_zero());
    CHECK(house.item(shared.second).principal.text() == "100.00");
    shared.check_whole();
  }

  TEST_CASE("a reference that two clients of an account have decides for neither") {
    Shared shared;
    auto& house = shared.house;
    house.bill_as("biller");
    auto const same = house.invoice("3", "100.00", "consumer", "10", "2025-01-16");
    house.bank(day("2025-01-03"), {{.receivable_id = same, .amount = "100.00"}});
    CHECK(shared.payment().client.empty());
    CHECK(shared.payment().unallocated_reason == "several-clients");
    CHECK(house.item(same).hold_reason == "payment-unallocated");
    CHECK(house.item(shared.second).hold_reason == "payment-unallocated");
    CHECK(house.item(same).principal.text() == "100.00");
    CHECK(house.item(shared.second).principal.text() == "100.00");
    shared.check_whole();
  }

  TEST_CASE("what the bank takes back of a shared account is his whose payment it was") {
    Shared shared;
    auto& house = shared.house;
    house.bank(day("2025-01-03"), {{.receivable_id = shared.second, .amount = "100.00"}});
    house.bank(day("2025-01-07"), {{shared.second, "100.00", true}});
    CHECK(shared.payment().client == "other");
    CHECK(house.item(shared.second).principal.text() == "100.00");
    shared.check_whole();
  }

  TEST_CASE("bank data of a shared account counts for every client that has it") {
    Shared shared;
    auto& house = shared.house;
    house.today(day("2025-02-04"));
    house.bank(day("2025-02-03"), {});
    CHECK(house.reason(shared.first).empty());
    CHECK(house.reason(shared.second).empty());
    CHECK(house.run() == 2);
    shared.check_whole();
  }

  TEST_CASE("money of one client is not laid on the claim of another") {
    auto own = other_client();
    auto const at = own.find("FI21123456");
    own.replace(at, 18, op);
    own.replace(0, own.find('\n'), "");
    ClaimHouse house{policy_with_grace, "FI", own};
    auto const first = sent_invoice(house);
    house.bill_as("other");
    auto const second = house.invoice("2", "100.00", "consumer", "20", "2025-01-16");
    house.bank(day("2025-01-03"),
               {{.receivable_id = first, .amount = "100.00", .reference = "none"}});
    house.store().write_now([&](ledger::Transaction& tx) {
      auto const context = house.context();
      auto const payment = ledger::list_payments(tx, "demo", {}, {1, ""}).rows.front();
      CHECK(payment.client == "biller");
      auto const done =
          gateway::lay_payment(tx, {context.billers, context.law, "demo", "key_test", context.now},
                               payment, {{second, *model::Money::parse("100.00", {})}}, "");
      CHECK_FALSE(done);
    });
    CHECK(house.item(second).principal.text() == "100.00");
  }
}
