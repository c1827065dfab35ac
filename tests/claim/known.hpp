#pragma once

#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "gateway/dispatch/seal.hpp"
#include "gateway/erasure/erase.hpp"
#include "ledger/journal/export.hpp"
#include "ledger/store/deliveries.hpp"
#include "ledger/store/documents.hpp"
#include "ledger/store/invoices.hpp"
#include "ledger/store/offline.hpp"
#include "tests/claim/days.hpp"
#include "tests/claim/policies.hpp"

namespace airut::tests {

inline constexpr auto mailbox = "matti@example.test";

// A customer with one invoice, an entry in the register, and an address that mail came back from.
class Known {
 public:
  explicit Known(std::string const& policy = policy_of({"first_reminder", "second_reminder",
                                                        "collection_order"}))
      : house(policy) {
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

  gateway::Survey survey(std::string const& customer = "C-1") {
    return house.store().read([&](ledger::Snapshot& view) {
      return gateway::survey(view, erasing(house.context()), recipient(view, customer));
    });
  }
  // nullopt: something happened since the survey.
  std::optional<gateway::Erased> erase(gateway::Survey const& survey,
                                       std::string const& customer = "C-1") {
    std::optional<gateway::Erased> erased;
    write([&](ledger::Transaction& tx) {
      erased = gateway::erase(tx, erasing(house.context()), recipient(tx, customer), survey,
                              "request of 1 April");
    });
    return erased;
  }
  gateway::Erased erase(std::string const& customer = "C-1") {
    auto erased = erase(survey(customer), customer);
    REQUIRE(erased);
    return *erased;
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

  // What waits leaves as one file of these bytes, and arrives with this receipt: the names of
  // file, parcel and receipt in the store.
  struct Went {
    std::string file, parcel, receipt;
  };
  Went send(std::string const& bytes, std::string const& receipt) {
    Went went;
    write([&](ledger::Transaction& tx) {
      ledger::DeliveryFilter filter;
      filter.state = "queued";
      for (auto const& row : ledger::list_deliveries(tx, "demo", filter, {200, ""}).rows)
        went = send(tx, row, bytes, receipt);
    });
    return went;
  }

  bool is_kept(std::string const& document) {
    return house.store().read(
        [&](ledger::Snapshot& view) { return ledger::find_document(view, document).has_value(); });
  }

  void write(std::function<void(ledger::Transaction&)> const& work) {
    house.store().write_now(work);
  }
  void append(ledger::Transaction& tx, ledger::FactView fact) {
    tx.append("demo", "key_test", house.now(), fact);
  }

  ClaimHouse house;
  config::Retention retention = config::Retention::load(tables, {}).value();
  std::string claim;
  ledger::GoOn go_on = [] { return true; };

 private:
  static constexpr auto tables = AIRUT_SOURCE "/config/tables";

  gateway::ErasureContext erasing(gateway::DayContext const& context) const {
    return {context.billers, retention, "demo", "key_test", house.now(), go_on};
  }
  ledger::RecipientRow recipient(ledger::Snapshot& view, std::string const& customer) {
    auto const row = ledger::find_recipient(view, "demo", "biller", customer);
    REQUIRE(row);
    return *row;
  }

  Went send(ledger::Transaction& tx, ledger::DeliveryRow const& row, std::string const& bytes,
            std::string const& receipt) {
    channels::Parcel parcel;
    parcel.files.push_back({"lasku.pdf", "application/pdf", bytes});
    auto const packed = gateway::pack_parcel(parcel);
    ledger::AttemptStarted attempt;
    attempt.delivery_id = row.id;
    attempt.invoice_id = row.invoice_id;
    attempt.attempt_id = "att_" + row.id;
    attempt.payload_digest = gateway::keep_parcel(tx, packed);
    attempt.lease_until = house.now() + std::chrono::minutes{5};
    append(tx, attempt);
    ledger::DeliveryChanged arrived;
    arrived.delivery_id = row.id;
    arrived.invoice_id = row.invoice_id;
    arrived.attempt_id = attempt.attempt_id;
    arrived.from = "dispatching";
    arrived.to = "delivered";
    arrived.event = "handed_over";
    arrived.evidence = "delivered_to_recipient";
    arrived.handler = "nobody";
    arrived.receipt_digest = ledger::keep_document(tx, "text/plain", receipt);
    append(tx, arrived);
    return {packed.files.front().name, attempt.payload_digest, arrived.receipt_digest};
  }
};

}  // namespace airut::tests
