#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "formats/model/bank_entry.hpp"
#include "ledger/receivables/allocate.hpp"
#include "ledger/receivables/fingerprint.hpp"

namespace airut::ledger {

// An earlier payment that a reversal may take back (reversible_payment() of the store).
struct EarlierPayment {
  std::string payment_id;
  model::Money amount;               // as it was received, positive
  std::vector<AllocatedPart> parts;  // what it paid and the bank left
};

// What the caller looked up for one entry.
struct Candidates {
  std::int64_t known_occurrences = 0;     // kept entries with this fingerprint
  std::int64_t occurrence_in_file = 1;    // the n-th of this account, day, amount and reference
  std::int64_t told_elsewhere = 0;        // kept ones of that from files of another format
  std::string taken_back_before;          // payment_id of a reversal that waits for this payment
  std::optional<EarlierPayment> earlier;  // only looked up for reversals
  std::vector<OpenItem> items;            // with the entry's reference key, oldest first
  std::vector<OpenItem> others;           // may take what is over: the debtor's, oldest first
  // Minor units: so little less closes the one item, so little more is kept.
  std::int64_t tolerance_under = 0, tolerance_over = 0;
};

enum class MatchKind {
  duplicate,     // told before: keep nothing
  not_incoming,  // money that left the account and takes nothing back: keep nothing
  reversal,      // takes an earlier payment back: its parts, negated
  paid,          // closes every item it touches, nothing left over
  part_paid,     // an item stays open
  overpaid,      // closes and leaves money over
  unallocated,   // waits for a person
};

// Sum of parts plus unallocated is the entry's amount (negative for a reversal), always.
struct MatchDecision {
  MatchKind kind = MatchKind::unallocated;
  std::string rule;  // step of the ladder: "0", "1", "2", "2b" and "2c" (tolerance, others), "8"
  std::string explanation;  // one sentence with the figures
  std::vector<AllocatedPart> parts;
  // What the tolerance adds or takes off the item: positive parts are given up once it is paid,
  // negative ones raise it before.
  std::vector<AllocatedPart> rounding;
  model::Money unallocated;
  // "", unknown-reference, no-reference, already-paid, overpaid, account-mismatch,
  // currency-mismatch, several-references, no-allocation-rule, reversal-unknown, reversed;
  // of the import several-clients, several-debtors, written-off, not-laid, of a person
  // reversal-released
  std::string unallocated_reason;
  std::string reverses;                 // payment_id of the earlier payment
  std::string taken_back_by;            // payment_id of the reversal that came before
  std::vector<std::string> candidates;  // receivable ids that were looked at
};

// Decides what an entry pays. Only a reference decides: an equal amount proves nothing. A
// reference with a wrong check digit is simply unknown. Deterministic in its arguments.
MatchDecision match(model::BankEntry const& entry, CountedEntry const& counted,
                    Candidates const& candidates, config::Law const& law);

}  // namespace airut::ledger
