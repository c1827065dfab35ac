#include "gateway/claim/after_letter.hpp"

#include <doctest/doctest.h>

#include "formats/paper/letter_text.hpp"
#include "gateway/dispatch/apply.hpp"
#include "gateway/letters/letter_document.hpp"
#include "ledger/store/deliveries.hpp"
#include "tests/claim/policies.hpp"
#include "tests/claim/whole.hpp"

// Interest that ran between the last letter and the payment of what it asked.
using namespace airut;
using namespace airut::tests;

namespace {

std::string policy_after_letter(std::string const& choice) {
  auto toml = policy_of({"first_reminder"});
  std::string const name = "name = \"policy\"\n";
  return toml.insert(toml.find(name), "interest_after_letter = \"" + choice + "\"\n");
}

// An invoice of 1 000 euro to a consumer, due on 2 March 2026 and reminded of on 31 March with
// interest of 7.55 and a fee of 5.00, to be paid by 14 April.
struct RemindedOf1000 {
  ClaimHouse house;
  std::string item;

  explicit RemindedOf1000(char const* choice) : house{policy_after_letter(choice)} {
    house.today(day("2026-02-16"));
    item = house.invoice("1", "1000.00", "consumer", "C1", "2026-03-02");
    house.deliver();
    house.today(day("2026-03-31"));
    house.bank(day("2026-03-30"), {});
    REQUIRE(house.run() == 1);
    REQUIRE(house.last_letter(item) == "first_reminder 5.00 7.55 2026-04-14");
  }

  void paid(char const* amount, char const* on) {
    house.today(day(on));
    house.bank(day(on), {{.receivable_id = item, .amount = amount, .id = "P"}});
    check_whole(house);
  }

  // "interest 1.82" ... of what was charged and waived without a letter, in order.
  std::vector<std::string> adjusted() {
    std::vector<std::string> all;
    house.store().write_now([&](ledger::Transaction& tx) {
      all.clear();
      for (auto const& one : ledger::list_entries(tx, "demo", item))
        if (one.source.starts_with("adj_")) all.push_back(one.kind + " " + one.amount.text());
    });
    return all;
  }

  bool claim() {
    bool any = false;
    house.store().write_now([&](ledger::Transaction& tx) {
      auto const at = house.context();
      auto const row = ledger::find_receivable(tx, "demo", item);
      any = gateway::claim_interest(tx, {at.billers, at.law, "demo", "key_test", at.now}, *row,
                                    at.as_of);
    });
    check_whole(house);
    return any;
  }

  // "5.20 2026-04-01 2026-04-20 claim" of what no letter asked for, "" when there is nothing.
  std::string uncharged() {
    return house.store().read([&](ledger::Snapshot& view) -> std::string {
      auto const at = house.context();
      gateway::ClaimContext const claim{at.billers, at.law, "demo", "key_test", at.now};
      auto const row = ledger::find_receivable(view, "demo", item);
      auto const one = gateway::uncharged_interest(view, claim, *row, at.as_of);
      if (!one) return {};
      return one->sum.amount.text() + " " + model::date_text(one->sum.first) + " " +
             model::date_text(one->sum.last) + (one->is_claimed ? " claim" : " waive");
    });
  }

  std::string owed() {
    auto const row = house.item(item);
    return row.principal.text() + " " + row.interest.text() + " " + row.fee.text();
  }
};

// The newest letter's document.
model::Letter letter_of(ClaimHouse& house, std::string const& item) {
  auto const at = house.context();
  return house.store().read([&](ledger::Snapshot& view) {
    auto const newest = ledger::list_letters(view, "demo", item).back();
    auto const row = ledger::find_delivery(view, "demo", newest.delivery_id);
    REQUIRE(row);
    auto const submission = gateway::stored_submission(view, "demo", newest.invoice_id);
    return gateway::letter_document(view, *row, submission, *at.billers.client("demo", "biller"),
                                    at.law);
  });
}

std::string sentences_of(model::Letter const& letter, std::string const& language) {
  std::string all;
  for (auto const& one : paper::letter_sentences(letter, language)) all += one + "\n";
  return all;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_SUITE("claim/after_letter") {
  TEST_CASE("interest since the letter is waived by name of who pays what it asked in its time") {
    RemindedOf1000 one{"waive"};
    one.paid("1012.55", "2026-04-07");
    CHECK(one.owed() == "0.00 0.00 0.00");
    CHECK(one.adjusted() == Lines{"interest 1.82", "waiver -1.82"});
    CHECK(one.house.item(one.item).status == "paid");
    CHECK_FALSE(one.claim());
  }

  TEST_CASE("interest since the letter stays open where the policy claims it") {
    RemindedOf1000 one{"claim"};
    one.paid("1012.55", "2026-04-07");
    CHECK(one.owed() == "0.00 1.82 0.00");
    CHECK(one.adjusted() == Lines{"interest 1.82"});
    one.house.replay();
    CHECK(one.owed() == "0.00 1.82 0.00");
  }

  TEST_CASE("a letter says what becomes of later interest, and the next names what is open of it") {
    RemindedOf1000 one{"claim"};
    auto const first = letter_of(one.house, one.item);
    CHECK(first.claims_interest);
    RemindedOf1000 other{"waive"};
    CHECK_FALSE(letter_of(other.house, other.item).claims_interest);
    CHECK(sentences_of(first, "en").find("What runs after this letter is claimed separately.") !=
          std::string::npos);
    one.paid("1012.55", "2026-04-07");
    auto const next = one.house.invoice("2", "500.00", "consumer", "C1", "2026-04-27");
    one.house.deliver();
    one.house.today(day("2026-05-20"));
    one.house.bank(day("2026-05-19"), {});
    REQUIRE(one.house.run() == 1);
    auto const second = letter_of(one.house, next);
    CHECK(second.total.text() == "507.99");
    for (auto const* language : {"fi", "sv", "nb", "en"}) {
      CAPTURE(language);
      auto const text = sentences_of(second, language);
      CHECK(text.find(language == std::string{"en"} ? "1.82" : "1,82") != std::string::npos);
      CHECK(text.find(one.house.item(one.item).reference) != std::string::npos);
    }
    check_whole(one.house);
  }

  TEST_CASE("who pays on the letter's day owes no more by either choice") {
    for (auto const* choice : {"waive", "claim"}) {
      CAPTURE(choice);
      RemindedOf1000 one{choice};
      one.paid("1012.55", "2026-03-31");
      CHECK(one.owed() == "0.00 0.00 0.00");
      CHECK(one.adjusted().empty());
    }
  }

  TEST_CASE("who pays after the letter's time is waived nothing, and a person may claim it") {
    RemindedOf1000 one{"waive"};
    one.paid("1012.55", "2026-04-20");
    CHECK(one.owed() == "0.00 0.00 0.00");
    CHECK(one.adjusted().empty());
    one.house.today(day("2026-05-20"));
    CHECK(one.claim());  // until the payment, not until today
    // Of all 49 days 12.7534; the letter's 7.55 and 5.21 would be a cent too much.
    CHECK(one.owed() == "0.00 5.20 0.00");
    CHECK_FALSE(one.claim());
    RemindedOf1000 other{"claim"};
    other.paid("1012.55", "2026-04-20");
    CHECK(other.owed() == "0.00 5.20 0.00");
  }

  TEST_CASE("a claim says what interest no letter asked for, and what its policy does about it") {
    for (std::string const choice : {"waive", "claim"}) {
      CAPTURE(choice);
      RemindedOf1000 one{choice.c_str()};
      CHECK(one.uncharged().empty());  // charged until today
      one.house.today(day("2026-04-10"));
      CHECK(one.uncharged() == "2.60 2026-04-01 2026-04-10 " + choice);
    }
    RemindedOf1000 late{"waive"};
    late.paid("1012.55", "2026-04-20");
    late.house.today(day("2026-05-20"));
    CHECK(late.uncharged() == "5.20 2026-04-01 2026-04-20 waive");
    CHECK(late.claim());
    CHECK(late.uncharged().empty());
    RemindedOf1000 in_time{"waive"};
    in_time.paid("1012.55", "2026-04-07");
    in_time.house.today(day("2026-05-20"));
    CHECK(in_time.uncharged().empty());  // waived by name
  }

  TEST_CASE("nothing is claimed for a client who is not configured any more") {
    RemindedOf1000 one{"waive"};
    one.paid("1012.55", "2026-04-20");
    config::Settings const without;
    gateway::Billers const billers{without};
    one.house.store().write_now([&](ledger::Transaction& tx) {
      auto const at = one.house.context();
      auto const row = ledger::find_receivable(tx, "demo", one.item);
      gateway::ClaimContext const nobody{billers, at.law, "demo", "key_test", at.now};
      CHECK_FALSE(gateway::claim_interest(tx, nobody, *row, at.as_of));
    });
  }

  TEST_CASE("who pays less than the letter asked is waived nothing") {
    RemindedOf1000 one{"waive"};
    one.paid("1007.55", "2026-04-07");  // the fee is left out
    CHECK(one.adjusted().empty());
    CHECK(one.claim());
    CHECK(one.owed() == "0.00 1.82 5.00");
  }

  TEST_CASE("a waiver falls with the payment that brought it") {
    RemindedOf1000 one{"waive"};
    one.paid("1012.55", "2026-04-07");
    one.house.today(day("2026-04-09"));
    one.house.bank(
        day("2026-04-09"),
        {{.receivable_id = one.item, .amount = "1012.55", .taken_back = true, .id = "P"}});
    CHECK(one.owed() == "1000.00 9.37 5.00");
    CHECK(one.adjusted() == Lines{"interest 1.82", "waiver -1.82", "waiver 1.82"});
    check_whole(one.house);
  }
}
