#pragma once

#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "gateway/claim/claim_facts.hpp"
#include "ledger/store/payments.hpp"

namespace airut::gateway {

// What a person wants of a payment: money that waits is laid on an item (positive), or what it paid
// there is taken back and waits again (negative).
struct Laying {
  std::string receivable_id;
  model::Money amount;
};

// By which step of the ladder, and why; a person's has neither.
struct Grounds {
  std::string rule, explanation;
};

// Lays and takes back, in one fact; letters that the payment's own day leaves without ground are
// taken back as in an import. The error is a sentence, and then nothing was appended: an item of
// another currency, more than waits, more than is owed, more than was paid there.
tl::expected<void, std::string> lay_payment(ledger::Transaction& tx, ClaimContext const& context,
                                            ledger::PaymentRow const& payment,
                                            std::vector<Laying> const& wishes,
                                            std::string const& note, Grounds const& grounds = {});

}  // namespace airut::gateway
