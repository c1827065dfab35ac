#pragma once

#include <cstdint>
#include <string_view>

#include "formats/model/date.hpp"
#include "ledger/store/store.hpp"

namespace airut::ledger {

inline constexpr int seq_bits = 40;  // a trillion events a tenant, eight million tenants

constexpr std::int64_t event_key(std::int64_t tenant, std::int64_t seq) {
  return tenant << seq_bits | seq;
}
constexpr std::int64_t seq_of_key(std::int64_t key) {
  return key & ((std::int64_t{1} << seq_bits) - 1);
}

// What a projection may know of an event besides its fact: all of it comes back in a replay.
struct Happening {
  std::int64_t key = 0;  // of the event, and of the row that it makes
  std::int64_t tenant = 0;
  model::Instant booked{};
  std::string_view actor;
};

// Where an event stands in the story of its invoice.
struct Place {
  std::int64_t invoice = 0;  // key; 0: about no invoice, or about several
  std::int64_t sequence = 0;
};

// Puts the event on the timelines of the invoices that it is about, and then changes the rows that
// it changes. Both are all that a replay does. Throw std::logic_error on a broken invariant.
Place place(Transaction& tx, Happening const& at, FactView fact);
void project_fact(Transaction& tx, Happening const& at, FactView fact);

// Key of an invoice, 0 when the tenant has none of that id.
std::int64_t invoice_key(Transaction& tx, std::int64_t tenant, std::string_view id);
// The version that this fact gives the invoice, for a statement that writes the row anyway.
// invoice: the one that invoice_key() named last.
std::int64_t version_to_write(Transaction& tx, std::int64_t invoice);
// Whether the item with this key, which a payment changes, is to count the fact to its invoice's
// version: then the invoice's own row need not change.
bool counts_version(Transaction& tx, std::int64_t receivable);

// One function a fact, in the file of the rows that it changes most.
void project(Transaction& tx, Happening const& at, InvoiceAccepted const& fact);
void project(Transaction& tx, Happening const& at, DeliveryRouted const& fact);
void project(Transaction& tx, Happening const& at, RouteMissing const& fact);
void project(Transaction& tx, Happening const& at, AttemptStarted const& fact);
void project(Transaction& tx, Happening const& at, DeliveryChanged const& fact);
void project(Transaction& tx, Happening const& at, DeviationOpened const& fact);
void project(Transaction& tx, Happening const& at, DeviationResolved const& fact);
void project(Transaction& tx, Happening const& at, DeviationChanged const& fact);
void project(Transaction& tx, Happening const& at, InvoiceHeld const& fact);
void project(Transaction& tx, Happening const& at, InvoiceCorrected const& fact);
void project(Transaction& tx, Happening const& at, RecipientUpdated const& fact);
void project(Transaction& tx, Happening const& at, BatchReceived const& fact);
void project(Transaction& tx, Happening const& at, BatchAdvanced const& fact);
void project(Transaction& tx, Happening const& at, BatchCompleted const& fact);
void project(Transaction& tx, Happening const& at, BatchItemRejected const& fact);
void project(Transaction& tx, Happening const& at, PaymentFileImported const& fact);
void project(Transaction& tx, Happening const& at, PaymentReceived const& fact);
void project(Transaction& tx, Happening const& at, PaymentAllocated const& fact);
void project(Transaction& tx, Happening const& at, ReversalReleased const& fact);
void project(Transaction& tx, Happening const& at, ReceivableCredited const& fact);
void project(Transaction& tx, Happening const& at, CreditKept const& fact);
void project(Transaction& tx, Happening const& at, ReceivableAdjusted const& fact);
void project(Transaction& tx, Happening const& at, MoneyReturned const& fact);
void project(Transaction& tx, Happening const& at, CreditLaid const& fact);
void project(Transaction& tx, Happening const& at, MoneySettled const& fact);
void project(Transaction& tx, Happening const& at, RemittanceLaid const& fact);
void project(Transaction& tx, Happening const& at, DueDateChanged const& fact);
void project(Transaction& tx, Happening const& at, FeedItemTaken const& fact);
void project(Transaction& tx, Happening const& at, PeriodClosed const& fact);
void project(Transaction& tx, Happening const& at, LetterDecided const& fact);
void project(Transaction& tx, Happening const& at, LetterCorrected const& fact);
void project(Transaction& tx, Happening const& at, ReceivablePaused const& fact);
void project(Transaction& tx, Happening const& at, DayRun const& fact);
void project(Transaction& tx, Happening const& at, WebhookEndpointChanged const& fact);
void project(Transaction& tx, Happening const& at, LinkIssued const& fact);
void project(Transaction& tx, Happening const& at, LinkRevoked const& fact);
void project(Transaction& tx, Happening const& at, InvoiceViewed const& fact);
void project(Transaction& tx, Happening const& at, ReasonGiven const& fact);
void project(Transaction& tx, Happening const& at, DocumentReceived const& fact);
void project(Transaction& tx, Happening const& at, StatusTold const& fact);
void project(Transaction& tx, Happening const& at, AddressSuppressed const& fact);
void project(Transaction& tx, Happening const& at, AddressReleased const& fact);
void project(Transaction& tx, Happening const& at, BankAsked const& fact);
void project(Transaction& tx, Happening const& at, BankFileListed const& fact);
void project(Transaction& tx, Happening const& at, BankFileFetched const& fact);
void project(Transaction& tx, Happening const& at, BankFileTaken const& fact);
void project(Transaction& tx, Happening const& at, BankCertificateRenewed const& fact);
void project(Transaction& tx, Happening const& at, DebitClaimMade const& fact);
void project(Transaction& tx, Happening const& at, TransmissionMade const& fact);
void project(Transaction& tx, Happening const& at, DebitClaimPlaced const& fact);
void project(Transaction& tx, Happening const& at, TransmissionChanged const& fact);
void project(Transaction& tx, Happening const& at, DebitClaimChanged const& fact);
void project(Transaction& tx, Happening const& at, MandateChanged const& fact);
void project(Transaction& tx, Happening const& at, ClearingFileTaken const& fact);
void project(Transaction& tx, Happening const& at, PolicyRecorded const& fact);
void project(Transaction& tx, Happening const& at, CustomerTermsSet const& fact);
void project(Transaction& tx, Happening const& at, CreditAlert const& fact);
void project(Transaction& tx, Happening const& at, PromiseMade const& fact);
void project(Transaction& tx, Happening const& at, PromiseEnded const& fact);
void project(Transaction& tx, Happening const& at, PlanMade const& fact);
void project(Transaction& tx, Happening const& at, PlanEnded const& fact);
void project(Transaction& tx, Happening const& at, CollectionMoved const& fact);
void project(Transaction& tx, Happening const& at, MessageWritten const& fact);
void project(Transaction& tx, Happening const& at, MessageRead const& fact);
void project(Transaction& tx, Happening const& at, LedgersCompared const& fact);
void project(Transaction& tx, Happening const& at, CollectionFileTaken const& fact);
void project(Transaction& tx, Happening const& at, RecipientAddressed const& fact);
void project(Transaction& tx, Happening const& at, RecipientAddressEnded const& fact);
void project(Transaction& tx, Happening const& at, SenderNoticeMade const& fact);
void project(Transaction& tx, Happening const& at, SenderNoticeMoved const& fact);
void project(Transaction& tx, Happening const& at, PersonalDataErased const& fact);

// Invoice rows as the delivery of the invoice itself moves (project_invoices.cpp).
void follow_delivery(Transaction& tx, Happening const& at, std::string_view invoice_id,
                     std::string_view delivery_id, std::string_view state);
void begin_delivery(Transaction& tx, Happening const& at, DeliveryRouted const& fact);

// Receivable rows (project_receivables.cpp): opened with the invoice, told when it was delivered.
void open_receivable(Transaction& tx, Happening const& at, InvoiceAccepted const& fact);
void note_delivery(Transaction& tx, Happening const& at, DeliveryChanged const& fact);
// The same of a letter's own delivery.
void note_letter_delivery(Transaction& tx, Happening const& at, DeliveryChanged const& fact);

}  // namespace airut::ledger
