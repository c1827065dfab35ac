#include "ledger/receivables/match.hpp"

#include <algorithm>
#include <random>

#include <doctest/doctest.h>

#include "tests/receivables/days_and_sums.hpp"
#include "tests/support/law.hpp"

using namespace airut;
using namespace airut::ledger;
using namespace airut::tests;

namespace {

OpenItem open_item(std::int64_t principal, std::int64_t interest = 0, std::int64_t fee = 0) {
  OpenItem one;
  one.receivable_id = "rcv_1";
  one.invoice_id = "inv_1";
  one.invoice_number = "1";
  one.account = "FI2112345600000785";
  one.country = "FI";
  one.due_date = *model::parse_date("2026-03-16");
  one.owed = nothing_owed({});
  one.owed.principal = euro(principal);
  one.owed.interest = euro(interest);
  one.owed.fee = euro(fee);
  return one;
}

model::BankEntry payment(std::int64_t minor) {
  model::BankEntry entry;
  entry.account = "12345600000785";
  entry.amount = euro(minor);
  entry.booked = entry.value_date = model::parse_date("2026-03-20");
  entry.reference = "RF18539007547034";
  return entry;
}

MatchDecision decided(model::BankEntry const& entry, std::vector<OpenItem> items,
                      std::int64_t known = 0) {
  Candidates candidates;
  candidates.items = std::move(items);
  candidates.known_occurrences = known;
  return match(entry, {fingerprint(entry), 1}, candidates, law());
}

}  // namespace

TEST_CASE("an exact payment closes the item and says so") {
  auto const decision = decided(payment(10000), {open_item(10000)});
  CHECK(decision.kind == MatchKind::paid);
  CHECK(decision.unallocated.is_zero());
  CHECK(decision.explanation == "100.00 EUR pays invoice 1 in full.");
}

TEST_CASE("one cent short leaves one cent, one cent too much waits") {
  CHECK(decided(payment(9999), {open_item(10000)}).kind == MatchKind::part_paid);
  auto const over = decided(payment(10001), {open_item(10000)});
  CHECK(over.kind == MatchKind::overpaid);
  CHECK(over.unallocated == euro(1));
  CHECK(over.unallocated_reason == "overpaid");
}

TEST_CASE("an item that is named as the debtor's other one, too, is paid once") {
  Candidates candidates;
  candidates.items = candidates.others = {open_item(10000)};
  auto const entry = payment(15000);
  auto const decision = match(entry, {fingerprint(entry), 1}, candidates, law());
  CHECK(decision.parts.size() == 1);
  CHECK(decision.unallocated == euro(5000));
}

TEST_CASE("a part that is taken back opens the last parts again") {
  Candidates candidates;
  candidates.earlier = {
      "pay_1",
      euro(10500),
      {{"rcv_1", "inv_1", "principal", euro(10000)}, {"rcv_1", "inv_1", "fee", euro(500)}}};
  auto entry = payment(700);
  entry.is_credit = false;
  entry.is_reversal = true;
  auto const decision = match(entry, {fingerprint(entry), 1}, candidates, law());
  REQUIRE(decision.parts.size() == 2);
  CHECK(decision.parts[0].component == "fee");
  CHECK(decision.parts[0].amount == euro(-500));
  CHECK(decision.parts[1].amount == euro(-200));
  CHECK(decision.unallocated.is_zero());
}

TEST_CASE("a second payment of a paid item waits for a person") {
  auto const decision = decided(payment(10000), {open_item(0)});
  CHECK(decision.kind == MatchKind::unallocated);
  CHECK(decision.unallocated_reason == "already-paid");
}

TEST_CASE("an entry told twice is kept once, two equal real payments are two") {
  CHECK(decided(payment(100), {open_item(100)}, 1).kind == MatchKind::duplicate);
  auto const counted = count_entries({payment(100), payment(100)});
  CHECK(counted[0].fingerprint == counted[1].fingerprint);
  CHECK(counted[1].occurrence == 2);
}

TEST_CASE("money on another account of the client pays the invoice with its reference") {
  auto elsewhere = open_item(100);
  elsewhere.account = "FI7944052020036082";
  CHECK(decided(payment(100), {elsewhere}).kind == MatchKind::paid);
  // Of several invoices with the reference the one that shows the account is meant.
  auto here = open_item(100);
  here.receivable_id = "rcv_2";
  auto const chosen = decided(payment(100), {elsewhere, here});
  REQUIRE(chosen.parts.size() == 1);
  CHECK(chosen.parts[0].receivable_id == "rcv_2");
  elsewhere.more_accounts = {"FI2112345600000785"};
  CHECK(decided(payment(100), {elsewhere, here}).parts[0].receivable_id == "rcv_1");
}

TEST_CASE("a reference that invoices of different other accounts share waits") {
  auto one = open_item(100), other = open_item(100);
  one.account = "FI7944052020036082";
  other.account = "FI0950000120000123";
  CHECK(decided(payment(100), {one, other}).unallocated_reason == "account-mismatch");
}

TEST_CASE("unknown references and other currencies wait with their reason") {
  CHECK(decided(payment(100), {}).unallocated_reason == "unknown-reference");
  auto nok = payment(100);
  nok.amount = model::Money{100, *model::Currency::parse("NOK")};
  CHECK(decided(nok, {open_item(100)}).unallocated_reason == "currency-mismatch");
  auto bare = payment(100);
  bare.reference.clear();
  CHECK(decided(bare, {open_item(100)}).unallocated_reason == "no-reference");
}

TEST_CASE("a reversal opens again what the payment paid") {
  auto entry = payment(10000);
  entry.is_credit = false;
  entry.is_reversal = true;
  Candidates candidates;
  candidates.earlier =
      EarlierPayment{"pay_1", euro(10000), {{"rcv_1", "inv_1", "principal", euro(10000)}}};
  auto const decision = match(entry, {"x", 1}, candidates, law());
  CHECK(decision.kind == MatchKind::reversal);
  REQUIRE(decision.parts.size() == 1);
  CHECK(decision.parts[0].amount == euro(-10000));
  CHECK(decision.unallocated.is_zero());
  candidates.earlier.reset();
  CHECK(match(entry, {"x", 1}, candidates, law()).unallocated_reason == "reversal-unknown");
}

TEST_CASE("money that leaves the account is not matched") {
  auto entry = payment(100);
  entry.is_credit = false;
  CHECK(decided(entry, {open_item(100)}).kind == MatchKind::not_incoming);
}

TEST_CASE("parts and the rest always sum to the payment, and no part exceeds what is owed") {
  std::mt19937 random{20261122};
  auto const under = [&](unsigned most) { return static_cast<std::int64_t>(random() % most); };
  for (int round = 0; round < 2000; ++round) {
    std::vector<OpenItem> items;
    for (std::int64_t i = under(4); i >= 0; --i) {
      items.push_back(open_item(under(100000), under(2000), under(1500)));
    }
    auto const entry = payment(1 + under(200000));
    auto const decision = decided(entry, items);
    model::Money sum = decision.unallocated;
    for (auto const& part : decision.parts) {
      CHECK(part.amount.minor() > 0);
      sum += part.amount;
    }
    CHECK(sum == entry.amount);
  }
}

TEST_CASE("one payment that names several invoices waits for a person") {
  auto entry = payment(20000);
  entry.more_references = {"1232"};
  auto const decision = decided(entry, {open_item(10000)});
  CHECK(decision.unallocated_reason == "several-references");
  CHECK(decision.unallocated == euro(20000));
}

TEST_CASE("a sum of payments that are told one by one elsewhere is no payment itself") {
  auto entry = payment(20000);
  entry.is_lump = true;
  CHECK(decided(entry, {open_item(10000)}).kind == MatchKind::not_incoming);
}

TEST_CASE("what another format told before is the same payment, a further one is not") {
  Candidates candidates;
  candidates.items = {open_item(10000)};
  candidates.told_elsewhere = 1;
  CHECK(match(payment(100), {"x", 1}, candidates, law()).kind == MatchKind::duplicate);
  candidates.occurrence_in_file = 2;
  CHECK(match(payment(100), {"y", 1}, candidates, law()).kind == MatchKind::part_paid);
}

TEST_CASE("a payment that was taken back before it was told pays nothing") {
  Candidates candidates;
  candidates.items = {open_item(10000)};
  candidates.taken_back_before = "pay_9";
  auto const decision = match(payment(10000), {"x", 1}, candidates, law());
  CHECK(decision.unallocated_reason == "reversed");
  CHECK(decision.taken_back_by == "pay_9");
  CHECK(decision.parts.empty());
}

TEST_CASE("an entry is the same entry however its account is spelled and its payer cut") {
  auto iban = payment(100);
  iban.account = "FI21 1234 5600 0007 85";
  iban.payer_name = "KATAJAINEN JUHANI";
  iban.archive_id = "A1";
  auto national = payment(100);
  national.payer_name = "KATAJAINEN J";
  national.archive_id = "A1";
  CHECK(fingerprint(iban) == fingerprint(national));
  national.archive_id = "A2";
  CHECK(fingerprint(iban) != fingerprint(national));
}

TEST_CASE("payments of one day leave the same open whatever their order") {
  std::mt19937 random{7};
  for (int round = 0; round < 500; ++round) {
    auto const whole = open_item(1 + static_cast<std::int64_t>(random() % 50000),
                                 static_cast<std::int64_t>(random() % 900), 1200);
    std::vector<std::int64_t> payments;
    for (int i = 0; i < 4; ++i) {
      payments.push_back(1 + static_cast<std::int64_t>(random() % 15000));
    }
    auto const left = [&] {
      auto open = whole;
      std::int64_t over = 0;
      for (auto const minor : payments) {
        auto const decision = decided(payment(minor), {open});
        for (auto const& part : decision.parts) {
          open.owed.of(*config::parse_component(part.component)) -= part.amount;
        }
        over += decision.unallocated.minor();
      }
      return std::pair{open.owed, over};
    };
    auto const first = left();
    std::shuffle(payments.begin(), payments.end(), random);
    CHECK(left() == first);
  }
}

TEST_CASE("a little less closes the item and a little more is kept, as far as the client lets it") {
  Candidates candidates;
  candidates.items = {open_item(10000)};
  candidates.tolerance_under = 5;
  candidates.tolerance_over = 3;
  auto const told = [&](std::int64_t minor) {
    auto const entry = payment(minor);
    return match(entry, {fingerprint(entry), 1}, candidates, law());
  };
  auto const under = told(9995);
  CHECK(under.kind == MatchKind::paid);
  CHECK(under.rule == "2b");
  REQUIRE(under.rounding.size() == 1);
  CHECK(under.rounding.front().amount == euro(5));
  CHECK(told(9994).kind == MatchKind::part_paid);
  CHECK(told(9994).rounding.empty());
  auto const over = told(10003);
  CHECK(over.kind == MatchKind::paid);
  CHECK(over.rule == "2c");
  CHECK(over.rounding.front().amount == euro(-3));
  CHECK(over.parts.size() == 2);
  CHECK(over.unallocated.is_zero());
  CHECK(told(10004).kind == MatchKind::overpaid);
  CHECK(told(10004).unallocated == euro(4));
  candidates.items = {open_item(9000, 600, 404)};
  auto const components = told(10000);
  CHECK(components.rule == "2b");
  std::int64_t rounded = 0;
  for (auto const& part : components.rounding) rounded += part.amount.minor();
  CHECK(rounded == 4);
}

TEST_CASE("what is over pays what else the customer owes, oldest first, when that is allowed") {
  Candidates candidates;
  candidates.items = {open_item(10000)};
  auto second = open_item(3000);
  second.receivable_id = "rcv_2";
  second.invoice_number = "2";
  candidates.others = {second};
  auto const entry = payment(14000);
  auto const decision = match(entry, {fingerprint(entry), 1}, candidates, law());
  CHECK(decision.kind == MatchKind::overpaid);
  CHECK(decision.rule == "2e");
  CHECK(decision.unallocated == euro(1000));
  REQUIRE(decision.parts.size() == 2);
  CHECK(decision.parts.back().receivable_id == "rcv_2");
  CHECK(decision.parts.back().amount == euro(3000));
}
