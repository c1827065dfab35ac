#include "gateway/books/reconcile.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "gateway/books/month.hpp"
#include "gateway/claim/owners.hpp"
#include "ledger/store/book_rows.hpp"
#include "ledger/store/day_sums.hpp"
#include "ledger/store/money_facts.hpp"

namespace airut::gateway {
namespace {

namespace books = ledger::books;

model::Date first_day(ledger::StatementRow const& one) { return one.from.value_or(*one.until); }

// The statements that count: until the day, in the currency of the first, each day once though two
// files or a month's statement beside those of its days tell it. Several of one day follow each
// other.
std::vector<ledger::StatementRow> statements_of(ledger::Snapshot& view, std::string const& tenant,
                                                std::string const& iban,
                                                ReconcileWish const& wish) {
  auto told = ledger::list_statements(view, tenant, iban, wish.before);
  std::erase_if(told, [&](auto const& one) { return !one.until || *one.until > wish.day; });
  std::sort(told.begin(), told.end(), [](auto const& one, auto const& other) {
    return std::tuple{first_day(one), *other.until, one.key} <
           std::tuple{first_day(other), *one.until, other.key};
  });
  std::vector<ledger::StatementRow> all;
  for (auto& one : told) {
    if (!all.empty()) {
      auto const& last = all.back();
      if (last.closing.currency() != one.closing.currency()) continue;
      bool const overlaps = first_day(one) <= *last.until;
      bool const same =
          last.until == one.until && last.opening == one.opening && last.closing == one.closing;
      bool const follows = *one.until >= *last.until && one.opening == last.closing;
      if (overlaps && (same || !follows)) continue;
    }
    all.push_back(std::move(one));
  }
  return all;
}

// Adds what these statements tell besides payments, each day of each file once.
void add_sums(ledger::Snapshot& view, std::string const& tenant, ReconcileWish const& wish,
              std::vector<ledger::StatementRow> const& statements, books::BankWindow& window) {
  auto const is_told = [&](ledger::DaySumRow const& sum) {
    return std::any_of(statements.begin(), statements.end(), [&](auto const& one) {
      return one.key == sum.key && one.from.value_or(*one.until) <= sum.day &&
             sum.day <= *one.until;
    });
  };
  std::set<model::Date> lump_days;
  for (auto const& sum : ledger::day_sums_of(view, tenant, window.iban, wish.before)) {
    if (sum.amount.currency() != window.closing.currency() || !is_told(sum)) continue;
    if (!sum.is_lump) {
      window.other += sum.amount;
      continue;
    }
    window.untold += sum.amount;
    if (lump_days.insert(sum.day).second)
      window.untold -= ledger::told_one_by_one(view, tenant, window.iban, sum, wish.before);
  }
}

std::optional<books::BankWindow> window_of(ledger::Snapshot& view, std::string const& tenant,
                                           AccountOwners const& owners, ReconcileWish const& wish) {
  auto const statements = statements_of(view, tenant, owners.iban, wish);
  if (statements.empty()) return std::nullopt;
  auto const& first = statements.front();
  books::BankWindow window;
  window.iban = owners.iban;
  window.held = owners.held;
  window.statements = static_cast<std::int64_t>(statements.size());
  window.from = first.from.value_or(*first.until);
  window.until = *statements.back().until;
  window.opening = first.opening;
  window.closing = statements.back().closing;
  window.other = window.untold = model::Money{0, window.closing.currency()};
  add_sums(view, tenant, wish, statements, window);
  return window;
}

std::vector<books::BankWindow> windows_of(ledger::Snapshot& view, Billers const& billers,
                                          std::string const& tenant, ReconcileWish const& wish) {
  std::vector<books::BankWindow> windows;
  auto const* client = billers.client(tenant, wish.client);
  if (client == nullptr) return windows;
  for (auto const& account : client->accounts) {
    auto const owners = owners_of(billers, tenant, account.iban);
    if (wish.own_accounts_only && owners.clients.size() > 1) continue;
    if (auto window = window_of(view, tenant, owners, wish)) windows.push_back(*std::move(window));
  }
  return windows;
}

books::Reconciliation::Places places_in(Billers const& billers, std::string const& tenant) {
  return [&billers, &tenant](std::string_view ref) {
    books::BankPlaces places;
    auto const* client = billers.client(tenant, ref);
    if (client == nullptr) return places;
    for (auto const& account : client->accounts) {
      auto& place = account.held ? places.held : places.own;
      if (place.empty()) place = owners_of(billers, tenant, account.iban).iban;
    }
    return places;
  };
}

std::vector<books::OpenSubItem> items_of(ledger::Snapshot& view, std::string const& tenant,
                                         books::Reconciliation const& made) {
  std::vector<books::OpenSubItem> items;
  for (auto const& [id, open] : made.items()) {
    auto const row = ledger::find_receivable(view, tenant, id);
    items.push_back({id, row ? row->invoice_number : std::string{}, open});
  }
  return items;
}

}  // namespace

std::vector<books::ReconciliationSection> reconcile(ledger::Snapshot& view, Billers const& billers,
                                                    std::string const& tenant,
                                                    ReconcileWish const& wish) {
  books::Reconciliation made{wish.client, windows_of(view, billers, tenant, wish),
                             places_in(billers, tenant)};
  auto const closed = wish.period ? closed_months(view, tenant, wish.client) : books::Closed{};
  ledger::each_money_fact(view, tenant, 0, [&](ledger::MoneyFact const& one) {
    if (one.booked >= wish.before) return false;
    made.take(one.fact, one.booked, one.seq, [&](books::Entry const& entry) {
      return !wish.period || books::counts_for(closed, entry.effective, one.seq) <= *wish.period;
    });
    return true;
  });
  return made.finish(wish.period ? items_of(view, tenant, made) : wish.items);
}

}  // namespace airut::gateway
