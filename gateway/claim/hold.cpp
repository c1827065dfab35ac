#include "gateway/claim/hold.hpp"

#include <algorithm>

#include "gateway/claim/corrections.hpp"
#include "gateway/claim/owners.hpp"
#include "gateway/claim/rests.hpp"
#include "gateway/today.hpp"
#include "ledger/journal/fact.hpp"
#include "ledger/store/events.hpp"
#include "ledger/store/waiting.hpp"

namespace airut::gateway {
namespace {

constexpr int all_items = 1000;

bool is_of_money(std::string_view reason) {
  return reason == "credit-balance" || reason == "payment-unallocated" ||
         reason == "payment-proposed";
}

bool was_held_for_money(ledger::Snapshot& view, ledger::ReceivableRow const& item) {
  constexpr int all = 100'000;
  auto const kind = ledger::fact_kind(ledger::ReceivablePaused{});
  for (auto const& stored : ledger::events_of_invoice(view, item.tenant, item.invoice_id, 0, all)) {
    if (stored.kind != kind) continue;
    auto const fact = ledger::decode(stored.kind, stored.event.body, "");
    auto const* paused = fact ? std::get_if<ledger::ReceivablePaused>(&*fact) : nullptr;
    if (paused != nullptr && is_of_money(paused->reason)) return true;
  }
  return false;
}

bool is_item_of_many(ledger::Snapshot& view, ledger::ReceivableRow const& item) {
  auto const many = clients_of_many(view, item.tenant, item.reference_key);
  return std::find(many.begin(), many.end(), item.client) != many.end();
}

model::Date last_day(ledger::ReceivableRow const& item, config::Client const& client,
                     model::Date today) {
  return std::max(today, item.due_date) + std::chrono::days{client.proposal_hold_days};
}

}  // namespace

void hold_item(ledger::Transaction& tx, ClaimContext const& context, std::string_view receivable_id,
               std::string_view reason) {
  auto const row = ledger::find_receivable(tx, context.tenant, receivable_id);
  auto const today = today_of(context.billers, context.tenant, context.now);
  if (!row || is_held(row->hold_reason, row->hold_until, today)) return;
  auto const* client = context.billers.client(context.tenant, row->client);
  bool const owes = row->owes();
  if (client == nullptr || !owes) return;
  ledger::ReceivablePaused fact;
  fact.receivable_id = row->id;
  fact.invoice_id = row->invoice_id;
  fact.action = "pause";
  fact.reason = reason;
  fact.until = last_day(*row, *client, today);
  tx.append(context.tenant, context.actor, context.now, fact);
  withdraw_waiting(tx, context, *row, "paused");
}

void hold_items_of(ledger::Transaction& tx, ClaimContext const& context, std::string_view client,
                   std::string_view customer_number, std::string_view reason) {
  for (auto const& row :
       ledger::open_items_of_customer(tx, context.tenant, client, customer_number, all_items))
    hold_item(tx, context, row.id, reason);
}

std::optional<MoneyHold> money_hold(ledger::Snapshot& view, ClaimContext const& context,
                                    ledger::ReceivableRow const& item, model::Date today) {
  auto const &client = item.client, &customer = item.customer_number;
  auto const* settings = context.billers.client(context.tenant, client);
  if (customer.empty() || settings == nullptr) return std::nullopt;
  auto const currency = item.principal.currency();
  auto const credit = ledger::credit_of(view, context.tenant, client, customer, currency);
  auto const waits =
      std::max(model::Money{0, currency},
               ledger::waiting_money_of(view, context.tenant, client, customer, currency));
  auto const covers = [&](model::Money const& sum) {
    return sum.minor() > 0 && item.principal <= sum;
  };
  if (!covers(credit + waits) || was_held_for_money(view, item)) return std::nullopt;
  // Money with a reference of many customers is not his more than theirs.
  if (!covers(credit) && is_item_of_many(view, item)) return std::nullopt;
  return MoneyHold{credit.is_zero() ? "payment-unallocated" : "credit-balance",
                   last_day(item, *settings, today)};
}

}  // namespace airut::gateway
