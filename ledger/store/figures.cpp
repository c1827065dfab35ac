#include "ledger/store/figures.hpp"

#include <algorithm>

#include "ledger/store/query.hpp"

namespace airut::ledger {

std::vector<OpenClaims> open_claims(Snapshot& view) {
  Query query{view.connection(),
              "SELECT t.name, s.client, sum(d.items) FROM subledgers s"
              " JOIN open_days d ON d.subledger = s.key JOIN tenants t ON t.tenant = s.tenant"
              " GROUP BY t.name, s.client HAVING sum(d.items) > 0 ORDER BY t.name, s.client"};
  std::vector<OpenClaims> rows;
  while (query.next()) {
    auto& one = rows.emplace_back();
    query.take(one.tenant, one.client, one.items);
  }
  return rows;
}

std::vector<OpenDeviations> open_deviations(Snapshot& view) {
  Query query{view.connection(),
              "SELECT t.name, d.handler, d.priority, count(*), min(d.opened) FROM tenants t"
              " JOIN deviations d ON d.tenant = t.tenant AND d.state = 'open'"
              " GROUP BY t.name, d.handler, d.priority"};
  std::vector<OpenDeviations> rows;
  while (query.next()) {
    auto& one = rows.emplace_back();
    query.take(one.tenant, one.handler, one.priority, one.count, one.oldest);
  }
  return rows;
}

std::vector<DaysRun> days_run(Snapshot& view) {
  Query query{view.connection(),
              "SELECT t.name, max(d.as_of), max(d.began) FROM tenants t"
              " JOIN day_runs d ON d.tenant = t.tenant GROUP BY t.name"};
  std::vector<DaysRun> rows;
  while (query.next()) {
    auto& one = rows.emplace_back();
    query.take(one.tenant, one.as_of, one.whole);
  }
  return rows;
}

std::vector<EndpointStanding> endpoint_standings(Snapshot& view) {
  // 1099511627776 is the place of a tenant in an event's key.
  Query query{view.connection(),
              "SELECT t.name, e.id, e.enabled, coalesce((SELECT max(v.key) FROM events v"
              " WHERE v.key >= t.tenant * 1099511627776"
              " AND v.key < (t.tenant + 1) * 1099511627776), 0) - t.tenant * 1099511627776,"
              " coalesce(c.delivered_seq, 0), (SELECT count(*) FROM webhook_retries r"
              " WHERE r.tenant = t.name AND r.endpoint = e.id), c.failing_since"
              " FROM endpoints e JOIN tenants t ON t.tenant = e.tenant"
              " LEFT JOIN cursors c ON c.tenant = t.name AND c.endpoint = e.id"};
  std::vector<EndpointStanding> rows;
  while (query.next()) {
    auto& one = rows.emplace_back();
    std::int64_t newest = 0, delivered = 0;
    query.take(one.tenant, one.endpoint, one.enabled, newest, delivered, one.retries,
               one.failing_since);
    one.behind = std::max<std::int64_t>(newest - delivered, 0);
  }
  return rows;
}

}  // namespace airut::ledger
