#include "gateway/claim/relay.hpp"

#include <algorithm>

#include "ledger/store/credits.hpp"
#include "ledger/store/payments.hpp"

namespace airut::gateway {
namespace {

// Money on the item: a payment, or the credit balance of another item (then there is none).
struct Money {
  std::string id;
  std::optional<ledger::PaymentRow> payment;
  ledger::Owed paid;
};

ledger::Owed laid_by(ledger::Snapshot& view, ledger::PaymentRow const& payment,
                     ledger::ReceivableRow const& row) {
  auto paid = ledger::nothing_owed(row.original.currency());
  for (auto const& part : ledger::parts_left(view, payment)) {
    if (part.receivable_id != row.id) continue;
    for (auto const component : components) {
      if (part.component == config::component_text(component)) paid.of(component) += part.amount;
    }
  }
  return paid;
}

std::vector<Money> money_on(ledger::Snapshot& view, ledger::ReceivableRow const& row) {
  std::vector<Money> all;
  for (auto const& payer : ledger::payers_of(view, row)) {
    Money one{payer.id,
              ledger::find_payment(view, row.tenant, payer.id),
              {payer.principal, payer.interest, payer.fee, payer.cost}};
    if (one.payment) {
      if (one.payment->is_reversal || !one.payment->reversed_by.empty()) continue;
      one.paid = laid_by(view, *one.payment, row);
    }
    all.push_back(std::move(one));
  }
  return all;
}

void append_of_payment(ledger::Transaction& tx, ClaimContext const& context,
                       ledger::PaymentRow const& payment,
                       std::vector<ledger::AllocatedPart> parts) {
  ledger::PaymentAllocated fact;
  fact.payment_id = payment.id;
  fact.client = payment.client;
  fact.rule = payment.rule;
  fact.paid_on = payment.value_date ? payment.value_date : payment.booked;
  if (auto const* client = context.billers.client(context.tenant, payment.client))
    fact.funds = funds_of(*client, payment.account);
  fact.parts = std::move(parts);
  fact.waits_as = "overpaid";
  tx.append(context.tenant, context.actor, context.now, fact);
}

}  // namespace

ledger::Owed paid_on(ledger::Snapshot& view, ledger::ReceivableRow const& row) {
  auto paid = ledger::nothing_owed(row.original.currency());
  for (auto const& money : money_on(view, row)) {
    for (auto const component : components) {
      auto const& part = money.paid.of(component);
      if (part.minor() > 0) paid.of(component) += part;
    }
  }
  return paid;
}

void lay_anew(ledger::Transaction& tx, ClaimContext const& context,
              ledger::ReceivableRow const& row, config::Component from, config::Component to,
              model::Money const& amount) {
  ledger::Owed const open{row.principal, row.interest, row.fee, row.cost};
  auto left = amount, room = open.of(to);
  for (auto const& money : money_on(tx, row)) {
    auto const taken = std::min(left, money.paid.of(from));
    if (taken.minor() <= 0) continue;
    left -= taken;
    auto const laid = std::min(taken, room);
    room -= laid;
    std::vector<ledger::AllocatedPart> parts{
        {row.id, row.invoice_id, std::string{config::component_text(from)}, -taken}};
    if (!laid.is_zero())
      parts.push_back({row.id, row.invoice_id, std::string{config::component_text(to)}, laid});
    if (money.payment) {
      append_of_payment(tx, context, *money.payment, std::move(parts));
      continue;
    }
    tx.append(context.tenant, context.actor, context.now,
              ledger::CreditLaid{money.id, row.client, "correction", {}, std::move(parts), {}});
  }
}

}  // namespace airut::gateway
