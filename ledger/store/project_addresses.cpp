#include <stdexcept>

#include <fmt/format.h>

#include "ledger/store/happening.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {
namespace {

// What was valid until now ends on the day before the new pair begins; what was to begin on the
// same day never was.
void end_before(Transaction& tx, Happening const& at, RecipientAddressed const& f) {
  bool const never_holds = f.valid_to && *f.valid_to < f.valid_from;
  if (never_holds) return;
  Query query{tx.connection(),
              "UPDATE recipient_addresses SET valid_to = ?1, ended_by = 'next-address'"
              " WHERE tenant = ?2 AND client = ?3 AND external_ref = ?4 AND channel = ?5"
              " AND valid_from <= ?6 AND (valid_to IS NULL OR valid_to >= ?6)"};
  query
      .bind(f.valid_from - std::chrono::days{1}, at.tenant, f.client, f.external_ref, f.channel,
            f.valid_from)
      .run();
}

}  // namespace

void project(Transaction& tx, Happening const& at, RecipientAddressed const& f) {
  end_before(tx, at, f);
  Query query{tx.connection(),
              "INSERT INTO recipient_addresses (key, tenant, id, recipient_id, client,"
              " external_ref, channel, address, intermediary, personal_event, source, valid_from,"
              " valid_to, direct_payment, stated, document_id, ended_by, end_stated, noted)"
              " VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?1,?10,?11,?12,?13,?14,?15,'',NULL,?16)"};
  query
      .bind(at.key, at.tenant, f.address_id, f.recipient_id, f.client, f.external_ref, f.channel,
            f.personal_address, f.personal_intermediary, f.source, f.valid_from, f.valid_to,
            f.direct_payment, f.stated, f.document_id, at.booked)
      .run();
}

void project(Transaction& tx, Happening const& at, RecipientAddressEnded const& f) {
  Query query{tx.connection(),
              "UPDATE recipient_addresses SET valid_to = ?, ended_by = ?, end_stated = ?"
              " WHERE tenant = ? AND id = ?"};
  query.bind(f.valid_to, f.source, f.stated, at.tenant, f.address_id).run();
  if (tx.connection().changes() == 0)
    throw std::logic_error{fmt::format("there is no address {}", f.address_id)};
}

void project(Transaction& tx, Happening const& at, SenderNoticeMade const& f) {
  Query query{tx.connection(),
              "INSERT INTO sender_notices (key, tenant, id, client, channel, action, bank,"
              " payment_instruction, digest, state, attempts, code, native_code, endpoint,"
              " excerpt, excerpt_event, receipt_digest, made, changed)"
              " VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,'made',0,'','','','',0,'',?10,?10)"};
  query
      .bind(at.key, at.tenant, f.notice_id, f.client, f.channel, f.action, f.bank,
            f.payment_instruction, f.digest, at.booked)
      .run();
}

void project(Transaction& tx, Happening const& at, SenderNoticeMoved const& f) {
  Query query{tx.connection(),
              "UPDATE sender_notices SET state = ?1, code = ?2, native_code = ?3,"
              " endpoint = CASE WHEN ?4 = '' THEN endpoint ELSE ?4 END, excerpt = ?5,"
              " excerpt_event = ?6,"
              " receipt_digest = CASE WHEN ?7 = '' THEN receipt_digest ELSE ?7 END,"
              " attempts = attempts + CASE WHEN ?1 = 'sending' THEN 1 ELSE 0 END, changed = ?8"
              " WHERE tenant = ?9 AND id = ?10 AND state = ?11"};
  query
      .bind(f.to, f.code, f.native_code, f.endpoint, f.personal_excerpt, at.key, f.receipt_digest,
            at.booked, at.tenant, f.notice_id, f.from)
      .run();
  if (tx.connection().changes() == 0)
    throw std::logic_error{fmt::format("there is no notice {} that is {}", f.notice_id, f.from)};
}

}  // namespace airut::ledger
