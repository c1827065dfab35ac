#include "ledger/store/table_rows.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "ledger/journal/text.hpp"
#include "ledger/store/store.hpp"

namespace airut::ledger {
namespace {

std::string shown(TableRow const& row) {
  struct Show {
    std::string operator()(std::monostate) const { return "-"; }
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(std::string const& text) const {
      constexpr std::size_t enough = 40;
      return text.size() <= enough ? text : text.substr(0, enough) + "...";
    }
  };
  std::vector<std::string> cells;
  for (auto const& cell : row) cells.push_back(std::visit(Show{}, cell));
  return fmt::format("({})", fmt::join(cells, ", "));
}

}  // namespace

TableRows::TableRows(Connection& connection, std::string table)
    : table_(std::move(table)), columns_(connection.columns(table_)) {
  if (columns_.empty()) throw StoreLost{"there is no table " + table_};
  std::vector<std::string> names, keys;
  for (auto const& column : columns_) {
    names.push_back(column.name);
    if (column.is_key) keys.push_back(column.name);
  }
  keys_ = fmt::format("{}", fmt::join(keys, ", "));
  select_ = fmt::format("SELECT {} FROM {}", fmt::join(names, ", "), table_);
  insert_ = fmt::format("INSERT INTO {} ({}) VALUES ({})", table_, fmt::join(names, ", "),
                        fmt::join(std::vector<std::string>(names.size(), "?"), ","));
}

std::string const& TableRows::key() const {
  if (keys_.find(',') != keys_.npos) throw std::logic_error{table_ + " has several keys"};
  return keys_;
}

TableRow TableRows::read(Query& query) const {
  TableRow row;
  row.reserve(columns_.size());
  for (auto const& column : columns_) {
    if (column.kind == ValueKind::number) {
      auto const number = query.take<std::optional<std::int64_t>>();
      number ? row.emplace_back(*number) : row.emplace_back();
    } else {
      auto text = query.take<std::optional<std::string>>();
      text ? row.emplace_back(*std::move(text)) : row.emplace_back();
    }
  }
  return row;
}

std::vector<TableRow> TableRows::after(Connection& from, std::int64_t last, int limit) const {
  Query query{from, fmt::format("{0} WHERE {1} > ? ORDER BY {1} LIMIT ?", select_, key())};
  query.bind(last, limit);
  std::vector<TableRow> rows;
  while (query.next()) rows.push_back(read(query));
  return rows;
}

std::vector<TableRow> TableRows::all(Connection& from) const {
  Query query{from, fmt::format("{} ORDER BY {}", select_, keys_)};
  std::vector<TableRow> rows;
  while (query.next()) rows.push_back(read(query));
  return rows;
}

void TableRows::insert(Connection& to, TableRow const& row) const {
  Query query{to, insert_};
  for (std::size_t i = 0; i < row.size(); ++i) {
    auto const* text = std::get_if<std::string>(&row[i]);
    auto const* number = std::get_if<std::int64_t>(&row[i]);
    switch (columns_[i].kind) {
      case ValueKind::number:
        query.bind(number != nullptr ? std::optional{*number} : std::nullopt);
        break;
      case ValueKind::text:
        query.bind(text != nullptr ? std::optional<std::string_view>{*text} : std::nullopt);
        break;
      case ValueKind::blob:
        query.bind(text != nullptr ? std::optional{Blob{*text}} : std::nullopt);
        break;
    }
  }
  query.run();
}

std::int64_t TableRows::last_key(Connection& in, std::int64_t least, std::int64_t most) const {
  Query query{in, fmt::format("SELECT coalesce(max({0}), 0) FROM {1} WHERE {0} BETWEEN ? AND ?",
                              key(), table_)};
  query.bind(least, most).next();
  return query.take<std::int64_t>();
}

std::int64_t TableRows::key_of(TableRow const& row) const {
  auto const& name = key();
  auto const at = std::find_if(columns_.begin(), columns_.end(),
                               [&](auto const& column) { return column.name == name; });
  return std::get<std::int64_t>(row.at(static_cast<std::size_t>(at - columns_.begin())));
}

TableRow TableRows::clean(TableRow row) const {
  for (std::size_t i = 0; i < row.size(); ++i) {
    auto* text = std::get_if<std::string>(&row[i]);
    if (text != nullptr && columns_[i].kind == ValueKind::text) *text = scrubbed(*text);
  }
  return row;
}

std::optional<std::string> TableRows::difference(Connection& one, Connection& other) const {
  auto const sql = fmt::format("{} ORDER BY {}", select_, keys_);
  Query left{one, sql}, right{other, sql};
  for (;;) {
    bool const more_left = left.next(), more_right = right.next();
    if (!more_left && !more_right) return std::nullopt;
    auto const row_left = more_left ? read(left) : TableRow{};
    auto const row_right = more_right ? read(right) : TableRow{};
    // A database server keeps no other text.
    if (row_left == row_right || clean(row_left) == clean(row_right)) continue;
    return fmt::format("{}: {} here, {} there", table_, shown(row_left), shown(row_right));
  }
}

}  // namespace airut::ledger
