#include "ledger/receivables/differ.hpp"

#include <doctest/doctest.h>

#include "tests/receivables/days_and_sums.hpp"

using namespace airut;
using namespace airut::ledger;
using namespace airut::tests;

namespace {

model::Date const usual_due_date = *model::parse_date("2026-03-16");

ShadowItem here(std::string number, std::int64_t principal, std::int64_t charges = 0) {
  auto id = "rcv_" + number;
  return {std::move(number), std::move(id), euro(principal), euro(charges), usual_due_date};
}

TrueItem there(std::string number, std::int64_t open) {
  return {std::move(number), euro(open), usual_due_date};
}

Cause only(TrueItem const& theirs, ShadowItem const& ours,
           std::vector<model::Money> const& waiting = {}) {
  auto const found = differences({theirs}, {ours}, waiting, true, true);
  REQUIRE(found.size() == 1);
  CHECK_FALSE(found.front().proposal.empty());
  return found.front().cause;
}

}  // namespace

TEST_CASE("each difference between the two ledgers has its cause") {
  CHECK(only(there("1", 0), here("1", 100)) == Cause::paid_there);
  CHECK(only(there("1", 100), here("1", 0)) == Cause::paid_here);
  CHECK(only(there("1", 112), here("1", 100, 12)) == Cause::charges);
  CHECK(only(there("1", 12), here("1", 0, 12)) == Cause::charges);
  CHECK(only(there("1", 60), here("1", 100)) == Cause::amount);
  CHECK(only(there("1", 60), here("1", 100), {euro(40)}) == Cause::payment_waiting);
  auto other = there("1", 100);
  other.due_date = usual_due_date + std::chrono::days{14};
  CHECK(only(other, here("1", 100)) == Cause::due_date);
  auto crowns = there("1", 100);
  crowns.open = {100, *model::Currency::parse("NOK")};
  CHECK(only(crowns, here("1", 100)) == Cause::amount);
}

TEST_CASE("invoices that one of the ledgers does not know are told, agreement is not") {
  auto const found = differences({there("1", 100), there("3", 50), there("4", 0)},
                                 {here("1", 100), here("2", 70)}, {}, true, true);
  REQUIRE(found.size() == 2);
  CHECK(found[0].invoice_number == "2");
  CHECK(found[0].cause == Cause::unknown_there);
  CHECK(found[1].invoice_number == "3");
  CHECK(found[1].cause == Cause::unknown_here);
  // A list of some invoices says nothing of the others.
  CHECK(differences({there("1", 100)}, {here("1", 100), here("2", 70)}, {}, false, true).empty());
}

TEST_CASE("who is believed decides what is proposed") {
  auto const of = [](bool biller) {
    return differences({there("1", 60)}, {here("1", 100)}, {}, true, biller).front().proposal;
  };
  CHECK(of(true) == "Feed in what makes 0.60 EUR of 1.00 EUR.");
  CHECK(of(false) == "Tell the client that 1.00 EUR is open.");
}
