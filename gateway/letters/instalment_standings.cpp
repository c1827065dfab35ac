#include "gateway/letters/instalment_standings.hpp"

#include "ledger/store/payments.hpp"

namespace airut::gateway {
namespace {

// The reference that the money named; of what was taken back that of the payment.
std::string reference_key_of(ledger::Snapshot& view, std::string const& tenant,
                             std::string const& payment_id) {
  auto const payment = ledger::find_payment(view, tenant, payment_id);
  if (!payment) return {};
  if (payment->reverses.empty()) return payment->reference_key;
  auto const reversed = ledger::find_payment(view, tenant, payment->reverses);
  return reversed ? reversed->reference_key : std::string{};
}

}  // namespace

std::vector<model::PrincipalPayment> principal_payments(ledger::Snapshot& view,
                                                        ledger::ReceivableRow const& claim) {
  std::vector<model::PrincipalPayment> payments;
  for (auto const& entry : ledger::principal_entries(view, claim)) {
    bool const money = entry.kind == "payment" || entry.kind == "move" || entry.kind == "reversal";
    if (!money) continue;
    payments.push_back({reference_key_of(view, claim.tenant, entry.source), -entry.amount});
  }
  return payments;
}

std::vector<model::InstalmentStanding> instalment_standings(ledger::Snapshot& view,
                                                            ledger::ReceivableRow const& claim,
                                                            model::Invoice const& invoice) {
  if (!model::is_paid_in_instalments(invoice)) return {};
  auto payments = principal_payments(view, claim);
  // What was paid before the invoice came is in no entry.
  payments.push_back({"", *invoice.totals.due - claim.original});
  return model::instalment_standings(invoice, payments, claim.principal);
}

}  // namespace airut::gateway
