#pragma once

#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "gateway/claim/claim_facts.hpp"
#include "gateway/claim/lay_payment.hpp"

namespace airut::gateway {

// Lays an item's credit balance on other open items of the same customer: that of a credit note
// takes down their principal, any other pays what they owe. The error is a sentence,
// and then nothing was appended: more than the balance, another customer or currency, more than is
// owed.
tl::expected<void, std::string> lay_credit(ledger::Transaction& tx, ClaimContext const& context,
                                           ledger::ReceivableRow const& from,
                                           std::vector<Laying> const& wishes,
                                           std::string const& note);

}  // namespace airut::gateway
