#include "formats/paper/table.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "formats/pdf/canvas.hpp"

namespace airut::paper {
namespace {

using pdf::mm;

constexpr double margin = 15 * mm, column_gap = 3 * mm, table_row_height = 5 * mm;
constexpr std::size_t upright_columns = 6;
constexpr pdf::Ink title_ink{pdf::Weight::bold, 14, "000000"};
constexpr pdf::Ink small_ink{pdf::Weight::regular, 8, "555555"};
constexpr pdf::Ink head_ink{pdf::Weight::bold, 8, "000000"};
constexpr pdf::Ink body_ink{pdf::Weight::regular, 8, "000000"};

struct ListedColumn {
  double left = 0, width = 0;
  bool is_number = true;
};

bool is_number(std::string_view text) {
  return text.find_first_not_of("0123456789.,-") == std::string_view::npos;
}

bool is_tail(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80; }

class Drawing {
 public:
  Drawing(Table const& table, pdf::Fonts const& fonts)
      : table_(table), canvas_(fonts, page_size(table)) {}

  model::Result<std::string> draw() {
    measure();
    canvas_.new_page();
    y_ = margin + 6 * mm;
    {
      auto const heading = canvas_.open(pdf::Role::heading1);
      canvas_.text({margin, y_}, table_.title, title_ink);
    }
    y_ += 6 * mm;
    {
      auto const line = canvas_.open(pdf::Role::paragraph);
      canvas_.text({margin, y_}, table_.subtitle, small_ink);
    }
    y_ += 8 * mm;
    draw_rows();
    number_pages();
    if (auto const& missing = canvas_.missing(); !missing.empty())
      return tl::unexpected(
          model::Problem{model::Fault::unsupported,
                         fmt::format("the fonts have no {}", pdf::code_points(missing))});
    return canvas_.finish({table_.title, "Airut", table_.language, table_.day, {}}, {}).bytes;
  }

 private:
  static pdf::At page_size(Table const& table) {
    bool const lies = !table.rows.empty() && table.rows.front().size() > upright_columns;
    return lies ? pdf::At{297 * mm, 210 * mm} : pdf::At{210 * mm, 297 * mm};
  }

  // Columns as wide as their widest cell; where that is too much, the widest texts give way.
  void measure() {
    if (table_.rows.empty()) return;
    columns_.resize(table_.rows.front().size());
    for (std::size_t row = 0; row < table_.rows.size(); ++row) {
      auto const& ink = row == 0 ? head_ink : body_ink;
      auto const& cells = table_.rows[row];
      for (std::size_t at = 0; at < columns_.size() && at < cells.size(); ++at) {
        columns_[at].width = std::max(columns_[at].width, canvas_.width(cells[at], ink));
        if (row > 0 && !is_number(cells[at])) columns_[at].is_number = false;
      }
    }
    auto const room = canvas_.size().x - 2 * margin - column_gap * double(columns_.size() - 1);
    for (int round = 0; round < 200 && total_width() > room; ++round) {
      auto const widest =
          std::max_element(columns_.begin(), columns_.end(),
                           [](auto const& a, auto const& b) { return a.width < b.width; });
      widest->width = std::max(10.0, widest->width - std::max(2.0, (total_width() - room) / 4));
    }
    double x = margin;
    for (auto& column : columns_) {
      column.left = x;
      x += column.width + column_gap;
    }
  }

  double total_width() const {
    double sum = 0;
    for (auto const& column : columns_) sum += column.width;
    return sum;
  }

  std::string fitting(std::string_view text, double width, pdf::Ink const& ink) const {
    if (canvas_.width(text, ink) <= width) return std::string{text};
    std::string cut{text};
    while (!cut.empty() && canvas_.width(cut + "…", ink) > width) {
      while (!cut.empty() && is_tail(cut.back())) cut.pop_back();
      if (!cut.empty()) cut.pop_back();
    }
    return cut + "…";
  }

  void draw_cells(std::vector<std::string> const& cells, pdf::Role role, pdf::Ink const& ink) {
    for (std::size_t at = 0; at < columns_.size() && at < cells.size(); ++at) {
      auto const cell = canvas_.open(role);
      auto const& column = columns_[at];
      auto const text = fitting(cells[at], column.width + 0.5, ink);
      if (column.is_number) {
        canvas_.text_right({column.left + column.width, y_}, text, ink);
      } else {
        canvas_.text({column.left, y_}, text, ink);
      }
    }
    y_ += table_row_height;
  }

  void draw_head() {
    {
      auto const row = canvas_.open(pdf::Role::row);
      draw_cells(table_.rows.front(), pdf::Role::column_header, head_ink);
    }
    rule();
  }

  void rule() {
    auto const y = y_ - table_row_height + 1.5 * mm;
    canvas_.line({margin, y}, {canvas_.size().x - margin, y}, 0.5, "999999");
  }

  void break_page() {
    canvas_.new_page();
    y_ = margin + table_row_height;
    {
      auto const again = canvas_.open_artifact();
      draw_cells(table_.rows.front(), pdf::Role::column_header, head_ink);
    }
    rule();
  }

  void draw_rows() {
    if (table_.rows.empty()) return;
    auto const whole = canvas_.open(pdf::Role::table);
    draw_head();
    for (std::size_t at = 1; at < table_.rows.size(); ++at) {
      if (y_ > canvas_.size().y - margin - table_row_height) break_page();
      auto const row = canvas_.open(pdf::Role::row);
      draw_cells(table_.rows[at], pdf::Role::cell, body_ink);
    }
  }

  void number_pages() {
    for (int page = 0; page < canvas_.pages(); ++page) {
      canvas_.go_to_page(page);
      auto const footer = canvas_.open_artifact();
      canvas_.text_right({canvas_.size().x - margin, canvas_.size().y - 8 * mm},
                         fmt::format("{} / {}", page + 1, canvas_.pages()), small_ink);
    }
  }

  Table const& table_;
  pdf::Canvas canvas_;
  std::vector<ListedColumn> columns_;
  double y_ = 0;
};

}  // namespace

model::Result<std::string> write_table(Table const& table, pdf::Fonts const& fonts) {
  return Drawing{table, fonts}.draw();
}

}  // namespace airut::paper
