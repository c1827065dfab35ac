#include "ledger/store/listing.hpp"

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

std::int64_t last_event_key(Snapshot& view, std::int64_t tenant) {
  Query query{view.connection(), "SELECT max(key) FROM events WHERE key > ? AND key < ?"};
  if (!query.bind(event_key(tenant, 0), event_key(tenant + 1, 0)).next()) return 0;
  return query.take<std::optional<std::int64_t>>().value_or(0);
}

void Conditions::add_cursor(std::string_view condition, std::string const& cursor) {
  if (cursor.empty()) return;
  std::int64_t key = 0;
  auto const* end = cursor.data() + cursor.size();
  auto const read = std::from_chars(cursor.data(), end, key);
  add(condition, read.ec == std::errc{} && read.ptr == end ? key : 0);
}

}  // namespace airut::ledger
