#include "ledger/store/waiting.hpp"

#include "ledger/store/listing.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {
namespace {

model::Money sum_of(Query& query, model::Currency currency) {
  model::Money sum{0, currency};
  while (query.next()) sum += query.take_money(currency);
  return sum;
}

}  // namespace

model::Money credit_of(Snapshot& view, std::string_view tenant, std::string_view client,
                       std::string_view customer_number, model::Currency currency) {
  Query query{
      view.connection(),
      "SELECT r.credit_balance FROM receivables r JOIN invoices i ON i.key = r.key"
      " WHERE i.tenant = ?1 AND i.customer_number <> '' AND i.customer_number BETWEEN ?2 AND ?2"
      " AND i.client = ?3 AND i.currency = ?4 AND r.credit_balance > 0"};
  query.bind(tenant_number(view, tenant), customer_number, client, currency.code());
  return sum_of(query, currency);
}

model::Money waiting_money_of(Snapshot& view, std::string_view tenant, std::string_view client,
                              std::string_view customer_number, model::Currency currency) {
  Query query{view.connection(),
              "SELECT p.unallocated FROM payments p WHERE p.tenant = ?1 AND p.client = ?3"
              " AND p.currency = ?4 AND p.unallocated > 0 AND p.is_reversal = 0"
              " AND p.reversed_by = '' AND p.reference_key IN (SELECT reference_key FROM invoices"
              " WHERE tenant = ?1 AND customer_number <> '' AND customer_number BETWEEN ?2 AND ?2"
              " AND client = ?3 AND reference_key <> ''"
              " UNION SELECT m.reference_key FROM invoices i JOIN more_references m"
              " ON m.receivable = i.key WHERE i.tenant = ?1 AND i.customer_number <> ''"
              " AND i.customer_number BETWEEN ?2 AND ?2 AND i.client = ?3)"};
  query.bind(tenant_number(view, tenant), customer_number, client, currency.code());
  return sum_of(query, currency);
}

}  // namespace airut::ledger
