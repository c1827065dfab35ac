#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "formats/model/date.hpp"
#include "formats/model/money.hpp"

// Facts about money: payments, credits, letters and the days that decided them.
namespace airut::ledger {

struct AccountCover {
  std::string account;
  model::Date until{};
};

// One account statement of a bank file, with its balances where the bank tells them.
struct StatementTold {
  std::string account, statement_id;
  std::optional<model::Date> from, until;
  model::Money opening, closing;  // booked balances
};

// What entries of a bank file that are no payments of their own moved on an account on one booking
// day: money that left it (a debit is negative), or payments in one sum that the bank tells one by
// one elsewhere.
struct DaySum {
  std::string account;
  model::Date day{};
  model::Money amount;
  bool is_lump = false;
};

// A bank file was taken in whole. coverage: the day up to which every payment to an account is now
// known one by one.
struct PaymentFileImported {
  std::string file_id, format, version, bank_file_id, digest;
  std::vector<std::string> accounts;
  std::vector<AccountCover> coverage;
  std::vector<StatementTold> statements;
  std::vector<DaySum> sums;
  std::optional<model::Date> covers_until;
  std::int64_t entries = 0, duplicates = 0;
};

struct AllocatedPart {
  std::string receivable_id, invoice_id;
  std::string component;  // principal, interest, fee, cost
  model::Money amount;    // positive: reduces the component; negative: takes back
};

// One bank entry, with what it paid and why.
struct PaymentReceived {
  std::string payment_id, file_id, client;
  std::string account, archive_id, fingerprint;
  std::int64_t occurrence = 1;
  model::Money amount;  // negative when it takes back
  bool is_reversal = false;
  std::string reverses;       // payment_id
  std::string taken_back_by;  // payment_id of a reversal that was told before this payment
  std::optional<model::Date> booked, value_date;
  // "client": on an account of the service, held for the biller; "agency": with a collection
  // agency, which reported it and has still to remit it.
  std::string funds;
  std::string partner;        // channel of that agency
  std::string settlement_id;  // the agency's own id of what it remits together, "" when not told
  std::string reference_key;
  std::vector<std::string> more_references;  // match keys of the further ones that it names
  std::string rule, explanation;             // of the match
  std::vector<AllocatedPart> parts;
  model::Money unallocated;        // what waits for a person or goes back
  std::string unallocated_reason;  // unknown-reference, overpaid, duplicate-payment ...
  std::string personal_payer, personal_payer_account, personal_text;
};

// Money that waited was laid onto items, or taken back from them (negative parts): by a person, or
// by a rule that was certain. The payment is the client's from then on.
struct PaymentAllocated {
  std::string payment_id, client;
  std::string rule, explanation;       // "": a person
  std::string funds;                   // of the payment
  std::optional<model::Date> paid_on;  // the day that the payment counts from
  std::vector<AllocatedPart> parts;    // their sum leaves what waits
  std::string waits_as{};              // why what is taken off items waits, "" when not told
  std::string personal_note;
};

// A person says that a reversal did not take this payment back: both wait again, and what the
// reversal took off items is taken off them by the payment itself.
struct ReversalReleased {
  std::string payment_id, reversal_id, client;
  std::string funds;                 // of the payment
  model::Money amount;               // of the payment
  std::vector<AllocatedPart> parts;  // of the reversal, negative
  std::string personal_note;
};

// A credit note reduced an item (or what was left of it).
struct ReceivableCredited {
  std::string receivable_id, invoice_id, credit_note_id;
  model::Money amount;    // taken off the principal
  model::Money beyond;    // more than was open: money to give back
  std::string kept_in{};  // receivable whose credit balance it was until now, "": of none
};

// The biller owes the customer by a document of its own: a credit note that fits no item here, or
// an invoice of which more is paid than it asks. The sum is the credit balance of the document's
// own item, which opens with it when the document had none.
struct CreditKept {
  std::string receivable_id, invoice_id, client;
  model::Money amount;  // negative: the document was cancelled before anybody had it
  model::Date day{};    // that it counts from
  // no-preceding, unknown-invoice, other-customer, other-currency, prepaid, cancelled
  std::string reason;
  std::vector<std::string> awaits;  // numbers of invoices that it names and that are not here yet
};

// What an item owes was changed without money and without a credit note.
struct ReceivableAdjusted {
  std::string adjustment_id, receivable_id, invoice_id;
  // write_off: given up; rounding: within the tolerance; waiver: a charge is not asked for;
  // cancelled: the invoice was stopped before anybody had it; interest: what ran at the law's rate
  // since the last letter is fixed, negative parts
  std::string kind, reason;
  std::string source;                    // payment or feed item that led to it, ""
  std::optional<model::Date> effective;  // the day it counts from; booked when absent
  std::vector<AllocatedPart> parts;      // positive: reduces; negative: takes back
  // Of interest: its days, and the rates that held, as in LetterDecided.
  std::optional<model::Date> interest_from, interest_until;
  std::string interest_rates;
  std::string personal_note;
};

// A reminder was decided; its fee, interest and cost are charged with it. country, debtor and
// agreed_percent are what the rules were asked with: an audit needs nothing beside the journal and
// the law.
struct LetterDecided {
  std::string letter_id, receivable_id, invoice_id, client;
  // first_reminder, second_reminder, payment_demand, collection_order; of a plan
  // plan_confirmation, instalment_reminder, plan_broken
  std::string kind;
  std::int64_t round = 1;
  model::Date day{}, deadline{};
  model::Money principal_open, fee, interest, cost;
  std::optional<model::Date> interest_from, interest_until;
  std::string interest_percent;  // as printed, "" when it changed within the time
  std::string interest_rates;    // "2026-01-01/2026-01-20 9.5;..." the rates that held
  std::string country, debtor;   // whose law; consumer, business, public_body
  std::string agreed_percent;    // late interest that the invoice names, "" when the law's
  std::string proof;             // JSON: rule ids with dates and caps that this letter satisfies
  // Whether the letter says that collection follows. Not told by journals of before: then its proof
  // tells (see announces_collection() below).
  std::optional<bool> announces_collection;
  std::string policy;  // by which policy, and which version of it (PolicyRecorded)
  std::int64_t policy_version = 0;
  std::string sheet_id;  // letters of one debtor that leave as one sheet share it, "" when alone
  std::string plan_id;
  // Of a payment demand: the day of the debtor's consent to have it electronically, when it holds.
  std::optional<model::Date> consent_on;
  // The accounts whose bank data the decision asked for; empty: the invoice's first alone.
  std::vector<std::string> bank_accounts;
};

// Whether the letter says that collection follows; of a letter of before that was told, whether
// its proof names the rule "collection-notice".
inline bool announces_collection(LetterDecided const& letter) {
  return letter.announces_collection.value_or(letter.proof.find("\"rule\":\"collection-notice\"") !=
                                              std::string::npos);
}

// Charges of a letter were taken back: it had not left when its reason fell away (withdrawn, and
// then it counts as never decided), or a payment or credit note of an earlier day came to light.
struct LetterCorrected {
  std::string letter_id, receivable_id, invoice_id;
  // paid, credited, paused, paid-before, principal-changed, plan-ended, recalled, late (too few
  // days were left to pay when it would have left)
  std::string reason;
  bool withdrawn = false;
  model::Money fee, interest, cost;           // taken back, none negative
  std::optional<model::Date> interest_until;  // the letter's interest is for days until then only
};

struct ReceivablePaused {  // resumed: action says which
  std::string receivable_id, invoice_id;
  std::string action;  // pause, resume, dispute, approve (a person asks for the next step)
  std::string reason;
  std::optional<model::Date> until;
  std::string personal_note;
};

// The letters of a day are decided; or, with began, all steps of a day's run by itself have ended.
struct DayRun {
  std::string run_id;
  model::Date as_of{};
  std::int64_t considered = 0, letters = 0, collection_orders = 0;
  std::optional<model::Instant> began;  // that run
};

}  // namespace airut::ledger
