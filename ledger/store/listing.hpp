#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "ledger/store/page.hpp"
#include "ledger/store/query.hpp"
#include "ledger/store/store.hpp"

namespace airut::ledger {

// The tenant's number, 0 when the journal has never heard of it (no row has that).
std::int64_t tenant_number(Snapshot& view, std::string_view tenant);
std::string tenant_name(Snapshot& view, std::int64_t number);
// The condition of an invoice of tenant ?1 with the reference key ?2, found by their index; the
// table's name with a dot before its columns, where they need one.
std::string has_reference(std::string_view table = "");
// Key of the tenant's newest event, 0 when it has none.
std::int64_t last_event_key(Snapshot& view, std::int64_t tenant);

// The WHERE of a list: conditions that were asked for, with their values.
class Conditions {
 public:
  void add(std::string_view condition, std::variant<std::string, std::int64_t> value) {
    sql_.append(" AND ").append(condition);
    values_.push_back(std::move(value));
  }
  // One more value of the condition that was added last.
  void value(std::variant<std::string, std::int64_t> value) { values_.push_back(std::move(value)); }
  // Only when the text is given.
  void add_text(std::string_view condition, std::string const& value) {
    if (!value.empty()) add(condition, value);
  }
  // Rows beyond the cursor's; a cursor that is none shows nothing.
  void add_cursor(std::string_view condition, std::string const& cursor);

  // Rows of this tenant's events, older than the cursor's.
  void add_keys(std::string_view key, std::int64_t tenant, std::string const& cursor);

  std::string const& sql() const { return sql_; }
  void bind(Query& query) const {
    for (auto const& value : values_) std::visit([&](auto const& one) { query.bind(one); }, value);
  }

 private:
  std::string sql_;
  std::vector<std::variant<std::string, std::int64_t>> values_;
};

// Reads one row more than the page has, to know whether there is more. read(query) gives a row
// and leaves its key in the second argument.
template <class Row, class Read>
Listed<Row> read_page(Query& query, Page const& page, Read read) {
  Listed<Row> listed;
  std::int64_t last = 0;
  while (query.next()) {
    if (static_cast<int>(listed.rows.size()) == page.limit) {
      listed.has_more = true;
      listed.next_cursor = std::to_string(last);
      break;
    }
    listed.rows.push_back(read(query, last));
  }
  return listed;
}

// A page of a tenant's rows, newest first. select ends in a condition of which the tenant's number
// is the only value; key names the event's key of the row, as select calls it. The walk goes by the
// keys of this tenant's events, so that a page costs the same in a store of any size.
template <class Row, class Read>
Listed<Row> newest_first(Snapshot& view, std::string_view tenant, std::string_view select,
                         std::string_view key, Conditions where, Page const& page, Read read) {
  auto const number = tenant_number(view, tenant);
  where.add_keys(key, number, page.cursor);
  Query query{view.connection(),
              fmt::format("{}{} ORDER BY {} DESC LIMIT ?", select, where.sql(), key)};
  query.bind(number);
  where.bind(query);
  query.bind(page.limit + 1);
  return read_page<Row>(query, page, read);
}

}  // namespace airut::ledger
