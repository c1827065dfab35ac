#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ledger/journal/event.hpp"

// What the journal says of each claim up to an event.
namespace airut::ledger::audit {

// The later of the calendar days that a moment has in the region.
model::Date local_day(model::Instant moment);

struct Letter {
  LetterDecided fact;
  std::optional<model::Date> sent_on;
  bool withdrawn = false;
  std::int64_t fee = 0, cost = 0;  // as charged, less what was taken back
  bool ordered = false;            // a case's order was made after it
  bool handed_back = false;        // an order whose case was rejected or is closed

  // Whether it counts as a step before the next letter.
  bool is_step() const { return !withdrawn && !handed_back && fact.plan_id.empty(); }
};

// Days on which nothing might be demanded, both included; no last day: it went on.
struct Rested {
  model::Date first{};
  std::optional<model::Date> last;
};

// Whether the letter says that collection follows: as it was told, or else as its proof names the
// rule for it.
bool says_collection(LetterDecided const& letter);
// The latter alone.
bool proves_notice(LetterDecided const& letter);
// Whether its proof says that the claim can be enforced without a judgment; journals of before
// tell it of none.
bool proves_enforceable(LetterDecided const& letter);

// A promise to pay or a payment plan, and what was paid on the claim since.
struct Promised {
  PromiseMade fact;
  model::Date made{};
  std::int64_t paid = 0;
  bool ended = false, withdrawn = false;
};
struct Planned {
  PlanMade fact;
  model::Date made{};
  std::int64_t paid = 0;  // on all its claims
  bool ended = false;

  std::vector<PlanClaim> claims() const;  // all of them, in the order in which they are paid
};

struct Claim {
  InvoiceAccepted invoice;
  std::map<std::string, Promised> promises;  // by promise id
  std::string plan_id;                       // of the plan in force, ""
  std::map<std::string, std::string> cases;  // state by case id
  std::map<std::string, std::int64_t> open;  // by component, minor units
  // Changes of the principal, each from the day after which it counts.
  std::vector<std::pair<model::Date, std::int64_t>> moves;
  std::vector<Letter> letters;
  std::optional<model::Date> sent_on, delivered_on;
  bool delivery_assumed = false;
  bool held = false, disputed = false;
  bool approved = false;  // a person asked for the next step
  std::optional<model::Date> held_until;
  // What the debtor paid, with its day; days of plans that he made; the agency's demands.
  std::vector<std::pair<model::Date, std::int64_t>> paid;
  std::vector<model::Date> agreed, agency_demands;
  std::optional<model::Date> interest_fixed_until;  // without a letter
  std::optional<model::Date> threatened_on;         // with publication, by the last case that was
  // Open ones, of the invoice and its letters, with the day on which each began.
  std::map<std::string, model::Date> deviations;
  std::int64_t balance = 0;     // owed to the customer, minor units
  std::vector<Rested> rests;    // by dispute, pause or deviation, that are over
  std::optional<Rested> pause;  // the newest that is not
};

// One tenant's claims, grown event by event.
class Claims {
 public:
  void take(Fact const& fact, model::Instant booked);
  Claim const* find(std::string const& receivable_id) const;
  // Last day up to which bank files tell of every account that the letter's decision asked for;
  // none when they never told of one, or when it asked for an account that the invoice does not
  // show.
  std::optional<model::Date> bank_data(Claim const& claim, LetterDecided const& letter) const;
  // The policy's definition as recorded under the version; nullptr when it never was.
  PolicyRecorded const* policy(std::string const& name, std::int64_t version) const;
  // What was agreed with the claim's customer; nullptr when nothing was.
  CustomerTermsSet const* terms(Claim const& claim) const;
  // Whether a deviation is open now that rests all claims of the claim's customer.
  bool rests_with_customer(Claim const& claim) const;
  // All days on which the claim rested so far, in no order.
  std::vector<Rested> rests(Claim const& claim) const;
  // Whether a letter of the sheet carries a fee.
  bool has_sheet_fee(std::string const& sheet_id) const { return sheet_fees_.count(sheet_id) > 0; }
  // The plan that is in force for the claim; nullptr when there is none.
  Planned const* plan_of(Claim const& claim) const;
  Planned const* plan(std::string const& plan_id) const;
  // The letters that this change shows to have left, which none did before.
  struct Leaving {
    Claim const* claim = nullptr;
    Letter const* letter = nullptr;
  };
  std::vector<Leaving> leaving(DeliveryChanged const& fact) const;
  // The letter that a route is for; nullptr when the document is none.
  Letter const* letter(std::string const& invoice_id, std::string const& letter_id) const;
  std::int64_t count() const { return static_cast<std::int64_t>(claims_.size()); }

 private:
  // A deviation about one of a customer's invoices that rests all of his claims.
  struct CustomerRest {
    std::string client, customer_number;
    std::optional<model::Currency> currency;  // of the claims; none: of any
    Rested rested;
    bool covers(Claim const& claim) const;
  };
  struct Travelling {
    std::string kind, document_id, invoice_id;
  };
  static void hand_back(Claim& claim);
  void keep_balance(Fact const& fact);
  void on(InvoiceAccepted const& fact);
  void on(DeliveryRouted const& fact);
  void on(DeliveryChanged const& fact, model::Date day);
  void on(DeviationOpened const& fact, model::Date day);
  void rest_customer(DeviationOpened const& fact, model::Date day);
  void on(DeviationResolved const& fact, model::Date day);
  void on(PaymentFileImported const& fact);
  void on(ReceivablePaused const& fact, model::Date day);
  void on(LetterDecided const& fact);
  void on(LetterCorrected const& fact);
  void on(PolicyRecorded const& fact);
  void on(CustomerTermsSet const& fact, model::Date day);
  void on(PromiseMade const& fact, model::Date day);
  void on(PromiseEnded const& fact);
  void on(PlanMade const& fact, model::Date day);
  void on(PlanEnded const& fact);
  void on(CollectionMoved const& fact);
  void settle(Claim& claim, std::int64_t amount);
  void pay(std::vector<AllocatedPart> const& parts, model::Date day);
  void note_paid(std::vector<AllocatedPart> const& parts, model::Date day);
  // The same of what is no money: it settles no promise and no plan.
  void adjust(std::vector<AllocatedPart> const& parts, model::Date day);
  Claim* of_invoice(std::string const& invoice_id);
  static bool has_left(DeliveryChanged const& fact);
  static void note(std::optional<model::Date>& sent_on, DeliveryChanged const& fact,
                   model::Date day);
  static void note_arrival(Claim& claim, DeliveryChanged const& fact, model::Date day);
  std::vector<Letter*> letters_with(std::string const& first_letter);

  std::map<std::string, Planned> plans_;             // by plan id
  std::map<std::string, Claim> claims_;              // by receivable id
  std::map<std::string, std::string> of_invoice_;    // invoice id to receivable id
  std::map<std::string, Travelling> deliveries_;     // by delivery id
  std::map<std::string, model::Date> payment_days_;  // by payment id
  std::map<std::string, model::Date> bank_;          // by account, in one spelling
  std::map<std::pair<std::string, std::int64_t>, PolicyRecorded> policies_;
  std::map<std::pair<std::string, std::string>, CustomerTermsSet> terms_;     // client, customer
  std::map<std::pair<std::string, std::string>, std::vector<Rested>> holds_;  // of the same
  std::map<std::string, CustomerRest> customer_rests_;                        // by deviation id
  std::map<std::string, InvoiceAccepted> notes_;  // credit notes, by invoice id
  std::set<std::string> sheet_fees_;
  std::map<std::string, std::set<std::string>> sheets_;  // first letter to receivable ids
};

}  // namespace airut::ledger::audit
