#include "ledger/store/invariants.hpp"

#include <array>

#include <fmt/format.h>

#include "ledger/journal/list.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {
namespace {

// A query that gives the id of every row that breaks the rule.
struct Rule {
  char const* sentence;  // {} is the id
  char const* sql;
};

constexpr std::array<Rule, 8> rules{{
    {"receivable {}: a component is not the sum of its entries",
     "SELECT r.id FROM receivables r LEFT JOIN (SELECT receivable,"
     " sum(amount) FILTER (WHERE component = 'principal') AS principal,"
     " sum(amount) FILTER (WHERE component = 'interest') AS interest,"
     " sum(amount) FILTER (WHERE component = 'fee') AS fee,"
     " sum(amount) FILTER (WHERE component = 'cost') AS cost"
     " FROM entries GROUP BY receivable) e ON e.receivable = r.key"
     " WHERE r.principal <> coalesce(e.principal, 0) OR r.interest <> coalesce(e.interest, 0)"
     " OR r.fee <> coalesce(e.fee, 0) OR r.cost <> coalesce(e.cost, 0)"},
    {"receivable {}: a component is negative",
     "SELECT id FROM receivables WHERE principal < 0 OR interest < 0 OR fee < 0 OR cost < 0"},
    {"receivable {}: paid or credited is not the sum of its entries",
     "SELECT r.id FROM receivables r LEFT JOIN (SELECT receivable,"
     " sum(amount) FILTER (WHERE kind IN ('payment', 'reversal', 'move')) AS paid,"
     " sum(amount) FILTER (WHERE kind = 'credit') AS credited"
     " FROM entries GROUP BY receivable) e ON e.receivable = r.key"
     " WHERE r.paid <> -coalesce(e.paid, 0) OR r.credited <> -coalesce(e.credited, 0)"},
    {"receivable {}: its status does not fit what is open",
     "SELECT id FROM receivables WHERE (principal + interest + fee + cost = 0)"
     " <> (status IN ('paid', 'credited', 'closed'))"},
    {"receivable {}: its letters are not those that were decided",
     "SELECT r.id FROM receivables r WHERE r.letters <>"
     " (SELECT count(*) FROM letters l WHERE l.receivable = r.key AND l.withdrawn = 0"
     " AND l.plan_id = '') OR r.fees_charged <> (SELECT count(*) FROM letters l WHERE"
     " l.receivable = r.key AND l.withdrawn = 0 AND l.plan_id = '' AND l.fee > l.back_fee)"},
    {"letter {}: more was taken back than charged",
     "SELECT id FROM letters WHERE back_fee > fee OR back_interest > interest OR back_cost > cost"},
    {"payment {}: it and what took it back do not name each other",
     "SELECT p.id FROM payments p WHERE p.reversed_by <> '' AND NOT EXISTS (SELECT 1 FROM"
     " payments b WHERE b.tenant = p.tenant AND b.id = p.reversed_by AND b.reverses = p.id)"},
    {"subledger {}: what is kept as open by due day is not what its items owe",
     "WITH counted AS (SELECT subledger, due_date, count(*) AS items,"
     " sum(principal + interest + fee + cost) AS open FROM receivables"
     " WHERE principal + interest + fee + cost > 0 GROUP BY subledger, due_date)"
     " SELECT CAST(subledger AS TEXT) FROM (SELECT subledger, due_date, items, open FROM open_days"
     " EXCEPT SELECT subledger, due_date, items, open FROM counted) more"
     " UNION SELECT CAST(subledger AS TEXT) FROM (SELECT subledger, due_date, items, open"
     " FROM counted EXCEPT SELECT subledger, due_date, items, open FROM open_days) less"},
}};

void check_payments(Snapshot& view, std::vector<std::string>& broken) {
  Query query{view.connection(), "SELECT id, amount, unallocated + returned, parts FROM payments"};
  while (query.next()) {
    std::string id, text;
    std::int64_t amount = 0, waits = 0;
    query.take(id, amount, waits, text);
    std::vector<AllocatedPart> parts;
    read_list(text, parts);
    for (auto const& part : parts) waits += part.amount.minor();
    if (waits == amount) continue;
    broken.push_back(
        fmt::format("payment {}: {} is not what it paid and what waits, {}", id, amount, waits));
  }
}

}  // namespace

std::vector<std::string> broken_invariants(Snapshot& view) {
  std::vector<std::string> broken;
  for (auto const& rule : rules) {
    Query query{view.connection(), rule.sql};
    while (query.next()) {
      broken.push_back(fmt::format(fmt::runtime(rule.sentence), query.take<std::string>()));
    }
  }
  check_payments(view, broken);
  return broken;
}

}  // namespace airut::ledger
