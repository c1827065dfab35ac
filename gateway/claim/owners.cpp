#include "gateway/claim/owners.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "formats/model/reference.hpp"
#include "gateway/claim/make_plan.hpp"
#include "gateway/kid/kid.hpp"
#include "gateway/today.hpp"
#include "ledger/receivables/open_item.hpp"

namespace airut::gateway {
namespace {

using Rows = std::vector<ledger::ReceivableRow>;

bool has(AccountOwners const& owners, std::string_view client) {
  return std::any_of(owners.clients.begin(), owners.clients.end(),
                     [&](auto const* one) { return one->ref == client; });
}

// The reference of a claim in a plan over several pays that claim, then the others in the plan's
// order. A row that nothing has happened to is in no plan.
Rows with_plan(ledger::Snapshot& view, ClaimContext const& context, Rows rows) {
  if (rows.size() != 1 || rows.front().version == 1) return rows;
  auto const plan = ledger::plan_in_force(view, context.tenant, rows.front().id);
  if (!plan) return rows;
  for (auto& other : rows_of_plan(view, context.tenant, *plan))
    if (other.id != rows.front().id) rows.push_back(std::move(other));
  return rows;
}

// A KID that names a customer alone pays what he owes, the oldest first.
Rows rows_of_customer(ledger::Snapshot& view, ClaimContext const& context,
                      config::Client const& client, std::string_view reference) {
  auto const today = today_of(context.billers, context.tenant, context.now);
  auto const customer = customer_in(client, std::string{reference}, today);
  constexpr int all = 100'000;
  auto rows = ledger::open_items_of_customer(view, context.tenant, client.ref, customer, all);
  std::sort(rows.begin(), rows.end(), [](auto const& a, auto const& b) {
    return std::tie(a.due_date, a.id) < std::tie(b.due_date, b.id);
  });
  return rows;
}

// Those of the owners whose customers' KIDs are built like this one.
Referred by_customer(ledger::Snapshot& view, ClaimContext const& context,
                     AccountOwners const& owners, std::string_view reference) {
  Referred found;
  for (auto const* client : owners.clients) {
    auto rows = rows_of_customer(view, context, *client, reference);
    if (rows.empty()) continue;
    if (found.client != nullptr) return {nullptr, true, {}};
    found = {client, false, std::move(rows)};
  }
  return found;
}

Referred by_reference(ledger::Snapshot& view, ClaimContext const& context,
                      AccountOwners const& owners, std::string_view reference) {
  Referred found;
  auto const key = model::reference_match_key(reference);
  for (auto& row : ledger::receivables_by_reference(view, context.tenant, key)) {
    if (!has(owners, row.client)) continue;
    if (found.client != nullptr && found.client->ref != row.client) return {nullptr, true, {}};
    found.client = context.billers.client(context.tenant, row.client);
    found.rows.push_back(std::move(row));
  }
  if (found.rows.empty()) return by_customer(view, context, owners, reference);
  found.rows = with_plan(view, context, std::move(found.rows));
  return found;
}

}  // namespace

AccountOwners owners_of(Billers const& billers, std::string_view tenant, std::string_view account) {
  AccountOwners owners;
  auto const* home = billers.tenant(tenant);
  if (home == nullptr || account.empty()) return owners;
  for (auto const& client : home->clients) {
    auto const own =
        std::find_if(client.accounts.begin(), client.accounts.end(),
                     [&](auto const& one) { return ledger::same_account(one.iban, account); });
    if (own == client.accounts.end()) continue;
    if (owners.clients.empty()) owners.iban = own->iban;
    owners.held = owners.held || own->held;
    owners.clients.push_back(&client);
  }
  return owners;
}

Referred referred(ledger::Snapshot& view, ClaimContext const& context, AccountOwners const& owners,
                  std::string_view reference) {
  Referred found;
  if (!reference.empty()) found = by_reference(view, context, owners, reference);
  if (owners.clients.size() == 1) found.client = owners.clients.front();
  return found;
}

bool may_pay_for(ClaimContext const& context, ledger::PaymentRow const& payment,
                 std::string_view client) {
  if (payment.client == client) return true;
  auto const owners = owners_of(context.billers, context.tenant, payment.account);
  bool const shared =
      has(owners, client) && (payment.client.empty() || has(owners, payment.client));
  return shared && payment.unallocated + payment.returned == payment.amount;
}

}  // namespace airut::gateway
