#include <stdexcept>

#include <fmt/format.h>

#include "ledger/store/happening.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {

void project(Transaction& tx, Happening const& at, DeviationOpened const& f) {
  Query query{
      tx.connection(),
      "INSERT INTO deviations (key, tenant, id, invoice_id, delivery_id, client, channel,"
      " state, code, code_class, native_code, handler, group_key, suggested_action, excerpt,"
      " priority, assignee, resolved_action, resolved_note, resolved_by, opened, resolved, version)"
      " VALUES (?,?,?,?,?,?,?,'open',?,?,?,?,?,?,?,?,'','','','',?,NULL,1)"};
  query
      .bind(at.key, at.tenant, f.deviation_id, f.invoice_id, f.delivery_id, f.client, f.channel,
            f.code, f.code_class, f.native_code, f.handler, f.group_key, f.suggested_action,
            f.personal_excerpt, f.priority, at.booked)
      .run();
}

void project(Transaction& tx, Happening const& at, DeviationChanged const& f) {
  Query query{tx.connection(),
              "UPDATE deviations SET priority = ?, assignee = ?, snoozed_until = ?,"
              " version = version + 1 WHERE tenant = ? AND id = ? AND state = 'open'"};
  query.bind(f.priority, f.assignee, f.snoozed_until, at.tenant, f.deviation_id).run();
  if (tx.connection().changes() == 0)
    throw std::logic_error{fmt::format("deviation {} is not open", f.deviation_id)};
}

void project(Transaction& tx, Happening const& at, DeviationResolved const& f) {
  Query query{tx.connection(),
              "UPDATE deviations SET state = 'resolved', resolved_action = ?, resolved_note = ?,"
              " resolved_by = ?, resolved = ?, version = version + 1"
              " WHERE tenant = ? AND id = ? AND state = 'open'"};
  query.bind(f.action, f.note, at.actor, at.booked, at.tenant, f.deviation_id).run();
  if (tx.connection().changes() == 0)
    throw std::logic_error{fmt::format("deviation {} is not open", f.deviation_id)};
}

}  // namespace airut::ledger
