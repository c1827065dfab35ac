#include "ledger/store/waiting.hpp"

#include <optional>
#include <vector>

#include <fmt/format.h>

#include "ledger/store/listing.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {
namespace {

model::Money take_sum(Query& query, model::Currency currency) {
  model::Money sum{0, currency};
  while (query.next()) sum += query.take_money(currency);
  return sum;
}

// Keys of the items that hold their customers' money, of no more items than that; nothing when
// there are more.
std::optional<std::vector<std::int64_t>> few_with_credit(Snapshot& view, std::int64_t tenant,
                                                         int most) {
  Query query{view.connection(),
              "SELECT key FROM receivables WHERE tenant = ? AND credit_balance > 0 LIMIT ?"};
  query.bind(tenant, most + 1);
  std::vector<std::int64_t> keys;
  while (query.next()) keys.push_back(query.take<std::int64_t>());
  if (static_cast<int>(keys.size()) > most) return std::nullopt;
  return keys;
}

}  // namespace

// Credits stand on few items, and a customer may have thousands.
model::Money credit_of(Snapshot& view, std::string_view tenant, std::string_view client,
                       std::string_view customer_number, model::Currency currency) {
  constexpr int few = 10;
  constexpr std::string_view his =
      "SELECT r.credit_balance FROM receivables r JOIN invoices i ON i.key = r.key"
      " WHERE i.tenant = ?1 AND i.customer_number <> '' AND i.customer_number BETWEEN ?2 AND ?2"
      " AND i.client = ?3 AND i.currency = ?4 AND r.credit_balance > 0";
  auto const number = tenant_number(view, tenant);
  auto const with_credit = few_with_credit(view, number, few);
  if (!with_credit) {
    Query query{view.connection(), his};
    query.bind(number, customer_number, client, currency.code());
    return take_sum(query, currency);
  }
  model::Money sum{0, currency};
  for (auto const key : *with_credit) {
    Query query{view.connection(), fmt::format("{} AND r.key = ?5", his)};
    query.bind(number, customer_number, client, currency.code(), key);
    sum += take_sum(query, currency);
  }
  return sum;
}

namespace {

struct Waiting {
  std::int64_t amount = 0;  // minor units
  std::string reference_key;
};

// The client's money that waits, of no more payments than that; nothing when there are more.
std::optional<std::vector<Waiting>> few_waiting(Snapshot& view, std::int64_t tenant,
                                                std::string_view client, model::Currency currency,
                                                int most) {
  Query query{view.connection(),
              "SELECT unallocated, reference_key FROM payments WHERE tenant = ?1 AND client = ?2"
              " AND currency = ?3 AND unallocated <> 0 AND reversed_by = '' AND reverses = ''"
              " AND reference_key <> '' LIMIT ?4"};
  query.bind(tenant, client, currency.code(), most + 1);
  std::vector<Waiting> all;
  while (query.next()) {
    auto& one = all.emplace_back();
    query.take(one.amount, one.reference_key);
  }
  if (static_cast<int>(all.size()) > most) return std::nullopt;
  return all;
}

bool is_customers(Snapshot& view, std::int64_t tenant, std::string_view client,
                  std::string_view customer_number, std::string_view reference_key) {
  Query query{view.connection(),
              fmt::format("SELECT 1 FROM invoices WHERE {} AND client = ?3 AND customer_number = ?4"
                          " UNION ALL SELECT 1 FROM more_references m JOIN invoices i"
                          " ON i.key = m.receivable WHERE m.tenant = ?1 AND m.reference_key = ?2"
                          " AND i.client = ?3 AND i.customer_number = ?4 LIMIT 1",
                          has_reference())};
  return query.bind(tenant, reference_key, client, customer_number).next();
}

// By the references of all his invoices.
model::Money waiting_for_all(Snapshot& view, std::int64_t tenant, std::string_view client,
                             std::string_view customer_number, model::Currency currency) {
  Query query{view.connection(),
              "SELECT p.unallocated FROM payments p WHERE p.tenant = ?1 AND p.client = ?3"
              " AND p.currency = ?4 AND (p.unallocated > 0 OR p.unallocated < 0)"
              " AND p.reversed_by = '' AND p.reverses = '' AND p.reference_key IN (SELECT "
              "reference_key FROM invoices"
              " WHERE tenant = ?1 AND customer_number <> '' AND customer_number BETWEEN ?2 AND ?2"
              " AND client = ?3 AND reference_key <> ''"
              " UNION SELECT m.reference_key FROM invoices i JOIN more_references m"
              " ON m.receivable = i.key WHERE i.tenant = ?1 AND i.customer_number <> ''"
              " AND i.customer_number BETWEEN ?2 AND ?2 AND i.client = ?3)"};
  query.bind(tenant, customer_number, client, currency.code());
  return take_sum(query, currency);
}

}  // namespace

// Money waits with few clients, and a customer may have thousands of invoices.
model::Money waiting_money_of(Snapshot& view, std::string_view tenant, std::string_view client,
                              std::string_view customer_number, model::Currency currency) {
  constexpr int few = 20;
  auto const number = tenant_number(view, tenant);
  auto const waiting = few_waiting(view, number, client, currency, few);
  if (!waiting) return waiting_for_all(view, number, client, customer_number, currency);
  model::Money sum{0, currency};
  for (auto const& one : *waiting)
    if (is_customers(view, number, client, customer_number, one.reference_key))
      sum += model::Money{one.amount, currency};
  return sum;
}

}  // namespace airut::ledger
