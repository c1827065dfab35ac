#include <doctest/doctest.h>

#include "gateway/books/month.hpp"
#include "gateway/books/settle.hpp"
#include "tests/claim/house.hpp"
#include "tests/claim/policies.hpp"
#include "tests/ledger/facts.hpp"

// Money in a currency that is not the client's own.
using namespace airut;
using namespace airut::tests;

namespace {

auto const sek = *model::Currency::parse("SEK");

config::Client holding(ClaimHouse& house) {
  auto client = *house.context().billers.client("demo", "biller");
  client.accounts.front().held = true;
  for (auto const* account : {"client_funds", "receivable.principal"})
    client.books.accounts[account] = "1000";
  return client;
}

// Two invoices, 100.00 in euro and 70.00 in kronor, both paid to the service's account.
void collect(ClaimHouse& house) {
  for (auto const& sum : {eur(10000), model::Money{7000, sek}}) {
    auto invoice = accepted(std::string{sum.currency().code()});
    invoice.client = "biller";
    invoice.gross = invoice.due = sum;
    ledger::PaymentReceived paid;
    paid.payment_id = paid.fingerprint = model::new_id("pay", noon);
    paid.client = "biller";
    paid.funds = "client";
    paid.amount = sum;
    paid.unallocated = sum - sum;
    paid.parts = {{invoice.receivable_id, invoice.invoice_id, "principal", sum}};
    house.store().write_now([&](ledger::Transaction& tx) {
      tx.append("demo", "test", noon, invoice);
      tx.append("demo", "test", noon, paid);
    });
  }
}

}  // namespace

TEST_CASE("what the service holds in each currency goes on to the biller") {
  ClaimHouse house{policy_of({"first_reminder"})};
  house.today(day("2026-09-02"));
  collect(house);
  auto const client = holding(house);
  auto const due = [&] {
    return house.store().read(
        [&](ledger::Snapshot& view) { return gateway::unsettled(view, "demo", client); });
  };
  auto const first = due();
  REQUIRE(first.size() == 2);
  CHECK(first[0].amount.text() == "100.00");
  CHECK(first[1].amount.text() == "70.00");
  CHECK(first[1].amount.currency() == sek);
  auto const at = house.context();
  house.store().write_now([&](ledger::Transaction& tx) {
    for (auto const& one : first) {
      CHECK(gateway::settle(tx, {at.billers, at.law, at.tenant, at.actor, at.now}, client,
                            day("2026-09-02"), one));
    }
  });
  for (auto const& one : due()) CHECK(one.amount.is_zero());
  CHECK(house.broken().empty());
}

TEST_CASE("a file of a month with several currencies is refused until one is named") {
  ClaimHouse house{policy_of({"first_reminder"})};
  house.today(day("2026-09-02"));
  ledger::books::Basis basis;
  basis.client = "biller";
  basis.period = *ledger::books::parse_period("2026-09");
  for (auto const& sum : {eur(10000), model::Money{7000, sek}}) {
    auto& line = basis.lines.emplace_back();
    line.account = ledger::books::Account::client_funds;
    line.currency = sum.currency();
    line.debit = line.closing = sum;
    line.credit = line.opening = line.earlier_years = sum - sum;
  }
  auto const client = holding(house);
  auto const file = [&](std::optional<model::Currency> currency) {
    return house.store().read([&](ledger::Snapshot& view) {
      return gateway::book_file(view, "demo", basis, client,
                                {currency, day("2026-10-01"), nullptr});
    });
  };
  auto const refused = file(std::nullopt);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == "several-currencies");
  CHECK(refused.error().text.find("SEK") != std::string::npos);
  auto const kronor = file(sek);
  REQUIRE(kronor);
  REQUIRE(kronor->accounts.size() == 1);
  CHECK(kronor->accounts.front().closing.text() == "70.00");
}
