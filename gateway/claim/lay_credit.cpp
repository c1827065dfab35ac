#include "gateway/claim/lay_credit.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "gateway/claim/corrections.hpp"
#include "ledger/receivables/allocate.hpp"

namespace airut::gateway {
namespace {

std::string refusal(ledger::ReceivableRow const& from, ledger::ReceivableRow const& to,
                    model::Money const& amount) {
  bool const same_debtor = from.client == to.client && !from.customer_number.empty() &&
                           from.customer_number == to.customer_number;
  if (!same_debtor) return fmt::format("Invoice {} is another customer's.", to.invoice_number);
  if (from.id == to.id) return "A credit balance is laid on another invoice.";
  if (to.principal.currency() != amount.currency())
    return fmt::format("Invoice {} is in another currency.", to.invoice_number);
  if (amount.minor() <= 0) return "The amount must be positive.";
  return {};
}

}  // namespace

tl::expected<void, std::string> lay_credit(ledger::Transaction& tx, ClaimContext const& context,
                                           ledger::ReceivableRow const& from,
                                           std::vector<Laying> const& wishes,
                                           std::string const& note) {
  auto const* client = context.billers.client(context.tenant, from.client);
  if (client == nullptr)
    return tl::unexpected{std::string{"The billing client is not configured any more."}};
  auto const today = model::day_of(context.now);
  ledger::CreditLaid fact;
  fact.receivable_id = from.id;
  fact.client = from.client;
  fact.personal_note = note;
  auto left = from.credit_balance;
  std::vector<std::string> touched;
  for (auto const& wish : wishes) {
    auto const row = ledger::find_receivable(tx, context.tenant, wish.receivable_id);
    if (!row) return tl::unexpected{fmt::format("There is no receivable {}.", wish.receivable_id)};
    if (auto why = refusal(from, *row, wish.amount); !why.empty()) return tl::unexpected{why};
    if (std::find(touched.begin(), touched.end(), row->id) != touched.end())
      return tl::unexpected{fmt::format("The receivable {} is named twice.", row->id)};
    touched.push_back(row->id);
    auto const item = open_item(*row, *client);
    auto const order = context.law.allocation(item.country, item.debtor, today);
    if (!order) return tl::unexpected{order.error()};
    auto const spread = ledger::allocate(item, wish.amount, order->order);
    if (!spread.left.is_zero())
      return tl::unexpected{fmt::format("Invoice {} owes {}, less than {}.", row->invoice_number,
                                        item.owed.total().text(), wish.amount.text())};
    left -= wish.amount;
    fact.parts.insert(fact.parts.end(), spread.parts.begin(), spread.parts.end());
  }
  if (fact.parts.empty()) return tl::unexpected{std::string{"There is nothing to lay."}};
  if (left.is_negative())
    return tl::unexpected{fmt::format("The credit balance is {}.", from.credit_balance.text())};
  tx.append(context.tenant, context.actor, context.now, fact);
  for (auto const& id : touched) {
    auto const row = ledger::find_receivable(tx, context.tenant, id);
    if (row->principal.is_zero()) withdraw_waiting(tx, context, *row, "paid");
  }
  return {};
}

}  // namespace airut::gateway
