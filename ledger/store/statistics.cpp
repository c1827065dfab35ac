#include "ledger/store/statistics.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace airut::ledger {
namespace {

constexpr std::int64_t rows_of_table = 1'000'000;       // of a table
constexpr std::int64_t chosen_rows = 20'000;            // of an index of what is open or waits
constexpr std::int64_t rows_of_a_value = 10;            // of a customer, a day, a name
constexpr std::int64_t rows_of_an_expression = 50'000;  // before the column that it sorts

// Columns of which many rows have the same value, and how many.
constexpr std::array<std::pair<std::string_view, std::int64_t>, 15> shared{{
    {"tenant", rows_of_table},
    {"seller_key", rows_of_table},
    {"freed", rows_of_table},
    {"type", rows_of_table / 2},
    {"currency", rows_of_table / 2},
    {"scheme", rows_of_table / 2},
    {"is_reversal", rows_of_table / 2},
    {"client", rows_of_table / 4},
    {"channel", rows_of_table / 4},
    {"partner", rows_of_table / 4},
    {"recipient", rows_of_table / 4},
    {"code", rows_of_table / 20},
    {"account", rows_of_table / 100},
    {"state", rows_of_table / 1000},
    {"status", rows_of_table / 1000},
}};

struct Index {
  std::string table, definition;
  bool unique = false, partial = false;
  std::vector<std::string> columns;  // "" of an expression
};

std::map<std::string, Index> indexes(SqliteConnection& connection) {
  Query query{connection,
              "SELECT m.name, m.tbl_name, coalesce(m.sql, ''), l.\"unique\", l.partial,"
              " coalesce(i.name, '') FROM sqlite_master m, pragma_index_list(m.tbl_name) l,"
              " pragma_index_info(m.name) i WHERE m.type = 'index' AND l.name = m.name"
              " ORDER BY m.name, i.seqno"};
  std::map<std::string, Index> all;
  while (query.next()) {
    auto& one = all[query.take<std::string>()];
    query.take(one.table, one.definition, one.unique, one.partial);
    one.columns.push_back(query.take<std::string>());
  }
  return all;
}

// An index of what has a value holds most rows; one of what is open, or waits, holds few.
bool has_few(Index const& index) {
  auto const where = index.definition.find(" WHERE ");
  return index.partial && index.definition.find("<> ''", where) == std::string::npos &&
         index.definition.find("NOT NULL", where) == std::string::npos;
}

std::int64_t rows_alike(std::string const& column, bool is_last) {
  if (column.empty() && !is_last) return rows_of_an_expression;
  auto const* found = std::find_if(shared.begin(), shared.end(),
                                   [&](auto const& one) { return one.first == column; });
  return found == shared.end() ? rows_of_a_value : found->second;
}

// Rows of the index, then for each prefix of its columns how many rows have one value of it.
std::string figures(Index const& index) {
  auto alike = has_few(index) ? chosen_rows : rows_of_table;
  auto text = std::to_string(alike);
  bool skips = false;
  for (std::size_t i = 0; i < index.columns.size(); ++i) {
    bool const is_last = i + 1 == index.columns.size();
    skips |= index.columns[i].empty() && !is_last;
    alike = std::min(alike, rows_alike(index.columns[i], is_last));
    if (is_last && index.unique) alike = 1;
    text += fmt::format(" {}", alike);
  }
  // A search for a reference walks the few lengths that references have, and no other index so.
  return skips ? text : text + " noskipscan";
}

std::map<std::string, std::string> told(SqliteConnection& connection) {
  Query query{connection, "SELECT idx, stat FROM sqlite_stat1 WHERE idx IS NOT NULL"};
  std::map<std::string, std::string> all;
  while (query.next()) {
    auto& stat = all[query.take<std::string>()];
    query.take(stat);
  }
  return all;
}

}  // namespace

bool planner_is_told(SqliteConnection& connection) {
  return Query{connection, "SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'"}.next();
}

void tell_planner(SqliteConnection& connection) {
  auto const all = indexes(connection);
  std::map<std::string, std::string> wanted;
  for (auto const& [name, index] : all) wanted[name] = figures(index);
  if (planner_is_told(connection) && told(connection) == wanted) return;
  connection.execute("SAVEPOINT statistics; ANALYZE tenants; DELETE FROM sqlite_stat1");
  for (auto const& [name, stat] : wanted) {
    Query query{connection, "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?,?,?)"};
    query.bind(all.at(name).table, name, stat).run();
  }
  connection.execute("RELEASE statistics; ANALYZE sqlite_schema");
}

}  // namespace airut::ledger
