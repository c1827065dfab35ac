#include "ledger/store/number_floors.hpp"

#include <string>

#include <fmt/format.h>

#include "ledger/store/query.hpp"

namespace airut::ledger {
namespace {

std::string name_of(std::string_view tenant, std::string_view series) {
  return fmt::format("number_floor/{}/{}", tenant, series);
}

}  // namespace

std::int64_t number_floor(Snapshot& view, std::string_view tenant, std::string_view series) {
  Query query{view.connection(), "SELECT value FROM state WHERE name = ?"};
  auto const name = name_of(tenant, series);
  return query.bind(name).next() ? query.take<std::int64_t>() : 0;
}

void raise_number_floor(Transaction& tx, std::string_view tenant, std::string_view series,
                        std::int64_t last) {
  if (last > number_floor(tx, tenant, series))
    keep_number_floor(tx, {name_of(tenant, series), last});
}

std::vector<NumberFloor> number_floors(Snapshot& view) {
  std::vector<NumberFloor> floors;
  // Behind '/' comes '0'.
  Query query{view.connection(),
              "SELECT name, value FROM state WHERE name >= 'number_floor/' AND name <"
              " 'number_floor0' ORDER BY name"};
  while (query.next()) {
    auto& one = floors.emplace_back();
    query.take(one.name, one.last);
  }
  return floors;
}

void keep_number_floor(Transaction& tx, NumberFloor const& floor) {
  Query query{tx.connection(),
              "INSERT INTO state (name, value) VALUES (?1,?2)"
              " ON CONFLICT (name) DO UPDATE SET value = ?2"};
  query.bind(floor.name, floor.last).run();
}

}  // namespace airut::ledger
