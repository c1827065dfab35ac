#include "ledger/store/links.hpp"

#include "ledger/journal/list.hpp"
#include "ledger/journal/text.hpp"
#include "ledger/store/happening.hpp"
#include "ledger/store/listing.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {

std::optional<LinkRow> find_link(Snapshot& view, std::string_view link_id) {
  Query query{view.connection(),
              "SELECT l.id, t.name, l.invoice_id, l.expires, l.revoked, l.viewed FROM links l"
              " JOIN tenants t ON t.tenant = l.tenant WHERE l.id = ?"};
  if (!query.bind(link_id).next()) return std::nullopt;
  LinkRow row;
  query.take(row.id, row.tenant, row.invoice_id, row.expires, row.revoked, row.viewed);
  return row;
}

std::vector<LinkRow> list_links(Snapshot& view, std::string_view tenant,
                                std::string_view invoice_id) {
  Query query{view.connection(),
              "SELECT id, invoice_id, expires, revoked, viewed FROM links"
              " WHERE tenant = ? AND invoice_id = ? ORDER BY key"};
  query.bind(tenant_number(view, tenant), invoice_id);
  std::vector<LinkRow> rows;
  while (query.next()) {
    LinkRow row;
    row.tenant = tenant;
    query.take(row.id, row.invoice_id, row.expires, row.revoked, row.viewed);
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<EndpointRow> list_endpoints(Snapshot& view, std::string_view tenant) {
  Query query{view.connection(),
              "SELECT id, url, description, secrets, event_types, enabled, version FROM endpoints"
              " WHERE tenant = ? ORDER BY key"};
  query.bind(tenant_number(view, tenant));
  std::vector<EndpointRow> rows;
  while (query.next()) {
    EndpointRow row;
    row.tenant = tenant;
    query.take(row.id, row.url, row.description, row.secrets);
    read_list(query.take<std::string>(), row.event_types);
    query.take(row.enabled, row.version);
    rows.push_back(std::move(row));
  }
  return rows;
}

std::optional<EndpointRow> find_endpoint(Snapshot& view, std::string_view tenant,
                                         std::string_view endpoint_id) {
  for (auto& row : list_endpoints(view, tenant)) {
    if (row.id == endpoint_id) return std::move(row);
  }
  return std::nullopt;
}

EndpointCursor endpoint_cursor(Snapshot& view, std::string_view tenant,
                               std::string_view endpoint_id) {
  Query query{view.connection(),
              "SELECT delivered_seq, failures, next_try, failing_since, last_error FROM cursors"
              " WHERE tenant = ? AND endpoint = ?"};
  EndpointCursor cursor;
  if (query.bind(tenant, endpoint_id).next())
    query.take(cursor.delivered_seq, cursor.failures, cursor.next_try, cursor.failing_since,
               cursor.last_error);
  cursor.last_error = scrubbed(cursor.last_error);  // earlier Airuts kept it as it came
  return cursor;
}

void set_endpoint_cursor(Transaction& tx, std::string_view tenant, std::string_view endpoint_id,
                         EndpointCursor const& cursor) {
  auto const last_error = scrubbed(cursor.last_error);
  Query query{tx.connection(),
              "INSERT INTO cursors (tenant, endpoint, delivered_seq, failures, next_try,"
              " failing_since, last_error) VALUES (?1,?2,?3,?4,?5,?6,?7)"
              " ON CONFLICT (tenant, endpoint) DO UPDATE SET delivered_seq = ?3, failures = ?4,"
              " next_try = ?5, failing_since = ?6, last_error = ?7"};
  query
      .bind(tenant, endpoint_id, cursor.delivered_seq, cursor.failures, cursor.next_try,
            cursor.failing_since, last_error)
      .run();
}

std::vector<WebhookRetry> due_webhook_retries(Snapshot& view, std::string_view tenant,
                                              std::string_view endpoint_id, model::Instant now,
                                              int limit) {
  Query query{view.connection(),
              "SELECT seq, attempts, next_try FROM webhook_retries WHERE tenant = ?"
              " AND endpoint = ? AND next_try <= ? ORDER BY next_try, seq LIMIT ?"};
  query.bind(tenant, endpoint_id, now, limit);
  std::vector<WebhookRetry> rows;
  while (query.next()) {
    WebhookRetry row;
    query.take(row.seq, row.attempts, row.next_try);
    rows.push_back(row);
  }
  return rows;
}

std::int64_t count_webhook_retries(Snapshot& view, std::string_view tenant,
                                   std::string_view endpoint_id) {
  Query query{view.connection(),
              "SELECT count(*) FROM webhook_retries WHERE tenant = ? AND endpoint = ?"};
  query.bind(tenant, endpoint_id).next();
  return query.take<std::int64_t>();
}

void keep_webhook_retry(Transaction& tx, std::string_view tenant, std::string_view endpoint_id,
                        WebhookRetry const& retry) {
  Query query{tx.connection(),
              "INSERT INTO webhook_retries (tenant, endpoint, seq, attempts, next_try)"
              " VALUES (?1,?2,?3,?4,?5)"
              " ON CONFLICT (tenant, endpoint, seq) DO UPDATE SET attempts = ?4, next_try = ?5"};
  query.bind(tenant, endpoint_id, retry.seq, retry.attempts, retry.next_try).run();
}

void drop_webhook_retry(Transaction& tx, std::string_view tenant, std::string_view endpoint_id,
                        std::int64_t seq) {
  Query query{tx.connection(),
              "DELETE FROM webhook_retries WHERE tenant = ? AND endpoint = ? AND seq = ?"};
  query.bind(tenant, endpoint_id, seq).run();
}

void forget_endpoint(Transaction& tx, std::string_view tenant, std::string_view endpoint_id) {
  for (auto const sql : {"DELETE FROM webhook_retries WHERE tenant = ? AND endpoint = ?",
                         "DELETE FROM webhook_attempts WHERE tenant = ? AND endpoint = ?",
                         "DELETE FROM cursors WHERE tenant = ? AND endpoint = ?"}) {
    Query query{tx.connection(), sql};
    query.bind(tenant, endpoint_id).run();
  }
}

std::vector<std::int64_t> events_to_replay(Snapshot& view, std::string_view tenant,
                                           std::string_view endpoint_id,
                                           ReplayQuestion const& question) {
  auto const number = tenant_number(view, tenant);
  std::string sql = "SELECT e.key FROM events e WHERE e.key > ? AND e.key < ?";
  if (question.since) sql += " AND e.booked >= ?";
  if (question.until) sql += " AND e.booked < ?";
  if (question.only_failed) {
    sql +=
        " AND (SELECT outcome FROM webhook_attempts a WHERE a.tenant = ? AND a.endpoint = ?"
        " AND a.event_id = e.id ORDER BY a.number DESC LIMIT 1) <> 'delivered'";
  }
  Query query{view.connection(), sql + " ORDER BY e.key LIMIT ?"};
  query.bind(event_key(number, question.after_seq), event_key(number + 1, 0));
  if (question.since) query.bind(*question.since);
  if (question.until) query.bind(*question.until);
  if (question.only_failed) query.bind(tenant, endpoint_id);
  query.bind(question.limit);
  std::vector<std::int64_t> seqs;
  while (query.next()) seqs.push_back(seq_of_key(query.take<std::int64_t>()));
  return seqs;
}

void keep_webhook_attempt(Transaction& tx, std::string_view tenant, std::string_view endpoint_id,
                          WebhookAttemptRow const& attempt) {
  auto const excerpt = scrubbed(attempt.excerpt);
  Query query{tx.connection(),
              "INSERT INTO webhook_attempts (number, tenant, endpoint, event_id, outcome, excerpt,"
              " seq, status, at) VALUES"
              " ((SELECT coalesce(max(number), 0) + 1 FROM webhook_attempts),?,?,?,?,?,?,?,?)"};
  query
      .bind(tenant, endpoint_id, attempt.event_id, attempt.outcome, excerpt, attempt.seq,
            attempt.status, attempt.at)
      .run();
}

std::optional<model::Instant> oldest_webhook_attempt(Snapshot& view) {
  Query query{view.connection(), "SELECT at FROM webhook_attempts ORDER BY number LIMIT 1"};
  if (!query.next()) return std::nullopt;
  return query.take<model::Instant>();
}

std::int64_t drop_webhook_attempts(Transaction& tx, model::Instant before, std::int64_t looked_at) {
  std::int64_t until = looked_at;
  {
    Query first{tx.connection(), "SELECT coalesce(min(number), 0) FROM webhook_attempts"};
    first.next();
    until += first.take<std::int64_t>();
  }
  {
    Query newer{tx.connection(),
                "SELECT coalesce(min(number), ?1) FROM webhook_attempts"
                " WHERE number < ?1 AND at >= ?2"};
    newer.bind(until, before).next();
    until = newer.take<std::int64_t>();
  }
  Query query{tx.connection(), "DELETE FROM webhook_attempts WHERE number < ?"};
  query.bind(until).run();
  return tx.connection().changes();
}

Listed<WebhookAttemptRow> list_webhook_attempts(Snapshot& view, std::string_view tenant,
                                                std::string_view endpoint_id, Page const& page) {
  Conditions where;
  where.add_cursor("number < ?", page.cursor);
  Query query{view.connection(),
              fmt::format("SELECT number, event_id, outcome, excerpt, seq, status, at"
                          " FROM webhook_attempts WHERE tenant = ? AND endpoint = ?{}"
                          " ORDER BY number DESC LIMIT ?",
                          where.sql())};
  query.bind(tenant, endpoint_id);
  where.bind(query);
  query.bind(page.limit + 1);
  return read_page<WebhookAttemptRow>(query, page, [](Query& at, std::int64_t& number) {
    WebhookAttemptRow row;
    at.take(number, row.event_id, row.outcome, row.excerpt, row.seq, row.status, row.at);
    row.excerpt = scrubbed(row.excerpt);  // earlier Airuts kept it as it came
    return row;
  });
}

}  // namespace airut::ledger
