#include <algorithm>

#include <doctest/doctest.h>

#include "gateway/erasure/erase.hpp"
#include "ledger/journal/export.hpp"
#include "ledger/store/addresses.hpp"
#include "ledger/store/documents.hpp"
#include "ledger/store/invoices.hpp"
#include "ledger/store/offline.hpp"
#include "ledger/store/suppressions.hpp"
#include "tests/claim/days.hpp"
#include "tests/claim/policies.hpp"
#include "tests/claim/whole.hpp"
#include "tests/support/shared_data.hpp"

// What is kept of a recipient, and what becomes of it when he wants to be forgotten.
using namespace airut;
using namespace airut::tests;

namespace {

constexpr auto mailbox = "matti@example.test";

// A customer with one invoice, an entry in the register, and an address that mail came back from.
class Known {
 public:
  Known() {
    house.today(day("2026-03-02"));
    house.name_buyer("Matti Meikäläinen");
    claim = house.invoice("1", "100.00", "consumer", "C-1");
    house.deliver();
    write([&](ledger::Transaction& tx) {
      ledger::RecipientUpdated entry;
      entry.recipient_id = "rcp_1";
      entry.client = "biller";
      entry.external_ref = "C-1";
      entry.personal_record =
          R"({"name":"Matti Meikäläinen","addresses":{"email":["matti@example.test"]}})";
      append(tx, entry);
      ledger::RecipientAddressed address;
      address.address_id = "rca_1";
      address.recipient_id = "rcp_1";
      address.client = "biller";
      address.external_ref = "C-1";
      address.channel = "finvoice";
      address.source = "client";
      address.valid_from = house.day_now();
      address.personal_address = "003712345671";
      address.personal_intermediary = "003721291126";
      append(tx, address);
      ledger::AddressSuppressed suppressed;
      suppressed.suppression_id = "sup_1";
      suppressed.client = "biller";
      suppressed.channel = "email";
      suppressed.code = "email.mailbox_unknown";
      suppressed.invoice_id = invoice().id;
      suppressed.personal_address = mailbox;
      append(tx, suppressed);
      append(tx, ledger::LinkIssued{invoice().id, "lnk_1", house.now() + std::chrono::hours{720}});
    });
  }

  ledger::InvoiceRow invoice() {
    auto const id = house.item(claim).invoice_id;
    return house.store().read(
        [&](ledger::Snapshot& view) { return ledger::find_invoice(view, "demo", id).value(); });
  }

  gateway::Erased erase() {
    gateway::Erased erased;
    write([&](ledger::Transaction& tx) {
      auto const row = ledger::find_recipient(tx, "demo", "biller", "C-1");
      REQUIRE(row);
      auto const context = house.context();
      erased = gateway::erase(tx, {context.billers, retention, "demo", "key_test", house.now()},
                              *row, "request of 1 April");
    });
    return erased;
  }

  // All that the journal still says in words.
  std::string journal() {
    std::string all;
    house.store().read([&](ledger::Snapshot& view) {
      ledger::export_journal(view, ledger::PersonalParts::whole, [&](std::string const& line) {
        all += line + "\n";
        return true;
      });
    });
    return all;
  }

  ClaimHouse house{policy_of({"first_reminder", "second_reminder", "collection_order"})};
  config::Retention retention = config::Retention::load(tables, {}).value();
  std::string claim;

 private:
  static constexpr auto tables = AIRUT_SOURCE "/config/tables";
  void write(std::function<void(ledger::Transaction&)> const& work) {
    house.store().write_now(work);
  }
  void append(ledger::Transaction& tx, ledger::FactView fact) {
    tx.append("demo", "key_test", house.now(), fact);
  }
};

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
