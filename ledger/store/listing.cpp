#include "ledger/store/listing.hpp"

#include <charconv>

namespace airut::ledger {

std::int64_t tenant_number(Snapshot& view, std::string_view tenant) {
  Query query{view.connection(), "SELECT tenant FROM tenants WHERE name = ?"};
  return query.bind(tenant).next() ? query.take<std::int64_t>() : 0;
}

std::string tenant_name(Snapshot& view, std::int64_t number) {
  Query query{view.connection(), "SELECT name FROM tenants WHERE tenant = ?"};
  return query.bind(number).next() ? query.take<std::string>() : std::string{};
}

void Conditions::add_cursor(std::string_view condition, std::string const& cursor) {
  if (cursor.empty()) return;
  std::int64_t key = 0;
  auto const* end = cursor.data() + cursor.size();
  auto const read = std::from_chars(cursor.data(), end, key);
  add(condition, read.ec == std::errc{} && read.ptr == end ? key : 0);
}

}  // namespace airut::ledger
