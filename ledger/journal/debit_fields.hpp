#pragma once

#include "ledger/journal/fact.hpp"

// The members of debit_facts.hpp, as journal/fields.hpp names those of the others; included there.
namespace airut::ledger {

void fields(auto& a, Is<DebitClaimMade> auto& f) {
  a("delivery_id", f.delivery_id), a("invoice_id", f.invoice_id), a("client", f.client);
  a("channel", f.channel), a("account", f.account), a("kid", f.kid), a("amount", f.amount);
  a("due", f.due), a("told_by", f.told_by), a("latest", f.latest);
  a("mandate_id", f.mandate_id), a("payload_digest", f.payload_digest);
  a.personal("payer", f.personal_payer), a.personal("reference", f.personal_reference);
  a.personal("text", f.personal_text);
}

void fields(auto& a, Is<DebitAssignment> auto& f) {
  a("number", f.number, 0), a("account", f.account), a("withdraws", f.withdraws, false);
  a("claims", f.claims, 0), a("sum", f.sum, 0);
}

void fields(auto& a, Is<TransmissionMade> auto& f) {
  a("transmission_id", f.transmission_id), a("channel", f.channel), a("number", f.number, 0);
  a("assignments", f.assignments), a("claims", f.claims, 0), a("sum", f.sum, 0);
  a("digest", f.digest), a("latest", f.latest);
}

void fields(auto& a, Is<DebitClaimPlaced> auto& f) {
  a("delivery_id", f.delivery_id), a("invoice_id", f.invoice_id);
  a("transmission_id", f.transmission_id), a("withdraws", f.withdraws, false);
  a("assignment", f.assignment, 0), a("place", f.place, 0);
}

void fields(auto& a, Is<TransmissionChanged> auto& f) {
  a("transmission_id", f.transmission_id), a("from", f.from), a("to", f.to);
  a("event", f.event), a("next_at", f.next_at), a("code", f.code);
  a("native_code", f.native_code), a("endpoint", f.endpoint);
  a("receipt_digest", f.receipt_digest), a("note", f.note);
  a.personal("excerpt", f.personal_excerpt);
}

void fields(auto& a, Is<DebitClaimChanged> auto& f) {
  a("delivery_id", f.delivery_id), a("invoice_id", f.invoice_id), a("state", f.state);
  a("reason", f.reason);
}

void fields(auto& a, Is<MandateChanged> auto& f) {
  a("mandate_id", f.mandate_id), a("client", f.client), a("scheme", f.scheme);
  a("account", f.account), a("kid", f.kid), a("payer", f.payer), a("action", f.action);
  a("wants_notice", f.wants_notice, false), a("limit", f.limit), a("file_id", f.file_id);
}

void fields(auto& a, Is<ClearingFileTaken> auto& f) {
  a("file_id", f.file_id), a("channel", f.channel), a("name", f.name), a("digest", f.digest);
  a("kind", f.kind), a("outcome", f.outcome), a("detail", f.detail), a("about", f.about);
  a("items", f.items, 0);
}

}  // namespace airut::ledger
