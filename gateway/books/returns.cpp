#include "gateway/books/returns.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "formats/model/ids.hpp"
#include "gateway/books/taken_back.hpp"
#include "gateway/claim/credit.hpp"
#include "gateway/claim/owners.hpp"
#include "ledger/store/receivables.hpp"

namespace airut::gateway {
namespace {

ReturnProposal proposal_of(ledger::PaymentRow const& row, config::Client const& client,
                           model::Date today) {
  ReturnProposal one;
  one.payment_id = row.id;
  one.amount = row.unallocated;
  one.reason = row.unallocated_reason;
  one.since = row.booked ? row.booked : row.value_date;
  one.payee = row.payer_name;
  one.account = row.payer_account;
  // Only what certainly was too much goes back by itself; the rest may find its invoice.
  bool const too_much = one.reason == "overpaid" || one.reason == "already-paid";
  one.is_due = too_much && one.since &&
               today - *one.since >= std::chrono::days{client.books.return_after_days};
  return one;
}

ReturnProposal proposal_of(ledger::ReceivableRow const& row) {
  ReturnProposal one;
  one.receivable_id = row.id;
  one.invoice_number = row.invoice_number;
  one.amount = row.credit_balance;
  one.reason = "credit-balance";
  one.payee = row.buyer_name;
  return one;
}

tl::expected<ledger::MoneyReturned, std::string> of_payment(ledger::Transaction& tx,
                                                            ClaimContext const& context,
                                                            ReturnWish const& wish) {
  auto const row = ledger::find_payment(tx, context.tenant, wish.payment_id);
  if (!row) return tl::unexpected{fmt::format("There is no payment {}.", wish.payment_id)};
  if (row->is_reversal || !row->reversed_by.empty())
    return tl::unexpected{std::string{"The payment was taken back by the bank."}};
  if (wish.amount.currency() != row->amount.currency() || wish.amount > row->unallocated)
    return tl::unexpected{fmt::format("Only {} of the payment waits.", row->unallocated.text())};
  ledger::MoneyReturned fact;
  fact.client = row->client;
  fact.payment_id = row->id;
  if (owners_of(context.billers, context.tenant, row->account).held) fact.funds = "client";
  if (!row->partner.empty()) fact.funds = "agency";
  fact.personal_name = row->payer_name;
  fact.personal_account = row->payer_account;
  return fact;
}

tl::expected<ledger::MoneyReturned, std::string> of_balance(ledger::Transaction& tx,
                                                            ClaimContext const& context,
                                                            ReturnWish const& wish) {
  auto const row = ledger::find_receivable(tx, context.tenant, wish.receivable_id);
  if (!row) return tl::unexpected{fmt::format("There is no receivable {}.", wish.receivable_id)};
  if (wish.amount.currency() != row->credit_balance.currency() || wish.amount > row->credit_balance)
    return tl::unexpected{fmt::format("The credit balance is {}.", row->credit_balance.text())};
  ledger::MoneyReturned fact;
  fact.client = row->client;
  fact.receivable_id = row->id;
  fact.personal_name = row->buyer_name;
  return fact;
}

}  // namespace

std::vector<ReturnProposal> return_proposals(ledger::Snapshot& view, std::string const& tenant,
                                             config::Client const& client, model::Date today) {
  std::vector<ReturnProposal> all;
  auto const rows = surplus(view, tenant, client.ref);
  DebtsOfPayers debts{view, tenant, client.ref};
  for (auto const& row : rows) {
    auto one = proposal_of(row, client, today);
    one.amount = debts.left_of(row);
    one.is_due = one.is_due && !debts.is_in_question(row);
    if (!one.amount.is_zero()) all.push_back(std::move(one));
  }
  for (auto const& row : ledger::credit_balances(view, tenant, client.ref))
    all.push_back(proposal_of(row));
  return all;
}

tl::expected<std::string, std::string> return_money(ledger::Transaction& tx,
                                                    ClaimContext const& context, model::Date today,
                                                    ReturnWish const& wish) {
  if (wish.payment_id.empty() == wish.receivable_id.empty())
    return tl::unexpected{std::string{"One of payment_id and receivable_id must be given."}};
  if (wish.amount.minor() <= 0) return tl::unexpected{std::string{"The amount must be positive."}};
  auto fact =
      wish.payment_id.empty() ? of_balance(tx, context, wish) : of_payment(tx, context, wish);
  if (!fact) return tl::unexpected{std::move(fact.error())};
  fact->return_id = model::new_id("ret", context.now);
  fact->amount = wish.amount;
  fact->day = today;
  fact->method = wish.method;
  fact->reason = wish.reason;
  tx.append(context.tenant, context.actor, context.now, *fact);
  if (!wish.receivable_id.empty()) close_credit_wait(tx, context, wish.receivable_id);
  return fact->return_id;
}

pain::Order order_returns(ledger::Transaction& tx, ClaimContext const& context,
                          config::Client const& client, model::Date today) {
  pain::Order order;
  order.id = model::new_id("ret", context.now);
  order.created = context.now;
  order.execution = today;
  order.payer_name = client.seller.name;
  auto const& own = client.accounts.front();
  order.payer_iban = own.iban;
  order.payer_bic = own.bic;
  for (auto const& one : return_proposals(tx, context.tenant, client, today)) {
    bool const goes =
        one.is_due && !one.account.empty() && one.amount.currency().code() == client.currency;
    if (!goes) continue;
    auto const payment = ledger::find_payment(tx, context.tenant, one.payment_id);
    if (!ledger::same_account(payment->account, own.iban)) continue;
    auto const id =
        return_money(tx, context, today, {one.payment_id, {}, one.amount, "pain.001", one.reason});
    if (!id) continue;
    order.transfers.push_back({*id, one.amount, one.payee, one.account,
                               fmt::format("{} {}", client.seller.name, payment->reference_key)});
  }
  return order;
}

}  // namespace airut::gateway
