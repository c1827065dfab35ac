#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/model/date.hpp"
#include "ledger/store/page.hpp"
#include "ledger/store/store.hpp"

namespace airut::ledger {

// Portal links and webhook endpoints: small registers.

struct LinkRow {
  std::string id, tenant, invoice_id;
  model::Instant expires{};
  bool revoked = false;
  bool viewed = false;  // somebody opened it
};
// By link id alone: the token names the link, the link names the tenant.
std::optional<LinkRow> find_link(Snapshot& view, std::string_view link_id);
std::vector<LinkRow> list_links(Snapshot& view, std::string_view tenant,
                                std::string_view invoice_id);

struct EndpointRow {
  std::string id, tenant, url, description, secrets;  // secrets blank separated, newest first
  std::vector<std::string> event_types;
  bool enabled = true;
  int version = 1;
};
std::vector<EndpointRow> list_endpoints(Snapshot& view, std::string_view tenant);
std::optional<EndpointRow> find_endpoint(Snapshot& view, std::string_view tenant,
                                         std::string_view endpoint_id);

// Where each endpoint stands in the journal: operational state, not a projection.
struct EndpointCursor {
  std::int64_t delivered_seq = 0;  // everything up to here was answered 2xx or given up
  int failures = 0;                // in a row for the event after it
  std::optional<model::Instant> next_try, failing_since;
  std::string last_error;  // what is no UTF-8 is scrubbed when it is kept
};
EndpointCursor endpoint_cursor(Snapshot& view, std::string_view tenant,
                               std::string_view endpoint_id);
void set_endpoint_cursor(Transaction& tx, std::string_view tenant, std::string_view endpoint_id,
                         EndpointCursor const& cursor);

// Events that an endpoint shall get again, besides those behind its cursor.
struct WebhookRetry {
  std::int64_t seq = 0;
  int attempts = 0;  // so far
  model::Instant next_try{};
};
// Those whose time has come, earliest first.
std::vector<WebhookRetry> due_webhook_retries(Snapshot& view, std::string_view tenant,
                                              std::string_view endpoint_id, model::Instant now,
                                              int limit);
std::int64_t count_webhook_retries(Snapshot& view, std::string_view tenant,
                                   std::string_view endpoint_id);
void keep_webhook_retry(Transaction& tx, std::string_view tenant, std::string_view endpoint_id,
                        WebhookRetry const& retry);
void drop_webhook_retry(Transaction& tx, std::string_view tenant, std::string_view endpoint_id,
                        std::int64_t seq);
// Everything operational of an endpoint that is removed.
void forget_endpoint(Transaction& tx, std::string_view tenant, std::string_view endpoint_id);

// Events of a stretch of time, or whose last attempt failed, or both: for a replay.
struct ReplayQuestion {
  std::int64_t after_seq = 0;
  std::optional<model::Instant> since, until;
  bool only_failed = false;
  int limit = 10000;
};
std::vector<std::int64_t> events_to_replay(Snapshot& view, std::string_view tenant,
                                           std::string_view endpoint_id,
                                           ReplayQuestion const& question);

struct WebhookAttemptRow {
  std::string event_id, outcome;
  std::string excerpt;  // what is no UTF-8 is scrubbed when it is kept
  std::int64_t seq = 0;
  int status = 0;
  model::Instant at{};
};
void keep_webhook_attempt(Transaction& tx, std::string_view tenant, std::string_view endpoint_id,
                          WebhookAttemptRow const& attempt);
// When the attempt was made that has been kept longest; nullopt when there is none.
std::optional<model::Instant> oldest_webhook_attempt(Snapshot& view);
// Drops attempts from before the moment, the oldest first, until one is newer, among so many that
// were kept first; returns how many.
std::int64_t drop_webhook_attempts(Transaction& tx, model::Instant before, std::int64_t looked_at);
// The newest first.
Listed<WebhookAttemptRow> list_webhook_attempts(Snapshot& view, std::string_view tenant,
                                                std::string_view endpoint_id, Page const& page);

}  // namespace airut::ledger
