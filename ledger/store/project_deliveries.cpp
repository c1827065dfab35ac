#include <stdexcept>

#include <fmt/format.h>

#include "ledger/journal/list.hpp"
#include "ledger/store/happening.hpp"
#include "ledger/store/heads.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {
namespace {

struct DeliveryStanding {
  std::int64_t key = 0;
  std::string state, channel, document_kind;
};

DeliveryStanding find(Transaction& tx, Happening const& at, std::string_view id) {
  Query query{tx.connection(),
              "SELECT key, state, channel, document_kind FROM deliveries"
              " WHERE tenant = ? AND id = ?"};
  if (!query.bind(at.tenant, id).next()) {
    throw std::logic_error{fmt::format("there is no delivery {}", id)};
  }
  DeliveryStanding standing;
  query.take(standing.key, standing.state, standing.channel, standing.document_kind);
  return standing;
}

void count_delivery(Transaction& tx, Happening const& at, std::string_view channel,
                    std::string_view state, int change) {
  Heads::of(tx)->counts.push_back({at.tenant, std::string{channel}, std::string{state}, change});
}

void recount(Transaction& tx, Happening const& at, DeliveryStanding const& before,
             std::string_view now) {
  if (before.state == now) return;
  count_delivery(tx, at, before.channel, before.state, -1);
  count_delivery(tx, at, before.channel, now, 1);
}

void insert_delivery(Transaction& tx, Happening const& at, DeliveryRouted const& f) {
  auto const remaining = list_text(f.remaining);
  auto const skipped = list_text(f.skipped);
  Query query{
      tx.connection(),
      "INSERT INTO deliveries (key, tenant, id, invoice_id, document_kind, document_id,"
      " client, channel, format, state, evidence, handler, reason, assumed, doubtful, address,"
      " intermediary, message_id, payload_digest, destination, replaces, remaining, skipped,"
      " attempt_count, next_at, give_up_at, created, updated, last_code, last_class,"
      " last_native_code, last_excerpt, excerpt_event, version, urgent)"
      " VALUES (?,?,?,?,?,?,?,?,?,?,'none',?,?,0,0,?,?,?,'',?,?,?,?,0,?,?,?,?,'','','','',0,1,?)"};
  query
      .bind(at.key, at.tenant, f.delivery_id, f.invoice_id, f.document_kind, f.document_id,
            f.client, f.channel, f.format, f.state, f.handler, f.reason, f.personal_address,
            f.personal_intermediary, f.message_id, f.destination, f.replaces, remaining, skipped,
            f.next_at, f.give_up_at, at.booked, at.booked, f.urgent)
      .run();
}

void update_delivery(Transaction& tx, Happening const& at, DeliveryStanding const& standing,
                     DeliveryChanged const& f) {
  // What the other side said last stays in view until it says something else.
  Query query{
      tx.connection(),
      "UPDATE deliveries SET state = ?1, evidence = CASE WHEN ?2 = '' THEN evidence ELSE ?2 END,"
      " doubtful = CASE WHEN ?1 = 'unknown' THEN 1 WHEN ?1 = 'held' THEN doubtful ELSE 0 END,"
      " assumed = ?3, handler = ?4, next_at = ?5, updated = ?6,"
      " last_code = CASE WHEN ?7 = '' THEN last_code ELSE ?7 END,"
      " last_class = CASE WHEN ?7 = '' THEN last_class ELSE ?8 END,"
      " last_native_code = CASE WHEN ?7 = '' THEN last_native_code ELSE ?9 END,"
      " last_excerpt = CASE WHEN ?10 = '' THEN last_excerpt ELSE ?10 END,"
      " excerpt_event = CASE WHEN ?10 = '' THEN excerpt_event ELSE ?11 END, version = version + 1"
      " WHERE key = ?12"};
  query
      .bind(f.to, f.evidence, f.assumed, f.handler, f.next_at, at.booked, f.code, f.code_class,
            f.native_code, f.personal_excerpt, at.key, standing.key)
      .run();
}

void end_attempt(Transaction& tx, Happening const& at, std::int64_t delivery,
                 DeliveryChanged const& f) {
  if (f.attempt_id.empty() || f.to == "dispatching") return;
  Query query{tx.connection(),
              "UPDATE attempts SET ended = ?, outcome = ?, code = ?, code_class = ?,"
              " native_code = ?, endpoint = ?, excerpt = ?, excerpt_event = ?, receipt_digest = ?"
              " WHERE delivery = ? AND id = ? AND ended IS NULL"};
  query
      .bind(at.booked, f.to, f.code, f.code_class, f.native_code, f.endpoint, f.personal_excerpt,
            at.key, f.receipt_digest, delivery, f.attempt_id)
      .run();
}

void keep_receipt(Transaction& tx, Happening const& at, std::int64_t delivery,
                  std::string const& digest) {
  if (digest.empty()) return;
  Query query{tx.connection(), "INSERT INTO receipts (key, delivery, digest) VALUES (?,?,?)"};
  query.bind(at.key, delivery, digest).run();
}

}  // namespace

void project(Transaction& tx, Happening const& at, DeliveryRouted const& fact) {
  insert_delivery(tx, at, fact);
  count_delivery(tx, at, fact.channel, fact.state, 1);
  if (fact.document_kind == "invoice") {
    begin_delivery(tx, at, fact);
    return;
  }
  // All letters of one sheet go with the first of them.
  Query query{tx.connection(),
              "UPDATE letters SET delivery_id = ?1 WHERE tenant = ?2"
              " AND (id = ?3 OR (sheet_id <> '' AND sheet_id = ?3))"};
  query.bind(fact.delivery_id, at.tenant, fact.document_id).run();
}

void project(Transaction& tx, Happening const& at, AttemptStarted const& fact) {
  auto const standing = find(tx, at, fact.delivery_id);
  {
    Query query{tx.connection(),
                "UPDATE deliveries SET state = 'dispatching', payload_digest = ?,"
                " attempt_count = ?, next_at = ?, updated = ?, version = version + 1"
                " WHERE key = ?"};
    query.bind(fact.payload_digest, fact.number, fact.lease_until, at.booked, standing.key).run();
  }
  recount(tx, at, standing, "dispatching");
  Query query{tx.connection(),
              "INSERT INTO attempts (key, delivery, id, payload_digest, number, started, outcome,"
              " code, code_class, native_code, endpoint, excerpt, excerpt_event, receipt_digest)"
              " VALUES (?,?,?,?,?,?,'','','','','','',0,'')"};
  query.bind(at.key, standing.key, fact.attempt_id, fact.payload_digest, fact.number, at.booked)
      .run();
  if (standing.document_kind != "invoice") return;
  follow_delivery(tx, at, fact.invoice_id, fact.delivery_id, "dispatching");
}

void project(Transaction& tx, Happening const& at, DeliveryChanged const& fact) {
  auto const standing = find(tx, at, fact.delivery_id);
  if (!fact.from.empty() && fact.from != standing.state) {
    throw std::logic_error{
        fmt::format("delivery {} is {}, not {}", fact.delivery_id, standing.state, fact.from)};
  }
  update_delivery(tx, at, standing, fact);
  recount(tx, at, standing, fact.to);
  end_attempt(tx, at, standing.key, fact);
  keep_receipt(tx, at, standing.key, fact.receipt_digest);
  if (standing.document_kind != "invoice") return note_letter_delivery(tx, at, fact);
  follow_delivery(tx, at, fact.invoice_id, fact.delivery_id, fact.to);
  note_delivery(tx, at, fact);
}

}  // namespace airut::ledger
