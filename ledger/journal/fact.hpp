#pragma once

#include <cstddef>
#include <type_traits>
#include <variant>

#include "ledger/journal/address_facts.hpp"
#include "ledger/journal/bank_facts.hpp"
#include "ledger/journal/book_facts.hpp"
#include "ledger/journal/case_facts.hpp"
#include "ledger/journal/claim_facts.hpp"
#include "ledger/journal/debit_facts.hpp"
#include "ledger/journal/delivery_facts.hpp"
#include "ledger/journal/erasure_facts.hpp"
#include "ledger/journal/invoice_facts.hpp"
#include "ledger/journal/register_facts.hpp"

// Everything that can happen, one struct a kind of event. A fact is what the journal keeps and the
// only thing that changes a projection: the store's rows are what these facts say, nothing else.
// Members named personal_* leave the hashed bytes (see journal/event.hpp) and may be erased later.
// Enumerations are their API words; ids are those of formats/model/ids.hpp.
namespace airut::ledger {

using AnyFact = std::variant<
    InvoiceAccepted, DeliveryRouted, RouteMissing, AttemptStarted, DeliveryChanged, DeviationOpened,
    DeviationResolved, InvoiceHeld, RecipientUpdated, BatchReceived, BatchAdvanced, BatchCompleted,
    BatchItemRejected, PaymentFileImported, PaymentReceived, PaymentAllocated, ReceivableCredited,
    LetterDecided, LetterCorrected, ReceivablePaused, DayRun, WebhookEndpointChanged, LinkIssued,
    LinkRevoked, InvoiceViewed, DeviationChanged, InvoiceCorrected, ReasonGiven, DocumentReceived,
    StatusTold, AddressSuppressed, AddressReleased, ReceivableAdjusted, MoneyReturned, CreditLaid,
    MoneySettled, DueDateChanged, FeedItemTaken, PeriodClosed, BankAsked, BankFileListed,
    BankFileFetched, BankFileTaken, BankCertificateRenewed, DebitClaimMade, TransmissionMade,
    DebitClaimPlaced, TransmissionChanged, DebitClaimChanged, MandateChanged, ClearingFileTaken,
    PolicyRecorded, CustomerTermsSet, CreditAlert, PromiseMade, PromiseEnded, PlanMade, PlanEnded,
    CollectionMoved, MessageWritten, MessageRead, LedgersCompared, CollectionFileTaken,
    RecipientAddressed, RecipientAddressEnded, SenderNoticeMade, SenderNoticeMoved,
    ReversalReleased, CreditKept, RemittanceLaid, PersonalDataErased>;

// One of them. A class of its own so that what copies, moves and destroys seventy alternatives is
// compiled once, not in every file that holds one.
class Fact : public AnyFact {
 public:
  using AnyFact::AnyFact;
  Fact();
  Fact(Fact const& other);
  Fact(Fact&& other) noexcept;
  Fact& operator=(Fact const& other);
  Fact& operator=(Fact&& other) noexcept;
  ~Fact();
};

// A fact that lies elsewhere, to be looked at: what is appended is not copied. Made of any struct
// above or of a Fact, which must outlive it.
class FactView {
  template <class All>
  struct Of;
  template <class... F>
  struct Of<std::variant<F...>> {
    using Pointers = std::variant<F const*...>;
    template <class One>
    static constexpr bool has = (std::is_same_v<One, F> || ...);
  };

 public:
  template <class F>
    requires(Of<AnyFact>::has<F>)
  FactView(F const& fact) : of_(&fact) {}
  FactView(Fact const& fact);

  // Place of its kind in Fact.
  std::size_t index() const { return of_.index(); }

  // nullptr when it is of another kind.
  template <class F>
  F const* as() const {
    auto const* there = std::get_if<F const*>(&of_);
    return there == nullptr ? nullptr : *there;
  }

  template <class Look>
  decltype(auto) visit(Look&& look) const {
    return std::visit([&](auto const* fact) -> decltype(auto) { return look(*fact); }, of_);
  }

 private:
  Of<AnyFact>::Pointers of_;
};

}  // namespace airut::ledger
