#include "formats/csv/table.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "formats/csv/encoding.hpp"
#include "formats/model/noncharacter.hpp"

namespace airut::csv {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::array delimiters = {';', '\t', ',', '|'};  // the likelier first
constexpr std::size_t sniffed_rows = 20;
constexpr std::size_t columns_max = 2'000;

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

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\t'; }

// By its byte order mark, or the zero byte beside the first letter.
bool is_utf16(std::string_view bytes) {
  auto const first = bytes.substr(0, 2);
  return first == "\xFF\xFE" || first == "\xFE\xFF" || first.find('\0') != first.npos;
}

// How many of the first rows have the commonest number of cells, and that number.
struct Fit {
  std::size_t rows = 0, cells = 0;
};

Fit fit(std::string_view text, char delimiter) {
  auto rows = Rows::open(text, {delimiter, Encoding::utf_8});
  std::map<std::size_t, std::size_t> count;
  for (std::size_t i = 0; rows && i < sniffed_rows; ++i) {
    auto const row = rows->next();
    if (!row) return {};
    if (!*row) break;
    ++count[(*row)->cells.size()];
  }
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

model::Findings empty_file() { return finding("csv-empty", "The file has no rows.", 0, 0); }

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

tl::expected<Rows, model::Findings> Rows::open(std::string_view bytes, Layout layout) {
  Rows rows;
  rows.layout_ = layout;
  if (bytes.substr(0, byte_order_mark.size()) == byte_order_mark) {
    bytes.remove_prefix(byte_order_mark.size());
    rows.layout_.encoding = Encoding::utf_8;
  }
  if (is_utf16(bytes)) {
    return tl::unexpected{
        finding("csv-encoding", "The file is UTF-16; save it as CSV in UTF-8.", 0, 0)};
  }
  bool const utf8 = rows.layout_.encoding != Encoding::windows_1252 && is_utf8(bytes);
  if (rows.layout_.encoding == Encoding::automatic) {
    rows.layout_.encoding = utf8 ? Encoding::utf_8 : Encoding::windows_1252;
  }
  if (rows.layout_.encoding == Encoding::utf_8 && !utf8) {
    return tl::unexpected{
        finding("csv-encoding", "The file is not UTF-8, which it is said to be.", 0, 0)};
  }
  rows.bytes_ = bytes;
  if (!utf8) rows.converted_ = std::make_shared<std::string const>(from_windows_1252(bytes));
  if (rows.layout_.delimiter == 0) rows.layout_.delimiter = sniffed_delimiter(rows.text());
  return rows;
}

tl::expected<std::optional<Row>, model::Findings> Rows::next() {
  while (at_ < text().size()) {
    auto row = cut();
    if (!row) return tl::unexpected{std::move(row.error())};
    bool const empty = row->cells.size() == 1 && row->cells.front().empty();
    if (!empty) return std::optional{std::move(*row)};
  }
  return std::optional<Row>{};
}

tl::expected<Row, model::Findings> Rows::cut() {
  Row row;
  row.line = line_;
  row.at = at_;
  while (true) {
    auto const column = static_cast<int>(row.cells.size()) + 1;
    auto one = cell(column);
    if (one && model::has_noncharacter(*one)) one = control(column);
    if (!one) return tl::unexpected{std::move(one.error())};
    if (row.cells.size() == columns_max) {
      return tl::unexpected{finding("csv-columns",
                                    fmt::format("A row has more than {} columns.", columns_max),
                                    line_, column)};
    }
    row.cells.push_back(std::move(*one));
    if (at_ < text().size() && text()[at_] == layout_.delimiter) {
      ++at_;
      continue;
    }
    row.length = at_ - row.at;
    end_line();
    return row;
  }
}

bool Rows::at_end_of_cell() const {
  return at_ >= text().size() || text()[at_] == layout_.delimiter || text()[at_] == '\n' ||
         text()[at_] == '\r';
}

void Rows::end_line() {
  if (at_ < text().size() && text()[at_] == '\r') ++at_;
  if (at_ < text().size() && text()[at_] == '\n') ++at_;
  ++line_;
}

Rows::Cell Rows::cell(int column) {
  if (at_ < text().size() && text()[at_] == '"') return quoted(column);
  auto const from = at_;
  for (; !at_end_of_cell(); ++at_) {
    if (is_control(text()[at_])) return control(column);
  }
  return trimmed(text().substr(from, at_ - from));
}

Rows::Cell Rows::control(int column) const {
  return tl::unexpected{
      finding("csv-control", "A control character stands in the text.", line_, column)};
}

Rows::Cell Rows::quoted(int column) {
  auto const all = text();
  auto const began = line_;
  std::string cell;
  for (++at_; at_ < all.size(); ++at_) {
    auto const c = all[at_];
    if (c == '"') {
      if (at_ + 1 >= all.size() || all[at_ + 1] != '"') break;
      ++at_;
    }
    if (c == '\n') ++line_;
    if (c == '\r') continue;
    if (is_control(c) && c != '\n') return control(column);
    cell += c;
  }
  if (at_ >= all.size()) {
    return tl::unexpected{
        finding("csv-quote", "A quotation mark that opens here is never closed.", began, column)};
  }
  for (++at_; at_ < all.size() && all[at_] == ' '; ++at_) {
  }
  if (!at_end_of_cell()) {
    return tl::unexpected{
        finding("csv-quote", "Text follows behind a closing quotation mark.", line_, column)};
  }
  return trimmed(cell);
}

tl::expected<Table, model::Findings> read_table(std::string_view bytes, Layout layout,
                                                std::size_t most) {
  auto rows = Rows::open(bytes, layout);
  if (!rows) return tl::unexpected{std::move(rows.error())};
  Table table;
  table.layout = rows->layout();
  while (table.rows.size() < most) {
    auto row = rows->next();
    if (!row) return tl::unexpected{std::move(row.error())};
    if (!*row) break;
    table.rows.push_back(std::move(**row));
  }
  if (table.rows.empty()) return tl::unexpected{empty_file()};
  return table;
}

}  // namespace airut::csv
