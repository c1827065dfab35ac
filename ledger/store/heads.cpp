#include "ledger/store/heads.hpp"

#include <algorithm>
#include <tuple>

namespace airut::ledger {
namespace {

void read_end(Connection& connection, Head& head) {
  Query query{connection,
              "SELECT key, booked, hash FROM events WHERE key > ? AND key < ?"
              " ORDER BY key DESC LIMIT 1"};
  query.bind(event_key(head.tenant, 0), event_key(head.tenant + 1, 0));
  if (!query.next()) return;
  head.seq = seq_of_key(query.take<std::int64_t>());
  query.take(head.booked);
  auto const hash = query.take_view();
  if (hash.size() != head.hash.size()) throw StoreDamaged{"a stored hash is damaged"};
  std::copy(hash.begin(), hash.end(), head.hash.begin());
}

std::int64_t tenant_numbered(Connection& connection, std::string_view name) {
  {
    Query query{connection, "SELECT tenant FROM tenants WHERE name = ?"};
    if (query.bind(name).next()) return query.take<std::int64_t>();
  }
  Query query{connection,
              "INSERT INTO tenants (tenant, name) VALUES"
              " ((SELECT coalesce(max(tenant), 0) + 1 FROM tenants), ?) RETURNING tenant"};
  query.bind(name).next();
  return query.take<std::int64_t>();
}

}  // namespace

Head& Heads::of(Connection& connection, std::string_view tenant) {
  auto found = chains.find(tenant);
  if (found == chains.end()) found = chains.emplace(std::string{tenant}, Head{}).first;
  auto& head = found->second;
  if (head.tenant == 0) {
    changed.emplace_back(&head, head);
    Head fresh{.tenant = tenant_numbered(connection, tenant)};
    read_end(connection, fresh);
    head = fresh;
  }
  return head;
}

void Heads::advance(Head& head, Event const& event) {
  changed.emplace_back(&head, head);
  head.seq = event.seq;
  head.hash = event.hash;
  head.booked = event.booked;
}

void Heads::write_counts(Connection& connection) {
  std::map<std::tuple<std::int64_t, std::string_view, std::string_view>, std::int64_t> sums;
  for (auto const& one : counts) sums[{one.tenant, one.channel, one.state}] += one.by;
  for (auto const& [place, by] : sums) {
    if (by == 0) continue;
    auto const& [tenant, channel, state] = place;
    Query query{connection,
                "INSERT INTO delivery_counts (tenant, channel, state, count) VALUES (?1,?2,?3,?4)"
                " ON CONFLICT (tenant, channel, state) DO UPDATE SET"
                " count = delivery_counts.count + ?4"};
    query.bind(tenant, channel, state, by).run();
  }
  // Where nothing stands there is no row, however the changes fell into commits.
  if (!counts.empty()) Query{connection, "DELETE FROM delivery_counts WHERE count = 0"}.run();
  counts.clear();
}

void Heads::write_sums(Connection& connection) {
  struct Sum {
    std::int64_t items = 0, open = 0;
    bool fell = false;
  };
  std::map<std::pair<std::int64_t, model::Date>, Sum> days;
  for (auto const& one : open_changes) {
    auto& day = days[{one.subledger, one.due_date}];
    day.items += one.items;
    day.open += one.open;
    day.fell |= one.items < 0;
  }
  for (auto const& [place, sum] : days) {
    Query query{connection,
                "INSERT INTO open_days (subledger, due_date, items, open) VALUES (?1,?2,?3,?4)"
                " ON CONFLICT (subledger, due_date) DO UPDATE SET"
                " items = open_days.items + ?3, open = open_days.open + ?4"};
    query.bind(place.first, place.second, sum.items, sum.open).run();
    if (!sum.fell) continue;
    // Where nothing is open there is no row, however the changes fell into commits.
    Query empty{connection,
                "DELETE FROM open_days WHERE subledger = ? AND due_date = ? AND items = 0"};
    empty.bind(place.first, place.second).run();
  }
  open_changes.clear();
}

void Heads::write_waiting(Connection& connection) {
  write_counts(connection);
  write_sums(connection);
}

void Heads::forget() {
  undo({});
  chains.clear();
}

void Heads::undo(Mark to) {
  while (changed.size() > to.changed) {
    auto const& [head, before] = changed.back();
    *head = before;
    changed.pop_back();
  }
  counts.resize(to.counts);
  open_changes.resize(to.open_changes);
  subledgers.clear();
  invoice_id.clear();
  invoice_tenant = invoice = invoice_version = invoice_payments = 0;
  item.reset();
  version_waits = broken = false;
}

}  // namespace airut::ledger
