#include "gateway/follow/look.hpp"

#include <doctest/doctest.h>

#include "formats/json/submission.hpp"
#include "ledger/store/documents.hpp"
#include "tests/dispatch/rules.hpp"
#include "tests/ledger/facts.hpp"
#include "tests/support/sample_invoice.hpp"
#include "tests/support/store.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;
using namespace airut::tests;

namespace {

config::Settings settings() {
  config::Settings settings;
  config::Tenant tenant;
  tenant.id = "fi";
  tenant.country = "FI";
  settings.tenants = {tenant};
  return settings;
}

// A delivery that is out.
struct Out {
  TempDirectory home;
  std::unique_ptr<ledger::Store> store = ledger::Store::open(place_in(home.path()), {});
  config::Settings own = settings();
  gateway::Billers billers{own};
  ledger::InvoiceAccepted invoice = accepted("S-1");
  ledger::DeliveryRouted delivery = routed(invoice);

  Out() {
    store->write_now([&](ledger::Transaction& tx) {
      tx.append("fi", "key_1", noon, invoice);
      tx.append("fi", "key_1", noon, delivery);
      tx.append("fi", "system", noon, changed(delivery, "queued", "sent", "handed_over"));
    });
  }
  ledger::DeliveryRow row() {
    return store->read([&](ledger::Snapshot& view) {
      return ledger::find_delivery(view, "fi", delivery.delivery_id).value();
    });
  }
  void see(std::string const& code) {
    channels::Sighting sighting;
    sighting.trace.code = code;
    auto const seen = row();
    store->write_now([&](ledger::Transaction& tx) {
      gateway::take_sighting(tx, seen, sighting,
                             {billers, shipped_codes(), "system", noon, &shipped_law()});
    });
  }
  // The invoice's document as the caller gave it.
  void keep(model::OnFailure on_failure) {
    model::Submission submission;
    submission.client_ref = "siivous";
    submission.invoice = sample_invoice();
    submission.distribution.on_failure = on_failure;
    store->write_now([&](ledger::Transaction& tx) {
      ledger::InvoiceCorrected fact;
      fact.invoice_id = invoice.invoice_id;
      fact.canonical_digest =
          ledger::keep_document(tx, "application/json", json::write_submission(submission));
      tx.append("fi", "key_1", noon, fact);
    });
  }
  void refuse_withdrawal(std::string const& code) {
    gateway::Followed const followed{row(), {}, "invoice_cancelled"};
    channels::WithdrawalAnswer answer;
    answer.trace.code = code;
    store->write_now([&](ledger::Transaction& tx) {
      gateway::take_withdrawal(tx, followed, answer,
                               {billers, shipped_codes(), "system", noon, &shipped_law()});
    });
  }
  void goes_again() {
    store->write_now([&](ledger::Transaction& tx) {
      tx.append("fi", "key_1", noon, changed(delivery, "held", "queued", ""));
      tx.append("fi", "system", noon, changed(delivery, "queued", "sent", "handed_over"));
    });
  }
};

}  // namespace

TEST_SUITE("follow/look") {
  TEST_CASE("what takes a document back is heard again of one that went out again") {
    Out out;
    out.see("vipps.id_taken");
    REQUIRE(out.row().state == "held");
    out.goes_again();
    out.see("vipps.id_taken");
    CHECK(out.row().state == "held");
  }

  TEST_CASE("a caller who wants it back is asked when it cannot be taken back either") {
    Out out;
    out.keep(model::OnFailure::return_to_sender);
    out.refuse_withdrawal("efaktura.recipient_blocked_issuer");
    CHECK(out.row().state == "held");
    CHECK(out.row().handler == "client");
  }

  TEST_CASE("what is only noted is told once") {
    Out out;
    out.see("vipps.expired");
    auto const version = out.row().version;
    CHECK(out.row().last_code == "vipps.expired");
    out.see("vipps.expired");
    CHECK(out.row().state == "sent");
    CHECK(out.row().version == version);
  }
}
