#pragma once

#include <string>

#include "formats/model/ids.hpp"
#include "ledger/journal/fact.hpp"

namespace airut::tests {

inline model::Instant const noon{std::chrono::milliseconds{1'790'000'000'000}};  // 2026-09-21

inline model::Money eur(std::int64_t minor) { return {minor, {}}; }

// The bytes of the document of this number.
inline std::string document_text(int n) { return "document " + std::to_string(n); }

inline ledger::InvoiceAccepted accepted(std::string number, std::int64_t minor = 10000,
                                        std::string reference = "") {
  ledger::InvoiceAccepted fact;
  fact.invoice_id = model::new_id("inv", noon);
  fact.client = "siivous";
  fact.number = std::move(number);
  fact.type = "invoice";
  fact.seller_key = "2617416-4";
  fact.gross = fact.due = eur(minor);
  fact.issue_date = *model::parse_date("2026-09-01");
  fact.due_date = *model::parse_date("2026-09-15");
  fact.reference = fact.reference_key = std::move(reference);
  fact.account = "FI2112345600000785";
  fact.receivable_id = model::new_id("rcv", noon);
  fact.reminders = "auto";
  fact.personal_buyer_name = "Čáhcegáisá Oy";
  return fact;
}

inline ledger::DeliveryRouted routed(ledger::InvoiceAccepted const& invoice) {
  ledger::DeliveryRouted fact;
  fact.delivery_id = model::new_id("dlv", noon);
  fact.invoice_id = fact.document_id = invoice.invoice_id;
  fact.document_kind = "invoice";
  fact.client = invoice.client;
  fact.channel = "email";
  fact.format = "pdf";
  fact.state = "queued";
  fact.handler = "system";
  fact.message_id = fact.delivery_id;
  fact.destination = "email:example.fi";
  fact.remaining = {"print"};
  fact.next_at = noon;
  fact.give_up_at = noon + std::chrono::hours{48};
  fact.personal_address = "lasku@example.fi";
  return fact;
}

inline ledger::DeliveryChanged changed(ledger::DeliveryRouted const& delivery, std::string from,
                                       std::string to, std::string evidence = "") {
  ledger::DeliveryChanged fact;
  fact.delivery_id = delivery.delivery_id;
  fact.invoice_id = delivery.invoice_id;
  fact.from = std::move(from);
  fact.to = std::move(to);
  fact.event = "handed_over";
  fact.evidence = std::move(evidence);
  fact.handler = "nobody";
  return fact;
}

inline ledger::PaymentReceived payment_of(ledger::InvoiceAccepted const& invoice,
                                          std::int64_t minor, std::string component = "principal") {
  ledger::PaymentReceived fact;
  fact.payment_id = model::new_id("pay", noon);
  fact.client = invoice.client;
  fact.account = invoice.account;
  fact.fingerprint = fact.payment_id;
  fact.amount = eur(minor);
  fact.unallocated = eur(0);
  fact.reference_key = invoice.reference_key;
  fact.rule = "exact-reference";
  fact.value_date = *model::parse_date("2026-09-20");
  fact.parts = {{invoice.receivable_id, invoice.invoice_id, std::move(component), eur(minor)}};
  return fact;
}

}  // namespace airut::tests
