#include "ledger/store/book_checks.hpp"

#include <map>
#include <tuple>

#include <fmt/format.h>

#include "ledger/books/book.hpp"
#include "ledger/books/closings.hpp"
#include "ledger/journal/export.hpp"
#include "ledger/store/events.hpp"
#include "ledger/store/listing.hpp"
#include "ledger/store/money_facts.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {
namespace {

using books::Account;

// By client, account and currency.
using Sums = std::map<std::tuple<std::string, Account, model::Currency>, std::int64_t>;

void add_items(Snapshot& view, std::int64_t tenant, Sums& sums) {
  Query query{view.connection(),
              "SELECT i.client, i.currency, sum(r.principal), sum(r.interest), sum(r.fee),"
              " sum(r.cost), sum(r.credit_balance) FROM receivables r"
              " JOIN invoices i ON i.key = r.key WHERE r.tenant = ? GROUP BY i.client, i.currency"};
  query.bind(tenant);
  while (query.next()) {
    auto const client = query.take<std::string>();
    auto const currency = query.take<model::Currency>();
    for (auto const account : {Account::principal, Account::interest, Account::fee, Account::cost})
      sums[{client, account, currency}] += query.take<std::int64_t>();
    sums[{client, Account::unallocated, currency}] -= query.take<std::int64_t>();
  }
}

void add_waiting(Snapshot& view, std::int64_t tenant, Sums& sums) {
  Query query{view.connection(),
              "SELECT client, currency, sum(unallocated) FROM payments WHERE tenant = ?"
              " GROUP BY client, currency"};
  query.bind(tenant);
  while (query.next()) {
    auto const client = query.take<std::string>();
    auto const currency = query.take<model::Currency>();
    sums[{client, Account::unallocated, currency}] -= query.take<std::int64_t>();
  }
}

// Accounts that the rows know too: money that waits is one to them, wherever it stands.
void add_book(books::Book const& book, Sums& sums) {
  for (auto const& [place, sum] : book.balances()) {
    auto account = place.account;
    bool const waits = account == Account::unallocated || account == Account::overpaid ||
                       account == Account::held_unallocated || account == Account::held_overpaid;
    if (waits) account = Account::unallocated;
    if (waits || books::is_receivable(account))
      sums[{std::string{place.client}, account, place.currency}] += sum;
  }
}

void compare(std::string const& tenant, Sums const& rows, Sums const& book,
             std::vector<std::string>& broken) {
  auto all = book;
  for (auto const& [key, sum] : rows) all[key] -= sum;
  for (auto const& [key, difference] : all) {
    if (difference == 0) continue;
    auto const& [client, account, currency] = key;
    broken.push_back(fmt::format("tenant {}, client {}: {} differs from the rows by {} {}", tenant,
                                 client, books::account_text(account),
                                 model::Money{difference, currency}.text(), currency.code()));
  }
}

std::map<std::string, std::vector<books::ClosedMonth>> closed_months(Snapshot& view,
                                                                     std::int64_t tenant) {
  Query query{view.connection(),
              "SELECT client, period, until_seq, digest FROM closed_periods WHERE tenant = ?"};
  query.bind(tenant);
  std::map<std::string, std::vector<books::ClosedMonth>> all;
  while (query.next()) {
    std::string client, period;
    books::ClosedMonth month;
    query.take(client, period, month.until_seq, month.digest);
    month.period = books::parse_period(period).value();
    all[client].push_back(std::move(month));
  }
  return all;
}

void check_tenant(Snapshot& view, std::string const& tenant, std::vector<std::string>& broken) {
  auto const number = tenant_number(view, tenant);
  books::Book book;
  books::Closings closings{closed_months(view, number)};
  each_money_fact(view, tenant, 0, [&](MoneyFact const& one) {
    closings.take(book.take(one.fact, one.booked), one.seq, one.event_id);
    return true;
  });
  for (auto& breach : book.breaches())
    broken.push_back(fmt::format("tenant {}, {}", tenant, std::move(breach)));
  for (auto& change : closings.changed())
    broken.push_back(fmt::format("tenant {}, {}", tenant, std::move(change)));
  Sums rows, told;
  add_items(view, number, rows);
  add_waiting(view, number, rows);
  add_book(book, told);
  compare(tenant, rows, told, broken);
}

void check_entries_once(Snapshot& view, std::int64_t tenant, std::vector<std::string>& broken) {
  Query query{view.connection(),
              "SELECT fingerprint, occurrence FROM payments WHERE tenant = ?"
              " GROUP BY fingerprint, occurrence HAVING count(*) > 1"};
  query.bind(tenant);
  while (query.next()) {
    auto const fingerprint = query.take<std::string>();
    broken.push_back(fmt::format("bank entry {} ({}) was counted twice", fingerprint,
                                 query.take<std::int64_t>()));
  }
}

}  // namespace

std::vector<std::string> broken_books(Snapshot& view, std::string_view tenant) {
  std::vector<std::string> broken;
  auto const number = tenant_number(view, tenant);
  if (number == 0) return broken;
  check_tenant(view, std::string{tenant}, broken);
  check_entries_once(view, number, broken);
  return broken;
}

std::vector<std::string> broken_books(Snapshot& view) {
  std::vector<std::string> broken;
  for (auto const& tenant : tenants(view)) {
    for (auto& one : broken_books(view, tenant)) broken.push_back(std::move(one));
  }
  return broken;
}

std::string broken_chain(Snapshot& view) {
  constexpr int events_at_once = 1000;
  ExportVerifier verifier;
  for (auto const& tenant : tenants(view)) {
    std::int64_t seq = 0;
    for (;;) {
      auto const rows = events_after(view, tenant, seq, events_at_once);
      if (rows.empty()) break;
      for (auto const& row : rows) {
        if (verifier.take(export_line(row.event, row.kind, false))) continue;
        auto const broken = verifier.report().first_break;
        return fmt::format("tenant {}, event {}: {}", tenant, broken->seq, broken->what);
      }
      seq = rows.back().event.seq;
    }
  }
  return {};
}

}  // namespace airut::ledger
