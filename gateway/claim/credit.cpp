#include "gateway/claim/credit.hpp"

#include <algorithm>

#include "gateway/claim/corrections.hpp"
#include "gateway/claim/hold.hpp"
#include "gateway/dispatch/apply.hpp"

namespace airut::gateway {
namespace {

std::vector<ledger::ReceivableRow> credited_items(ledger::Transaction& tx,
                                                  ledger::InvoiceAccepted const& note,
                                                  ClaimContext const& context) {
  std::vector<ledger::ReceivableRow> items;
  for (auto const& number : note.preceding) {
    auto item = ledger::receivable_by_invoice_number(tx, context.tenant, note.client, number);
    bool const fits = item && item->principal.currency() == note.due.currency();
    if (fits) items.push_back(*std::move(item));
  }
  return items;
}

}  // namespace

void credit_preceding(ledger::Transaction& tx, ledger::InvoiceAccepted const& note,
                      ClaimContext const& context) {
  auto left = note.due;
  auto const items = credited_items(tx, note, context);
  for (std::size_t i = 0; i < items.size(); ++i) {
    auto const& item = items[i];
    auto const take = std::min(left, item.principal);
    left -= take;
    model::Money const nothing{0, left.currency()};
    ledger::ReceivableCredited credited{item.id, item.invoice_id, note.invoice_id, take, nothing};
    if (i + 1 == items.size()) credited.beyond = left;
    if (take.is_zero() && credited.beyond.is_zero()) continue;
    correct_before(tx, context, item, take, item.issue_date, "credited");
    tx.append(context.tenant, context.actor, context.now, credited);
    if (!credited.beyond.is_zero())
      hold_items_of(tx, context, item.client, item.customer_number, "credit-balance");
    auto const now = ledger::find_receivable(tx, context.tenant, item.id);
    correct_interest(tx, context, *now, {}, "credited");
    if (!now->principal.is_zero()) continue;
    withdraw_waiting(tx, context, *now, "credited");
    cancel_unsent(tx, context.tenant, item.invoice_id, "invoice_credited", context.actor,
                  context.now);
  }
}

}  // namespace airut::gateway
