#include <doctest/doctest.h>

#include "tests/claim/known.hpp"
#include "tests/claim/whole.hpp"

// Which kept files go with an invoice, and which others still need.
using namespace airut;
using namespace airut::tests;

namespace {

constexpr auto* one_letter = R"(
[[tenant.policy]]
name = "policy"
one_letter = true
grace_days = 0
bank_data_age_days = 4
[[tenant.policy.step]]
action = "first_reminder"
after_days = 14
)";

bool is_nobodys(Known& known, gateway::Survey& found) {
  return known.house.store().read(
      [&](ledger::Snapshot& view) { return gateway::is_nobodys(view, found); });
}

}  // namespace

TEST_SUITE("claim/erased files") {
  TEST_CASE("what was sent goes with the invoice, file by file") {
    Known known;
    auto const second = known.house.invoice("2", "50.00", "consumer", "C-1");
    auto const went = known.send("%PDF of Matti", "taken on 2 March");
    REQUIRE(known.is_kept(went.file));
    on(known.house, "2026-03-10", {{known.claim, "100.00"}, {second, "50.00"}});
    known.house.today(day("2033-01-01"));
    REQUIRE_FALSE(known.erase().id.empty());
    CHECK_FALSE(known.is_kept(went.file));
    CHECK_FALSE(known.is_kept(went.receipt));
    check_whole(known.house);
  }

  TEST_CASE("a file that another customer was sent, too, stays") {
    Known known;
    auto const second = known.house.invoice("2", "50.00", "consumer", "C-1");
    auto const his = known.send("terms of delivery", "whole file of receipts");
    auto const other = known.house.invoice("3", "70.00", "consumer", "C-2");
    auto const theirs = known.send("terms of delivery", "whole file of receipts");
    REQUIRE(his.receipt == theirs.receipt);
    on(known.house, "2026-03-10", {{known.claim, "100.00"}, {second, "50.00"}, {other, "70.00"}});
    known.house.today(day("2033-01-01"));
    auto const erased = known.erase();
    REQUIRE_FALSE(erased.id.empty());
    CHECK(known.is_kept(theirs.file));
    CHECK(known.is_kept(theirs.receipt));
    CHECK(erased.survey.kept.size() >= 2);
    for (auto const& one : erased.survey.kept) CHECK(one.reason == "document-of-others");
    check_whole(known.house);
  }

  TEST_CASE("a file that somebody else is sent while it is looked at stays") {
    Known known;
    auto const second = known.house.invoice("2", "50.00", "consumer", "C-1");
    auto const his = known.send("terms of delivery", "taken on 2 March");
    on(known.house, "2026-03-10", {{known.claim, "100.00"}, {second, "50.00"}});
    known.house.invoice("3", "70.00", "consumer", "C-2");
    known.house.today(day("2033-01-01"));
    auto const found = known.survey();
    auto followed = found;
    CHECK(is_nobodys(known, followed));
    SUBCASE("by another customer") {
      REQUIRE(known.send("terms of delivery", "taken on 1 January").file == his.file);
    }
    SUBCASE("by another tenant") {
      known.write([&](ledger::Transaction& tx) {
        ledger::DocumentReceived received;
        received.document_id = "doc_1";
        received.payload_digest = his.file;
        tx.append("elsewhere", "key_test", known.house.now(), received);
      });
    }
    CHECK_FALSE(is_nobodys(known, followed));
    CHECK_FALSE(is_nobodys(known, followed));
    CHECK_FALSE(known.erase(followed));
    CHECK_FALSE(known.erase(found));
    CHECK(known.is_kept(his.file));
  }

  TEST_CASE("a survey that nobody wants any more ends where it would look through whole tables") {
    Known known;
    auto const second = known.house.invoice("2", "50.00", "consumer", "C-1");
    known.send("terms of delivery", "taken on 2 March");
    on(known.house, "2026-03-10", {{known.claim, "100.00"}, {second, "50.00"}});
    known.house.today(day("2033-01-01"));
    int looks = 0;
    known.go_on = [&] { return ++looks > 0; };
    known.survey();
    auto const whole = looks;
    looks = 0;
    known.go_on = [&] { return ++looks < 0; };
    known.survey();
    CHECK(looks > 0);
    CHECK(looks < whole);
  }

  TEST_CASE("a file of two customers goes with the second of them") {
    Known known;
    auto const first = known.house.invoice("2", "50.00", "consumer", "C-1");
    auto const his = known.send("terms of delivery", "whole file of receipts");
    auto const second = known.house.invoice("3", "70.00", "consumer", "C-2");
    known.send("terms of delivery", "whole file of receipts");
    known.write([&](ledger::Transaction& tx) {
      ledger::RecipientUpdated entry;
      entry.recipient_id = "rcp_2";
      entry.client = "biller";
      entry.external_ref = "C-2";
      entry.personal_record = R"({"name":"Maija"})";
      known.append(tx, entry);
    });
    on(known.house, "2026-03-10", {{known.claim, "100.00"}, {first, "50.00"}, {second, "70.00"}});
    known.house.today(day("2033-01-01"));
    REQUIRE_FALSE(known.erase("C-1").id.empty());
    CHECK(known.is_kept(his.receipt));
    auto const erased = known.erase("C-2");
    REQUIRE_FALSE(erased.id.empty());
    CHECK(erased.survey.kept.empty());
    CHECK_FALSE(known.is_kept(his.file));
    CHECK_FALSE(known.is_kept(his.parcel));
    CHECK_FALSE(known.is_kept(his.receipt));
    check_whole(known.house);
  }

  TEST_CASE("a letter about several invoices stays until the last of them goes") {
    Known known{one_letter};
    auto const& first = known.claim;
    auto const second = known.house.invoice("2", "200.00", "consumer", "C-1");
    known.house.deliver();
    known.house.today(day("2026-04-20"));
    known.house.bank(day("2026-04-19"), {});
    REQUIRE(known.house.decide() == 2);
    auto const went = known.send("letter about both", "posted");
    REQUIRE_FALSE(went.file.empty());
    auto const owed = known.house.item(first);
    known.house.bank(day("2026-04-20"),
                     {{first, (owed.principal + owed.interest + owed.fee + owed.cost).text()}});
    known.house.today(day("2027-02-01"));
    auto const later = known.house.item(second);
    known.house.bank(
        day("2027-01-31"),
        {{second, (later.principal + later.interest + later.fee + later.cost).text()}});
    known.house.today(day("2033-06-01"));
    REQUIRE_FALSE(known.erase().id.empty());
    CHECK(known.is_kept(went.file));
    CHECK(known.is_kept(went.parcel));
    known.house.today(day("2034-01-01"));
    REQUIRE_FALSE(known.erase().id.empty());
    CHECK_FALSE(known.is_kept(went.file));
    CHECK_FALSE(known.is_kept(went.parcel));
    check_whole(known.house);
  }
}
