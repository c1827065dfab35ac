#include "ledger/store/listing.hpp"

#include <algorithm>
#include <charconv>

#include "ledger/store/happening.hpp"

namespace airut::ledger {

std::int64_t tenant_number(Snapshot& view, std::string_view tenant) {
  auto& known = view.connection().tenants();
  if (auto const found = known.find(tenant); found != known.end()) return found->second;
  Query query{view.connection(), "SELECT tenant FROM tenants WHERE name = ?"};
  if (!query.bind(tenant).next()) return 0;
  auto const number = query.take<std::int64_t>();
  known.emplace(tenant, number);
  return number;
}

std::string tenant_name(Snapshot& view, std::int64_t number) {
  Query query{view.connection(), "SELECT name FROM tenants WHERE tenant = ?"};
  return query.bind(number).next() ? query.take<std::string>() : std::string{};
}

std::string has_reference(std::string_view table) {
  // Not "= ?2": SQLite would put ?2 into length() too, find that it says nothing, and walk the
  // whole index.
  return fmt::format(
      "{0}tenant = ?1 AND length({0}reference_key) = length(?2)"
      " AND {0}reference_key BETWEEN ?2 AND ?2 AND {0}reference_key <> ''",
      table);
}

std::int64_t last_event_key(Snapshot& view, std::int64_t tenant) {
  Query query{view.connection(), "SELECT max(key) FROM events WHERE key > ? AND key < ?"};
  if (!query.bind(event_key(tenant, 0), event_key(tenant + 1, 0)).next()) return 0;
  return query.take<std::optional<std::int64_t>>().value_or(0);
}

namespace {

std::optional<std::int64_t> key_of(std::string const& cursor) {
  std::int64_t key = 0;
  auto const* end = cursor.data() + cursor.size();
  auto const read = std::from_chars(cursor.data(), end, key);
  if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
  return key;
}

}  // namespace

void Conditions::add_cursor(std::string_view condition, std::string const& cursor) {
  if (!cursor.empty()) add(condition, key_of(cursor).value_or(0));
}

void Conditions::add_keys(std::string_view key, std::int64_t tenant, std::string const& cursor) {
  auto const end = event_key(tenant + 1, 0);
  add(fmt::format("{} > ?", key), event_key(tenant, 0));
  add(fmt::format("{} < ?", key), cursor.empty() ? end : std::min(end, key_of(cursor).value_or(0)));
}

}  // namespace airut::ledger
