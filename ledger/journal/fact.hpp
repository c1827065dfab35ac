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

// What is asked of the list above as a whole.
template <class All>
struct KindsOf;
template <class... F>
struct KindsOf<std::variant<F...>> {
  template <class One>
  static constexpr bool has = (std::is_same_v<One, F> || ...);

  // Place of One in the list.
  template <class One>
  static constexpr std::size_t place = [] {
    std::size_t at = 0;
    (void)((std::is_same_v<One, F> || (++at, false)) || ...);
    return at;
  }();

  // What calls look with a fact that lies somewhere, by place.
  template <class Look>
  using Answer =
      std::invoke_result_t<Look&, std::variant_alternative_t<0, std::variant<F...>> const&>;
  template <class Look>
  static constexpr Answer<Look> (*looks[])(Look&, void const*) = {
      [](Look& look, void const* fact) -> Answer<Look> {
        return look(*static_cast<F const*>(fact));
      }...};
};
using FactKinds = KindsOf<AnyFact>;

// One of them. A class of its own so that what makes, copies, moves and destroys seventy
// alternatives is compiled once, not in every file that holds one.
class Fact : public AnyFact {
 public:
  Fact();
  template <class F>
    requires(FactKinds::has<F>)
  Fact(F fact) : Fact(FactKinds::place<F>, &fact) {}
  Fact(Fact const& other);
  Fact(Fact&& other) noexcept;
  Fact& operator=(Fact const& other);
  Fact& operator=(Fact&& other) noexcept;
  ~Fact();

 private:
  Fact(std::size_t place, void* from);  // moves what lies there
};

// A fact that lies elsewhere, to be looked at: what is appended is not copied. Made of any struct
// above or of a Fact, which must outlive it.
class FactView {
 public:
  template <class F>
    requires(FactKinds::has<F>)
  FactView(F const& fact) : place_(FactKinds::place<F>), fact_(&fact) {}
  FactView(Fact const& fact);

  // Place of its kind in Fact.
  std::size_t index() const { return place_; }

  // nullptr when it is of another kind.
  template <class F>
  F const* as() const {
    return place_ == FactKinds::place<F> ? static_cast<F const*>(fact_) : nullptr;
  }

  // Look takes any kind and gives the same type for each.
  template <class Look>
  decltype(auto) visit(Look&& look) const {
    return FactKinds::looks<std::remove_reference_t<Look>>[place_](look, fact_);
  }

 private:
  std::size_t place_;
  void const* fact_;
};

}  // namespace airut::ledger
