#include "ledger/store/invoices.hpp"

#include <charconv>

#include "formats/model/reference.hpp"
#include "ledger/store/folding.hpp"
#include "ledger/store/happening.hpp"
#include "ledger/store/invoice_list.hpp"
#include "ledger/store/listing.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {

namespace {

constexpr std::string_view invoice_columns =
    "SELECT key, id, client, external_id, batch_id, number, type, seller_key, status, currency,"
    " gross, due, issue_date, due_date, reference, account, customer_number, recipient_id,"
    " buyer_type, buyer_name, language, syntax, original_digest, canonical_digest, delivery_id,"
    " receivable_id, held, version + coalesce((SELECT r.payments FROM receivables r"
    " WHERE r.key = invoices.key), 0), created FROM invoices WHERE tenant = ?";

InvoiceRow read_invoice(Query& query, std::int64_t& key) {
  InvoiceRow row;
  model::Currency currency;
  query.take(key, row.id, row.client, row.external_id, row.batch_id, row.number, row.type,
             row.seller_key, row.status, currency);
  row.gross = query.take_money(currency);
  row.due = query.take_money(currency);
  query.take(row.issue_date, row.due_date, row.reference, row.account, row.customer_number,
             row.recipient_id, row.buyer_type, row.buyer_name, row.language, row.syntax,
             row.original_digest, row.canonical_digest, row.delivery_id, row.receivable_id,
             row.held, row.version, row.created);
  return row;
}

std::optional<InvoiceRow> one_invoice(Query& query, std::string_view tenant) {
  if (!query.next()) return std::nullopt;
  std::int64_t key = 0;
  auto row = read_invoice(query, key);
  row.tenant = tenant;
  return row;
}

// What begins with q, each column by its own index; a buyer's name leads to his customer numbers
// where he has one. ?1 is the tenant, the first value of every list.
constexpr std::string_view search =
    "key IN ("
    "SELECT key FROM invoices WHERE tenant = ?1 AND number BETWEEN ? AND ?"
    " UNION SELECT key FROM invoices WHERE tenant = ?1 AND reference_key <> ''"
    " AND reference_key BETWEEN ? AND ?"
    " UNION SELECT key FROM invoices WHERE tenant = ?1 AND customer_number <> ''"
    " AND customer_number BETWEEN ? AND ?"
    " UNION SELECT i.key FROM buyers b JOIN invoices i ON i.tenant = b.tenant"
    " AND i.customer_number = b.customer_number AND i.customer_number <> ''"
    " AND lower(i.buyer_name) = b.name"
    " WHERE b.tenant = ?1 AND b.name BETWEEN ? AND ?"
    " UNION SELECT key FROM invoices WHERE tenant = ?1 AND customer_number = ''"
    " AND buyer_name <> '' AND lower(buyer_name) BETWEEN ? AND ?)";
constexpr int folded_columns = 2;

void add_search(Conditions& where, std::string const& q) {
  if (q.empty()) return;
  constexpr std::string_view last = "\xf4\x8f\xbf\xbf";
  auto const after = q + std::string{last};
  // A reference is found in any of its forms: with blanks, with RF and its check digits.
  auto key = model::reference_match_key(q);
  if (key.empty()) key = q;
  where.add(search, q);
  where.value(after);
  where.value(key);
  where.value(key + std::string{last});
  where.value(q);
  where.value(after);
  for (int i = 0; i < folded_columns; ++i) {
    where.value(folded(q));
    where.value(folded(after));
  }
}

void add_ledger_status(Conditions& where, std::string const& status) {
  if (status == "not_tracked") {
    where.add("receivable_id = ?", "");
    return;
  }
  where.add_text(
      "EXISTS (SELECT 1 FROM receivables r WHERE r.tenant = invoices.tenant"
      " AND r.id = invoices.receivable_id AND r.status = ?)",
      status);
}

}  // namespace

std::optional<InvoiceRow> find_invoice(Snapshot& view, std::string_view tenant,
                                       std::string_view id) {
  auto const number = tenant_number(view, tenant);
  Query query{view.connection(), std::string{invoice_columns} + " AND id = ?"};
  query.bind(number, id);
  return one_invoice(query, tenant);
}

std::string canonical_digest(Snapshot& view, std::int64_t invoice) {
  Query query{view.connection(), "SELECT canonical_digest FROM invoices WHERE key = ?"};
  return query.bind(invoice).next() ? query.take<std::string>() : std::string{};
}

std::optional<InvoiceRow> find_duplicate(Snapshot& view, std::string_view tenant,
                                         InvoiceAccepted const& candidate) {
  auto const number = tenant_number(view, tenant);
  Query query{view.connection(), std::string{invoice_columns} +
                                     " AND number = ? AND client = ? AND type = ?"
                                     " AND seller_key = ? AND freed = 0"};
  query.bind(number, candidate.number, candidate.client, candidate.type, candidate.seller_key);
  return one_invoice(query, tenant);
}

bool is_untracked(Snapshot& view, std::string_view tenant, std::string_view client,
                  std::string_view number) {
  Query query{view.connection(),
              "SELECT 1 FROM invoices WHERE tenant = ? AND number = ? AND client = ?"
              " AND type <> 'credit_note' AND receivable_id = '' AND freed = 0"};
  return query.bind(tenant_number(view, tenant), number, client).next();
}

Listed<InvoiceRow> list_invoices(Snapshot& view, std::string_view tenant,
                                 InvoiceFilter const& filter, Page const& page) {
  return list_invoices(view, tenant, filter, "", page);
}

Listed<InvoiceRow> list_invoices(Snapshot& view, std::string_view tenant,
                                 InvoiceFilter const& filter, std::string const& ledger_status,
                                 Page const& page) {
  Conditions where;
  add_ledger_status(where, ledger_status);
  where.add_text("number = ?", filter.number);
  where.add_text("status = ?", filter.status);
  where.add_text("client = ?", filter.client);
  where.add_text("external_id <> '' AND external_id = ?", filter.external_id);
  where.add_text("batch_id <> '' AND batch_id = ?", filter.batch_id);
  where.add_text("customer_number <> '' AND customer_number = ?", filter.customer_number);
  where.add_text(
      "EXISTS (SELECT 1 FROM deliveries d WHERE d.tenant = invoices.tenant"
      " AND d.id = invoices.delivery_id AND d.channel = ?)",
      filter.channel);
  if (filter.due_before)
    where.add("due_date < ?", std::int64_t{filter.due_before->time_since_epoch().count()});
  add_search(where, filter.q);
  return newest_first<InvoiceRow>(view, tenant, invoice_columns, "key", where, page,
                                  [&](Query& at, std::int64_t& key) {
                                    auto row = read_invoice(at, key);
                                    row.tenant = tenant;
                                    return row;
                                  });
}

std::vector<InvoiceRow> invoices_named(Snapshot& view, std::string_view tenant,
                                       std::string_view text, int most) {
  auto const key = model::reference_match_key(text);
  auto const sql = std::string{invoice_columns} +
                   " AND key IN (SELECT key FROM invoices WHERE tenant = ?1 AND number = ?2"
                   " UNION SELECT key FROM invoices WHERE tenant = ?1 AND reference_key <> ''"
                   " AND length(reference_key) = length(?3) AND reference_key = ?3)"
                   " ORDER BY key DESC LIMIT ?4";
  Query query{view.connection(), sql};
  query.bind(tenant_number(view, tenant), text, key, most);
  std::vector<InvoiceRow> rows;
  while (auto row = one_invoice(query, tenant)) rows.push_back(*std::move(row));
  return rows;
}

std::int64_t last_series_number(Snapshot& view, std::string_view tenant, std::string_view client,
                                std::string_view prefix, int digits_max) {
  auto const significant = prefix.find_first_not_of('0');
  std::string const lead{significant == prefix.npos ? std::string_view{}
                                                    : prefix.substr(significant)};
  auto const beyond = lead + ":";  // after every digit; a query keeps what it is bound to by view
  auto const tenant_key = tenant_number(view, tenant);
  for (auto digits = static_cast<std::size_t>(std::max(digits_max, 0)); digits > 0; --digits) {
    Query query{view.connection(),
                "SELECT reference_key FROM invoices WHERE tenant = ? AND length(reference_key) = ?"
                " AND reference_key >= ? AND reference_key < ? AND client = ?"
                " AND reference_key <> '' ORDER BY reference_key DESC LIMIT 1"};
    query.bind(tenant_key, static_cast<std::int64_t>(lead.size() + digits + 1), lead, beyond,
               client);
    if (!query.next()) continue;
    auto const key = query.take<std::string>();
    std::int64_t number = 0;
    auto const* from = key.data() + lead.size();
    auto const* end = key.data() + key.size() - 1;
    if (std::from_chars(from, end, number).ptr == end) return number;
  }
  return 0;
}

}  // namespace airut::ledger
