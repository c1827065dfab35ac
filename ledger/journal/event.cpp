#include "ledger/journal/event.hpp"

namespace airut::ledger {
namespace {

// What a change of a delivery is called. Bad news after good is told apart first, since it may
// lead to any state; a state that stays while its evidence grows is no second delivery.
std::string_view change_type(DeliveryChanged const& f) {
  if (f.event == "negative_feedback") return "delivery.reversed";
  bool const good = f.to == "sent" || f.to == "delivered";
  if (f.event == "escalation_timer") return "delivery.escalated";
  if (f.event == "noted") return "delivery.noted";
  if (good && f.from == f.to) return "delivery.evidence_raised";
  if (f.to == "scheduled" || f.to == "queued") return "delivery.queued";
  if (f.to == "dispatching") return "delivery.attempted";
  if (f.to == "sent") return "delivery.sent";
  if (f.to == "delivered") return "delivery.delivered";
  if (f.to == "deferred") return "delivery.deferred";
  if (f.to == "unknown") return "delivery.unknown";
  if (f.to == "held") return "delivery.held";
  if (f.to == "rerouted") return "delivery.rerouted";
  if (f.to == "failed") return "delivery.failed";
  if (f.to == "cancelled") return "delivery.cancelled";
  return "delivery.changed";
}

struct TypeOf {
  std::string_view operator()(InvoiceAccepted const&) const { return "invoice.accepted"; }
  std::string_view operator()(DeliveryRouted const& f) const {
    return f.state == "held" ? "delivery.held" : "delivery.queued";
  }
  std::string_view operator()(RouteMissing const& f) const {
    return f.document_kind == "invoice" ? "invoice.undeliverable" : "receivable.undeliverable";
  }
  std::string_view operator()(AttemptStarted const&) const { return "delivery.attempted"; }
  std::string_view operator()(DeliveryChanged const& f) const { return change_type(f); }
  std::string_view operator()(DeviationOpened const&) const { return "deviation.opened"; }
  std::string_view operator()(DeviationResolved const&) const { return "deviation.resolved"; }
  std::string_view operator()(DeviationChanged const& f) const {
    return f.action == "escalate" ? "deviation.escalated" : "deviation.changed";
  }
  std::string_view operator()(InvoiceHeld const& f) const {
    if (f.action == "release") return "invoice.released";
    return f.action == "cancel" ? "invoice.cancelled" : "invoice.held";
  }
  std::string_view operator()(InvoiceCorrected const&) const { return "invoice.corrected"; }
  std::string_view operator()(RecipientUpdated const&) const { return "recipient.updated"; }
  std::string_view operator()(BatchReceived const&) const { return "batch.received"; }
  std::string_view operator()(BatchAdvanced const&) const { return "batch.advanced"; }
  std::string_view operator()(BatchCompleted const&) const { return "batch.completed"; }
  std::string_view operator()(BatchItemRejected const& f) const {
    return f.outcome == "accepted" ? "batch.item_warned" : "batch.item_rejected";
  }
  std::string_view operator()(PaymentFileImported const&) const { return "payment.file_imported"; }
  std::string_view operator()(PaymentReceived const& f) const {
    if (f.is_reversal) return "payment.reversed";
    return f.parts.empty() ? "payment.unallocated" : "payment.received";
  }
  std::string_view operator()(PaymentAllocated const&) const { return "payment.allocated"; }
  std::string_view operator()(ReceivableCredited const&) const { return "receivable.credited"; }
  std::string_view operator()(ReceivableAdjusted const& f) const {
    return f.kind == "write_off" ? "receivable.written_off" : "receivable.adjusted";
  }
  std::string_view operator()(MoneyReturned const&) const { return "payment.returned"; }
  std::string_view operator()(CreditLaid const&) const { return "receivable.credit_laid"; }
  std::string_view operator()(MoneySettled const&) const { return "settlement.made"; }
  std::string_view operator()(DueDateChanged const&) const { return "receivable.due_date_changed"; }
  std::string_view operator()(FeedItemTaken const&) const { return "feed.item_taken"; }
  std::string_view operator()(PeriodClosed const&) const { return "books.period_closed"; }
  std::string_view operator()(LetterDecided const& f) const {
    return f.kind == "collection_order" ? "receivable.in_collection"
                                        : "receivable.reminder_decided";
  }
  std::string_view operator()(ReceivablePaused const& f) const {
    if (f.action == "resume") return "receivable.resumed";
    if (f.action == "approve") return "receivable.step_approved";
    return f.action == "dispute" ? "receivable.disputed" : "receivable.paused";
  }
  std::string_view operator()(LetterCorrected const& f) const {
    return f.withdrawn ? "receivable.letter_withdrawn" : "receivable.letter_corrected";
  }
  std::string_view operator()(DayRun const& f) const {
    return f.began ? "receivable.day_ended" : "receivable.day_run";
  }
  std::string_view operator()(WebhookEndpointChanged const& f) const {
    if (f.action == "test") return "webhook.test";
    return f.action == "disable" ? "webhook.disabled" : "webhook.changed";
  }
  std::string_view operator()(LinkIssued const&) const { return "link.issued"; }
  std::string_view operator()(LinkRevoked const&) const { return "link.revoked"; }
  std::string_view operator()(InvoiceViewed const&) const { return "invoice.viewed"; }
  std::string_view operator()(ReasonGiven const&) const { return "audit.reason_given"; }
  std::string_view operator()(DocumentReceived const&) const { return "document.received"; }
  std::string_view operator()(StatusTold const&) const { return "document.status_told"; }
  std::string_view operator()(AddressSuppressed const&) const { return "address.suppressed"; }
  std::string_view operator()(AddressReleased const&) const { return "address.released"; }
  std::string_view operator()(BankAsked const& f) const {
    return f.code.empty() ? "bank.asked" : "bank.not_reached";
  }
  std::string_view operator()(BankFileListed const&) const { return "bank.file_listed"; }
  std::string_view operator()(BankFileFetched const&) const { return "bank.file_fetched"; }
  std::string_view operator()(BankFileTaken const& f) const {
    return f.outcome == "refused" ? "bank.file_refused" : "bank.file_taken";
  }
  std::string_view operator()(BankCertificateRenewed const&) const {
    return "bank.certificate_renewed";
  }
  std::string_view operator()(DebitClaimMade const&) const { return "debit_claim.made"; }
  std::string_view operator()(TransmissionMade const&) const { return "transmission.made"; }
  std::string_view operator()(DebitClaimPlaced const& f) const {
    return f.withdraws ? "debit_claim.withdrawn" : "debit_claim.placed";
  }
  std::string_view operator()(TransmissionChanged const&) const { return "transmission.changed"; }
  std::string_view operator()(DebitClaimChanged const&) const { return "debit_claim.changed"; }
  std::string_view operator()(MandateChanged const& f) const {
    return f.action == "end" ? "mandate.ended" : "mandate.changed";
  }
  std::string_view operator()(ClearingFileTaken const& f) const {
    return f.outcome == "taken" ? "clearing.file_taken" : "clearing.file_refused";
  }
  std::string_view operator()(PolicyRecorded const&) const { return "policy.recorded"; }
  std::string_view operator()(CustomerTermsSet const&) const { return "customer.terms_set"; }
  std::string_view operator()(CreditAlert const&) const { return "customer.credit_alert"; }
  std::string_view operator()(PromiseMade const&) const { return "promise.made"; }
  std::string_view operator()(PromiseEnded const& f) const {
    if (f.outcome == "kept") return "promise.kept";
    return f.outcome == "broken" ? "promise.broken" : "promise.withdrawn";
  }
  std::string_view operator()(PlanMade const&) const { return "plan.made"; }
  std::string_view operator()(PlanEnded const& f) const {
    if (f.outcome == "completed") return "plan.completed";
    return f.outcome == "broken" ? "plan.broken" : "plan.cancelled";
  }
  std::string_view operator()(CollectionMoved const& f) const {
    return f.from == f.to ? "collection.noted" : "collection.moved";
  }
  std::string_view operator()(MessageWritten const&) const { return "message.written"; }
  std::string_view operator()(MessageRead const&) const { return "message.read"; }
  std::string_view operator()(LedgersCompared const&) const { return "books.ledgers_compared"; }
  std::string_view operator()(CollectionFileTaken const& f) const {
    return f.problem.empty() ? "collection.file_taken" : "collection.file_refused";
  }
  std::string_view operator()(RecipientAddressed const&) const { return "recipient.addressed"; }
  std::string_view operator()(RecipientAddressEnded const&) const {
    return "recipient.address_ended";
  }
  std::string_view operator()(SenderNoticeMade const&) const { return "sender_notice.made"; }
  std::string_view operator()(SenderNoticeMoved const& f) const {
    if (f.to == "sending") return "sender_notice.attempted";
    if (f.to == "sent") return "sender_notice.sent";
    if (f.to == "refused") return "sender_notice.refused";
    return f.to == "deferred" ? "sender_notice.deferred" : "sender_notice.unknown";
  }
  std::string_view operator()(ReversalReleased const&) const { return "payment.released"; }
  std::string_view operator()(CreditKept const&) const { return "receivable.credit_kept"; }
  std::string_view operator()(RemittanceLaid const&) const { return "payment.remitted"; }
  std::string_view operator()(PersonalDataErased const&) const { return "recipient.erased"; }
};

struct SubjectOf {
  std::string const& operator()(InvoiceAccepted const& f) const { return f.invoice_id; }
  std::string const& operator()(DeliveryRouted const& f) const { return f.delivery_id; }
  std::string const& operator()(RouteMissing const& f) const {
    return f.document_id.empty() ? f.invoice_id : f.document_id;
  }
  std::string const& operator()(AttemptStarted const& f) const { return f.delivery_id; }
  std::string const& operator()(DeliveryChanged const& f) const { return f.delivery_id; }
  std::string const& operator()(DeviationOpened const& f) const { return f.deviation_id; }
  std::string const& operator()(DeviationResolved const& f) const { return f.deviation_id; }
  std::string const& operator()(DeviationChanged const& f) const { return f.deviation_id; }
  std::string const& operator()(InvoiceHeld const& f) const { return f.invoice_id; }
  std::string const& operator()(InvoiceCorrected const& f) const { return f.invoice_id; }
  std::string const& operator()(RecipientUpdated const& f) const { return f.recipient_id; }
  std::string const& operator()(BatchReceived const& f) const { return f.batch_id; }
  std::string const& operator()(BatchAdvanced const& f) const { return f.batch_id; }
  std::string const& operator()(BatchCompleted const& f) const { return f.batch_id; }
  std::string const& operator()(BatchItemRejected const& f) const { return f.batch_id; }
  std::string const& operator()(PaymentFileImported const& f) const { return f.file_id; }
  std::string const& operator()(PaymentReceived const& f) const { return f.payment_id; }
  std::string const& operator()(PaymentAllocated const& f) const { return f.payment_id; }
  std::string const& operator()(ReceivableCredited const& f) const { return f.receivable_id; }
  std::string const& operator()(ReceivableAdjusted const& f) const { return f.receivable_id; }
  std::string const& operator()(MoneyReturned const& f) const { return f.return_id; }
  std::string const& operator()(CreditLaid const& f) const { return f.receivable_id; }
  std::string const& operator()(MoneySettled const& f) const { return f.settlement_id; }
  std::string const& operator()(DueDateChanged const& f) const { return f.receivable_id; }
  std::string const& operator()(FeedItemTaken const& f) const { return f.item_id; }
  std::string const& operator()(PeriodClosed const& f) const { return f.client; }
  std::string const& operator()(LetterDecided const& f) const { return f.receivable_id; }
  std::string const& operator()(LetterCorrected const& f) const { return f.receivable_id; }
  std::string const& operator()(ReceivablePaused const& f) const { return f.receivable_id; }
  std::string const& operator()(DayRun const& f) const { return f.run_id; }
  std::string const& operator()(WebhookEndpointChanged const& f) const { return f.endpoint_id; }
  std::string const& operator()(LinkIssued const& f) const { return f.invoice_id; }
  std::string const& operator()(LinkRevoked const& f) const { return f.invoice_id; }
  std::string const& operator()(InvoiceViewed const& f) const { return f.invoice_id; }
  std::string const& operator()(ReasonGiven const& f) const { return f.request_id; }
  std::string const& operator()(DocumentReceived const& f) const { return f.document_id; }
  std::string const& operator()(StatusTold const& f) const { return f.document_id; }
  std::string const& operator()(AddressSuppressed const& f) const { return f.suppression_id; }
  std::string const& operator()(AddressReleased const& f) const { return f.suppression_id; }
  std::string const& operator()(BankAsked const& f) const { return f.round_id; }
  std::string const& operator()(BankFileListed const& f) const { return f.file_id; }
  std::string const& operator()(BankFileFetched const& f) const { return f.file_id; }
  std::string const& operator()(BankFileTaken const& f) const { return f.file_id; }
  std::string const& operator()(BankCertificateRenewed const& f) const { return f.channel; }
  std::string const& operator()(DebitClaimMade const& f) const { return f.delivery_id; }
  std::string const& operator()(TransmissionMade const& f) const { return f.transmission_id; }
  std::string const& operator()(DebitClaimPlaced const& f) const { return f.delivery_id; }
  std::string const& operator()(TransmissionChanged const& f) const { return f.transmission_id; }
  std::string const& operator()(DebitClaimChanged const& f) const { return f.delivery_id; }
  std::string const& operator()(MandateChanged const& f) const { return f.mandate_id; }
  std::string const& operator()(ClearingFileTaken const& f) const { return f.file_id; }
  std::string const& operator()(PolicyRecorded const& f) const { return f.policy; }
  std::string const& operator()(CustomerTermsSet const& f) const { return f.customer_number; }
  std::string const& operator()(CreditAlert const& f) const { return f.customer_number; }
  std::string const& operator()(PromiseMade const& f) const { return f.promise_id; }
  std::string const& operator()(PromiseEnded const& f) const { return f.promise_id; }
  std::string const& operator()(PlanMade const& f) const { return f.plan_id; }
  std::string const& operator()(PlanEnded const& f) const { return f.plan_id; }
  std::string const& operator()(CollectionMoved const& f) const { return f.case_id; }
  std::string const& operator()(MessageWritten const& f) const { return f.message_id; }
  std::string const& operator()(MessageRead const& f) const { return f.message_id; }
  std::string const& operator()(LedgersCompared const& f) const { return f.comparison_id; }
  std::string const& operator()(CollectionFileTaken const& f) const { return f.file_id; }
  std::string const& operator()(RecipientAddressed const& f) const { return f.recipient_id; }
  std::string const& operator()(RecipientAddressEnded const& f) const { return f.recipient_id; }
  std::string const& operator()(SenderNoticeMade const& f) const { return f.notice_id; }
  std::string const& operator()(SenderNoticeMoved const& f) const { return f.notice_id; }
  std::string const& operator()(ReversalReleased const& f) const { return f.payment_id; }
  std::string const& operator()(CreditKept const& f) const { return f.receivable_id; }
  std::string const& operator()(RemittanceLaid const& f) const { return f.payment_id; }
  std::string const& operator()(PersonalDataErased const& f) const { return f.recipient_id; }
};

std::string_view bytes_of(model::Sha256 const& digest) {
  return {reinterpret_cast<char const*>(digest.data()), digest.size()};
}

void append_number(std::string& out, std::uint64_t number) {
  for (int shift = 56; shift >= 0; shift -= 8) {
    out += static_cast<char>((number >> static_cast<unsigned>(shift)) & 0xffU);
  }
}

// Length first, so that no two different events have the same bytes.
void append_text(std::string& out, std::string_view text) {
  append_number(out, text.size());
  out += text;
}

}  // namespace

std::string event_type(FactView fact) { return std::string{fact.visit(TypeOf{})}; }

std::string event_subject(FactView fact) { return fact.visit(SubjectOf{}); }

model::Sha256 personal_digest(std::string_view salt, std::string_view personal) {
  if (personal.empty()) return {};
  std::string bytes;
  bytes.reserve(salt.size() + personal.size());
  bytes += salt;
  bytes += personal;
  return model::sha256(bytes);
}

model::Sha256 chain_hash(model::Sha256 const& previous, Event const& event) {
  std::string bytes;
  bytes.reserve(320 + event.body.size());
  bytes += bytes_of(previous);
  append_text(bytes, event.tenant);
  append_number(bytes, static_cast<std::uint64_t>(event.seq));
  append_text(bytes, event.id);
  append_number(bytes, static_cast<std::uint64_t>(event.booked.time_since_epoch().count()));
  append_text(bytes, event.type);
  append_text(bytes, event.subject);
  append_text(bytes, event.actor);
  append_text(bytes, event.body);
  bytes += bytes_of(event.personal_digest);
  return model::sha256(bytes);
}

}  // namespace airut::ledger
