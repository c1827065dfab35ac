#include "ledger/store/receivables.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "ledger/journal/list.hpp"
#include "ledger/store/folding.hpp"
#include "ledger/store/happening.hpp"
#include "ledger/store/listing.hpp"
#include "ledger/store/query.hpp"
#include "ledger/store/receivable_rows.hpp"

namespace airut::ledger {

namespace {

// A receivable has the key of its invoice: both were made by one event.
constexpr std::string_view joined =
    "SELECT r.key, r.id, i.client, i.id, i.number, i.customer_number, i.recipient_id, r.status,"
    " r.stage, i.currency, i.due, r.principal, r.interest, r.fee, r.cost, r.paid, r.credited,"
    " i.issue_date, r.due_date, r.sent_on, r.delivered_on, r.delivery_assumed,"
    " r.credit_balance, r.approved, i.buyer_type, i.buyer_country, i.reference,"
    " i.reference_key, i.account, i.buyer_name, i.language, r.policy, r.reminders, r.collection,"
    " r.hold_reason, r.hold_until, r.disputed, r.last_letter_day, r.last_letter_deadline,"
    " r.first_fee_day, r.letters, r.fees_charged, r.interest_until, r.version, i.more_accounts"
    " FROM receivables r JOIN invoices i ON i.key = r.key";
constexpr auto columns = joined.substr(0, joined.find(" FROM "));

std::string of_tenant(std::string_view condition) {
  return fmt::format("{} WHERE r.tenant = ?{}", joined, condition);
}

ReceivableRow read_columns_after(std::int64_t key, Query& query, std::string_view tenant) {
  ReceivableRow row;
  row.tenant = tenant;
  row.key = key;
  query.take(row.id, row.client, row.invoice_id, row.invoice_number, row.customer_number,
             row.recipient_id, row.status, row.stage);
  auto const currency = query.take<model::Currency>();
  for (auto* money : {&row.original, &row.principal, &row.interest, &row.fee, &row.cost, &row.paid,
                      &row.credited})
    *money = query.take_money(currency);
  query.take(row.issue_date, row.due_date, row.sent_on, row.delivered_on, row.delivery_assumed);
  row.credit_balance = query.take_money(currency);
  query.take(row.approved, row.buyer_type, row.buyer_country, row.reference, row.reference_key,
             row.account, row.buyer_name, row.language, row.policy, row.reminders, row.collection,
             row.hold_reason, row.hold_until, row.disputed, row.last_letter_day,
             row.last_letter_deadline, row.first_fee_day, row.letters, row.fees_charged,
             row.interest_until, row.version);
  read_list(query.take<std::string>(), row.more_accounts);
  return row;
}

ReceivableRow read_receivable(Query& query, std::int64_t& key, std::string_view tenant) {
  query.take(key);
  return read_columns_after(key, query, tenant);
}

std::vector<ReceivableRow> read_receivables(Query& query, std::string_view tenant) {
  std::vector<ReceivableRow> rows;
  std::int64_t key = 0;
  while (query.next()) rows.push_back(read_receivable(query, key, tenant));
  return rows;
}

std::optional<ReceivableRow> one_receivable(Query& query, std::string_view tenant) {
  std::int64_t key = 0;
  if (!query.next()) return std::nullopt;
  return read_receivable(query, key, tenant);
}

constexpr std::string_view letter_columns =
    "SELECT l.id, r.id, i.id, l.kind, l.round, l.day, l.deadline, l.currency, l.principal_open,"
    " l.fee, l.interest, l.cost, l.back_fee, l.back_interest, l.back_cost, l.interest_from,"
    " l.interest_until, l.interest_percent, l.interest_rates, l.proof, l.delivery_id, l.sent_on, "
    "l.withdrawn, l.policy, l.policy_version, l.sheet_id, l.plan_id,"
    " l.announces_collection,"
    " CASE WHEN l.kind = 'collection_order' AND EXISTS (SELECT 1 FROM collection_cases c"
    " WHERE c.receivable = l.receivable AND c.ordered > l.key"
    " AND (c.state = 'rejected' OR c.state LIKE 'closed%')) THEN 1 ELSE 0 END FROM "
    // The sign keeps SQLite from the item and its invoice when there is no letter.
    "letters l JOIN receivables r ON r.key = +l.receivable"
    " JOIN invoices i ON i.key = r.key WHERE l.tenant = ?";

LetterRow read_letter(Query& query) {
  LetterRow row;
  query.take(row.id, row.receivable_id, row.invoice_id, row.kind, row.round, row.day, row.deadline);
  auto const currency = query.take<model::Currency>();
  for (auto* money : {&row.principal_open, &row.fee, &row.interest, &row.cost, &row.back_fee,
                      &row.back_interest, &row.back_cost})
    *money = query.take_money(currency);
  query.take(row.interest_from, row.interest_until, row.interest_percent, row.interest_rates,
             row.proof, row.delivery_id, row.sent_on, row.withdrawn, row.policy, row.policy_version,
             row.sheet_id, row.plan_id, row.announces_collection, row.handed_back);
  return row;
}

}  // namespace

std::optional<ReceivableRow> find_receivable(Snapshot& view, std::string_view tenant,
                                             std::string_view id) {
  Query query{view.connection(), of_tenant(" AND r.id = ?")};
  query.bind(tenant_number(view, tenant), id);
  return one_receivable(query, tenant);
}

Listed<ReceivableRow> list_receivables(Snapshot& view, std::string_view tenant,
                                       ReceivableFilter const& filter, Page const& page) {
  Conditions where;
  where.add_text("i.client = ?", filter.client);
  where.add_text("r.status = ?", filter.status);
  where.add_text("r.stage = ?", filter.stage);
  where.add_text("i.tenant = r.tenant AND i.customer_number <> '' AND i.customer_number = ?",
                 filter.customer_number);
  where.add_text("i.tenant = r.tenant AND i.id = ?", filter.invoice_id);
  if (filter.due_before)
    where.add("r.due_date < ?", std::int64_t{filter.due_before->time_since_epoch().count()});
  if (filter.open_only) where.add("r.principal + r.interest + r.fee + r.cost > ?", std::int64_t{0});
  return newest_first<ReceivableRow>(
      view, tenant, of_tenant(""), "r.key", where, page,
      [&](Query& at, std::int64_t& key) { return read_receivable(at, key, tenant); });
}

std::vector<LetterRow> letters_of(Snapshot& view, ReceivableRow const& row) {
  static auto const sql = std::string{letter_columns} + " AND l.receivable = ? ORDER BY l.key";
  Query query{view.connection(), sql};
  query.bind(tenant_number(view, row.tenant), row.key);
  std::vector<LetterRow> rows;
  while (query.next()) rows.push_back(read_letter(query));
  return rows;
}

std::vector<LetterRow> list_letters(Snapshot& view, std::string_view tenant,
                                    std::string_view receivable_id) {
  // By the item's key: asked for its id the order would be read off all letters.
  Query query{view.connection(),
              std::string{letter_columns} +
                  " AND l.receivable = (SELECT key FROM receivables WHERE tenant = ?1 AND id = ?2)"
                  " ORDER BY l.key"};
  query.bind(tenant_number(view, tenant), receivable_id);
  std::vector<LetterRow> rows;
  while (query.next()) rows.push_back(read_letter(query));
  return rows;
}

std::optional<LetterRow> find_letter(Snapshot& view, std::string_view tenant,
                                     std::string_view letter_id) {
  Query query{view.connection(), std::string{letter_columns} + " AND l.id = ?"};
  if (!query.bind(tenant_number(view, tenant), letter_id).next()) return std::nullopt;
  return read_letter(query);
}

namespace {

// The invoice of which it is an instalment's own reference.
std::vector<ReceivableRow> by_instalment(Snapshot& view, std::string_view tenant,
                                         std::string_view reference_key) {
  Query query{view.connection(), fmt::format("{} WHERE r.key IN (SELECT receivable FROM"
                                             " more_references WHERE tenant = ?1"
                                             " AND reference_key = ?2)",
                                             joined)};
  query.bind(tenant_number(view, tenant), reference_key);
  return read_receivables(query, tenant);
}

}  // namespace

std::optional<std::vector<ReceivableRow>> receivables_by_few(Snapshot& view,
                                                             std::string_view tenant,
                                                             std::string_view reference_key,
                                                             int most) {
  std::vector<ReceivableRow> rows;
  if (reference_key.empty()) return rows;
  // Asked of invoices alone: PostgreSQL, that knows nothing of a young table, would otherwise walk
  // all receivables of the tenant.
  static auto const text = fmt::format(
      "{} FROM invoices i LEFT JOIN receivables r ON r.key = i.key"
      " WHERE {} AND i.type <> 'credit_note' LIMIT ?3",
      columns, has_reference("i."));
  Query query{view.connection(), text};
  query.bind(tenant_number(view, tenant), reference_key, most + 1);
  for (int met = 0; query.next();) {
    if (++met > most) return std::nullopt;
    auto const key = query.take<std::optional<std::int64_t>>();
    if (key) rows.push_back(read_columns_after(*key, query, tenant));
  }
  if (rows.empty()) rows = by_instalment(view, tenant, reference_key);
  std::sort(rows.begin(), rows.end(), [](auto const& a, auto const& b) {
    return std::tie(a.due_date, a.key) < std::tie(b.due_date, b.key);
  });
  return rows;
}

std::vector<ReceivableRow> receivables_by_reference(Snapshot& view, std::string_view tenant,
                                                    std::string_view reference_key) {
  constexpr int all = 1'000'000'000;
  return *receivables_by_few(view, tenant, reference_key, all);
}

std::vector<ReceivableRow> open_by_number(Snapshot& view, std::string_view tenant,
                                          std::string_view client, std::string const& number,
                                          int limit) {
  // Each column by its own index.
  Query query{view.connection(),
              fmt::format("{} WHERE r.key IN (SELECT key FROM invoices WHERE tenant = ?1"
                          " AND number = ?2"
                          " UNION SELECT key FROM invoices WHERE tenant = ?1"
                          " AND customer_number <> '' AND customer_number = ?2"
                          " UNION SELECT key FROM invoices WHERE {})"
                          " AND i.client = ?3 AND r.principal + r.interest + r.fee + r.cost > 0"
                          " ORDER BY r.due_date, r.key LIMIT ?4",
                          joined, has_reference())};
  query.bind(tenant_number(view, tenant), number, client, limit);
  return read_receivables(query, tenant);
}

std::vector<ReceivableRow> credit_balances(Snapshot& view, std::string_view tenant,
                                           std::string_view client) {
  Query query{view.connection(),
              of_tenant(" AND r.credit_balance > 0 AND i.client = ? ORDER BY r.key")};
  query.bind(tenant_number(view, tenant), client);
  return read_receivables(query, tenant);
}

std::vector<std::string> customers_named(Snapshot& view, std::string_view tenant,
                                         std::string const& word, int limit) {
  auto const from = folded(word), after = from + "\xf4\x8f\xbf\xbf";
  Query query{view.connection(),
              "SELECT customer_number FROM buyers WHERE tenant = ?"
              " AND name BETWEEN ? AND ? LIMIT ?"};
  query.bind(tenant_number(view, tenant), from, after, limit);
  std::vector<std::string> numbers;
  while (query.next()) numbers.push_back(query.take<std::string>());
  return numbers;
}

std::optional<ReceivableRow> receivable_by_invoice_number(Snapshot& view, std::string_view tenant,
                                                          std::string_view client,
                                                          std::string_view invoice_number) {
  Query query{view.connection(),
              fmt::format("{} WHERE i.tenant = ? AND i.number = ? AND i.client = ?"
                          " AND i.type <> 'credit_note' AND i.freed = 0"
                          " ORDER BY r.key DESC LIMIT 1",
                          joined)};
  query.bind(tenant_number(view, tenant), invoice_number, client);
  return one_receivable(query, tenant);
}

std::vector<std::int64_t> dunning_candidates(Snapshot& view, std::string_view tenant,
                                             std::vector<Waking> const& awake) {
  std::vector<std::int64_t> keys;
  for (auto const& one : awake) {
    Query query{view.connection(),
                "SELECT key FROM receivables WHERE tenant = ? AND letters = ?"
                " AND coalesce(last_letter_deadline, due_date) <= ?"
                " AND principal + interest + fee + cost > 0"
                " AND stage <> 'in_collection' AND reminders <> 'never'"
                " ORDER BY coalesce(last_letter_deadline, due_date), key"};
    query.bind(tenant_number(view, tenant), one.letters, one.until);
    while (query.next()) keys.push_back(query.take<std::int64_t>());
  }
  return keys;
}

std::vector<ReceivableRow> receivables_at(Snapshot& view, std::string_view tenant,
                                          std::span<std::int64_t const> keys) {
  auto const number = tenant_number(view, tenant);
  auto const sql = of_tenant(" AND r.key = ?");
  std::vector<ReceivableRow> rows;
  rows.reserve(keys.size());
  std::int64_t key = 0;
  for (auto const wanted : keys) {
    Query query{view.connection(), sql};
    if (query.bind(number, wanted).next()) rows.push_back(read_receivable(query, key, tenant));
  }
  return rows;
}

std::vector<ReceivableRow> open_items_of_customer(Snapshot& view, std::string_view tenant,
                                                  std::string_view client,
                                                  std::string_view customer_number, int limit) {
  if (customer_number.empty()) return {};
  Query query{view.connection(),
              fmt::format("{} WHERE r.key IN (SELECT key FROM invoices WHERE tenant = ?1"
                          " AND customer_number <> '' AND customer_number = ?2 AND client = ?3)"
                          " AND r.principal + r.interest + r.fee + r.cost > 0"
                          " ORDER BY r.key LIMIT ?4",
                          joined)};
  query.bind(tenant_number(view, tenant), customer_number, client, limit);
  return read_receivables(query, tenant);
}

std::vector<LetterRow> letters_of_sheet(Snapshot& view, std::string_view tenant,
                                        std::string_view letter_id) {
  Query query{view.connection(),
              std::string{letter_columns} +
                  "1 AND (l.id = ?2 OR (l.sheet_id <> '' AND l.sheet_id = ?2)) ORDER BY l.key"};
  query.bind(tenant_number(view, tenant), letter_id);
  std::vector<LetterRow> rows;
  while (query.next()) rows.push_back(read_letter(query));
  return rows;
}

std::optional<model::Date> last_day_run(Snapshot& view, std::string_view tenant) {
  Query query{view.connection(), "SELECT max(as_of) FROM day_runs WHERE tenant = ?"};
  if (!query.bind(tenant_number(view, tenant)).next()) return std::nullopt;
  return query.take<std::optional<model::Date>>();
}

namespace {

// What the entries booked before a moment leave of one item.
struct Balance {
  std::int64_t key = 0, principal = 0, interest = 0, fee = 0, cost = 0, paid = 0, credited = 0;
  model::Date due_date{};
  std::string last_letter;
};

std::vector<Balance> balances_before(Snapshot& view, std::int64_t tenant, std::string_view client,
                                     model::Instant moment) {
  Query query{view.connection(),
              "SELECT r.key, sum(e.amount) FILTER (WHERE e.component = 'principal'),"
              " coalesce(sum(e.amount) FILTER (WHERE e.component = 'interest'), 0),"
              " coalesce(sum(e.amount) FILTER (WHERE e.component = 'fee'), 0),"
              " coalesce(sum(e.amount) FILTER (WHERE e.component = 'cost'), 0),"
              " -coalesce(sum(e.amount) FILTER (WHERE e.kind IN ('payment','reversal','move')), 0),"
              " -coalesce(sum(e.amount) FILTER (WHERE e.kind = 'credit'), 0),"
              " coalesce((SELECT d.was FROM due_changes d WHERE d.receivable = r.key"
              "   AND d.booked >= ?3 ORDER BY d.key LIMIT 1), r.due_date),"
              " coalesce((SELECT l.kind FROM letters l JOIN events v ON v.key = l.key"
              "   WHERE l.receivable = r.key AND v.booked < ?3 AND l.withdrawn = 0"
              "   AND l.plan_id = '' AND NOT (l.kind = 'collection_order' AND EXISTS"
              "     (SELECT 1 FROM collection_cases c WHERE c.receivable = r.key"
              "     AND c.ordered > l.key AND (c.state = 'rejected' OR c.state LIKE 'closed%')"
              "     AND c.entered <= ?4)) ORDER BY l.key DESC LIMIT 1), '')"
              " FROM receivables r JOIN invoices i ON i.key = r.key"
              " JOIN entries e ON e.receivable = r.key"
              " WHERE r.tenant = ?1 AND (?2 = '' OR i.client = ?2) AND e.booked < ?3"
              " GROUP BY r.key HAVING sum(e.amount) <> 0 ORDER BY r.key"};
  query.bind(tenant, client, moment, model::day_of(moment));
  std::vector<Balance> balances;
  while (query.next()) {
    Balance one;
    query.take(one.key, one.principal, one.interest, one.fee, one.cost, one.paid, one.credited,
               one.due_date, one.last_letter);
    balances.push_back(std::move(one));
  }
  return balances;
}

void turn_back(ReceivableRow& row, Balance const& then) {
  auto const currency = row.original.currency();
  row.principal = model::Money{then.principal, currency};
  row.interest = model::Money{then.interest, currency};
  row.fee = model::Money{then.fee, currency};
  row.cost = model::Money{then.cost, currency};
  row.paid = model::Money{then.paid, currency};
  row.due_date = then.due_date;
  row.credited = model::Money{then.credited, currency};
  row.status = then.paid > 0 || then.credited > 0 ? "partly_paid" : "open";
  row.stage = then.last_letter.empty() ? "none" : stage_of(then.last_letter);
}

}  // namespace

std::vector<ReceivableRow> open_items_before(Snapshot& view, std::string_view tenant,
                                             std::string_view client, model::Instant moment) {
  auto const number = tenant_number(view, tenant);
  std::vector<ReceivableRow> rows;
  for (auto const& then : balances_before(view, number, client, moment)) {
    Query query{view.connection(), of_tenant(" AND r.key = ?")};
    query.bind(number, then.key);
    auto row = one_receivable(query, tenant);
    turn_back(*row, then);
    rows.push_back(*std::move(row));
  }
  return rows;
}

std::optional<model::Instant> last_whole_run(Snapshot& view, std::string_view tenant,
                                             model::Date as_of) {
  Query query{view.connection(), "SELECT began FROM day_runs WHERE tenant = ? AND as_of = ?"};
  if (!query.bind(tenant_number(view, tenant), as_of).next()) return std::nullopt;
  return query.take<std::optional<model::Instant>>();
}

bool day_was_run(Snapshot& view, std::string_view tenant, model::Date as_of) {
  Query query{view.connection(), "SELECT 1 FROM day_runs WHERE tenant = ? AND as_of = ?"};
  return query.bind(tenant_number(view, tenant), as_of).next();
}

}  // namespace airut::ledger
