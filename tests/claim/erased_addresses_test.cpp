#include <algorithm>

#include <doctest/doctest.h>

#include "ledger/store/suppressions.hpp"
#include "tests/claim/known.hpp"
#include "tests/claim/whole.hpp"

// What becomes of an address that mail may not go to, when one of those who have it is forgotten.
using namespace airut;
using namespace airut::tests;

namespace {

// Somebody else of the same client in the register, with this mailbox.
void register_other_mailbox(Known& known, std::string const& address) {
  known.write([&](ledger::Transaction& tx) {
    ledger::RecipientUpdated entry;
    entry.recipient_id = "rcp_2";
    entry.client = "biller";
    entry.external_ref = "C-2";
    entry.personal_record = R"({"name":"Toimisto","addresses":{"email":[")" + address + R"("]}})";
    known.append(tx, entry);
  });
}

// The invoice of another customer, which goes there.
void send_other(Known& known, std::string const& address) {
  auto const other = known.house.invoice("2", "50.00", "consumer", "C-2");
  known.write([&](ledger::Transaction& tx) {
    ledger::DeliveryRouted routed;
    routed.delivery_id = "dlv_2";
    routed.invoice_id = known.house.item(other).invoice_id;
    routed.document_kind = "invoice";
    routed.client = "biller";
    routed.channel = "email";
    routed.state = "queued";
    routed.personal_address = address;
    known.append(tx, routed);
  });
}

bool is_suppressed(Known& known) {
  return known.house.store().read([&](ledger::Snapshot& view) {
    return ledger::is_suppressed(view, "demo", "biller", "email", mailbox);
  });
}

}  // namespace

TEST_SUITE("claim/erased addresses") {
  TEST_CASE("mail to an address that another recipient has, too, stays forbidden") {
    Known known;
    register_other_mailbox(known, "Matti@Example.TEST");
    on(known.house, "2026-03-10", {{known.claim, "100.00"}});
    auto const erased = known.erase();
    REQUIRE_FALSE(erased.id.empty());
    CHECK(is_suppressed(known));
    auto const& kept = erased.survey.kept;
    CHECK(std::any_of(kept.begin(), kept.end(), [](auto const& one) {
      return one.item_class == "suppression" && one.reason == "address-of-others";
    }));
    check_whole(known.house);
  }

  TEST_CASE("mail to an address that another customer's invoice went to stays forbidden") {
    std::string const box{mailbox};
    for (auto const& went_to :
         {box, "billing." + box + ", " + box, box + "x, " + box + ", y@x.fi"}) {
      CAPTURE(went_to);
      Known known;
      send_other(known, went_to);
      on(known.house, "2026-03-10", {{known.claim, "100.00"}});
      REQUIRE_FALSE(known.erase().id.empty());
      CHECK(is_suppressed(known));
    }
  }

  TEST_CASE("an address of others that only ends or begins like it keeps nothing forbidden") {
    std::string const box{mailbox};
    for (auto const& went_to : {"billing." + box, box + "x", "a." + box + ", " + box + "x"}) {
      CAPTURE(went_to);
      Known known;
      send_other(known, went_to);
      on(known.house, "2026-03-10", {{known.claim, "100.00"}});
      REQUIRE_FALSE(known.erase().id.empty());
      CHECK_FALSE(is_suppressed(known));
    }
  }

  TEST_CASE("mail to an address that nobody else has is no longer forbidden once it is erased") {
    Known known;
    register_other_mailbox(known, "somebody@example.test");
    on(known.house, "2026-03-10", {{known.claim, "100.00"}});
    REQUIRE_FALSE(known.erase().id.empty());
    CHECK_FALSE(is_suppressed(known));
  }
}
