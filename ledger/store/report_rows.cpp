#include "ledger/store/report_rows.hpp"

#include "ledger/store/listing.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {

std::vector<PaidRow> paid_before(Snapshot& view, std::string_view tenant, std::string_view client,
                                 model::Instant moment) {
  // A payment on an item is what it laid there less what a reversal or a person took off again.
  Query query{view.connection(),
              "SELECT CASE i.customer_number WHEN '' THEN i.number ELSE i.customer_number END,"
              " i.buyer_name, i.currency, -sum(e.amount), coalesce((SELECT d.was FROM due_changes d"
              "   WHERE d.receivable = r.key AND d.booked >= ?3 ORDER BY d.key LIMIT 1),"
              "   r.due_date), min(e.effective) FROM receivables r"
              " JOIN invoices i ON i.key = r.key JOIN postings e ON e.receivable = r.key"
              " LEFT JOIN payments p ON p.tenant = r.tenant AND p.id = e.source"
              " WHERE r.tenant = ?1 AND (?2 = '' OR i.client = ?2) AND e.booked < ?3"
              " AND e.component = 'principal' AND e.kind IN ('payment', 'reversal', 'move')"
              " GROUP BY r.key, i.key, CASE WHEN p.reverses <> '' THEN p.reverses ELSE e.source END"
              " HAVING sum(e.amount) <> 0 ORDER BY min(e.event), r.key"};
  query.bind(tenant_number(view, tenant), client, moment);
  std::vector<PaidRow> rows;
  while (query.next()) {
    PaidRow row;
    query.take(row.customer, row.name);
    auto const currency = query.take<model::Currency>();
    row.amount = query.take_money(currency);
    query.take(row.due, row.paid);
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<BilledRow> billed_before(Snapshot& view, std::string_view tenant,
                                     std::string_view client, model::Date from,
                                     model::Instant moment) {
  Query query{view.connection(),
              "SELECT i.issue_date, i.currency, i.due FROM receivables r"
              " JOIN invoices i ON i.key = r.key WHERE r.tenant = ?1 AND (?2 = '' OR i.client = ?2)"
              " AND i.issue_date >= ?3 AND i.created < ?4 AND (i.status <> 'cancelled'"
              "   OR EXISTS (SELECT 1 FROM postings e WHERE e.receivable = r.key"
              "     AND e.kind = 'cancelled' AND e.booked >= ?4))"};
  query.bind(tenant_number(view, tenant), client, from, moment);
  std::vector<BilledRow> rows;
  while (query.next()) {
    BilledRow row;
    query.take(row.issued);
    auto const currency = query.take<model::Currency>();
    row.amount = query.take_money(currency);
    rows.push_back(row);
  }
  return rows;
}

namespace {

std::vector<OpenDay> read_days(Query& query) {
  std::vector<OpenDay> days;
  while (query.next()) {
    OpenDay day;
    query.take(day.due);
    auto const currency = query.take<model::Currency>();
    day.open = query.take_money(currency);
    query.take(day.items);
    days.push_back(day);
  }
  return days;
}

}  // namespace

std::vector<OpenDay> open_by_due_day(Snapshot& view, std::string_view tenant,
                                     std::string_view client) {
  Query query{view.connection(),
              "SELECT d.due_date, s.currency, sum(d.open), sum(d.items) FROM subledgers s"
              " JOIN open_days d ON d.subledger = s.key"
              " WHERE s.tenant = ?1 AND (?2 = '' OR s.client = ?2)"
              " GROUP BY d.due_date, s.currency"};
  query.bind(tenant_number(view, tenant), client);
  return read_days(query);
}

std::vector<OpenDay> counted_by_due_day(Snapshot& view, std::string_view tenant) {
  Query query{view.connection(),
              "SELECT r.due_date, s.currency, sum(r.principal + r.interest + r.fee + r.cost),"
              " count(*) FROM receivables r JOIN subledgers s ON s.key = r.subledger"
              " WHERE r.tenant = ? AND r.principal + r.interest + r.fee + r.cost > 0"
              " GROUP BY r.due_date, s.currency"};
  query.bind(tenant_number(view, tenant));
  return read_days(query);
}

model::Money taken_from_bank(Snapshot& view, std::string_view tenant, std::string_view account,
                             model::Currency currency, model::Date first, model::Date last,
                             model::Instant before) {
  Query query{view.connection(),
              "SELECT coalesce(sum(p.amount), 0) FROM payments p JOIN events e ON e.key = p.key"
              " WHERE p.tenant = ? AND p.account = ? AND p.currency = ?"
              " AND coalesce(p.booked, 0) BETWEEN ? AND ? AND e.booked < ?"};
  query.bind(tenant_number(view, tenant), account, currency.code(), first, last, before).next();
  return query.take_money(currency);
}

std::vector<WaitingRow> waiting_on_account(Snapshot& view, std::string_view tenant,
                                           std::string_view account) {
  Query query{view.connection(),
              "SELECT id, account, unallocated_reason, payer_name, currency, unallocated, booked"
              " FROM payments WHERE tenant = ? AND account = ? AND unallocated <> 0 ORDER BY key"};
  query.bind(tenant_number(view, tenant), account);
  std::vector<WaitingRow> rows;
  while (query.next()) {
    WaitingRow row;
    query.take(row.payment_id, row.account, row.reason, row.payer);
    auto const currency = query.take<model::Currency>();
    row.amount = query.take_money(currency);
    query.take(row.booked);
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace airut::ledger
