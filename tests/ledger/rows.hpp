#pragma once

#include <string>

#include "ledger/store/schema.hpp"
#include "ledger/store/table_rows.hpp"

namespace airut::tests {

// All rows of all projections, as text.
inline std::string projections(ledger::Connection& connection) {
  std::string text;
  for (auto const table : ledger::projection_tables()) {
    ledger::TableRows const rows{connection, std::string{table}};
    for (auto const& row : rows.all(connection)) {
      text += table;
      for (auto const& cell : row) {
        auto const* number = std::get_if<std::int64_t>(&cell);
        auto const* words = std::get_if<std::string>(&cell);
        text += "|" + (number ? std::to_string(*number) : words ? "'" + *words + "'" : "-");
      }
      text += '\n';
    }
  }
  return text;
}

}  // namespace airut::tests
