#pragma once

#include <string>
#include <vector>

#include "formats/model/invoice.hpp"

namespace airut::model {

enum class LetterKind {
  first_reminder,
  second_reminder,
  payment_demand,
  collection_order,
  plan_confirmation,
  instalment_reminder,
  plan_broken
};

// How a letter begins.
enum class Tone { friendly, neutral, firm };

// An instalment of a payment plan and what of it is not paid.
struct InstalmentRow {
  Date due{};
  Money amount, open;
};

// Days at one rate of late interest.
struct InterestSpan {
  Date first{}, last{};
  Decimal percent;
};

// A letter that went before.
struct EarlierLetter {
  LetterKind kind = LetterKind::first_reminder;
  Date day{}, deadline{};
  Money fee, interest, cost;
};

// What of an invoice was settled otherwise than by money for its principal.
struct SettledParts {
  std::string invoice_number;
  Money credited;
  Money paid_interest, paid_charges;  // of what was paid; charges are fees and costs
};

// A payment that the bank took back, so that what it paid is owed again.
struct ReturnedPayment {
  std::string invoice_number;
  Money amount;
  Date paid_on{}, returned_on{};
};

// Late interest that is still open of an invoice whose principal is paid.
struct EarlierInterest {
  std::string invoice_number, reference;
  Money interest;
};

// What was paid or credited on the claim before.
struct EarlierPayment {
  Date day{};
  Money amount;  // negative: taken back
  bool is_credit = false;
};

// What a letter about late payment says: whose claim, on which invoices, by component. Principal,
// interest, fees and costs are never one sum except as the total to pay.
struct Letter {
  LetterKind kind = LetterKind::first_reminder;
  std::string id;  // ltr_...
  Date day{};
  Date deadline{};  // last day to pay before the next step
  std::string language;
  Party seller, buyer;
  std::optional<Party> agency;  // of a collection order: who is asked to collect, where told
  // Of a collection order, where the buyer has moved since: what the invoice said.
  std::optional<PostalAddress> invoice_address;
  std::vector<PaymentAccount> accounts;
  std::optional<ReferenceKind> reference_kind;
  std::string reference;
  std::vector<OverdueRow> rows;           // what is paid: money alone, on whatever part
  std::vector<SettledParts> settled;      // of the rows, where there are any
  std::vector<ReturnedPayment> returned;  // of the rows, oldest first
  Money principal, interest, fee, cost, total;
  std::string description;                   // what was sold: the ground of the claim
  std::vector<InterestSpan> interest_rates;  // of the interest that is still open
  std::vector<EarlierLetter> earlier;
  std::vector<EarlierInterest>
      earlier_interest;  // of the debtor's other invoices, not in the total
  // Of a collection order: letters of plans, what of the fees is theirs, and what was paid.
  std::vector<EarlierLetter> plan_letters;
  Money plan_fee;
  std::vector<EarlierPayment> payments;
  Tone tone = Tone::neutral;
  std::vector<InstalmentRow> instalments;  // of a plan's letter
  std::optional<Money> slip;          // what the payment form asks for, when it is not the total
  bool claims_interest = false;       // what runs from now on is claimed, too
  bool announces_collection = false;  // the next step is collection, and the letter says so

  // What is to be paid by the deadline.
  Money asked() const { return slip.value_or(total); }
};

}  // namespace airut::model
