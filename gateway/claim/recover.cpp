#include "gateway/claim/recover.hpp"

#include <algorithm>

#include "formats/model/ids.hpp"
#include "ledger/receivables/allocate.hpp"
#include "ledger/store/collections.hpp"

namespace airut::gateway {
namespace {

bool is_loss(ledger::Snapshot& view, std::string const& tenant, std::string const& source) {
  auto const ended = ledger::find_case(view, tenant, source);
  return !ended || ended->state == "closed_credit_loss";
}

// What was given up and not taken back since: as a loss, or otherwise.
ledger::Owed given_up(ledger::Snapshot& view, ledger::ReceivableRow const& item, bool as_loss) {
  auto sum = ledger::nothing_owed(item.original.currency());
  for (auto const& entry : ledger::list_entries(view, item.tenant, item.id)) {
    if (entry.kind != "write_off") continue;
    auto const component = config::parse_component(entry.component);
    if (component && is_loss(view, item.tenant, entry.source) == as_loss)
      sum.of(*component) -= entry.amount;
  }
  for (auto const component : components)
    sum.of(component) = std::max(sum.of(component), model::Money{0, item.original.currency()});
  return sum;
}

}  // namespace

ledger::Owed recoverable(ledger::Snapshot& view, ledger::ReceivableRow const& item) {
  return given_up(view, item, true);
}

bool is_given_up(ledger::Snapshot& view, ledger::ReceivableRow const& item) {
  return !given_up(view, item, false).total().is_zero();
}

model::Money recover_loss(ledger::Transaction& tx, ClaimContext const& context,
                          std::string_view receivable_id, model::Money const& amount,
                          RecoveredBy const& by) {
  auto const row = ledger::find_receivable(tx, context.tenant, receivable_id);
  model::Money sum{0, amount.currency()};
  auto const* client = row ? context.billers.client(context.tenant, row->client) : nullptr;
  if (client == nullptr || row->original.currency() != amount.currency()) return sum;
  auto const lost = recoverable(tx, *row);
  auto item = open_item(*row, *client);
  auto const open = item.owed;
  auto const order = context.law.allocation(item.country, item.debtor, by.day);
  if (lost.total().is_zero() || amount <= open.total() || !order) return sum;
  for (auto const component : components) item.owed.of(component) += lost.of(component);
  auto const left = ledger::allocate(item, amount, order->order).owed;
  ledger::ReceivableAdjusted fact;
  for (auto const component : components) {
    // Paid of it, less what was open.
    auto const back = item.owed.of(component) - left.of(component) - open.of(component);
    if (back.minor() <= 0) continue;
    sum += back;
    fact.parts.push_back(
        {row->id, row->invoice_id, std::string{config::component_text(component)}, -back});
  }
  if (sum.is_zero()) return sum;
  fact.adjustment_id = model::new_id("adj", context.now);
  fact.receivable_id = row->id;
  fact.invoice_id = row->invoice_id;
  fact.kind = "write_off";
  fact.reason = "recovered";
  fact.source = by.payment_id;
  fact.effective = by.day;
  tx.append(context.tenant, context.actor, context.now, fact);
  return sum;
}

}  // namespace airut::gateway
