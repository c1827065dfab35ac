#include "gateway/claim/owners.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "formats/model/reference.hpp"
#include "gateway/claim/make_plan.hpp"
#include "gateway/claim/payer_names.hpp"
#include "gateway/kid/kid.hpp"
#include "gateway/today.hpp"
#include "ledger/receivables/clues.hpp"
#include "ledger/receivables/open_item.hpp"
#include "ledger/store/addresses.hpp"
#include "ledger/store/credits.hpp"
#include "ledger/store/folding.hpp"

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
    if (found.client != nullptr) return {nullptr, true, false, {}, false};
    found = {client, false, false, std::move(rows), false};
  }
  return found;
}

ledger::Customer debtor_of(ledger::ReceivableRow const& row) {
  return {row.customer_number, row.buyer_name};
}

// One item each of the debtors, or of those alone who owe something: told apart as same_customer()
// does.
Rows debtors_among(Rows const& rows, bool owing = true) {
  Rows debtors;
  std::set<std::string> numbers, names, names_alone;  // names of all, and of those without number
  for (auto const& row : rows) {
    if (owing && !row.owes()) continue;
    auto const& number = row.customer_number;
    auto const name = ledger::folded(row.buyer_name);
    bool const named = !name.empty() && (number.empty() ? names : names_alone).contains(name);
    bool const known = named || (!number.empty() && numbers.contains(number));
    if (known) continue;
    debtors.push_back(row);
    names.insert(name);
    number.empty() ? names_alone.insert(name) : numbers.insert(number);
  }
  return debtors;
}

// The one whom the payer's name, or his account where he paid from it before, shows; the two must
// not speak of different ones.
std::optional<ledger::ReceivableRow> payer_among(ledger::Snapshot& view,
                                                 ClaimContext const& context, Rows const& debtors,
                                                 model::BankEntry const& entry) {
  constexpr int most = 50, same_words = 100;
  auto const known = ledger::customers_of_payer(view, context.tenant, debtors.front().client,
                                                entry.payer_account, most);
  Rows shown;
  for (auto const& one : debtors) {
    bool const by_account =
        std::find(known.begin(), known.end(), one.customer_number) != known.end();
    if (by_account || ledger::likeness(entry.payer_name, one.buyer_name) == same_words)
      shown.push_back(one);
  }
  return shown.size() == 1 ? std::optional{std::move(shown.front())} : std::nullopt;
}

// Whether the payer is for certain one of the others, who paid all that he owed by the reference.
bool is_of_another(ledger::Snapshot& view, ClaimContext const& context,
                   ledger::ReceivableRow const& debtor, Rows const& rows,
                   model::BankEntry const& entry) {
  auto const who = payer_among(view, context, debtors_among(rows, false), entry);
  return who && !ledger::same_customer(debtor_of(*who), debtor_of(debtor));
}

// Leaves the items of one debtor.
void choose_debtor(ledger::Snapshot& view, ClaimContext const& context,
                   model::BankEntry const& entry, Referred& found) {
  if (found.rows.size() == 1) return;
  auto const debtors = debtors_among(found.rows);
  if (debtors.empty()) return;
  auto who = debtors.size() == 1 ? std::optional{debtors.front()}
                                 : payer_among(view, context, debtors, entry);
  if (debtors.size() == 1 && is_of_another(view, context, *who, found.rows, entry)) who.reset();
  found.is_of_debtors = !who;
  std::erase_if(found.rows, [&](auto const& row) {
    return !who || !ledger::same_customer(debtor_of(*who), debtor_of(row));
  });
}

// Customers whom the payer's account or name may mean.
std::set<std::string> customers_meant(ledger::Snapshot& view, std::string_view tenant,
                                      std::string_view client, model::BankEntry const& entry) {
  constexpr int most = 50, named_most = 20;
  auto const known = ledger::customers_of_payer(view, tenant, client, entry.payer_account, most);
  std::set<std::string> customers{known.begin(), known.end()};
  for (auto const& beginning : name_beginnings(entry.payer_name)) {
    for (auto& one : ledger::customers_named(view, tenant, beginning, named_most))
      customers.insert(std::move(one));
  }
  return customers;
}

// What is open by a reference of many, of the one customer whom the payer shows.
Referred among_many(ledger::Snapshot& view, ClaimContext const& context,
                    config::Client const& client, model::BankEntry const& entry,
                    std::string_view key) {
  constexpr int items_most = 200;
  Referred found{&client, false, false, {}, false};
  for (auto const& customer : customers_meant(view, context.tenant, client.ref, entry)) {
    for (auto& row :
         ledger::open_items_of_customer(view, context.tenant, client.ref, customer, items_most)) {
      if (row.reference_key == key) found.rows.push_back(std::move(row));
    }
  }
  auto const debtors = debtors_among(found.rows);
  auto const who = debtors.empty() ? std::nullopt : payer_among(view, context, debtors, entry);
  found.is_of_debtors = found.is_of_many = !who;
  std::erase_if(found.rows, [&](auto const& row) {
    return !who || !ledger::same_customer(debtor_of(*who), debtor_of(row));
  });
  std::sort(found.rows.begin(), found.rows.end(), [](auto const& a, auto const& b) {
    return std::tie(a.due_date, a.key) < std::tie(b.due_date, b.key);
  });
  return found;
}

// Nothing where no owner has so many customers with the reference.
std::optional<Referred> by_reference_of_many(ledger::Snapshot& view, ClaimContext const& context,
                                             AccountOwners const& owners,
                                             model::BankEntry const& entry, std::string_view key) {
  auto const many = clients_of_many(view, context.tenant, key);
  auto const one =
      std::find_first_of(owners.clients.begin(), owners.clients.end(), many.begin(), many.end(),
                         [](auto const* client, auto const& ref) { return client->ref == ref; });
  if (one == owners.clients.end()) return std::nullopt;
  bool const is_several =
      std::any_of(owners.clients.begin(), owners.clients.end(), [&](auto const* other) {
        return other != *one &&
               !ledger::customers_by_reference(view, context.tenant, other->ref, key).empty();
      });
  if (is_several) return Referred{nullptr, true, false, {}, false};
  return among_many(view, context, **one, entry, key);
}

Referred by_reference(ledger::Snapshot& view, ClaimContext const& context,
                      AccountOwners const& owners, model::BankEntry const& entry) {
  Referred found;
  auto const& reference = entry.reference;
  auto const key = model::reference_match_key(reference);
  // So few invoices are not of more customers.
  auto rows = ledger::receivables_by_few(view, context.tenant, key, customers_named_most);
  if (!rows) {
    if (auto many = by_reference_of_many(view, context, owners, entry, key))
      return *std::move(many);
    rows = ledger::receivables_by_reference(view, context.tenant, key);
  }
  for (auto& row : *rows) {
    if (!has(owners, row.client)) continue;
    if (found.client != nullptr && found.client->ref != row.client)
      return {nullptr, true, false, {}, false};
    found.client = context.billers.client(context.tenant, row.client);
    found.rows.push_back(std::move(row));
  }
  if (found.rows.empty()) return by_customer(view, context, owners, reference);
  choose_debtor(view, context, entry, found);
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
                  model::BankEntry const& entry) {
  Referred found;
  if (!entry.reference.empty()) found = by_reference(view, context, owners, entry);
  if (owners.clients.size() == 1) found.client = owners.clients.front();
  return found;
}

std::vector<std::string> clients_of_many(ledger::Snapshot& view, std::string_view tenant,
                                         std::string_view reference_key) {
  return ledger::clients_sharing(view, tenant, reference_key, customers_named_most);
}

void say_whose(Referred const& to, std::string_view reference, ledger::MatchDecision& decision) {
  if (decision.unallocated_reason != "unknown-reference") return;
  if (to.is_of_many) {
    decision.unallocated_reason = "several-debtors";
    decision.explanation = fmt::format(
        "More than {} customers have invoices with the reference {}: it names none of them, and "
        "the payer is none of them for certain.",
        customers_named_most, reference);
  } else if (to.is_of_debtors) {
    decision.unallocated_reason = "several-debtors";
    decision.explanation = fmt::format(
        "Several customers have invoices with the reference {}, and the payer is none of them "
        "who owes for certain.",
        reference);
  } else if (to.is_several) {
    decision.unallocated_reason = "several-clients";
    decision.explanation = fmt::format(
        "Several clients that share the account have invoices with the reference {}.", reference);
  }
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
