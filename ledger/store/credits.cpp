#include "ledger/store/credits.hpp"

#include "ledger/store/folding.hpp"
#include "ledger/store/listing.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {

bool same_customer(Customer const& one, Customer const& other) {
  if (!one.number.empty() && !other.number.empty()) return one.number == other.number;
  return !one.name.empty() && folded(one.name) == folded(other.name);
}

namespace {

std::vector<CustomerRest> read_rests(Snapshot& view, ReceivableRow const& item,
                                     std::string_view more) {
  auto const sql =
      "SELECT d.code, i.number, i.customer_number, i.buyer_name, d.opened, d.resolved"
      " FROM deviations d JOIN invoices i ON i.tenant = d.tenant AND i.id = d.invoice_id"
      " WHERE d.tenant = ? AND d.code IN ('claim.credit_waits', 'print.returned_deceased')"
      " AND i.client = ? AND (d.code <> 'claim.credit_waits' OR i.currency = ?)" +
      std::string{more} + " ORDER BY d.key";
  Query query{view.connection(), sql};
  auto const currency = item.principal.currency();  // its letters are read with the first row
  query.bind(tenant_number(view, item.tenant), item.client, currency.code());
  std::vector<CustomerRest> found;
  while (query.next()) {
    CustomerRest one;
    std::string number, name;
    query.take(one.code, one.invoice_number, number, name, one.opened, one.resolved);
    if (same_customer({number, name}, {item.customer_number, item.buyer_name})) {
      found.push_back(std::move(one));
    }
  }
  return found;
}

}  // namespace

std::vector<CustomerRest> customer_rests(Snapshot& view, ReceivableRow const& item) {
  return read_rests(view, item, "");
}

std::optional<CustomerRest> customer_rests_by(Snapshot& view, ReceivableRow const& item) {
  auto found = read_rests(view, item, " AND d.state = 'open'");
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<ReceivableRow> credits_awaiting(Snapshot& view, std::string_view tenant,
                                            std::string_view client,
                                            std::string_view invoice_number) {
  std::vector<std::int64_t> keys;
  {
    Query query{view.connection(),
                "SELECT a.receivable FROM awaited_invoices a"
                " JOIN receivables r ON r.key = a.receivable JOIN invoices i ON i.key = r.key"
                " WHERE a.tenant = ? AND a.client = ? AND a.number = ? AND r.credit_balance > 0"
                " AND i.freed = 0 ORDER BY a.receivable"};
    query.bind(tenant_number(view, tenant), client, invoice_number);
    while (query.next()) keys.push_back(query.take<std::int64_t>());
  }
  return receivables_at(view, tenant, keys);
}

std::vector<Payer> payers_of(Snapshot& view, ReceivableRow const& row) {
  Query query{view.connection(),
              "SELECT source, -coalesce(sum(amount) FILTER (WHERE component = 'principal'), 0),"
              " -coalesce(sum(amount) FILTER (WHERE component = 'interest'), 0),"
              " -coalesce(sum(amount) FILTER (WHERE component = 'fee'), 0),"
              " -coalesce(sum(amount) FILTER (WHERE component = 'cost'), 0)"
              " FROM postings WHERE receivable = ? AND kind IN ('payment', 'move')"
              " GROUP BY source ORDER BY max(event) DESC"};
  query.bind(row.key);
  std::vector<Payer> payers;
  while (query.next()) {
    Payer one;
    query.take(one.id);
    for (auto* money : {&one.principal, &one.interest, &one.fee, &one.cost})
      *money = query.take_money(row.original.currency());
    payers.push_back(std::move(one));
  }
  return payers;
}

std::vector<Debtor> debtors_by_reference(Snapshot& view, std::string_view tenant,
                                         std::string_view client, std::string_view reference_key,
                                         int limit) {
  if (reference_key.empty()) return {};
  // The order is the index's own, backwards: the newest are read and no others.
  constexpr std::string_view what =
      "SELECT i.number, i.customer_number, i.buyer_name FROM {} WHERE (SELECT principal + interest"
      " + fee + cost FROM receivables WHERE receivables.key = i.key) > 0";
  auto const own = fmt::format(
      "(SELECT * FROM invoices WHERE {} AND client = ?3"
      " ORDER BY reference_key DESC, client DESC LIMIT ?4) AS i",
      has_reference());
  constexpr std::string_view instalments =
      "more_references m JOIN invoices i ON i.key = m.receivable";
  Query query{view.connection(),
              fmt::format("{} UNION ALL {} AND m.tenant = ?1 AND m.reference_key = ?2"
                          " AND i.client = ?3",
                          fmt::format(what, own), fmt::format(what, instalments))};
  query.bind(tenant_number(view, tenant), reference_key, client, limit);
  std::vector<Debtor> debtors;
  while (query.next()) {
    auto& one = debtors.emplace_back();
    query.take(one.invoice_number, one.customer_number, one.name);
  }
  return debtors;
}

}  // namespace airut::ledger
