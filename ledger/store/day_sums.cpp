#include "ledger/store/day_sums.hpp"

#include "ledger/store/listing.hpp"
#include "ledger/store/payments.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {

std::vector<LumpRow> lumps_on(Snapshot& view, std::string_view tenant, std::string_view account,
                              model::Date day) {
  std::vector<LumpRow> rows;
  std::vector<std::string> formats;
  {
    Query query{view.connection(),
                "SELECT f.format, s.currency, sum(s.amount) FROM day_sums s"
                " JOIN payment_files f ON f.key = s.key WHERE s.is_lump = 1 AND s.key ="
                " (SELECT max(key) FROM day_sums WHERE tenant = ?1 AND account = ?2 AND day = ?3"
                "   AND is_lump = 1) AND s.account = ?2 AND s.day = ?3"
                " GROUP BY f.format, s.currency ORDER BY s.currency"};
    query.bind(tenant_number(view, tenant), account, day);
    while (query.next()) {
      query.take(formats.emplace_back());
      auto const currency = query.take<model::Currency>();
      rows.push_back({query.take_money(currency), {}});
    }
  }
  for (std::size_t i = 0; i < rows.size(); ++i)
    rows[i].told =
        sum_told_elsewhere(view, tenant, account, day, rows[i].lump.currency(), formats[i]);
  return rows;
}

std::vector<DaySumRow> day_sums_of(Snapshot& view, std::string_view tenant,
                                   std::string_view account, model::Instant before) {
  Query query{view.connection(),
              "SELECT s.key, s.day, s.is_lump, s.currency, s.amount FROM day_sums s"
              " JOIN events e ON e.key = s.key WHERE s.tenant = ? AND s.account = ?"
              " AND e.booked < ? ORDER BY s.key, s.number"};
  query.bind(tenant_number(view, tenant), account, before);
  std::vector<DaySumRow> rows;
  while (query.next()) {
    auto& row = rows.emplace_back();
    query.take(row.key, row.day, row.is_lump);
    auto const currency = query.take<model::Currency>();
    row.amount = query.take_money(currency);
  }
  return rows;
}

model::Money told_one_by_one(Snapshot& view, std::string_view tenant, std::string_view account,
                             DaySumRow const& sum, model::Instant before) {
  auto const currency = sum.amount.currency();
  Query query{view.connection(),
              "SELECT coalesce(sum(p.amount), 0) FROM payments p JOIN payment_files f"
              " ON f.tenant = p.tenant AND f.id = p.file_id JOIN events e ON e.key = p.key"
              " WHERE p.tenant = ?1 AND p.account = ?2 AND coalesce(p.booked, 0) = ?3"
              " AND p.currency = ?4 AND e.booked < ?5"
              " AND f.format <> (SELECT o.format FROM payment_files o WHERE o.key = ?6)"};
  query.bind(tenant_number(view, tenant), account, sum.day, currency.code(), before, sum.key)
      .next();
  return {query.take<std::int64_t>(), currency};
}

}  // namespace airut::ledger
