#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "formats/model/date.hpp"
#include "formats/model/money.hpp"
#include "ledger/receivables/open_item.hpp"

namespace airut::ledger {

// How an item came under suspicion of being what a payment without a usable reference pays.
enum class Clue {
  reference_owner,  // the payment's reference is that of an invoice of the same debtor
  reference_slip,   // its reference is one slip away from the payment's
  number_in_text,   // its number, its customer's or its reference stands in the payer's text
  payer_account,    // the account has paid this customer's items before
  payer_name,       // the payer is called as the buyer
};

struct Suspect {
  OpenItem item;
  std::string buyer_name;
  std::set<Clue> clues;
  std::string customer{};  // his number, "" when he has none
  // What was owed on the payment's day, when letters have charged since: less than today.
  std::optional<model::Money> owed_then{};
};

struct Share {
  std::string receivable_id, invoice_id, invoice_number;
  model::Money amount;
  friend bool operator==(Share const&, Share const&) = default;
};

// What a payment may be laid on. The shares' sum is the payment's amount.
struct Proposal {
  std::string rule;         // step of the ladder: "2d", "3", "4", "5", "6", "7"
  bool is_certain = false;  // the only one of its step, and the sum is exact
  std::vector<Share> shares;
  std::string explanation;                 // one sentence with the figures
  std::size_t rivals = 0;                  // other ways of the same step and size
  std::vector<std::string> rival_items{};  // receivables of those ways that are in no share here
  // Step 7: credit balances that are laid on the one item too, and payments that pay it together
  // with this one (their sums stand in no share).
  std::vector<Share> credits;
  std::vector<std::string> with_payments;
};

// What else a debtor has here: a credit balance of an item, or money that waits.
struct CreditBalance {
  std::string receivable_id, invoice_id, invoice_number;
  model::Money amount;
};
struct WaitingPayment {
  std::string payment_id;
  model::Money amount;
};

// Steps 2d to 6 of the matching ladder, best first:
//  2d the debtor whom the exact reference names, exact sum of his other items: for a person;
//  3  a reference with one slip, the same amount, and a payer who is known: for a person;
//  4  numbers in the payer's text, exact sum: certain when there is one way alone;
//  5  an account that paid before, exact sum of one to five of its customer's items, fewest first,
//     oldest first: certain when there is one way alone;
//  6  a name alike, exact sum of one to five items of one debtor due within sixty days: for a
//     person; of several debtors each is proposed, the likest name first.
// Sums are those of the payment's day; when none fits, those of today. An amount alone proves
// nothing: no clue, no proposal. Deterministic in its arguments.
std::vector<Proposal> propose(model::Money amount, std::optional<model::Date> paid_on,
                              std::string_view payer_name, std::vector<Suspect> const& suspects);

// Step 7: one item that the payment pays less a credit balance of the debtor, or together with one
// or two other payments of the same payer. Only for items whose payer is known, and for a person:
// never certain. Deterministic in its arguments.
std::vector<Proposal> propose_together(model::Money amount, std::string_view payer_name,
                                       std::vector<Suspect> const& suspects,
                                       std::vector<CreditBalance> const& credits,
                                       std::vector<WaitingPayment> const& waiting);

}  // namespace airut::ledger
