#include "ledger/store/invariants.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "ledger/journal/list.hpp"
#include "ledger/store/events.hpp"
#include "ledger/store/happening.hpp"
#include "ledger/store/listing.hpp"
#include "ledger/store/query.hpp"

namespace airut::ledger {
namespace {

// Keys of rows after the first, up to the last. A tenant's are looked at so many at a time that no
// statement takes long, however much there is.
struct Stretch {
  std::int64_t after = 0, last = 0;
};
constexpr std::int64_t keys_at_once = 200'000;

// A query that gives the id of every row of a stretch (?1, ?2] that breaks the rule.
struct Rule {
  char const* sentence;  // {} is the id
  char const* sql;
};

constexpr std::array<Rule, 9> rules{{
    {"receivable {}: a component is not the sum of its entries",
     "SELECT r.id FROM receivables r LEFT JOIN (SELECT receivable,"
     " sum(amount) FILTER (WHERE component = 'principal') AS principal,"
     " sum(amount) FILTER (WHERE component = 'interest') AS interest,"
     " sum(amount) FILTER (WHERE component = 'fee') AS fee,"
     " sum(amount) FILTER (WHERE component = 'cost') AS cost"
     " FROM entries WHERE receivable > ?1 AND receivable <= ?2 GROUP BY receivable) e"
     " ON e.receivable = r.key WHERE r.key > ?1 AND r.key <= ?2"
     " AND (r.principal <> coalesce(e.principal, 0) OR r.interest <> coalesce(e.interest, 0)"
     " OR r.fee <> coalesce(e.fee, 0) OR r.cost <> coalesce(e.cost, 0))"},
    {"receivable {}: a component is negative",
     "SELECT id FROM receivables WHERE key > ?1 AND key <= ?2"
     " AND (principal < 0 OR interest < 0 OR fee < 0 OR cost < 0)"},
    {"receivable {}: more principal is open than was invoiced",
     "SELECT r.id FROM receivables r JOIN invoices i ON i.key = r.key WHERE r.key > ?1"
     " AND r.key <= ?2 AND r.principal > i.due"},
    {"receivable {}: principal is open beside a credit balance",
     "SELECT id FROM receivables WHERE key > ?1 AND key <= ?2 AND principal > 0"
     " AND credit_balance > 0"},
    {"receivable {}: paid or credited is not the sum of its entries",
     "SELECT r.id FROM receivables r LEFT JOIN (SELECT receivable,"
     " sum(amount) FILTER (WHERE kind IN ('payment', 'reversal', 'move')) AS paid,"
     " sum(amount) FILTER (WHERE kind = 'credit') AS credited"
     " FROM entries WHERE receivable > ?1 AND receivable <= ?2 GROUP BY receivable) e"
     " ON e.receivable = r.key WHERE r.key > ?1 AND r.key <= ?2"
     " AND (r.paid <> -coalesce(e.paid, 0) OR r.credited <> -coalesce(e.credited, 0))"},
    {"receivable {}: its status does not fit what is open",
     "SELECT id FROM receivables WHERE key > ?1 AND key <= ?2"
     " AND (principal + interest + fee + cost = 0) <> (status IN ('paid', 'credited', 'closed'))"},
    {"receivable {}: its letters are not those that were decided",
     "SELECT r.id FROM receivables r WHERE r.key > ?1 AND r.key <= ?2 AND (r.letters <>"
     " (SELECT count(*) FROM letters l WHERE l.receivable = r.key AND l.withdrawn = 0"
     " AND l.plan_id = '') OR r.fees_charged <> (SELECT count(*) FROM letters l WHERE"
     " l.receivable = r.key AND l.withdrawn = 0 AND l.plan_id = '' AND l.fee > l.back_fee))"},
    {"letter {}: more was taken back than charged",
     "SELECT id FROM letters WHERE key > ?1 AND key <= ?2"
     " AND (back_fee > fee OR back_interest > interest OR back_cost > cost)"},
    {"payment {}: it and what took it back do not name each other",
     "SELECT p.id FROM payments p WHERE p.key > ?1 AND p.key <= ?2 AND p.reversed_by <> ''"
     " AND NOT EXISTS (SELECT 1 FROM"
     " payments b WHERE b.tenant = p.tenant AND b.id = p.reversed_by AND b.reverses = p.id)"},
}};

void check_rules(Snapshot& view, Stretch const& stretch, std::vector<std::string>& broken) {
  for (auto const& rule : rules) {
    Query query{view.connection(), rule.sql};
    query.bind(stretch.after, stretch.last);
    while (query.next()) {
      broken.push_back(fmt::format(fmt::runtime(rule.sentence), query.take<std::string>()));
    }
  }
}

void check_open_days(Snapshot& view, std::int64_t tenant, std::int64_t subledger,
                     std::vector<std::string>& broken) {
  Query query{view.connection(),
              "WITH counted AS (SELECT due_date, count(*) AS items,"
              " sum(principal + interest + fee + cost) AS open FROM receivables"
              " WHERE tenant = ?2 AND principal + interest + fee + cost > 0 AND subledger = ?1"
              " GROUP BY due_date)"
              " SELECT 1 FROM (SELECT due_date, items, open FROM open_days WHERE subledger = ?1"
              " EXCEPT SELECT due_date, items, open FROM counted) more"
              " UNION SELECT 1 FROM (SELECT due_date, items, open FROM counted"
              " EXCEPT SELECT due_date, items, open FROM open_days WHERE subledger = ?1) less"};
  if (!query.bind(subledger, tenant).next()) return;
  broken.push_back(fmt::format(
      "subledger {}: what is kept as open by due day is not what its items owe", subledger));
}

// A remittance leaves what waits; a report whose money came keeps its parts.
void check_payments(Snapshot& view, Stretch const& stretch, std::vector<std::string>& broken) {
  Query query{view.connection(),
              "SELECT id, amount, unallocated + returned +"
              " CASE WHEN partner = '' THEN remitted ELSE 0 END, parts FROM payments"
              " WHERE key > ?1 AND key <= ?2"};
  query.bind(stretch.after, stretch.last);
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

std::vector<std::int64_t> subledgers_of(Snapshot& view, std::int64_t tenant) {
  Query query{view.connection(), "SELECT key FROM subledgers WHERE tenant = ? ORDER BY key"};
  query.bind(tenant);
  std::vector<std::int64_t> keys;
  while (query.next()) keys.push_back(query.take<std::int64_t>());
  return keys;
}

}  // namespace

std::vector<std::string> broken_invariants(Snapshot& view, std::string_view tenant) {
  std::vector<std::string> broken;
  auto const number = tenant_number(view, tenant);
  if (number == 0) return broken;
  auto const last = last_event_key(view, number);
  for (auto after = event_key(number, 0); after < last;) {
    Stretch const stretch{after, std::min(after + keys_at_once, last)};
    check_rules(view, stretch, broken);
    check_payments(view, stretch, broken);
    after = stretch.last;
  }
  for (auto const subledger : subledgers_of(view, number)) {
    check_open_days(view, number, subledger, broken);
  }
  return broken;
}

std::vector<std::string> broken_invariants(Snapshot& view) {
  std::vector<std::string> broken;
  for (auto const& tenant : tenants(view)) {
    for (auto& one : broken_invariants(view, tenant)) broken.push_back(std::move(one));
  }
  return broken;
}

}  // namespace airut::ledger
