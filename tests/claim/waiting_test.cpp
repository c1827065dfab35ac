#include <doctest/doctest.h>

#include "gateway/claim/lay_payment.hpp"
#include "gateway/claim/proposals.hpp"
#include "ledger/store/payments.hpp"
#include "tests/claim/days.hpp"
#include "tests/claim/owed.hpp"
#include "tests/claim/policies.hpp"
#include "tests/claim/whole.hpp"

// Nobody is reminded while his money waits.
using namespace airut;
using namespace airut::tests;

namespace {

struct Debtor {
  ClaimHouse house;
  std::string a, b;

  explicit Debtor(char const* first = "125.50", char const* second = "125.50",
                  std::string const& by = up_to_collection)
      : house{by} {
    house.today(day("2026-01-02"));
    a = house.invoice("1", first, "consumer", "100", "2026-01-16");
    b = house.invoice("2", second, "consumer", "100", "2026-01-16");
    house.deliver();
  }

  ledger::PaymentRow payment() {
    return house.store().read([](ledger::Snapshot& view) {
      return ledger::list_payments(view, "demo", {}, {1, ""}).rows.front();
    });
  }
  std::vector<ledger::Proposal> proposals() {
    auto const waits = payment();
    return house.store().read([&](ledger::Snapshot& view) {
      return gateway::proposals_for(view, house.context().billers, waits);
    });
  }
  // By a person, as it is proposed.
  void lay(ledger::Proposal const& proposal) {
    auto const waits = payment();
    house.store().write_now([&](ledger::Transaction& tx) {
      std::vector<gateway::Laying> wishes;
      for (auto const& share : proposal.shares)
        wishes.push_back({share.receivable_id, share.amount});
      auto const at = house.context();
      auto const done = gateway::lay_payment(tx, {at.billers, at.law, "demo", "key_test", at.now},
                                             waits, wishes, "");
      CHECK(done.has_value());
    });
  }
};

}  // namespace

TEST_SUITE("claim/waiting") {
  TEST_CASE("what is over of a payment is proposed for the debtor's other invoice, which waits") {
    Debtor debtor;
    auto& house = debtor.house;
    SUBCASE("paid with the first one's reference") {
      house.today(day("2026-01-15"));
      house.bank(day("2026-01-15"), {{debtor.a, "251.00"}});
    }
    SUBCASE("paid twice") {
      house.today(day("2026-01-15"));
      house.bank(day("2026-01-15"), {{debtor.a, "125.50"}, {debtor.a, "125.50"}});
    }
    CHECK(debtor.payment().unallocated.text() == "125.50");
    auto const found = debtor.proposals();
    REQUIRE(found.size() == 1);
    CHECK(found.front().rule == "2d");
    CHECK_FALSE(found.front().is_certain);
    CHECK(found.front().shares.front().receivable_id == debtor.b);
    CHECK(house.item(debtor.b).hold_reason == "payment-proposed");
    CHECK(house.item(debtor.a).hold_reason.empty());
    // The days begin when it is due.
    CHECK(house.item(debtor.b).hold_until == day("2026-01-30"));
    CHECK(on(house, "2026-01-30") == 0);
    debtor.lay(found.front());
    CHECK(owed(house.item(debtor.b)) == "0.00 0.00 0.00");
    check_whole(house);
  }

  TEST_CASE("a sheet's whole sum with the first one's reference holds what it asks for besides") {
    auto sheets = policy_of({"first_reminder", "second_reminder"});
    sheets.insert(sheets.find("grace_days"), "one_letter = true\n");
    Debtor debtor{"125.00", "251.00", sheets};
    auto& house = debtor.house;
    REQUIRE(on(house, "2026-01-30") == 2);
    auto const a = house.item(debtor.a), b = house.item(debtor.b);
    REQUIRE(house.letters(debtor.b).back().sheet_id == house.letters(debtor.a).back().id);
    auto const asked = a.principal + a.interest + a.fee + b.principal + b.interest + b.fee;
    house.today(day("2026-02-05"));
    SUBCASE("with the first one's reference") {
      house.bank(day("2026-02-04"), {{debtor.a, asked.text()}});
      CHECK(house.item(debtor.a).principal.is_zero());
    }
    SUBCASE("under the debtor's name without a reference") {
      house.bank(day("2026-02-04"), {{.receivable_id = debtor.a,
                                      .amount = asked.text(),
                                      .reference = "none",
                                      .payer_name = "ASIAKAS",
                                      .text = "muistutus"}});
      CHECK(house.item(debtor.a).hold_reason == "payment-proposed");
    }
    CHECK(house.item(debtor.b).hold_reason == "payment-proposed");
    CHECK(on(house, "2026-02-16") == 0);
    debtor.lay(debtor.proposals().front());
    CHECK(owed(house.item(debtor.a)) == "0.00 0.00 0.00");
    CHECK(owed(house.item(debtor.b)) == "0.00 0.00 0.00");
    check_whole(house);
  }

  TEST_CASE("money that makes no exact sum holds the reminders of whoever its reference names") {
    Debtor debtor{"125.50", "300.00", up_to_collection};
    auto& house = debtor.house;
    house.today(day("2026-01-15"));
    house.bank(day("2026-01-15"), {{debtor.a, "225.50"}});
    CHECK(house.item(debtor.b).hold_reason == "payment-unallocated");
    CHECK(on(house, "2026-01-30") == 0);
    check_whole(house);
  }

  TEST_CASE("money in another currency holds the invoice whose reference it has") {
    Debtor debtor;
    auto& house = debtor.house;
    house.today(day("2026-01-15"));
    house.bank(day("2026-01-15"),
               {{.receivable_id = debtor.a, .amount = "125.50", .currency = "SEK"}});
    CHECK(debtor.payment().unallocated_reason == "currency-mismatch");
    CHECK(house.item(debtor.a).hold_reason == "payment-unallocated");
    CHECK(house.item(debtor.b).hold_reason == "payment-unallocated");
    CHECK(on(house, "2026-01-30") == 0);
    check_whole(house);
  }

  TEST_CASE("a credit balance holds what the debtor owes besides") {
    Debtor debtor;
    auto& house = debtor.house;
    house.today(day("2026-01-12"));
    house.bank(day("2026-01-11"), {{debtor.a, "125.50"}});
    house.credit_note("C1", "1", "125.50");
    REQUIRE(house.item(debtor.a).credit_balance.text() == "125.50");
    CHECK(house.item(debtor.b).hold_reason == "credit-balance");
    CHECK(on(house, "2026-01-30") == 0);
    check_whole(house);
  }

  TEST_CASE("money that came before the invoice holds its first reminder, once") {
    Debtor debtor;
    auto& house = debtor.house;
    house.today(day("2026-01-12"));
    SUBCASE("a payment made twice") {
      house.bank(day("2026-01-12"), {{debtor.a, "125.50"}, {debtor.b, "125.50"}});
      house.bank(day("2026-01-12"), {{debtor.a, "125.50"}});
    }
    SUBCASE("a credit note for what was paid") {
      house.bank(day("2026-01-12"), {{debtor.a, "125.50"}, {debtor.b, "125.50"}});
      house.credit_note("C1", "1", "125.50");
    }
    house.today(day("2026-01-20"));
    auto const later = house.invoice("3", "125.50", "consumer", "100", "2026-02-03");
    house.deliver();
    CHECK(house.item(later).hold_reason.empty());
    CHECK(on(house, "2026-02-17") == 0);
    CHECK_FALSE(house.item(later).hold_reason.empty());
    CHECK(house.item(later).hold_until == day("2026-03-03"));
    CHECK(on(house, "2026-03-03") == 0);
    CHECK(on(house, "2026-03-04") == 1);
    check_whole(house);
  }

  TEST_CASE("a sheet asks for nothing that the debtor's own credit covers") {
    auto sheets = policy_of({"first_reminder"});
    sheets.insert(sheets.find("grace_days"), "one_letter = true\n");
    ClaimHouse house{sheets};
    house.today(day("2026-01-02"));
    auto const paid = house.invoice("1", "50.00", "consumer", "100", "2026-01-16");
    house.deliver();
    house.bank(day("2026-01-02"), {{paid, "50.00"}});
    house.credit_note("C1", "1", "50.00");
    house.today(day("2026-01-05"));
    auto const more = house.invoice("2", "300.00", "consumer", "100", "2026-01-19");
    auto const covered = house.invoice("3", "50.00", "consumer", "100", "2026-01-19");
    house.deliver();
    house.today(day("2026-02-02"));
    house.bank(day("2026-02-01"), {});
    auto const told = house.store().read([&](ledger::Snapshot& view) {
      auto const at = house.context();
      return gateway::decide_stretch(view, at, gateway::day_items(view, at));
    });
    CHECK(on(house, "2026-02-02") == 1);
    CHECK(house.letters(more).size() == 1);
    CHECK(house.letters(covered).empty());
    CHECK(house.item(covered).hold_reason == "credit-balance");
    // As the dry run said.
    for (auto const& one : told) {
      CAPTURE(one.item.invoice_number);
      bool const letter = one.decision.action != ledger::dunning::Action::none;
      CHECK(letter == (one.item.id == more));
    }
    check_whole(house);
  }

  TEST_CASE("of several debtors who may have paid none is reminded, and the likest comes first") {
    ClaimHouse house{up_to_collection};
    house.today(day("2026-01-02"));
    house.name_buyer("Anna Maria Korhonen");
    auto const other = house.invoice("1", "125.50", "consumer", "100", "2026-01-16");
    house.name_buyer("Anna Korhonen");
    auto const payer = house.invoice("2", "125.50", "consumer", "200", "2026-01-16");
    house.deliver();
    Paid const paid{.receivable_id = payer,
                    .amount = "125.50",
                    .reference = "none",
                    .booked = "2026-01-20",
                    .payer_name = "KORHONEN ANNA"};
    auto const proposals = [&] {
      return house.store().read([&](ledger::Snapshot& view) {
        auto const row = ledger::list_payments(view, "demo", {}, {1, ""}).rows.front();
        return gateway::proposals_for(view, house.context().billers, row);
      });
    };
    SUBCASE("told before their reminders") {
      house.today(day("2026-01-20"));
      house.bank(day("2026-01-20"), {paid});
      CHECK(house.item(payer).hold_reason == "payment-proposed");
      CHECK(house.item(other).hold_reason == "payment-proposed");
      CHECK(on(house, "2026-01-30") == 0);
    }
    SUBCASE("told after one of them was reminded") {
      house.store().write_now([&](ledger::Transaction& tx) {
        auto const row = house.item(other);
        tx.append("demo", "key_test", house.now(),
                  ledger::ReceivablePaused{row.id, row.invoice_id, "pause", "asked", {}, ""});
      });
      CHECK(on(house, "2026-01-30") == 1);
      CHECK(house.item(payer).fee.text() == "5.00");
      house.today(day("2026-02-02"));
      house.bank(day("2026-02-02"), {paid});
    }
    auto const found = proposals();
    REQUIRE(found.size() == 2);
    CHECK(found.front().shares.front().receivable_id == payer);
    CHECK(found.back().shares.front().receivable_id == other);
    CHECK(found.front().rivals == 1);
    CHECK(found.front().shares.front().amount.text() == "125.50");
    check_whole(house);
  }
}
