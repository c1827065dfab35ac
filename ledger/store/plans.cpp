#include "ledger/store/plans.hpp"

#include <fmt/format.h>

#include "ledger/store/listing.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {
namespace {

// What was paid on the item by events after that of the row itself.
constexpr std::string_view paid_since =
    " -coalesce((SELECT sum(e.amount) FROM postings e WHERE e.receivable = r.key"
    " AND e.event > p.key AND e.kind IN ('payment', 'reversal', 'move', 'credit')), 0)";

std::string promise_query(std::string_view condition) {
  return fmt::format(
      "SELECT p.id, r.id, i.id, i.client, p.made_by, p.outcome, i.currency, p.amount,{},"
      " p.day, p.made, p.ended FROM promises p JOIN receivables r ON r.key = p.receivable"
      " JOIN invoices i ON i.key = r.key WHERE p.tenant = ?1{} ORDER BY p.key",
      paid_since, condition);
}

PromiseRow read_promise(Query& query) {
  PromiseRow row;
  query.take(row.id, row.receivable_id, row.invoice_id, row.client, row.made_by, row.outcome);
  auto const currency = query.take<model::Currency>();
  row.amount = query.take_money(currency);
  row.paid = query.take_money(currency);
  query.take(row.day, row.made, row.ended);
  return row;
}

// The same of every claim of a plan.
constexpr std::string_view paid_on_plan =
    " -coalesce((SELECT sum(e.amount) FROM plan_claims c JOIN postings e"
    " ON e.receivable = c.receivable WHERE c.plan = p.key"
    " AND e.event > p.key AND e.kind IN ('payment', 'reversal', 'move', 'credit')), 0)";

std::string plan_query(std::string_view condition) {
  return fmt::format(
      "SELECT p.key, p.id, r.id, i.id, i.client, p.letter_id, p.made_by, p.interest, p.reason,"
      " p.outcome, i.currency, p.tolerance,{}, p.tolerance_days, p.missed_max, p.made, p.ended"
      " FROM plans p JOIN receivables r ON r.key = p.receivable JOIN invoices i ON i.key = r.key"
      " WHERE p.tenant = ?1{} ORDER BY p.key",
      paid_on_plan, condition);
}

void read_plan_claims(Snapshot& view, std::int64_t plan, PlanRow& row) {
  Query query{view.connection(),
              "SELECT r.id, i.id, c.letter_id FROM plan_claims c"
              " JOIN receivables r ON r.key = c.receivable JOIN invoices i ON i.key = r.key"
              " WHERE c.plan = ? ORDER BY c.number"};
  query.bind(plan);
  while (query.next()) {
    PlanClaimRow claim;
    query.take(claim.receivable_id, claim.invoice_id, claim.letter_id);
    row.claims.push_back(std::move(claim));
  }
}

void read_instalments(Snapshot& view, std::int64_t plan, model::Currency currency, PlanRow& row) {
  Query query{view.connection(),
              "SELECT due, amount FROM instalments WHERE plan = ? ORDER BY number"};
  query.bind(plan);
  while (query.next()) {
    auto const due = query.take<model::Date>();
    row.instalments.push_back({due, query.take_money(currency)});
  }
}

PlanRow read_plan(Snapshot& view, Query& query) {
  PlanRow row;
  auto const key = query.take<std::int64_t>();
  query.take(row.id, row.receivable_id, row.invoice_id, row.client, row.letter_id, row.made_by,
             row.interest, row.reason, row.outcome);
  auto const currency = query.take<model::Currency>();
  row.tolerance = query.take_money(currency);
  row.paid = query.take_money(currency);
  query.take(row.tolerance_days, row.missed_max, row.made, row.ended);
  read_instalments(view, key, currency, row);
  read_plan_claims(view, key, row);
  return row;
}

std::vector<std::string> open_ids(Snapshot& view, std::string_view table, std::string_view tenant,
                                  std::string_view after, int limit) {
  Query query{view.connection(),
              fmt::format("SELECT id FROM {0} WHERE tenant = ?1 AND outcome = ''"
                          " AND key > coalesce((SELECT key FROM {0} WHERE tenant = ?1 AND id = ?2),"
                          " 0) ORDER BY key LIMIT ?3",
                          table)};
  query.bind(tenant_number(view, tenant), after, limit);
  std::vector<std::string> ids;
  while (query.next()) ids.push_back(query.take<std::string>());
  return ids;
}

constexpr std::string_view of_receivable =
    " AND p.receivable = (SELECT key FROM receivables WHERE tenant = ?1 AND id = ?2)";

constexpr std::string_view covers_receivable =
    " AND p.key IN (SELECT plan FROM plan_claims WHERE receivable ="
    " (SELECT key FROM receivables WHERE tenant = ?1 AND id = ?2))";

}  // namespace

std::vector<PromiseRow> promises_of(Snapshot& view, std::string_view tenant,
                                    std::string_view receivable_id) {
  Query query{view.connection(), promise_query(of_receivable)};
  query.bind(tenant_number(view, tenant), receivable_id);
  std::vector<PromiseRow> rows;
  while (query.next()) rows.push_back(read_promise(query));
  return rows;
}

std::vector<PlanRow> plans_of(Snapshot& view, std::string_view tenant,
                              std::string_view receivable_id) {
  Query query{view.connection(), plan_query(covers_receivable)};
  query.bind(tenant_number(view, tenant), receivable_id);
  std::vector<PlanRow> rows;
  while (query.next()) rows.push_back(read_plan(view, query));
  return rows;
}

std::optional<PromiseRow> find_promise(Snapshot& view, std::string_view tenant,
                                       std::string_view id) {
  Query query{view.connection(), promise_query(" AND p.id = ?2")};
  if (!query.bind(tenant_number(view, tenant), id).next()) return std::nullopt;
  return read_promise(query);
}

std::optional<PlanRow> find_plan(Snapshot& view, std::string_view tenant, std::string_view id) {
  Query query{view.connection(), plan_query(" AND p.id = ?2")};
  if (!query.bind(tenant_number(view, tenant), id).next()) return std::nullopt;
  return read_plan(view, query);
}

std::optional<PlanRow> plan_in_force(Snapshot& view, std::string_view tenant,
                                     std::string_view receivable_id) {
  Query query{view.connection(),
              plan_query(std::string{covers_receivable} + " AND p.outcome = ''")};
  if (!query.bind(tenant_number(view, tenant), receivable_id).next()) return std::nullopt;
  return read_plan(view, query);
}

std::vector<std::string> open_promises(Snapshot& view, std::string_view tenant,
                                       std::string_view after, int limit) {
  return open_ids(view, "promises", tenant, after, limit);
}

std::vector<std::string> open_plans(Snapshot& view, std::string_view tenant, std::string_view after,
                                    int limit) {
  return open_ids(view, "plans", tenant, after, limit);
}

bool has_plan_in_force(Snapshot& view, ReceivableRow const& row) {
  Query query{view.connection(),
              "SELECT 1 FROM plan_claims c JOIN plans p ON p.key = c.plan"
              " WHERE c.receivable = ? AND p.outcome = ''"};
  return query.bind(row.key).next();
}

Acknowledged acknowledged(Snapshot& view, ReceivableRow const& row) {
  Acknowledged all;
  {
    Query query{view.connection(),
                "SELECT made FROM promises WHERE receivable = ?1 AND outcome <> 'withdrawn'"
                " UNION ALL SELECT p.made FROM plans p JOIN plan_claims c ON c.plan = p.key"
                " WHERE c.receivable = ?1 AND p.made_by = 'debtor'"};
    query.bind(row.key);
    while (query.next()) all.agreed.push_back(query.take<model::Instant>());
  }
  if (row.paid.is_zero()) return all;
  std::vector<std::pair<std::int64_t, model::Date>> paid;
  Query query{view.connection(),
              "SELECT amount, effective FROM postings WHERE receivable = ?"
              " AND kind IN ('payment', 'reversal', 'move') AND source LIKE 'pay%'"
              " ORDER BY event, part"};
  query.bind(row.key);
  while (query.next()) {
    auto const amount = query.take<std::int64_t>();
    auto const day = query.take<model::Date>();
    if (amount < 0) {
      paid.emplace_back(-amount, day);
      continue;
    }
    auto const same = std::find_if(paid.rbegin(), paid.rend(),
                                   [&](auto const& one) { return one.first == amount; });
    if (same != paid.rend()) paid.erase(std::next(same).base());
  }
  for (auto const& [amount, day] : paid) all.paid.push_back(day);
  return all;
}

std::optional<model::Date> promised_until(Snapshot& view, ReceivableRow const& row) {
  Query query{view.connection(),
              "SELECT max(day) FROM promises WHERE receivable = ? AND outcome = ''"};
  query.bind(row.key).next();
  return query.take<std::optional<model::Date>>();
}

}  // namespace airut::ledger
