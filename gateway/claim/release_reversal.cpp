#include "gateway/claim/release_reversal.hpp"

#include <utility>

#include "gateway/claim/owners.hpp"
#include "ledger/journal/fact.hpp"

namespace airut::gateway {

tl::expected<void, std::string> release_reversal(ledger::Transaction& tx,
                                                 ClaimContext const& context,
                                                 ledger::PaymentRow const& either,
                                                 std::string const& note) {
  auto const& other_id = either.is_reversal ? either.reverses : either.reversed_by;
  auto const other =
      other_id.empty() ? std::nullopt : ledger::find_payment(tx, context.tenant, other_id);
  if (!other) {
    return tl::unexpected{std::string{either.is_reversal
                                          ? "The reversal is taken for that of no payment."
                                          : "The payment was not taken back by the bank."}};
  }
  auto const& payment = either.is_reversal ? *other : either;
  auto const& reversal = either.is_reversal ? either : *other;
  ledger::ReversalReleased fact;
  fact.payment_id = payment.id;
  fact.reversal_id = reversal.id;
  fact.client = payment.client;
  if (owners_of(context.billers, context.tenant, payment.account).held) fact.funds = "client";
  fact.amount = -reversal.amount;
  fact.parts = reversal.parts;
  fact.personal_note = note;
  tx.append(context.tenant, context.actor, context.now, fact);
  return {};
}

}  // namespace airut::gateway
