#include "gateway/books/taken_back.hpp"

#include <algorithm>

#include "gateway/claim/claim_facts.hpp"
#include "gateway/claim/owners.hpp"
#include "gateway/deviations/trouble.hpp"
#include "ledger/receivables/open_item.hpp"
#include "ledger/store/receivables.hpp"

namespace airut::gateway {

std::vector<ledger::PaymentRow> surplus(ledger::Snapshot& view, std::string const& tenant,
                                        std::string const& client) {
  ledger::PaymentFilter filter;
  filter.client = client;
  filter.allocated = false;
  constexpr int rows_at_once = 200;
  ledger::Page page{rows_at_once, ""};
  std::vector<ledger::PaymentRow> rows;
  for (;;) {
    auto listed = ledger::list_payments(view, tenant, filter, page);
    for (auto& row : listed.rows) {
      bool const is_here =
          !row.is_reversal && row.reversed_by.empty() && row.unallocated.minor() > 0;
      if (is_here) rows.push_back(std::move(row));
    }
    if (!listed.has_more) break;
    page.cursor = listed.next_cursor;
  }
  std::reverse(rows.begin(), rows.end());
  return rows;
}

std::vector<TakenBack> taken_back(ledger::Snapshot& view, std::string const& tenant,
                                  std::string const& client) {
  std::vector<TakenBack> all;
  for (auto& reversal : ledger::reversals_waiting(view, tenant, client)) {
    TakenBack one{std::move(reversal), std::nullopt, {}};
    one.missing = -one.reversal.unallocated;
    if (!one.reversal.reverses.empty())
      one.payment = ledger::find_payment(view, tenant, one.reversal.reverses);
    // What of it still waits went nowhere.
    if (one.payment) one.missing -= one.payment->unallocated;
    if (one.missing.minor() > 0) all.push_back(std::move(one));
  }
  return all;
}

model::Money missing_funds(ledger::Snapshot& view, std::string const& tenant,
                           config::Client const& client, model::Currency currency) {
  model::Money sum{0, currency};
  auto const all = taken_back(view, tenant, client.ref);
  if (all.empty()) return sum;
  DebtsOfPayers debts{view, tenant, client.ref};
  for (auto const& row : surplus(view, tenant, client.ref)) debts.left_of(row);
  for (auto const& one : all) {
    bool const held = funds_of(client, one.reversal.account) == "client";
    if (held && one.missing.currency() == currency) sum += one.missing - debts.covered(one);
  }
  return sum;
}

DebtsOfPayers::DebtsOfPayers(ledger::Snapshot& view, std::string const& tenant,
                             std::string const& client)
    : view_(view) {
  for (auto const& one : taken_back(view, tenant, client)) {
    Debt debt{one.reversal, one.payment.has_value(), false, {}, {}, one.missing};
    if (!one.payment) {
      debt.is_told =
          open_since(view, {tenant, {}, one.reversal.id, "bank.reversal_unknown", {}, {}})
              .has_value();
    } else if (!one.payment->returned.is_zero()) {
      debt.account = one.payment->payer_account;
      debt.customers = customers_of(*one.payment);
    } else {
      continue;
    }
    debts_.push_back(std::move(debt));
  }
}

namespace {

bool are_one_account(std::string const& one, std::string const& other) {
  return !one.empty() && !other.empty() && ledger::same_account(one, other);
}

// Whether a reversal of which no payment is known may have taken this one back: it came to the
// account, and the bank's id, the reference or, without one, the payer's account is the same.
bool may_be_of(ledger::PaymentRow const& reversal, ledger::PaymentRow const& payment) {
  if (!ledger::same_account(reversal.account, payment.account)) return false;
  bool const same_id = !reversal.archive_id.empty() && reversal.archive_id == payment.archive_id;
  if (same_id) return true;
  if (reversal.reference_key.empty())
    return are_one_account(reversal.payer_account, payment.payer_account);
  return reversal.reference_key == payment.reference_key;
}

}  // namespace

bool DebtsOfPayers::is_his(Debt const& debt, ledger::PaymentRow const& payment,
                           std::vector<std::string> const& customers) {
  if (debt.left.currency() != payment.amount.currency()) return false;
  if (!debt.is_known) return may_be_of(debt.reversal, payment);
  bool const same_customer = std::any_of(customers.begin(), customers.end(), [&](auto const& one) {
    return std::find(debt.customers.begin(), debt.customers.end(), one) != debt.customers.end();
  });
  return same_customer || are_one_account(debt.account, payment.payer_account);
}

bool DebtsOfPayers::is_in_question(ledger::PaymentRow const& payment) const {
  return std::any_of(debts_.begin(), debts_.end(),
                     [&](auto const& debt) { return debt.is_told && is_his(debt, payment, {}); });
}

model::Money DebtsOfPayers::left_of(ledger::PaymentRow const& payment) {
  auto left = payment.unallocated;
  if (debts_.empty()) return left;
  auto const customers = customers_of(payment);
  for (auto& debt : debts_) {
    if (!is_his(debt, payment, customers)) continue;
    auto const covered = std::min(left, debt.left);
    debt.left -= covered;
    left -= covered;
  }
  return left;
}

model::Money DebtsOfPayers::covered(TakenBack const& one) const {
  for (auto const& debt : debts_) {
    if (debt.reversal.id == one.reversal.id) return one.missing - debt.left;
  }
  return one.missing - one.missing;
}

// By what it paid, and by its reference.
std::vector<std::string> DebtsOfPayers::customers_of(ledger::PaymentRow const& payment) {
  std::vector<std::string> customers;
  auto const add = [&](ledger::ReceivableRow const& row) {
    bool const known =
        std::find(customers.begin(), customers.end(), row.customer_number) != customers.end();
    if (row.client == payment.client && !row.customer_number.empty() && !known)
      customers.push_back(row.customer_number);
  };
  for (auto const& part : payment.parts) {
    if (auto const row = ledger::find_receivable(view_, payment.tenant, part.receivable_id))
      add(*row);
  }
  // A reference of many customers is nobody's.
  auto const many = clients_of_many(view_, payment.tenant, payment.reference_key);
  bool const is_of_many = std::find(many.begin(), many.end(), payment.client) != many.end();
  if (payment.reference_key.empty() || is_of_many) return customers;
  for (auto const& row :
       ledger::receivables_by_reference(view_, payment.tenant, payment.reference_key))
    add(row);
  return customers;
}

}  // namespace airut::gateway
