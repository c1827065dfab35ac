#pragma once

#include <concepts>
#include <type_traits>

#include "ledger/journal/fact.hpp"

// Each fact's members, named once, in the order that the journal writes them. An archive is called
// with (name, member[, default]) for what is hashed and personal(name, member) for what may be
// erased. A member is left out of the journal while it has its default, so a new member with a
// default may be added anywhere; renaming or removing one makes old journals unreadable.
namespace airut::ledger {

template <class T, class F>
concept Is = std::same_as<std::remove_const_t<T>, F>;

void fields(auto& a, Is<InvoiceAccepted> auto& f) {
  a("invoice_id", f.invoice_id), a("client", f.client), a("external_id", f.external_id);
  a("batch_id", f.batch_id), a("batch_position", f.batch_position, 0);
  a("batch_item", f.batch_item), a("number", f.number), a("type", f.type);
  a("seller_key", f.seller_key), a("gross", f.gross), a("due", f.due);
  a("issue_date", f.issue_date), a("due_date", f.due_date), a("reference", f.reference);
  a("reference_key", f.reference_key), a("account", f.account);
  a("more_accounts", f.more_accounts), a("more_references", f.more_references);
  a("customer_number", f.customer_number), a("recipient_id", f.recipient_id);
  a("buyer_type", f.buyer_type), a("buyer_country", f.buyer_country), a("language", f.language);
  a("preceding", f.preceding), a("syntax", f.syntax), a("original_digest", f.original_digest);
  a("canonical_digest", f.canonical_digest), a("track", f.track, true);
  a("receivable_id", f.receivable_id), a("policy", f.policy), a("reminders", f.reminders);
  a("collection", f.collection);
  a.personal("buyer_name", f.personal_buyer_name);
}

void fields(auto& a, Is<SkippedChannel> auto& f) { a("channel", f.channel), a("reason", f.reason); }

void fields(auto& a, Is<DeliveryRouted> auto& f) {
  a("delivery_id", f.delivery_id), a("invoice_id", f.invoice_id);
  a("document_kind", f.document_kind), a("document_id", f.document_id), a("client", f.client);
  a("channel", f.channel), a("format", f.format), a("reason", f.reason), a("skipped", f.skipped);
  a("remaining", f.remaining), a("state", f.state), a("handler", f.handler);
  a("message_id", f.message_id), a("replaces", f.replaces), a("destination", f.destination);
  a("next_at", f.next_at), a("give_up_at", f.give_up_at), a("urgent", f.urgent, false);
  a.personal("address", f.personal_address);
  a.personal("intermediary", f.personal_intermediary);
}

void fields(auto& a, Is<RouteMissing> auto& f) {
  a("invoice_id", f.invoice_id), a("document_kind", f.document_kind);
  a("document_id", f.document_id), a("client", f.client), a("skipped", f.skipped);
}

void fields(auto& a, Is<AttemptStarted> auto& f) {
  a("delivery_id", f.delivery_id), a("invoice_id", f.invoice_id), a("attempt_id", f.attempt_id);
  a("number", f.number, 1), a("payload_digest", f.payload_digest);
  a("lease_until", f.lease_until);
}

void fields(auto& a, Is<DeliveryChanged> auto& f) {
  a("delivery_id", f.delivery_id), a("invoice_id", f.invoice_id), a("attempt_id", f.attempt_id);
  a("from", f.from), a("to", f.to), a("event", f.event), a("evidence", f.evidence);
  a("assumed", f.assumed, false), a("handler", f.handler), a("next_at", f.next_at);
  a("code", f.code), a("code_class", f.code_class), a("native_code", f.native_code);
  a("endpoint", f.endpoint), a("receipt_digest", f.receipt_digest), a("note", f.note);
  a.personal("excerpt", f.personal_excerpt);
}

void fields(auto& a, Is<DeviationOpened> auto& f) {
  a("deviation_id", f.deviation_id), a("delivery_id", f.delivery_id);
  a("invoice_id", f.invoice_id), a("client", f.client), a("channel", f.channel);
  a("code", f.code), a("code_class", f.code_class), a("native_code", f.native_code);
  a("handler", f.handler), a("group_key", f.group_key);
  a("suggested_action", f.suggested_action), a("priority", f.priority, 2);
  a.personal("excerpt", f.personal_excerpt);
}

void fields(auto& a, Is<DeviationChanged> auto& f) {
  a("deviation_id", f.deviation_id), a("delivery_id", f.delivery_id);
  a("invoice_id", f.invoice_id), a("action", f.action), a("priority", f.priority, 2);
  a("assignee", f.assignee), a("snoozed_until", f.snoozed_until), a("comment", f.comment);
}

void fields(auto& a, Is<DeviationResolved> auto& f) {
  a("deviation_id", f.deviation_id), a("delivery_id", f.delivery_id);
  a("invoice_id", f.invoice_id), a("action", f.action), a("note", f.note);
}

void fields(auto& a, Is<InvoiceHeld> auto& f) {
  a("invoice_id", f.invoice_id), a("action", f.action), a("reason", f.reason);
}

void fields(auto& a, Is<InvoiceCorrected> auto& f) {
  a("invoice_id", f.invoice_id), a("canonical_digest", f.canonical_digest);
  a.personal("note", f.personal_note);
}

void fields(auto& a, Is<RecipientUpdated> auto& f) {
  a("recipient_id", f.recipient_id), a("client", f.client), a("external_ref", f.external_ref);
  a("type", f.type), a("language", f.language), a("priority", f.priority);
  a.personal("record", f.personal_record);
}

void fields(auto& a, Is<BatchReceived> auto& f) {
  a("batch_id", f.batch_id), a("mode", f.mode), a("format", f.format), a("digest", f.digest);
  a("language", f.language), a("clients", f.clients), a("items", f.items, 0);
}

void fields(auto& a, Is<BatchTotal> auto& f) {
  a("invoices", f.invoices, 0), a("credit_notes", f.credit_notes, 0), a("gross", f.gross);
  a("credited", f.credited);
}

void fields(auto& a, Is<BatchAdvanced> auto& f) {
  a("batch_id", f.batch_id), a("position", f.position, 0), a("accepted", f.accepted, 0);
  a("rejected", f.rejected, 0), a("duplicates", f.duplicates, 0), a("totals", f.totals);
}

void fields(auto& a, Is<BatchCompleted> auto& f) {
  a("batch_id", f.batch_id), a("status", f.status);
}

void fields(auto& a, Is<BatchItemRejected> auto& f) {
  a("batch_id", f.batch_id), a("position", f.position, 0), a("name", f.name);
  a("number", f.number), a("outcome", f.outcome), a("invoice_id", f.invoice_id);
  a("problem", f.problem);
}

void fields(auto& a, Is<AccountCover> auto& f) { a("account", f.account), a("until", f.until); }

void fields(auto& a, Is<StatementTold> auto& f) {
  a("account", f.account), a("statement_id", f.statement_id), a("from", f.from);
  a("until", f.until), a("opening", f.opening), a("closing", f.closing);
}

void fields(auto& a, Is<DaySum> auto& f) {
  a("account", f.account), a("day", f.day), a("amount", f.amount);
  a("is_lump", f.is_lump, false);
}

void fields(auto& a, Is<PaymentFileImported> auto& f) {
  a("file_id", f.file_id), a("format", f.format), a("version", f.version);
  a("bank_file_id", f.bank_file_id), a("digest", f.digest), a("accounts", f.accounts);
  a("coverage", f.coverage), a("covers_until", f.covers_until), a("entries", f.entries, 0);
  a("duplicates", f.duplicates, 0), a("statements", f.statements);
  a("sums", f.sums);
}

void fields(auto& a, Is<AllocatedPart> auto& f) {
  a("receivable_id", f.receivable_id), a("invoice_id", f.invoice_id);
  a("component", f.component), a("amount", f.amount);
}

void fields(auto& a, Is<PaymentReceived> auto& f) {
  a("payment_id", f.payment_id), a("file_id", f.file_id), a("client", f.client);
  a("account", f.account), a("archive_id", f.archive_id), a("fingerprint", f.fingerprint);
  a("occurrence", f.occurrence, 1), a("amount", f.amount);
  a("is_reversal", f.is_reversal, false), a("reverses", f.reverses);
  a("taken_back_by", f.taken_back_by), a("booked", f.booked);
  a("value_date", f.value_date), a("funds", f.funds), a("partner", f.partner);
  a("settlement_id", f.settlement_id), a("reference_key", f.reference_key);
  a("more_references", f.more_references), a("rule", f.rule);
  a("explanation", f.explanation), a("parts", f.parts), a("unallocated", f.unallocated);
  a("unallocated_reason", f.unallocated_reason);
  a.personal("payer", f.personal_payer);
  a.personal("payer_account", f.personal_payer_account);
  a.personal("text", f.personal_text);
}

void fields(auto& a, Is<PaymentAllocated> auto& f) {
  a("payment_id", f.payment_id), a("client", f.client), a("parts", f.parts);
  a("rule", f.rule), a("explanation", f.explanation), a("funds", f.funds);
  a("paid_on", f.paid_on), a("waits_as", f.waits_as);
  a.personal("note", f.personal_note);
}

void fields(auto& a, Is<ReversalReleased> auto& f) {
  a("payment_id", f.payment_id), a("reversal_id", f.reversal_id), a("client", f.client);
  a("funds", f.funds), a("amount", f.amount), a("parts", f.parts);
  a.personal("note", f.personal_note);
}

void fields(auto& a, Is<ReceivableCredited> auto& f) {
  a("receivable_id", f.receivable_id), a("invoice_id", f.invoice_id);
  a("credit_note_id", f.credit_note_id), a("amount", f.amount), a("beyond", f.beyond);
  a("kept_in", f.kept_in);
}

void fields(auto& a, Is<CreditKept> auto& f) {
  a("receivable_id", f.receivable_id), a("invoice_id", f.invoice_id), a("client", f.client);
  a("amount", f.amount), a("day", f.day), a("reason", f.reason), a("awaits", f.awaits);
}

void fields(auto& a, Is<ReceivableAdjusted> auto& f) {
  a("adjustment_id", f.adjustment_id), a("receivable_id", f.receivable_id);
  a("invoice_id", f.invoice_id), a("kind", f.kind), a("reason", f.reason);
  a("source", f.source), a("effective", f.effective), a("parts", f.parts);
  a("interest_from", f.interest_from), a("interest_until", f.interest_until);
  a("interest_rates", f.interest_rates);
  a.personal("note", f.personal_note);
}

void fields(auto& a, Is<LetterDecided> auto& f) {
  a("letter_id", f.letter_id), a("receivable_id", f.receivable_id);
  a("invoice_id", f.invoice_id), a("client", f.client), a("kind", f.kind);
  a("round", f.round, 1), a("day", f.day), a("deadline", f.deadline);
  a("principal_open", f.principal_open), a("fee", f.fee), a("interest", f.interest);
  a("interest_from", f.interest_from), a("interest_until", f.interest_until);
  a("interest_percent", f.interest_percent), a("interest_rates", f.interest_rates);
  a("cost", f.cost), a("country", f.country);
  a("debtor", f.debtor), a("agreed_percent", f.agreed_percent), a("proof", f.proof);
  a("policy", f.policy), a("policy_version", f.policy_version, 0), a("sheet_id", f.sheet_id);
  a("plan_id", f.plan_id), a("consent_on", f.consent_on);
  a("bank_accounts", f.bank_accounts), a("announces_collection", f.announces_collection);
}

void fields(auto& a, Is<LetterCorrected> auto& f) {
  a("letter_id", f.letter_id), a("receivable_id", f.receivable_id);
  a("invoice_id", f.invoice_id), a("reason", f.reason), a("withdrawn", f.withdrawn, false);
  a("fee", f.fee), a("interest", f.interest), a("cost", f.cost);
  a("interest_until", f.interest_until);
}

void fields(auto& a, Is<ReceivablePaused> auto& f) {
  a("receivable_id", f.receivable_id), a("invoice_id", f.invoice_id), a("action", f.action);
  a("reason", f.reason), a("until", f.until);
  a.personal("note", f.personal_note);
}

void fields(auto& a, Is<DayRun> auto& f) {
  a("run_id", f.run_id), a("as_of", f.as_of), a("considered", f.considered, 0);
  a("letters", f.letters, 0), a("collection_orders", f.collection_orders, 0);
  a("began", f.began);
}

void fields(auto& a, Is<WebhookEndpointChanged> auto& f) {
  a("endpoint_id", f.endpoint_id), a("action", f.action), a("url", f.url);
  a("event_types", f.event_types), a("enabled", f.enabled, true);
  a("description", f.description);
  a.personal("secret", f.personal_secret);
}

void fields(auto& a, Is<LinkIssued> auto& f) {
  a("invoice_id", f.invoice_id), a("link_id", f.link_id), a("expires", f.expires);
}

void fields(auto& a, Is<LinkRevoked> auto& f) {
  a("invoice_id", f.invoice_id), a("link_id", f.link_id), a("reason", f.reason);
}

void fields(auto& a, Is<InvoiceViewed> auto& f) {
  a("invoice_id", f.invoice_id), a("link_id", f.link_id);
}

void fields(auto& a, Is<ReasonGiven> auto& f) {
  a("request_id", f.request_id), a("request", f.request);
  a.personal("reason", f.personal_reason);
}

void fields(auto& a, Is<DocumentReceived> auto& f) {
  a("document_id", f.document_id), a("client", f.client), a("channel", f.channel);
  a("message_id", f.message_id), a("instance_id", f.instance_id), a("sender", f.sender);
  a("receiver", f.receiver), a("access_point", f.access_point);
  a("document_type", f.document_type), a("process", f.process), a("country", f.country);
  a("kind", f.kind), a("about", f.about), a("status_to", f.status_to);
  a("status_always", f.status_always, false), a("problem", f.problem);
  a("payload_digest", f.payload_digest), a("receipt_digest", f.receipt_digest);
}

void fields(auto& a, Is<MoneyReturned> auto& f) {
  a("return_id", f.return_id), a("client", f.client), a("payment_id", f.payment_id);
  a("receivable_id", f.receivable_id), a("amount", f.amount), a("day", f.day);
  a("method", f.method), a("reason", f.reason), a("funds", f.funds);
  a.personal("name", f.personal_name);
  a.personal("account", f.personal_account);
}

void fields(auto& a, Is<CreditLaid> auto& f) {
  a("receivable_id", f.receivable_id), a("client", f.client), a("rule", f.rule);
  a("explanation", f.explanation), a("parts", f.parts);
  a.personal("note", f.personal_note);
}

void fields(auto& a, Is<MoneySettled> auto& f) {
  a("settlement_id", f.settlement_id), a("client", f.client), a("day", f.day);
  a("amount", f.amount), a("until_seq", f.until_seq, 0), a("items", f.items, 0);
  a("digest", f.digest);
}

void fields(auto& a, Is<RemittedReport> auto& f) {
  a("payment_id", f.payment_id), a("receivable_id", f.receivable_id), a("amount", f.amount);
}

void fields(auto& a, Is<RemittanceLaid> auto& f) {
  a("payment_id", f.payment_id), a("client", f.client), a("partner", f.partner);
  a("rule", f.rule), a("explanation", f.explanation), a("funds", f.funds);
  a("amount", f.amount), a("reports", f.reports);
  a.personal("note", f.personal_note);
}

void fields(auto& a, Is<DueDateChanged> auto& f) {
  a("receivable_id", f.receivable_id), a("invoice_id", f.invoice_id), a("was", f.was);
  a("due_date", f.due_date), a("reason", f.reason), a("source", f.source);
}

void fields(auto& a, Is<FeedItemTaken> auto& f) {
  a("client", f.client), a("item_id", f.item_id), a("digest", f.digest), a("kind", f.kind);
  a("invoice_number", f.invoice_number), a("receivable_id", f.receivable_id);
  a("result", f.result);
}

void fields(auto& a, Is<PeriodClosed> auto& f) {
  a("client", f.client), a("period", f.period), a("until_seq", f.until_seq, 0);
  a("digest", f.digest);
}

void fields(auto& a, Is<StatusTold> auto& f) {
  a("document_id", f.document_id), a("code", f.code), a("outcome", f.outcome);
  a("receipt_digest", f.receipt_digest);
}

void fields(auto& a, Is<AddressSuppressed> auto& f) {
  a("suppression_id", f.suppression_id), a("client", f.client), a("channel", f.channel);
  a("code", f.code), a("delivery_id", f.delivery_id), a("invoice_id", f.invoice_id);
  a.personal("address", f.personal_address);
}

void fields(auto& a, Is<AddressReleased> auto& f) {
  a("suppression_id", f.suppression_id), a("reason", f.reason);
}

void fields(auto& a, Is<BankAsked> auto& f) {
  a("round_id", f.round_id), a("channel", f.channel), a("code", f.code);
  a("native_code", f.native_code), a("listed", f.listed, 0), a("text", f.text);
}

void fields(auto& a, Is<BankFileListed> auto& f) {
  a("file_id", f.file_id), a("channel", f.channel), a("file_reference", f.file_reference);
  a("file_type", f.file_type), a("meaning", f.meaning), a("target_id", f.target_id);
  a("stamped", f.stamped);
}

void fields(auto& a, Is<BankFileFetched> auto& f) {
  a("file_id", f.file_id), a("digest", f.digest), a("receipt_digest", f.receipt_digest);
  a("size", f.size, 0);
}

void fields(auto& a, Is<BankFileTaken> auto& f) {
  a("file_id", f.file_id), a("outcome", f.outcome), a("result_id", f.result_id);
  a("detail", f.detail);
}

void fields(auto& a, Is<BankCertificateRenewed> auto& f) {
  a("channel", f.channel), a("serial", f.serial), a("previous_serial", f.previous_serial);
  a("not_after", f.not_after);
}

}  // namespace airut::ledger

#include "ledger/journal/address_fields.hpp"  // IWYU pragma: export
#include "ledger/journal/case_fields.hpp"     // IWYU pragma: export
#include "ledger/journal/debit_fields.hpp"    // IWYU pragma: export
#include "ledger/journal/erasure_fields.hpp"  // IWYU pragma: export
