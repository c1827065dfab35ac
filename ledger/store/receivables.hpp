#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "formats/model/date.hpp"
#include "formats/model/money.hpp"
#include "ledger/store/page.hpp"
#include "ledger/store/store.hpp"

namespace airut::ledger {

// An open item: what one invoice's debtor owes, by component. All amounts in one currency.
struct ReceivableRow {
  std::int64_t key = 0;  // of its row and of its invoice's
  std::string id, tenant, client, invoice_id, invoice_number, customer_number, recipient_id;
  std::string status;  // open, partly_paid, paid, credited, closed
  std::string stage;   // none, reminder_1, reminder_2, in_collection
  model::Money original, principal, interest, fee, cost;  // open parts; original as invoiced
  model::Money paid, credited;                            // so far
  model::Date issue_date{}, due_date{};
  std::optional<model::Date> sent_on;       // the invoice left, with a receipt
  std::optional<model::Date> delivered_on;  // day of the evidence of delivery (or assumed)
  bool delivery_assumed = false;
  model::Money credit_balance;  // owed to the customer: credited beyond what was open, or kept
  bool approved = false;        // a person asked for the next step
  std::string buyer_type, buyer_country, reference, reference_key, account, buyer_name, language;
  std::vector<std::string> more_accounts;  // others that the invoice shows
  std::string policy, reminders, collection;
  std::string hold_reason;                // "" when not held
  std::optional<model::Date> hold_until;  // open-ended when held without
  bool disputed = false;
  std::optional<model::Date> last_letter_day, last_letter_deadline, first_fee_day;
  int letters = 0, fees_charged = 0;
  std::optional<model::Date> interest_until;  // interest is charged up to and including this day
  int version = 1;

  // What was charged beside the principal, and all that is owed.
  model::Money charges() const { return interest + fee + cost; }
  model::Money open() const { return principal + charges(); }
  bool owes() const { return !open().is_zero(); }
};

struct EntryRow {
  std::int64_t seq = 0;  // of the event
  // charge, payment, move, credit, interest, fee, cost, reversal, correction, and the kinds of
  // adjustments: write_off, rounding, waiver, cancelled
  std::string receivable_id, kind;
  std::string component;
  model::Money amount;  // signed: positive raises what is owed
  model::Date effective{};
  model::Instant booked{};
  std::string source;  // payment, letter or invoice id
};

struct LetterRow {
  std::string id, receivable_id, invoice_id, kind, interest_percent, proof, delivery_id;
  std::string interest_rates;  // "first/last percent;..."
  int round = 1;
  model::Date day{}, deadline{};
  model::Money principal_open, fee, interest, cost;
  model::Money back_fee, back_interest, back_cost;  // taken back since
  std::optional<model::Date> interest_from, interest_until;
  std::optional<model::Date> sent_on;  // the day it left the house
  bool withdrawn = false;              // before it left: counts as never decided
  bool announces_collection = false;   // it says that collection follows
  bool handed_back = false;            // a collection order whose case was rejected or is closed
  std::string policy;                  // by which policy it was decided, and its version
  std::int64_t policy_version = 0;
  std::string sheet_id, plan_id;
};

struct ReceivableFilter {
  std::string client, status, stage, customer_number, invoice_id;
  std::optional<model::Date> due_before;
  bool open_only = false;
};

std::optional<ReceivableRow> find_receivable(Snapshot& view, std::string_view tenant,
                                             std::string_view id);
Listed<ReceivableRow> list_receivables(Snapshot& view, std::string_view tenant,
                                       ReceivableFilter const& filter, Page const& page);
std::vector<EntryRow> list_entries(Snapshot& view, std::string_view tenant,
                                   std::string_view receivable_id);
std::vector<LetterRow> list_letters(Snapshot& view, std::string_view tenant,
                                    std::string_view receivable_id);
// The same of an item at hand: kind, amount and day of what changed its principal since the
// invoice, and its letters, both in order.
std::vector<EntryRow> principal_entries(Snapshot& view, ReceivableRow const& row);
std::vector<LetterRow> letters_of(Snapshot& view, ReceivableRow const& row);
std::optional<LetterRow> find_letter(Snapshot& view, std::string_view tenant,
                                     std::string_view letter_id);

// Items of the client that still owe something and carry this text as invoice number, customer
// number or reference key; at most limit, oldest first.
std::vector<ReceivableRow> open_by_number(Snapshot& view, std::string_view tenant,
                                          std::string_view client, std::string const& number,
                                          int limit);

// Customer numbers of buyers whose name begins with this word, case aside; at most limit.
std::vector<std::string> customers_named(Snapshot& view, std::string_view tenant,
                                         std::string const& word, int limit);

// Items that a payment with this reference key may pay, whatever their status, oldest first.
std::vector<ReceivableRow> receivables_by_reference(Snapshot& view, std::string_view tenant,
                                                    std::string_view reference_key);
// The same where no more than so many invoices carry it, also such as the ledger does not follow;
// nullopt where more do.
std::optional<std::vector<ReceivableRow>> receivables_by_few(Snapshot& view,
                                                             std::string_view tenant,
                                                             std::string_view reference_key,
                                                             int most);
std::optional<ReceivableRow> receivable_by_invoice_number(Snapshot& view, std::string_view tenant,
                                                          std::string_view client,
                                                          std::string_view invoice_number);

// Items of the client with a credit balance, oldest first.
std::vector<ReceivableRow> credit_balances(Snapshot& view, std::string_view tenant,
                                           std::string_view client);

// The items that were open at the end of a past day, as known then: what was booked before the
// moment. Oldest first; status, stage and sums are those of the time.
std::vector<ReceivableRow> open_items_before(Snapshot& view, std::string_view tenant,
                                             std::string_view client, model::Instant moment);

// Items with so many letters may have the next one when their due date, or the time to pay of the
// last letter, is this day or lies before it.
struct Waking {
  int letters = 0;
  model::Date until{};
};
// Keys of the items with an open sum that are awake, by letters and then oldest first: what the
// day run looks at. Only what dunning may touch: tracked, not in collection, reminders not "never".
std::vector<std::int64_t> dunning_candidates(Snapshot& view, std::string_view tenant,
                                             std::vector<Waking> const& awake);
// The items with these keys, in their order.
std::vector<ReceivableRow> receivables_at(Snapshot& view, std::string_view tenant,
                                          std::span<std::int64_t const> keys);

// A customer's items that still owe something, oldest first; none for a customer without a number.
std::vector<ReceivableRow> open_items_of_customer(Snapshot& view, std::string_view tenant,
                                                  std::string_view client,
                                                  std::string_view customer_number, int limit);
// The letters that leave as one with this first letter, in order; it alone when it leaves alone.
std::vector<LetterRow> letters_of_sheet(Snapshot& view, std::string_view tenant,
                                        std::string_view letter_id);

// The latest day that a run was made for.
std::optional<model::Date> last_day_run(Snapshot& view, std::string_view tenant);
// When the last run of the day began all of whose steps ended.
std::optional<model::Instant> last_whole_run(Snapshot& view, std::string_view tenant,
                                             model::Date as_of);
bool day_was_run(Snapshot& view, std::string_view tenant, model::Date as_of);

}  // namespace airut::ledger
