#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "config/clearing.hpp"

// The law of late payment as dated rows: config/tables/*.tsv, overlaid by the operator's own
// directory. Nothing is guessed: a lookup without a row is an error with a sentence that names the
// table and the day, and what depends on it does not happen. Amounts are minor units, rates are
// millionths (9.5 % is 95'000).
namespace airut::config {

// Who owes. A debtor of unknown kind is treated as a consumer, whom the law protects most.
enum class Debtor { consumer, business, public_body };

// "business", "public_body"; anything else ("consumer", "unknown", "") is a consumer.
Debtor debtor_of(std::string_view buyer_type);
std::string_view debtor_text(Debtor debtor);  // consumer, business, public_body

// What is owed, apart as the law wants it.
enum class Component { principal, interest, fee, cost };

std::string_view component_text(Component component);
std::optional<Component> parse_component(std::string_view text);

// A rate of interest that holds on every day first..last.
struct RatePeriod {
  Day first, last;
  std::int64_t millionths = 0;  // per year
  std::string source;
  friend bool operator==(RatePeriod const&, RatePeriod const&) = default;
};

// Interest by day: periods in order, without overlap, perhaps with gaps where no rate is known.
// Copies share the periods.
class RateTable {
 public:
  RateTable(std::string name, std::vector<RatePeriod> periods)
      : name_(std::move(name)),
        periods_(std::make_shared<std::vector<RatePeriod> const>(std::move(periods))) {}

  // The period that holds on the day; the error names the half-year whose row is missing.
  Found<RatePeriod> on(Day day) const;

  // The same table, nowhere above the rate: a contract may ask a consumer for less, not more.
  RateTable capped(std::int64_t millionths) const;

 private:
  std::string name_;
  std::shared_ptr<std::vector<RatePeriod> const> periods_;
};

// What a letter about a late payment must observe (reminder_law.tsv). Days are calendar days.
struct ReminderLaw {
  Day valid_from;
  int fee_wait_days = 0;        // due day to the first letter with a fee
  int fee_gap_days = 0;         // letter before to a letter with a fee
  int fee_deadline_days = 0;    // a further fee needs a deadline of this length, and passed; 0: no
  int fees_max = 0;             // letters with a fee on one claim
  int fee_reset_months = 0;     // the count starts again after so long without a fee; 0: never
  int invoice_lead_days = 0;    // a fee needs the invoice sent so long before it was due
  int payment_time_days = 0;    // due only so long after the invoice was sent
  int interest_wait_days = 0;   // sending to interest, when it was sent after its due date
  int deadline_days = 0;        // least time to pay that a letter gives, from sending
  int collection_gap_days = 0;  // last letter to collection
  int limitation_years = 0;     // from the due day: then nothing may be demanded any more
  bool demand_interrupts = false;           // a written demand begins those years again
  bool acknowledgement_interrupts = false;  // so does what the debtor pays or acknowledges
  int limitation_final_years = 0;  // but never beyond so many from the due day; 0: no such end
  int e_consent_months = 0;        // an electronic payment demand needs a consent no older; 0: none
  std::string source;
};

// The highest fee of one letter (fee_caps.tsv), or a standard compensation (compensation.tsv).
struct FeeCap {
  Day valid_from;
  std::int64_t minor = 0;
  std::string currency, source;
};

// What collection must observe (collection_law.tsv). Days are calendar days.
struct CollectionLaw {
  Day valid_from;
  int transfer_wait_days = 0;   // due day to the transfer to an agency
  bool has_tratta = false;      // the threat of publishing the claim may be used
  int tratta_wait_days = 0;     // last reminder to the threat
  int tratta_protest_days = 0;  // threat to the publication
  bool needs_notice = true;     // a letter must have said that collection follows
  std::string source;
};

// A change of law that has a day of its own in law_changes.tsv. What none is set for is not in
// force: the operator's overlay says when.
enum class Change {
  no_collection_act  // Norway: a creditor may send no collection notice of his own
};

// From a day on invoices to such buyers go in these formats and in no other
// (e_invoice_duties.tsv).
struct EInvoiceDuty {
  std::string seller_country, buyer_country;  // ISO 3166-1
  std::string buyer_type;                     // business, public, consumer
  Day from;
  std::vector<std::string> formats;  // of channels: ubl
  std::string source;
};

// Which component a payment reduces first (allocation.tsv).
struct AllocationOrder {
  std::vector<Component> order;  // all four, each once
  std::string source;
};

class Law {
 public:
  // Reads every table of the shipped directory, then the overlay's (empty: none); an overlay row
  // with the same key replaces the shipped one. The error is "file:line: what is wrong".
  static tl::expected<Law, std::string> load(std::filesystem::path const& shipped,
                                             std::filesystem::path const& overlay);

  // Statutory interest for late payment: the reference rate of each half-year plus the debtor's
  // margin. Norway has one rate, kept as a reference rate with no margin.
  RateTable rates(std::string_view country, Debtor debtor) const;

  Found<ReminderLaw> reminders(std::string_view country, Debtor debtor, Day sent) const;
  // The cap on the day the letter is sent, for a claim that fell due on the day due.
  Found<FeeCap> fee_cap(std::string_view country, Debtor debtor, Day sent, Day due) const;
  // Standard compensation for a claim that fell due on the day; 0 for whom it is never charged.
  Found<FeeCap> compensation(std::string_view country, Debtor debtor, Day due) const;
  // What all fees and costs of a claim may sum up to; nullopt where the law has no such ceiling.
  // enforceable: the claim can be enforced without a judgment, and has a lower one where the law
  // says so.
  std::optional<std::int64_t> cost_ceiling(std::string_view country, Debtor debtor, Day sent,
                                           std::int64_t principal, bool enforceable = false) const;
  // The highest fee of anything but a reminder (collection_costs.tsv). kind: own_demand,
  // second_own_demand, demand, second_demand, tratta, plan, long_plan.
  Found<FeeCap> cost_cap(std::string_view country, Debtor debtor, std::string_view kind, Day day,
                         std::int64_t principal) const;
  Found<CollectionLaw> collection(std::string_view country, Debtor debtor, Day day) const;
  bool in_force(Change change, Day day) const;
  std::optional<Day> day_of(Change change) const;
  // nullptr: the sender is free on that day. Lives as long as the law.
  EInvoiceDuty const* e_invoice_duty(std::string_view seller_country,
                                     std::string_view buyer_country, std::string_view buyer_type,
                                     Day day) const;
  Found<AllocationOrder> allocation(std::string_view country, Debtor debtor, Day paid) const;

  // What clearing houses want of direct debits.
  ClearingRules const& clearing() const { return clearing_; }

  // A day that is no Saturday, Sunday or bank holiday. The error: that year's holidays are not in
  // holidays.tsv.
  Found<bool> is_banking_day(std::string_view country, Day day) const;
  // The day itself or the first banking day after it.
  Found<Day> banking_day_from(std::string_view country, Day day) const;
  // Banking days after `after` up to and including `until`; 0 when until <= after.
  Found<int> banking_days(std::string_view country, Day after, Day until) const;

 private:
  friend class LawTables;
  struct Key {  // of every table: the row that holds is the latest with valid_from <= day
    std::string country, debtor;
    Day valid_from;
    std::int64_t extra = 0;  // the claim's size or due day, where a table has a second measure
    friend auto operator<=>(Key const&, Key const&) = default;
  };
  struct Reference {
    Day last;
    std::int64_t millionths = 0;
    std::string source;
  };

  RateTable made_rates(std::string_view country, Debtor debtor) const;
  void make_rates();  // once all tables are read

  std::map<std::pair<std::string, Debtor>, RateTable> rates_;
  std::map<Key, Reference> references_;
  std::map<Key, std::int64_t> margins_;
  std::map<Key, ReminderLaw> reminders_;
  std::map<Key, FeeCap> fee_caps_;
  struct Compensation {
    Day last;
    FeeCap amount;
  };
  std::map<Key, Compensation> compensations_;
  std::map<Key, std::int64_t> ceilings_;
  std::map<Key, AllocationOrder> allocations_;
  std::map<std::string, std::map<Key, FeeCap>> costs_;  // by kind; extra: principal_to
  std::map<Key, CollectionLaw> collections_;
  std::map<Change, Day> changes_;
  std::map<std::string, EInvoiceDuty> duties_;  // by name
  std::set<std::pair<std::string, Day>> holidays_;
  ClearingRules clearing_;
};

}  // namespace airut::config
