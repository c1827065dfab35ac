#include "formats/csv/table.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "formats/csv/encoding.hpp"

namespace airut::csv {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::array delimiters = {';', '\t', ',', '|'};  // the likelier first
constexpr std::size_t sniffed_rows = 20;

model::Findings finding(std::string code, std::string detail, int line, int column) {
  model::Finding one;
  one.code = std::move(code);
  one.detail = std::move(detail);
  one.line = line;
  one.column = column;
  return {one};
}

std::string trimmed(std::string_view text) {
  auto const first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return std::string{text.substr(first, text.find_last_not_of(" \t") - first + 1)};
}

// One pass over the text, a cell at a time.
class Cutter {
 public:
  Cutter(std::string_view text, char delimiter) : text_(text), delimiter_(delimiter) {}

  tl::expected<std::vector<Row>, model::Findings> rows(std::size_t most) {
    std::vector<Row> rows;
    while (at_ < text_.size() && rows.size() < most) {
      auto row = next_row();
      if (!row) return tl::unexpected{std::move(row.error())};
      bool const empty = row->cells.size() == 1 && row->cells.front().empty();
      if (!empty) rows.push_back(std::move(*row));
    }
    return rows;
  }

 private:
  tl::expected<Row, model::Findings> next_row() {
    Row row;
    row.line = line_;
    while (true) {
      auto cell = next_cell(static_cast<int>(row.cells.size()) + 1);
      if (!cell) return tl::unexpected{std::move(cell.error())};
      row.cells.push_back(std::move(*cell));
      if (at_ < text_.size() && text_[at_] == delimiter_) {
        ++at_;
        continue;
      }
      end_line();
      return row;
    }
  }

  bool at_end_of_cell() const {
    return at_ >= text_.size() || text_[at_] == delimiter_ || text_[at_] == '\n' ||
           text_[at_] == '\r';
  }

  void end_line() {
    if (at_ < text_.size() && text_[at_] == '\r') ++at_;
    if (at_ < text_.size() && text_[at_] == '\n') ++at_;
    ++line_;
  }

  tl::expected<std::string, model::Findings> next_cell(int column) {
    if (at_ < text_.size() && text_[at_] == '"') return quoted(column);
    auto const from = at_;
    for (; !at_end_of_cell(); ++at_) {
      if (is_control(text_[at_])) return control(column);
    }
    return trimmed(text_.substr(from, at_ - from));
  }

  static bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\t'; }

  tl::unexpected<model::Findings> control(int column) const {
    return tl::unexpected{
        finding("csv-control", "A control character stands in the text.", line_, column)};
  }

  tl::expected<std::string, model::Findings> quoted(int column) {
    auto const began = line_;
    std::string cell;
    for (++at_; at_ < text_.size(); ++at_) {
      auto const c = text_[at_];
      if (c == '"') {
        if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') break;
        ++at_;
      }
      if (c == '\n') ++line_;
      if (c == '\r') continue;
      if (is_control(c) && c != '\n') return control(column);
      cell += c;
    }
    if (at_ >= text_.size()) {
      return tl::unexpected{
          finding("csv-quote", "A quotation mark that opens here is never closed.", began, column)};
    }
    for (++at_; at_ < text_.size() && text_[at_] == ' '; ++at_) {
    }
    if (!at_end_of_cell()) {
      return tl::unexpected{
          finding("csv-quote", "Text follows behind a closing quotation mark.", line_, column)};
    }
    return trimmed(cell);
  }

  std::string_view text_;
  char delimiter_;
  std::size_t at_ = 0;
  int line_ = 1;
};

// How many of the first rows have the commonest number of cells, and that number.
struct Fit {
  std::size_t rows = 0, cells = 0;
};

Fit fit(std::string_view text, char delimiter) {
  auto const rows = Cutter{text, delimiter}.rows(sniffed_rows);
  if (!rows) return {};
  std::map<std::size_t, std::size_t> count;
  for (auto const& row : *rows) ++count[row.cells.size()];
  Fit best;
  for (auto const& [cells, rows_with] : count) {
    if (cells > 1 && rows_with >= best.rows) best = {rows_with, cells};
  }
  return best;
}

char sniffed_delimiter(std::string_view text) {
  char best = delimiters.front();
  Fit best_fit;
  for (auto const delimiter : delimiters) {
    auto const one = fit(text, delimiter);
    bool const better =
        one.rows > best_fit.rows || (one.rows == best_fit.rows && one.cells > best_fit.cells);
    if (one.rows == 0 || !better) continue;
    best = delimiter;
    best_fit = one;
  }
  return best;
}

}  // namespace

std::string_view encoding_text(Encoding encoding) {
  switch (encoding) {
    case Encoding::automatic:
      return "auto";
    case Encoding::utf_8:
      return "utf-8";
    case Encoding::windows_1252:
      return "windows-1252";
  }
  return "";
}

tl::expected<Table, model::Findings> read_table(std::string_view bytes, Layout layout,
                                                std::size_t rows) {
  Table table;
  table.layout = layout;
  if (bytes.substr(0, byte_order_mark.size()) == byte_order_mark) {
    bytes.remove_prefix(byte_order_mark.size());
    table.layout.encoding = Encoding::utf_8;
  }
  bool const utf8 = table.layout.encoding != Encoding::windows_1252 && is_utf8(bytes);
  if (table.layout.encoding == Encoding::automatic) {
    table.layout.encoding = utf8 ? Encoding::utf_8 : Encoding::windows_1252;
  }
  if (table.layout.encoding == Encoding::utf_8 && !utf8) {
    return tl::unexpected{
        finding("csv-encoding", "The file is not UTF-8, which it is said to be.", 0, 0)};
  }
  std::string const converted = utf8 ? std::string{} : from_windows_1252(bytes);
  auto const text = utf8 ? bytes : std::string_view{converted};
  if (table.layout.delimiter == 0) table.layout.delimiter = sniffed_delimiter(text);
  auto cut = Cutter{text, table.layout.delimiter}.rows(rows);
  if (!cut) return tl::unexpected{std::move(cut.error())};
  if (cut->empty()) return tl::unexpected{finding("csv-empty", "The file has no rows.", 0, 0)};
  table.rows = std::move(*cut);
  return table;
}

}  // namespace airut::csv
