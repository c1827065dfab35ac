#pragma once

#include <string>

#include <tl/expected.hpp>

#include "gateway/claim/claim_facts.hpp"
#include "ledger/store/payments.hpp"

namespace airut::gateway {

// A person says that a reversal did not take this payment back: the payment waits again with all
// that the reversal took of it and may be laid, and the reversal waits for its own payment. The
// one or the other of the two may be given. What items owe does not change. The error is a
// sentence, and then nothing was appended.
tl::expected<void, std::string> release_reversal(ledger::Transaction& tx,
                                                 ClaimContext const& context,
                                                 ledger::PaymentRow const& either,
                                                 std::string const& note);

}  // namespace airut::gateway
