#pragma once

#include "ledger/journal/fact.hpp"

// The members of case_facts.hpp, as journal/fields.hpp names those of the others; included there.
namespace airut::ledger {

void fields(auto& a, Is<PolicyRecorded> auto& f) {
  a("policy", f.policy), a("version", f.version, 1), a("valid_from", f.valid_from);
  a("definition", f.definition);
}

void fields(auto& a, Is<CustomerTermsSet> auto& f) {
  a("client", f.client), a("customer_number", f.customer_number), a("policy", f.policy);
  a("credit_limit", f.credit_limit), a("risk_class", f.risk_class);
  a("payment_terms_days", f.payment_terms_days, 0), a("blocked", f.blocked, false);
  a("hold_reason", f.hold_reason), a("hold_until", f.hold_until);
  a("stopped", f.stopped);
  a.personal("note", f.personal_note);
}

void fields(auto& a, Is<CreditAlert> auto& f) {
  a("client", f.client), a("customer_number", f.customer_number), a("kind", f.kind);
  a("day", f.day), a("text", f.text);
}

void fields(auto& a, Is<PromiseMade> auto& f) {
  a("promise_id", f.promise_id), a("receivable_id", f.receivable_id);
  a("invoice_id", f.invoice_id), a("client", f.client), a("amount", f.amount), a("day", f.day);
  a("made_by", f.made_by);
  a.personal("note", f.personal_note);
}

void fields(auto& a, Is<PromiseEnded> auto& f) {
  a("promise_id", f.promise_id), a("receivable_id", f.receivable_id);
  a("invoice_id", f.invoice_id), a("outcome", f.outcome), a("day", f.day);
}

void fields(auto& a, Is<PlanInstalment> auto& f) { a("due", f.due), a("amount", f.amount); }

void fields(auto& a, Is<PlanClaim> auto& f) {
  a("receivable_id", f.receivable_id), a("invoice_id", f.invoice_id);
  a("letter_id", f.letter_id);
}

void fields(auto& a, Is<PlanMade> auto& f) {
  a("plan_id", f.plan_id), a("receivable_id", f.receivable_id), a("invoice_id", f.invoice_id);
  a("client", f.client), a("letter_id", f.letter_id), a("made_by", f.made_by);
  a("interest", f.interest), a("instalments", f.instalments), a("tolerance", f.tolerance);
  a("tolerance_days", f.tolerance_days, 0), a("missed_max", f.missed_max, 0);
  a("also", f.also);
}

void fields(auto& a, Is<PlanEnded> auto& f) {
  a("plan_id", f.plan_id), a("receivable_id", f.receivable_id), a("invoice_id", f.invoice_id);
  a("outcome", f.outcome), a("day", f.day), a("reason", f.reason);
}

void fields(auto& a, Is<CollectionMoved> auto& f) {
  a("case_id", f.case_id), a("receivable_id", f.receivable_id), a("invoice_id", f.invoice_id);
  a("client", f.client), a("partner", f.partner), a("event", f.event), a("from", f.from);
  a("to", f.to), a("reason", f.reason), a("agency_reference", f.agency_reference);
  a("report_id", f.report_id), a("day", f.day), a("until", f.until);
  a("principal", f.principal), a("interest", f.interest), a("fee", f.fee), a("cost", f.cost);
  a("handed_back", f.handed_back, false), a("settlement_id", f.settlement_id);
  a.personal("note", f.personal_note);
}

void fields(auto& a, Is<MessageWritten> auto& f) {
  a("message_id", f.message_id), a("invoice_id", f.invoice_id), a("client", f.client);
  a("author", f.author), a("recipient", f.recipient), a("about", f.about);
  a("answers", f.answers), a("needs_answer", f.needs_answer, false);
  a.personal("text", f.personal_text);
}

void fields(auto& a, Is<MessageRead> auto& f) {
  a("message_id", f.message_id), a("invoice_id", f.invoice_id), a("reader", f.reader);
}

void fields(auto& a, Is<LedgersCompared> auto& f) {
  a("comparison_id", f.comparison_id), a("client", f.client), a("day", f.day);
  a("whole", f.whole, true), a("list_digest", f.list_digest), a("report_digest", f.report_digest);
  a("compared", f.compared, 0), a("differences", f.differences, 0);
  a("held", f.held, 0), a("released", f.released, 0);
}

void fields(auto& a, Is<CollectionFileTaken> auto& f) {
  a("file_id", f.file_id), a("client", f.client), a("partner", f.partner), a("name", f.name);
  a("digest", f.digest), a("reports", f.reports, 0), a("taken", f.taken, 0);
  a("repeated", f.repeated, 0), a("refused", f.refused, 0), a("problem", f.problem);
}

}  // namespace airut::ledger
