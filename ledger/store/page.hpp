#pragma once

#include <string>
#include <vector>

namespace airut::ledger {

// One stretch of a list: rows after the cursor in a stable order. The cursor is opaque.
struct Page {
  int limit = 50;  // 1-200
  std::string cursor;
};

template <class Row>
struct Listed {
  std::vector<Row> rows;
  bool has_more = false;
  std::string next_cursor;
};

}  // namespace airut::ledger
