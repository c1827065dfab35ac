#include "ledger/journal/list.hpp"
#include "ledger/store/happening.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {

void project(Transaction& tx, Happening const& at, RecipientUpdated const& f) {
  Query query{tx.connection(),
              "INSERT INTO recipients (key, tenant, id, client, external_ref, type, language,"
              " priority, record, record_event, version) VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?1,1)"
              " ON CONFLICT (tenant, client, external_ref) DO UPDATE SET type = ?6, language = ?7,"
              " priority = ?8, record = ?9, record_event = ?1,"
              " version = recipients.version + 1"};
  query
      .bind(at.key, at.tenant, f.recipient_id, f.client, f.external_ref, f.type, f.language,
            f.priority, f.personal_record)
      .run();
}

void project(Transaction& tx, Happening const& at, BatchReceived const& f) {
  auto const clients = list_text(f.clients);
  Query query{
      tx.connection(),
      "INSERT INTO batches (key, tenant, id, actor, clients, language, mode, format, digest,"
      " status, items, done, accepted, rejected, duplicates, totals, created)"
      " VALUES (?,?,?,?,?,?,?,?,?,'processing',?,0,0,0,0,'',?)"};
  query
      .bind(at.key, at.tenant, f.batch_id, at.actor, clients, f.language, f.mode, f.format,
            f.digest, f.items, at.booked)
      .run();
}

void project(Transaction& tx, Happening const& at, BatchAdvanced const& f) {
  auto const totals = list_text(f.totals);
  Query query{tx.connection(),
              "UPDATE batches SET done = ?, accepted = ?, rejected = ?, duplicates = ?, totals = ?"
              " WHERE tenant = ? AND id = ?"};
  query.bind(f.position, f.accepted, f.rejected, f.duplicates, totals, at.tenant, f.batch_id).run();
}

void project(Transaction& tx, Happening const& at, BatchCompleted const& f) {
  Query query{tx.connection(),
              "UPDATE batches SET status = ?, completed = ? WHERE tenant = ? AND id = ?"};
  query.bind(f.status, at.booked, at.tenant, f.batch_id).run();
}

void project(Transaction& tx, Happening const& at, BatchItemRejected const& f) {
  Query query{tx.connection(),
              "INSERT INTO batch_items (tenant, batch_id, position, name, outcome, invoice_id,"
              " problem, number) VALUES (?1,?2,?3,?4,?5,?6,?7,?8)"
              " ON CONFLICT (tenant, batch_id, position) DO UPDATE SET name = ?4, outcome = ?5,"
              " invoice_id = ?6, problem = ?7,"
              " number = CASE WHEN ?8 = '' THEN batch_items.number ELSE ?8 END"};
  query
      .bind(at.tenant, f.batch_id, f.position, f.name, f.outcome, f.invoice_id, f.problem, f.number)
      .run();
}

void project(Transaction& tx, Happening const& at, WebhookEndpointChanged const& f) {
  if (f.action == "remove") {
    Query query{tx.connection(), "DELETE FROM endpoints WHERE tenant = ? AND id = ?"};
    query.bind(at.tenant, f.endpoint_id).run();
    return;
  }
  auto const types = list_text(f.event_types);
  Query query{tx.connection(),
              "INSERT INTO endpoints (key, tenant, id, url, description, secrets, secret_event,"
              " event_types, enabled, version) VALUES (?1,?2,?3,?4,?5,?6,?1,?7,?8,1)"
              " ON CONFLICT (tenant, id) DO UPDATE SET url = ?4, description = ?5,"
              " secrets = CASE WHEN ?6 = '' THEN endpoints.secrets ELSE ?6 END,"
              " secret_event = CASE WHEN ?6 = '' THEN endpoints.secret_event ELSE ?1 END,"
              " event_types = ?7, enabled = ?8,"
              " version = endpoints.version + 1"};
  query
      .bind(at.key, at.tenant, f.endpoint_id, f.url, f.description, f.personal_secret, types,
            f.enabled)
      .run();
}

void project(Transaction&, Happening const&, ReasonGiven const&) {
  // The journal tells it; no row changes.
}

void project(Transaction& tx, Happening const& at, LinkIssued const& f) {
  Query query{tx.connection(),
              "INSERT INTO links (key, tenant, id, invoice_id, expires, revoked, viewed)"
              " VALUES (?,?,?,?,?,0,0)"};
  query.bind(at.key, at.tenant, f.link_id, f.invoice_id, f.expires).run();
}

void project(Transaction& tx, Happening const& at, LinkRevoked const& f) {
  Query query{tx.connection(), "UPDATE links SET revoked = 1 WHERE tenant = ? AND id = ?"};
  query.bind(at.tenant, f.link_id).run();
}

void project(Transaction& tx, Happening const& at, DocumentReceived const& f) {
  Query query{tx.connection(),
              "INSERT INTO received (key, tenant, id, client, channel, message_id, instance_id,"
              " sender, receiver, access_point, document_type, process, country, kind, about,"
              " status_to, status_always, problem, payload_digest, receipt_digest, received, told)"
              " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,'')"};
  query
      .bind(at.key, at.tenant, f.document_id, f.client, f.channel, f.message_id, f.instance_id,
            f.sender, f.receiver, f.access_point, f.document_type, f.process, f.country, f.kind,
            f.about, f.status_to, f.status_always, f.problem, f.payload_digest, f.receipt_digest,
            at.booked)
      .run();
}

void project(Transaction& tx, Happening const& at, StatusTold const& f) {
  Query query{tx.connection(), "UPDATE received SET told = ? WHERE tenant = ? AND id = ?"};
  query.bind(f.code, at.tenant, f.document_id).run();
}

void project(Transaction& tx, Happening const& at, InvoiceViewed const& f) {
  Query query{tx.connection(), "UPDATE links SET viewed = 1 WHERE tenant = ? AND id = ?"};
  query.bind(at.tenant, f.link_id).run();
}

}  // namespace airut::ledger
