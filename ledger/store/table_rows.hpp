#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "ledger/store/query.hpp"

namespace airut::ledger {

// A row of any table, for those who copy and compare tables without knowing what is in them.
using Cell = std::variant<std::monostate, std::int64_t, std::string>;
using TableRow = std::vector<Cell>;

class TableRows {
 public:
  // Throws StoreLost when there is no such table.
  TableRows(Connection& connection, std::string table);

  std::string const& table() const { return table_; }
  // What one of the two has and the other not, as a sentence; nullopt when both tables are equal.
  std::optional<std::string> difference(Connection& one, Connection& other) const;
  // Rows whose only key, a number, lies behind this one, in its order.
  std::vector<TableRow> after(Connection& from, std::int64_t key, int limit) const;
  std::vector<TableRow> all(Connection& from) const;
  void insert(Connection& to, TableRow const& row) const;
  // The highest of the only key, within [least, most]; 0 when there is none.
  std::int64_t last_key(Connection& in, std::int64_t least, std::int64_t most) const;
  std::int64_t key_of(TableRow const& row) const;

 private:
  TableRow read(Query& query) const;
  TableRow clean(TableRow row) const;  // its texts scrubbed
  std::string const& key() const;      // the only one

  std::string table_;
  std::vector<Column> columns_;
  std::string select_, insert_, keys_;
};

}  // namespace airut::ledger
