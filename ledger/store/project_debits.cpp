#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "ledger/journal/list.hpp"
#include "ledger/store/happening.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {
namespace {

void need_one(Transaction& tx, std::string_view what, std::string_view id) {
  if (tx.connection().changes() == 0)
    throw std::logic_error{fmt::format("there is no such {}: {}", what, id)};
}

// Claims of a transmission go on together with it.
void move_claims(Transaction& tx, Happening const& at, std::string_view transmission,
                 std::string_view claims_to, std::string_view withdrawals_to) {
  Query claims{
      tx.connection(),
      "UPDATE debit_claims SET state = ?, changed = ?"
      " WHERE tenant = ? AND transmission_id <> '' AND transmission_id = ? AND state = 'placed'"};
  claims.bind(claims_to, at.booked, at.tenant, transmission).run();
  Query withdrawals{
      tx.connection(),
      "UPDATE debit_claims SET state = ?, changed = ?"
      " WHERE tenant = ? AND withdrawal_id <> '' AND withdrawal_id = ? AND state = 'withdrawing'"};
  withdrawals.bind(withdrawals_to, at.booked, at.tenant, transmission).run();
}

void forget_places(Transaction& tx, Happening const& at, std::string_view transmission) {
  Query claims{tx.connection(),
               "UPDATE debit_claims SET transmission_id = '', assignment = 0, place = 0"
               " WHERE tenant = ? AND transmission_id <> '' AND transmission_id = ?"};
  claims.bind(at.tenant, transmission).run();
  Query withdrawals{tx.connection(),
                    "UPDATE debit_claims SET withdrawal_id = ''"
                    " WHERE tenant = ? AND withdrawal_id <> '' AND withdrawal_id = ?"};
  withdrawals.bind(at.tenant, transmission).run();
  Query number{tx.connection(), "UPDATE transmissions SET freed = key WHERE tenant = ? AND id = ?"};
  number.bind(at.tenant, transmission).run();
}

}  // namespace

void project(Transaction& tx, Happening const& at, DebitClaimMade const& f) {
  Query query{
      tx.connection(),
      "INSERT INTO debit_claims (key, tenant, id, invoice_id, client, channel, account, kid,"
      " currency, amount, due, told_by, latest, mandate_id, payload_digest, payer,"
      " payer_reference, text, personal_event, state, reason, transmission_id, assignment, place,"
      " withdrawal_id, made, changed)"
      " VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?1,'waiting','','',"
      "0,0,'',?19,?19)"
      " ON CONFLICT (tenant, id) DO UPDATE SET account = ?7, kid = ?8, amount = ?10, due = ?11,"
      " told_by = ?12, latest = ?13, mandate_id = ?14, payload_digest = ?15, payer = ?16,"
      " payer_reference = ?17, text = ?18, personal_event = ?1, state = 'waiting', reason = '',"
      " transmission_id = '', assignment = 0, place = 0, withdrawal_id = '', changed = ?19"};
  query
      .bind(at.key, at.tenant, f.delivery_id, f.invoice_id, f.client, f.channel, f.account, f.kid,
            f.amount.currency().code(), f.amount.minor(), f.due, f.told_by, f.latest, f.mandate_id,
            f.payload_digest, f.personal_payer, f.personal_reference, f.personal_text, at.booked)
      .run();
}

void project(Transaction& tx, Happening const& at, TransmissionMade const& f) {
  std::int64_t last = 0;
  for (auto const& one : f.assignments) last = std::max(last, one.number);
  auto const assignments = list_text(f.assignments);
  Query query{tx.connection(),
              "INSERT INTO transmissions (key, tenant, id, channel, number, freed,"
              " last_assignment, state, assignments, claims, sum, digest, latest, attempts,"
              " next_at, code, native_code, endpoint, excerpt, excerpt_event, receipt_digest, made)"
              " VALUES (?,?,?,?,?,0,?,'made',?,?,?,?,?,0,?,'','','','',0,'',?)"};
  query
      .bind(at.key, at.tenant, f.transmission_id, f.channel, f.number, last, assignments, f.claims,
            f.sum, f.digest, f.latest, at.booked, at.booked)
      .run();
}

void project(Transaction& tx, Happening const& at, DebitClaimPlaced const& f) {
  Query query{tx.connection(),
              f.withdraws ? "UPDATE debit_claims SET state = 'withdrawing', withdrawal_id = ?1,"
                            " changed = ?4 WHERE tenant = ?5 AND id = ?6 AND state = 'sent'"
                            " AND ?2 > 0 AND ?3 > 0"
                          : "UPDATE debit_claims SET state = 'placed', transmission_id = ?1,"
                            " assignment = ?2, place = ?3, changed = ?4"
                            " WHERE tenant = ?5 AND id = ?6 AND state = 'waiting'"};
  query.bind(f.transmission_id, f.assignment, f.place, at.booked, at.tenant, f.delivery_id).run();
  need_one(tx, "claim to place", f.delivery_id);
}

void project(Transaction& tx, Happening const& at, TransmissionChanged const& f) {
  Query query{tx.connection(),
              "UPDATE transmissions SET state = ?1, next_at = ?2, code = ?3,"
              " native_code = CASE WHEN ?4 = '' THEN native_code ELSE ?4 END,"
              " endpoint = CASE WHEN ?5 = '' THEN endpoint ELSE ?5 END,"
              " excerpt = CASE WHEN ?6 = '' THEN excerpt ELSE ?6 END,"
              " excerpt_event = CASE WHEN ?6 = '' THEN excerpt_event ELSE ?7 END,"
              " receipt_digest = CASE WHEN ?8 = '' THEN receipt_digest ELSE ?8 END,"
              " attempts = attempts + CASE WHEN ?1 = 'sending' OR ?1 = ?12 THEN 1 ELSE 0 END,"
              " sent = CASE WHEN ?1 = 'sent' THEN ?9 ELSE sent END"
              " WHERE tenant = ?10 AND id = ?11 AND state = ?12"};
  query
      .bind(f.to, f.next_at, f.code, f.native_code, f.endpoint, f.personal_excerpt, at.key,
            f.receipt_digest, at.booked, at.tenant, f.transmission_id, f.from)
      .run();
  need_one(tx, "transmission in that state", f.transmission_id);
  if (f.to == "sent") move_claims(tx, at, f.transmission_id, "sent", "withdrawn");
  if (f.to == "dissolved") {
    move_claims(tx, at, f.transmission_id, "waiting", "sent");
    forget_places(tx, at, f.transmission_id);
  }
}

void project(Transaction& tx, Happening const& at, DebitClaimChanged const& f) {
  Query query{tx.connection(),
              "UPDATE debit_claims SET state = ?, reason = ?, changed = ?"
              " WHERE tenant = ? AND id = ?"};
  query.bind(f.state, f.reason, at.booked, at.tenant, f.delivery_id).run();
  need_one(tx, "claim", f.delivery_id);
}

void project(Transaction& tx, Happening const& at, MandateChanged const& f) {
  auto const* state = f.action == "end" ? "ended" : "active";
  Query query{tx.connection(),
              "INSERT INTO mandates (key, tenant, id, client, scheme, account, kid, payer,"
              " wants_notice, amount_limit, state, file_id, begun, changed, version)"
              " VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?13,1)"
              " ON CONFLICT (tenant, scheme, account, kid) DO UPDATE SET client = ?4, payer = ?8,"
              " wants_notice = ?9, amount_limit = ?10, file_id = ?12, changed = ?13,"
              " begun = CASE WHEN mandates.state = 'ended' THEN ?13 ELSE mandates.begun END,"
              " state = ?11, version = mandates.version + 1"};
  query
      .bind(at.key, at.tenant, f.mandate_id, f.client, f.scheme, f.account, f.kid, f.payer,
            f.wants_notice, f.limit, state, f.file_id, at.booked)
      .run();
}

void project(Transaction& tx, Happening const& at, ClearingFileTaken const& f) {
  Query query{tx.connection(),
              "INSERT INTO clearing_files (key, tenant, id, channel, name, digest, kind, outcome,"
              " detail, about, items, taken) VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12)"
              " ON CONFLICT (tenant, id) DO UPDATE SET kind = ?7, outcome = ?8, detail = ?9,"
              " about = ?10, items = ?11, taken = ?12"};
  query
      .bind(at.key, at.tenant, f.file_id, f.channel, f.name, f.digest, f.kind, f.outcome, f.detail,
            f.about, f.items, at.booked)
      .run();
}

}  // namespace airut::ledger
