#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "gateway/claim/claim_facts.hpp"
#include "gateway/claim/lay_payment.hpp"
#include "gateway/claim/proposals.hpp"

// What a collection agency remits is money that it reported before, payment by payment: it is laid
// against those reports, and never on items again.
namespace airut::gateway {

// Which reports the money is of: those of one settlement of the agency, or all of the agency that
// are not remitted; "" for a settlement or an agency that may be any.
struct RemittanceWish {
  std::string settlement_id, partner;
};

// Lays what waits of the payment against the reports, the oldest first, until one of both is used
// up. The error is a sentence, and then nothing was appended: no such report waits for its money,
// several clients or agencies have such, the payment was taken back or is a report itself.
tl::expected<void, std::string> lay_remittance(ledger::Transaction& tx, ClaimContext const& context,
                                               ledger::PaymentRow const& payment,
                                               RemittanceWish const& wish, std::string const& note,
                                               Grounds const& grounds = {});

// All that was laid so waits again: a person says it is none, or the bank takes it back.
void take_back_remittance(ledger::Transaction& tx, ClaimContext const& context,
                          ledger::PaymentRow const& payment, std::string const& note);

// A payment that fits nothing else: laid when it names a settlement, or when its payer remitted for
// the agency before and the client lets certain matches be laid, and the sums agree to the cent.
// Where only the sums agree, a person is told what it may be. nullopt: it is no remittance by what
// is known.
std::optional<TakenUp> take_up_remittance(ledger::Transaction& tx, ClaimContext const& context,
                                          ledger::PaymentRow const& payment);

// After reports came in: money of the client that came before them and waits.
void take_up_waiting_remittances(ledger::Transaction& tx, ClaimContext const& context,
                                 std::string const& client);

}  // namespace airut::gateway
