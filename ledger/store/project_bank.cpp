#include "ledger/store/happening.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {

void project(Transaction& tx, Happening const& at, BankAsked const& f) {
  Query first{tx.connection(),
              "INSERT INTO bank_rounds (tenant, channel, first_asked, asked, went_well, code, text)"
              " VALUES (?1,?2,?3,?3,NULL,'','') ON CONFLICT (tenant, channel) DO NOTHING"};
  first.bind(at.tenant, f.channel, at.booked).run();
  Query query{tx.connection(),
              "UPDATE bank_rounds SET asked = ?1, code = ?2, text = ?3,"
              " went_well = CASE WHEN ?2 = '' THEN ?1 ELSE went_well END"
              " WHERE tenant = ?4 AND channel = ?5"};
  query.bind(at.booked, f.code, f.text, at.tenant, f.channel).run();
}

void project(Transaction& tx, Happening const& at, BankFileListed const& f) {
  Query query{tx.connection(),
              "INSERT INTO bank_files (key, tenant, id, channel, file_reference, file_type,"
              " meaning, target_id, stamped, state, digest, receipt_digest, size, result_id,"
              " detail, listed, fetched)"
              " VALUES (?,?,?,?,?,?,?,?,?,'listed','','',0,'','',?,NULL)"};
  query
      .bind(at.key, at.tenant, f.file_id, f.channel, f.file_reference, f.file_type, f.meaning,
            f.target_id, f.stamped, at.booked)
      .run();
}

void project(Transaction& tx, Happening const& at, BankFileFetched const& f) {
  Query query{tx.connection(),
              "UPDATE bank_files SET state = 'fetched', digest = ?, receipt_digest = ?, size = ?,"
              " fetched = ? WHERE tenant = ? AND id = ?"};
  query.bind(f.digest, f.receipt_digest, f.size, at.booked, at.tenant, f.file_id).run();
}

void project(Transaction& tx, Happening const& at, BankFileTaken const& f) {
  Query query{tx.connection(),
              "UPDATE bank_files SET state = ?, result_id = ?, detail = ?"
              " WHERE tenant = ? AND id = ?"};
  query.bind(f.outcome, f.result_id, f.detail, at.tenant, f.file_id).run();
}

void project(Transaction&, Happening const&, BankCertificateRenewed const&) {
  // The journal tells it; no row changes.
}

}  // namespace airut::ledger
