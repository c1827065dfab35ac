#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "formats/model/finding.hpp"

namespace airut::csv {

enum class Encoding { automatic, utf_8, windows_1252 };

std::string_view encoding_text(Encoding encoding);  // auto, utf-8, windows-1252

// How the bytes are cut into cells; what is left open is sniffed from the beginning of the file.
struct Layout {
  char delimiter = 0;  // 0: the one of ; , tab | that cuts most lines into equally many cells
  Encoding encoding = Encoding::automatic;
  friend bool operator==(Layout const&, Layout const&) = default;
};

struct Row {
  int line = 0;                    // in the file, where the row begins
  std::vector<std::string> cells;  // UTF-8, blanks at both ends taken off
};

struct Table {
  Layout layout;  // as used, nothing left open
  std::vector<Row> rows;
};

constexpr std::size_t all_rows = static_cast<std::size_t>(-1);

// RFC 4180 with any of the delimiters above and any line end; a byte order mark is passed over and
// empty lines are no rows. At most so many rows are read. The error holds one finding: csv-empty,
// csv-encoding (bytes that are not UTF-8 where that was said), csv-control (a control character)
// or csv-quote (a quotation that does not end, or text behind its end), with line and column.
tl::expected<Table, model::Findings> read_table(std::string_view bytes, Layout layout,
                                                std::size_t rows = all_rows);

}  // namespace airut::csv
