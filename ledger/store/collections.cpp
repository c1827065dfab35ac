#include "ledger/store/collections.hpp"

#include <limits>

#include "ledger/store/listing.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {
namespace {

constexpr std::string_view case_columns =
    "SELECT c.key, c.id, r.id, i.id, c.client, c.partner, c.state, c.reason, c.agency_reference,"
    " c.entered, c.ban_until, i.currency, c.principal, c.interest, c.fee, c.cost, r.principal,"
    " r.interest, r.fee, r.cost, c.ordered, c.closed, c.receivable, c.version"
    " FROM collection_cases c JOIN receivables r ON r.key = c.receivable"
    " JOIN invoices i ON i.key = r.key WHERE c.tenant = ?";

Components take_components(Query& query, model::Currency currency) {
  Components sums;
  for (auto* one : {&sums.principal, &sums.interest, &sums.fee, &sums.cost})
    *one = query.take_money(currency);
  return sums;
}

model::Money& component(Components& sums, std::string_view name) {
  if (name == "principal") return sums.principal;
  if (name == "interest") return sums.interest;
  return name == "fee" ? sums.fee : sums.cost;
}

// Which of the row's sums an entry counts into, and with which sign it is told.
Components& sums_of(CaseRow& row, std::string_view kind) {
  if (kind == "payment" || kind == "reversal" || kind == "move") return row.paid;
  if (kind == "credit") return row.credited;
  if (kind == "write_off") return row.written_off;
  return kind == "correction" ? row.corrected : row.added;
}

// What happened from the order to the case's end, or until now.
void add_entries(Snapshot& view, std::int64_t receivable, std::int64_t since, std::int64_t until,
                 CaseRow& row) {
  Query query{view.connection(),
              "SELECT kind, component, sum(amount) FROM entries WHERE receivable = ?"
              " AND event > ? AND event <= ? GROUP BY kind, component"};
  query.bind(receivable, since, until);
  while (query.next()) {
    auto const kind = query.take<std::string>(), name = query.take<std::string>();
    auto& sums = sums_of(row, kind);
    auto const amount = query.take_money(row.open.principal.currency());
    component(sums, name) += &sums == &row.added ? amount : -amount;
  }
}

// What was open when the case ended: after that the claim has a life of its own.
Components open_at(Snapshot& view, std::int64_t receivable, std::int64_t event,
                   model::Currency currency) {
  model::Money const zero{0, currency};
  Components sums{zero, zero, zero, zero};
  Query query{view.connection(),
              "SELECT component, sum(amount) FROM entries WHERE receivable = ? AND event <= ?"
              " GROUP BY component"};
  query.bind(receivable, event);
  while (query.next()) {
    auto const name = query.take<std::string>();
    component(sums, name) = query.take_money(currency);
  }
  return sums;
}

CaseRow read_case(Snapshot& view, Query& query, std::int64_t& key) {
  CaseRow row;
  query.take(key, row.id, row.receivable_id, row.invoice_id, row.client, row.partner, row.state,
             row.reason, row.agency_reference, row.entered, row.ban_until);
  auto const currency = query.take<model::Currency>();
  row.claimed = take_components(query, currency);
  row.open = take_components(query, currency);
  model::Money const zero{0, currency};
  for (auto* sums : {&row.paid, &row.credited, &row.written_off, &row.corrected, &row.added})
    *sums = {zero, zero, zero, zero};
  auto const ordered = query.take<std::optional<std::int64_t>>();
  auto const closed = query.take<std::optional<std::int64_t>>();
  auto const receivable = query.take<std::int64_t>();
  query.take(row.version);
  row.is_ordered = ordered.has_value();
  row.left = closed ? open_at(view, receivable, *closed, currency) : row.open;
  constexpr auto no_end = std::numeric_limits<std::int64_t>::max();
  if (ordered) add_entries(view, receivable, *ordered, closed.value_or(no_end), row);
  return row;
}

std::optional<CaseRow> one_case(Snapshot& view, Query& query) {
  std::int64_t key = 0;
  if (!query.next()) return std::nullopt;
  return read_case(view, query, key);
}

}  // namespace

std::optional<CaseRow> find_case(Snapshot& view, std::string_view tenant, std::string_view id) {
  Query query{view.connection(), std::string{case_columns} + " AND c.id = ?"};
  query.bind(tenant_number(view, tenant), id);
  return one_case(view, query);
}

std::optional<CaseRow> case_of(Snapshot& view, std::string_view tenant,
                               std::string_view receivable_id) {
  Query query{view.connection(), std::string{case_columns} +
                                     " AND c.receivable = (SELECT key FROM receivables"
                                     " WHERE tenant = ? AND id = ?) ORDER BY c.key DESC LIMIT 1"};
  auto const number = tenant_number(view, tenant);
  query.bind(number, number, receivable_id);
  return one_case(view, query);
}

Listed<CaseRow> list_cases(Snapshot& view, std::string_view tenant, CaseFilter const& filter,
                           Page const& page) {
  Conditions where;
  where.add_text("c.client = ?", filter.client);
  where.add_text("c.state = ?", filter.state);
  where.add_text("c.ordered IS NOT NULL AND c.partner = ?", filter.handed_to);
  if (filter.open_only) where.add("c.state NOT LIKE ?", std::string{"closed%"});
  return newest_first<CaseRow>(
      view, tenant, case_columns, "c.key", where, page,
      [&](Query& at, std::int64_t& key) { return read_case(view, at, key); });
}

std::vector<std::string> open_cases(Snapshot& view, std::string_view tenant, std::string_view after,
                                    int limit) {
  Query query{view.connection(),
              "SELECT id FROM collection_cases WHERE tenant = ?1 AND state NOT LIKE 'closed%'"
              " AND key > coalesce((SELECT key FROM collection_cases WHERE tenant = ?1"
              "   AND id = ?2), 0) ORDER BY key LIMIT ?3"};
  query.bind(tenant_number(view, tenant), after, limit);
  std::vector<std::string> ids;
  while (query.next()) ids.push_back(query.take<std::string>());
  return ids;
}

std::vector<OpenAgain> cases_open_again(Snapshot& view, std::string_view tenant) {
  Query query{view.connection(),
              "SELECT c.id, (SELECT max(e.event) FROM postings e WHERE e.receivable = r.key"
              " AND e.component = 'principal' AND e.amount > 0) FROM collection_cases c"
              " JOIN receivables r ON r.key = c.receivable WHERE c.tenant = ?"
              " AND c.state LIKE 'closed%' AND c.state <> 'closed_recalled'"
              " AND c.ordered IS NOT NULL AND r.principal > 0 AND NOT EXISTS (SELECT 1 FROM"
              " collection_cases n WHERE n.receivable = c.receivable AND n.key > c.key)"
              " ORDER BY c.key"};
  query.bind(tenant_number(view, tenant));
  std::vector<OpenAgain> all;
  while (query.next()) {
    auto& one = all.emplace_back();
    query.take(one.case_id);
    one.event = query.take<std::optional<std::int64_t>>().value_or(0);
  }
  return all;
}

namespace {

constexpr std::string_view collection_file_columns =
    "SELECT key, id, client, partner, name, digest, problem, reports, taken, repeated, refused,"
    " booked FROM collection_files WHERE tenant = ?";

CollectionFileRow read_collection_file(Query& query, std::int64_t& key) {
  CollectionFileRow row;
  query.take(key, row.id, row.client, row.partner, row.name, row.digest, row.problem, row.reports,
             row.taken, row.repeated, row.refused, row.booked);
  return row;
}

}  // namespace

Listed<CollectionFileRow> list_collection_files(Snapshot& view, std::string_view tenant,
                                                std::string const& partner, Page const& page) {
  Conditions where;
  where.add_text("partner = ?", partner);
  return newest_first<CollectionFileRow>(view, tenant, collection_file_columns, "key",
                                         std::move(where), page, read_collection_file);
}

std::optional<CollectionFileRow> find_collection_file(Snapshot& view, std::string_view tenant,
                                                      std::string_view partner,
                                                      std::string_view digest) {
  Query query{view.connection(), std::string{collection_file_columns} +
                                     " AND partner = ? AND digest = ? ORDER BY key LIMIT 1"};
  if (!query.bind(tenant_number(view, tenant), partner, digest).next()) return std::nullopt;
  std::int64_t key = 0;
  return read_collection_file(query, key);
}

bool was_reported(Snapshot& view, std::string_view tenant, std::string_view case_id,
                  std::string_view report_id) {
  Query query{
      view.connection(),
      "SELECT 1 FROM collection_reports WHERE tenant = ? AND case_id = ? AND report_id = ?"};
  return query.bind(tenant_number(view, tenant), case_id, report_id).next();
}

}  // namespace airut::ledger
