#pragma once

#include <cstddef>
#include <memory>
#include <optional>
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
  std::size_t at = 0, length = 0;  // its place in Rows::text(), without the line's end
};

// RFC 4180 with any of the delimiters above and any line end, row by row; a byte order mark is
// passed over and empty lines are no rows. The bytes must outlive it. Errors hold one finding:
// csv-encoding (UTF-16, or bytes that are not UTF-8 where that was said), csv-control (a control
// character), csv-columns (more than 2,000) or csv-quote (a quotation that does not end, or text
// behind its end), with line and column.
class Rows {
 public:
  static tl::expected<Rows, model::Findings> open(std::string_view bytes, Layout layout);

  Layout const& layout() const { return layout_; }  // as used, nothing left open
  std::string_view text() const { return converted_ ? std::string_view{*converted_} : bytes_; }
  // The next row, nullopt at the end.
  tl::expected<std::optional<Row>, model::Findings> next();
  // Goes on with the row that begins there.
  void go_to(std::size_t at, int line) {
    at_ = at;
    line_ = line;
  }

 private:
  using Cell = tl::expected<std::string, model::Findings>;

  tl::expected<Row, model::Findings> cut();
  Cell cell(int column);
  Cell quoted(int column);
  Cell control(int column) const;
  bool at_end_of_cell() const;
  void end_line();

  Layout layout_;
  std::string_view bytes_;
  std::shared_ptr<std::string const> converted_;  // when the bytes are not UTF-8
  std::size_t at_ = 0;
  int line_ = 1;
};

struct Table {
  Layout layout;  // as used, nothing left open
  std::vector<Row> rows;
};

constexpr std::size_t all_rows = static_cast<std::size_t>(-1);

model::Findings empty_file();  // csv-empty

// The first rows at once, at most so many; csv-empty when there is none.
tl::expected<Table, model::Findings> read_table(std::string_view bytes, Layout layout,
                                                std::size_t rows = all_rows);

}  // namespace airut::csv
