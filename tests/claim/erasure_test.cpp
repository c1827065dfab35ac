#include <algorithm>

#include <doctest/doctest.h>

#include "ledger/store/addresses.hpp"
#include "ledger/store/documents.hpp"
#include "ledger/store/invoices.hpp"
#include "ledger/store/suppressions.hpp"
#include "tests/claim/known.hpp"
#include "tests/claim/whole.hpp"
#include "tests/support/shared_data.hpp"

// What is kept of a recipient, and what becomes of it when he wants to be forgotten.
using namespace airut;
using namespace airut::tests;

namespace {

std::int64_t count_of(gateway::Erased const& erased, std::string_view name) {
  for (auto const& [known, count] : erased.survey.classes)
    if (known == name) return count;
  return 0;
}

std::vector<std::string> reasons(gateway::Erased const& erased) {
  std::vector<std::string> all;
  for (auto const& one : erased.survey.kept) all.push_back(one.item_class + " " + one.reason);
  return all;
}

using Reasons = std::vector<std::string>;

}  // namespace

TEST_CASE("of a recipient who owes something nothing is erased, and it is told why") {
  Known known;
  auto const before = known.house.events();
  auto const erased = known.erase();
  CHECK(erased.id.empty());
  CHECK(reasons(erased) == Reasons{"invoice claim-open", "register needed-for-open"});
  CHECK_FALSE(erased.survey.kept.front().may_go);
  CHECK(known.house.events() == before);
}

TEST_CASE("whoever paid is forgotten but for what bookkeeping asks to keep, once") {
  Known known;
  on(known.house, "2026-03-10", {{known.claim, "100.00"}});
  auto const erased = known.erase();
  CHECK_FALSE(erased.id.empty());
  CHECK(count_of(erased, "register") == 1);
  CHECK(count_of(erased, "address") == 1);
  CHECK(count_of(erased, "suppression") == 1);
  CHECK(count_of(erased, "link") == 1);
  CHECK(count_of(erased, "document") == 0);
  REQUIRE(reasons(erased) == Reasons{"invoice bookkeeping"});
  CHECK(erased.survey.kept.front().may_go == day("2033-01-01"));
  CHECK(erased.survey.kept.front().law.find("1336/1997") != std::string::npos);
  auto const journal = known.journal();
  CHECK(journal.find(mailbox) == std::string::npos);
  CHECK(journal.find("003712345671") == std::string::npos);
  CHECK(journal.find("request of 1 April") != std::string::npos);
  CHECK(known.invoice().buyer_name == "Matti Meikäläinen");  // of the voucher
  known.house.store().read([&](ledger::Snapshot& view) {
    CHECK(ledger::find_recipient(view, "demo", "biller", "C-1")->record.empty());
    CHECK(ledger::addresses_of(view, "demo", "biller", "C-1").empty());
    CHECK_FALSE(ledger::is_suppressed(view, "demo", "biller", "email", mailbox));
  });
  check_whole(known.house);
  auto const events = known.house.events();
  CHECK(known.erase().id.empty());
  CHECK(known.house.events() == events);
}

TEST_CASE("when the law's time is over the invoice goes, and the books stay whole") {
  Known known;
  on(known.house, "2026-03-10",
     {{known.claim, "100.00", false, "A1", "", "", "FI1410093000123458", "", "Matti Meikäläinen",
       "Kiitos"}});
  known.house.today(day("2032-12-31"));
  CHECK(reasons(known.erase()) == Reasons{"invoice bookkeeping"});
  known.house.today(day("2033-01-01"));
  auto const erased = known.erase();
  CHECK(count_of(erased, "invoice") >= 2);  // the buyer's name, the payment
  CHECK(count_of(erased, "document") >= 1);
  CHECK(erased.survey.kept.empty());
  auto const invoice = known.invoice();
  CHECK(invoice.buyer_name.empty());
  known.house.store().read([&](ledger::Snapshot& view) {
    CHECK_FALSE(ledger::find_document(view, invoice.canonical_digest));
    CHECK(ledger::list_files(view, "demo", invoice.id).empty());
  });
  for (auto const* word : {"Matti", "Kiitos", "FI1410093000123458"})
    CHECK(known.journal().find(word) == std::string::npos);
  check_whole(known.house);
  CHECK(known.erase().id.empty());
}

TEST_CASE("a recipient who comes back after an erasure is known again, also after a replay") {
  Known known;
  on(known.house, "2026-03-10", {{known.claim, "100.00"}});
  REQUIRE_FALSE(known.erase().id.empty());
  known.house.today(day("2026-05-04"));
  known.house.name_buyer("Maija Meikäläinen");
  known.house.invoice("2", "50.00", "consumer", "C-1");
  known.house.deliver();
  check_whole(known.house);
  auto const erased = known.erase();
  CHECK(reasons(erased) ==
        Reasons{"invoice bookkeeping", "invoice claim-open", "register needed-for-open"});
}

TEST_CASE("what happened to an invoice after the survey is not erased over") {
  Known known;
  on(known.house, "2026-03-10", {{known.claim, "100.00"}});
  auto const before = known.survey();
  on(known.house, "2026-03-11", {{known.claim, "100.00", true}});
  auto const events = known.house.events();
  CHECK_FALSE(known.erase(before));
  CHECK(known.house.events() == events);
  CHECK(known.erase().id.empty());  // the claim is open again
}

TEST_CASE("a customer who is billed after the survey is not forgotten") {
  Known known;
  on(known.house, "2026-03-10", {{known.claim, "100.00"}});
  auto const before = known.survey();
  known.house.invoice("2", "50.00", "consumer", "C-1");
  CHECK_FALSE(known.erase(before));
  CHECK(reasons(known.erase()) ==
        Reasons{"invoice bookkeeping", "invoice claim-open", "register needed-for-open"});
}

TEST_CASE("of two who erase at once one erases") {
  Known known;
  on(known.house, "2026-03-10", {{known.claim, "100.00"}});
  auto const first = known.survey(), second = known.survey();
  CHECK(known.erase(first));
  CHECK_FALSE(known.erase(second));
  CHECK(known.erase().id.empty());
}

TEST_CASE("what happens to others between survey and erasure hinders nothing") {
  Known known;
  on(known.house, "2026-03-10", {{known.claim, "100.00"}});
  auto const before = known.survey();
  known.house.invoice("2", "50.00", "consumer", "C-2");
  CHECK(known.erase(before));
}
