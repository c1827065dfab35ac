#include "gateway/claim/lay_credit.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "gateway/claim/corrections.hpp"
#include "gateway/claim/credit.hpp"
#include "gateway/today.hpp"
#include "ledger/receivables/allocate.hpp"
#include "ledger/store/credits.hpp"
#include "ledger/store/invoices.hpp"

namespace airut::gateway {
namespace {

std::string credit_refusal(ledger::ReceivableRow const& from, ledger::ReceivableRow const& to,
                           model::Money const& amount) {
  bool const same_debtor =
      from.client == to.client && ledger::same_customer({from.customer_number, from.buyer_name},
                                                        {to.customer_number, to.buyer_name});
  if (!same_debtor) return fmt::format("Invoice {} is another customer's.", to.invoice_number);
  if (from.id == to.id) return "A credit balance is laid on another invoice.";
  if (to.principal.currency() != amount.currency())
    return fmt::format("Invoice {} is in another currency.", to.invoice_number);
  if (amount.minor() <= 0) return "The amount must be positive.";
  return {};
}

// What a credit note gives takes down the principal alone, as if it had named the invoice.
tl::expected<void, std::string> credit_by_note(ledger::Transaction& tx, ClaimContext const& context,
                                               ledger::ReceivableRow const& from,
                                               std::vector<Laying> const& wishes) {
  auto left = from.credit_balance;
  for (auto const& wish : wishes) {
    auto const row = ledger::find_receivable(tx, context.tenant, wish.receivable_id);
    left -= wish.amount;
    if (wish.amount > row->principal)
      return tl::unexpected{fmt::format("Of invoice {} {} is open, less than {}.",
                                        row->invoice_number, row->principal.text(),
                                        wish.amount.text())};
  }
  if (left.is_negative())
    return tl::unexpected{fmt::format("The credit balance is {}.", from.credit_balance.text())};
  for (auto const& wish : wishes) {
    auto const row = ledger::find_receivable(tx, context.tenant, wish.receivable_id);
    credit_item(tx, context, *row, {from.invoice_id, wish.amount, false, from.id});
  }
  return {};
}

std::string unclear_credit(ledger::Snapshot& view, ClaimContext const& context,
                           ledger::ReceivableRow const& from, std::vector<Laying> const& wishes) {
  if (wishes.empty()) return "There is nothing to lay.";
  for (auto one = wishes.begin(); one != wishes.end(); ++one) {
    auto const row = ledger::find_receivable(view, context.tenant, one->receivable_id);
    if (!row) return fmt::format("There is no receivable {}.", one->receivable_id);
    if (auto why = credit_refusal(from, *row, one->amount); !why.empty()) return why;
    bool const twice = std::any_of(wishes.begin(), one, [&](auto const& other) {
      return other.receivable_id == one->receivable_id;
    });
    if (twice) return fmt::format("The receivable {} is named twice.", one->receivable_id);
  }
  return {};
}

bool is_credit_note(ledger::Snapshot& view, ledger::ReceivableRow const& row) {
  auto const invoice = ledger::find_invoice(view, row.tenant, row.invoice_id);
  return invoice && invoice->type == "credit_note";
}

// Money of the customer's that pays the items in the law's order.
tl::expected<void, std::string> pay_with_balance(ledger::Transaction& tx,
                                                 ClaimContext const& context,
                                                 ledger::ReceivableRow const& from,
                                                 std::vector<Laying> const& wishes,
                                                 std::string const& note) {
  auto const* client = context.billers.client(context.tenant, from.client);
  if (client == nullptr)
    return tl::unexpected{std::string{"The billing client is not configured any more."}};
  auto const today = today_of(context.billers, context.tenant, context.now);
  ledger::CreditLaid fact;
  fact.receivable_id = from.id;
  fact.client = from.client;
  fact.personal_note = note;
  auto left = from.credit_balance;
  for (auto const& wish : wishes) {
    auto const row = ledger::find_receivable(tx, context.tenant, wish.receivable_id);
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
  if (left.is_negative())
    return tl::unexpected{fmt::format("The credit balance is {}.", from.credit_balance.text())};
  tx.append(context.tenant, context.actor, context.now, fact);
  for (auto const& wish : wishes) {
    auto const row = ledger::find_receivable(tx, context.tenant, wish.receivable_id);
    if (row->principal.is_zero()) withdraw_waiting(tx, context, *row, "paid");
  }
  return {};
}

}  // namespace

tl::expected<void, std::string> lay_credit(ledger::Transaction& tx, ClaimContext const& context,
                                           ledger::ReceivableRow const& from,
                                           std::vector<Laying> const& wishes,
                                           std::string const& note) {
  if (auto why = unclear_credit(tx, context, from, wishes); !why.empty())
    return tl::unexpected{std::move(why)};
  auto laid = is_credit_note(tx, from) ? credit_by_note(tx, context, from, wishes)
                                       : pay_with_balance(tx, context, from, wishes, note);
  if (laid) close_credit_wait(tx, context, from.id);
  return laid;
}

}  // namespace airut::gateway
