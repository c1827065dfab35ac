#include "ledger/store/terms.hpp"

#include "ledger/store/listing.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {

PolicyVersion newest_policy(Snapshot& view, std::string_view tenant, std::string_view name) {
  Query query{view.connection(),
              "SELECT version, valid_from, definition FROM policies WHERE tenant = ? AND name = ?"
              " ORDER BY version DESC LIMIT 1"};
  PolicyVersion newest;
  if (query.bind(tenant_number(view, tenant), name).next()) {
    query.take(newest.version, newest.valid_from, newest.definition);
  }
  return newest;
}

namespace {

constexpr std::string_view customer_columns =
    "SELECT client, customer_number, policy, risk_class, hold_reason, limit_minor, limit_currency,"
    " payment_terms_days, blocked, hold_until, set_by, version, stopped FROM customers WHERE "
    "tenant = ?1";

CustomerRow read_customer(Query& query) {
  CustomerRow row;
  query.take(row.client, row.customer_number, row.policy, row.risk_class, row.hold_reason);
  auto const limit = query.take<std::optional<std::int64_t>>();
  auto const currency = model::Currency::parse(query.take<std::string>());
  if (limit && currency) row.credit_limit = model::Money{*limit, *currency};
  query.take(row.payment_terms_days, row.blocked, row.hold_until, row.set_by, row.version,
             row.stopped);
  return row;
}

}  // namespace

std::optional<CustomerRow> find_customer(Snapshot& view, std::string_view tenant,
                                         std::string_view client,
                                         std::string_view customer_number) {
  if (customer_number.empty()) return std::nullopt;
  Query query{view.connection(),
              std::string{customer_columns} + " AND client = ?2 AND customer_number = ?3"};
  if (!query.bind(tenant_number(view, tenant), client, customer_number).next()) return std::nullopt;
  return read_customer(query);
}

std::vector<CustomerRow> list_customers(Snapshot& view, std::string_view tenant,
                                        std::string_view client) {
  Query query{view.connection(), std::string{customer_columns} +
                                     " AND (?2 = '' OR client = ?2)"
                                     " ORDER BY client, customer_number"};
  query.bind(tenant_number(view, tenant), client);
  std::vector<CustomerRow> rows;
  while (query.next()) rows.push_back(read_customer(query));
  return rows;
}

std::vector<HoldRow> holds_of_customer(Snapshot& view, std::string_view tenant,
                                       std::string_view client, std::string_view customer_number) {
  Query query{view.connection(),
              "SELECT first, last FROM customer_holds WHERE tenant = ? AND client = ?"
              " AND customer_number = ? ORDER BY key"};
  query.bind(tenant_number(view, tenant), client, customer_number);
  std::vector<HoldRow> rows;
  while (query.next()) query.take(rows.emplace_back().first, rows.back().last);
  return rows;
}

std::vector<AlertRow> list_alerts(Snapshot& view, std::string_view tenant, std::string_view client,
                                  std::string_view customer_number, int limit) {
  Query query{view.connection(),
              "SELECT client, customer_number, kind, text, day FROM credit_alerts"
              " WHERE tenant = ?1 AND (?2 = '' OR client = ?2)"
              " AND (?3 = '' OR customer_number = ?3) ORDER BY key DESC LIMIT ?4"};
  query.bind(tenant_number(view, tenant), client, customer_number, limit);
  std::vector<AlertRow> rows;
  while (query.next()) {
    AlertRow row;
    query.take(row.client, row.customer_number, row.kind, row.text, row.day);
    rows.push_back(std::move(row));
  }
  return rows;
}

model::Money open_of_customer(Snapshot& view, std::string_view tenant, std::string_view client,
                              std::string_view customer_number, model::Currency currency) {
  Query query{view.connection(),
              "SELECT coalesce(sum(r.principal + r.interest + r.fee + r.cost), 0)"
              " FROM invoices i JOIN receivables r ON r.key = i.key WHERE i.tenant = ?"
              " AND i.customer_number = ? AND i.customer_number <> '' AND i.client = ?"
              " AND i.currency = ?"};
  query.bind(tenant_number(view, tenant), customer_number, client, currency.code());
  query.next();
  return query.take_money(currency);
}

std::vector<int> lateness_of_customer(Snapshot& view, std::string_view tenant,
                                      std::string_view client, std::string_view customer_number,
                                      std::size_t limit) {
  Query query{view.connection(),
              "SELECT max(e.effective) - r.due_date FROM invoices i"
              " JOIN receivables r ON r.key = i.key JOIN postings e ON e.receivable = r.key"
              " WHERE i.tenant = ?1 AND i.customer_number = ?2 AND i.customer_number <> ''"
              " AND i.client = ?3 AND r.status = 'paid' AND e.kind = 'payment'"
              " GROUP BY r.key, r.due_date ORDER BY max(e.effective) DESC, r.key DESC LIMIT ?4"};
  query.bind(tenant_number(view, tenant), customer_number, client, limit);
  std::vector<int> days;
  while (query.next()) days.push_back(query.take<int>());
  return days;
}

}  // namespace airut::ledger
