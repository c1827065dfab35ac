#include <algorithm>

#include <fmt/format.h>

#include "formats/paper/blocks.hpp"
#include "formats/paper/line_text.hpp"

namespace airut::paper {
namespace {

using pdf::mm;
constexpr double gap = 2 * mm;             // between columns
constexpr double head_padding = 1.2 * mm;  // inside the head's band
constexpr double rule_room = 0.9 * mm;     // between a line and the rule under it

struct PlacedColumn {
  Column column;
  double start, end;
};

std::string_view field_title(Field field, Words const& words) {
  switch (field) {
    case Field::line:
      return "#";
    case Field::description:
      return words.description;
    case Field::item:
      return words.item;
    case Field::quantity:
      return words.quantity;
    case Field::unit:
      return words.unit;
    case Field::unit_price:
      return words.unit_price;
    case Field::vat:
      return words.vat;
    case Field::amount:
      return words.amount;
  }
  return {};
}

std::string price_text(model::Line const& line, Words const& words) {
  auto price = number_text(line.net_price, words, 2);
  if (line.price_base_quantity) {
    price += fmt::format("/{}", number_text(*line.price_base_quantity, words));
    if (!line.price_base_unit.empty()) price += ' ' + unit_text(line.price_base_unit, words);
  }
  return price;
}

// The rate; of a category other than the standard one its code too, as in the table of VAT below:
// what is exempt, reverse charged or zero rated is all 0.
std::string line_vat_text(model::VatCategory const& vat, Words const& words) {
  if (!vat.rate) return vat.code;
  auto rate = number_text(*vat.rate, words);
  return vat.code == "S" || vat.code.empty() ? rate : fmt::format("{} {}", vat.code, rate);
}

std::string value_of(Field field, model::Line const& line, std::size_t number, Words const& words) {
  switch (field) {
    case Field::line:
      return line.id.empty() ? fmt::format("{}", number) : line.id;
    case Field::description:
      return line.name;
    case Field::item:
      return line.seller_item_id;
    case Field::quantity:
      return number_text(line.quantity, words);
    case Field::unit:
      return unit_text(line.unit, words);
    case Field::unit_price:
      return price_text(line, words);
    case Field::vat:
      return line_vat_text(line.vat, words);
    case Field::amount:
      return line.net_amount ? sum_text(*line.net_amount, words) : std::string{};
  }
  return {};
}

// Walks the table down the pages.
class LineTable {
 public:
  LineTable(Sheet& sheet, Block const& block, model::Currency currency)
      : sheet_(sheet), block_(block), carried_(0, currency) {
    place_columns();
  }

  void draw(model::Invoice const& invoice) {
    sheet_.need(30 * mm);
    auto const table = sheet_.canvas.open(pdf::Role::table);
    draw_head(false);
    std::size_t number = 0;
    for (auto const& line : invoice.lines) draw_line(line, ++number);
    draw_rules();
  }

 private:
  void place_columns();
  void draw_head(bool again);
  void draw_carried(std::string_view label);
  void break_page();
  void draw_line(model::Line const& line, std::size_t number);
  struct Piece {
    std::string text;
    Use use;
    double indent;
  };
  void draw_pieces(std::vector<Piece> const& pieces);
  void end_line(double y);
  void draw_rules();
  std::vector<Piece> pieces_of(model::Line const& line) const;
  double height_of(std::vector<Piece> const& pieces) const;
  void draw_text(PlacedColumn const& at, double y, std::string_view text, Use use);
  double row_height() const { return sheet_.leading(Use::body); }
  // What the carried sum needs below the last line of a page.
  double carry_room() const { return row_height() + 3 * mm; }

  Sheet& sheet_;
  Block const& block_;
  std::vector<PlacedColumn> columns_;
  PlacedColumn description_{};
  model::Money carried_;
  std::vector<pdf::Canvas::Line> rules_;  // of this page, drawn at once
};

// The column without a width takes what the others leave.
void LineTable::place_columns() {
  double taken = 0;
  for (auto const& column : block_.columns) taken += column.width + gap;
  double const rest = sheet_.width() - taken - 2 * head_padding + gap;
  double x = sheet_.left() + head_padding;
  for (auto const& column : block_.columns) {
    auto const width = column.width > 0 ? column.width : rest;
    columns_.push_back({column, x, x + width});
    if (column.field == Field::description) description_ = columns_.back();
    x += width + gap;
  }
}

void LineTable::draw_text(PlacedColumn const& at, double y, std::string_view text, Use use) {
  sheet_.fitted({at.column.right ? at.end : at.start, y}, text, at.end - at.start, use,
                at.column.right);
}

// The first head belongs to the table; on later pages it is repeated for the eye only.
void LineTable::draw_head(bool again) {
  auto const type = sheet_.ink(Use::heading);
  auto const height = type.size + 2.6 * mm;
  sheet_.canvas.box({sheet_.left(), sheet_.y}, {sheet_.width(), height}, sheet_.colour("shade"));
  double const y = sheet_.y + 1.1 * mm + type.size;
  auto const row = again ? sheet_.canvas.open_artifact() : sheet_.canvas.open(pdf::Role::row);
  for (auto const& one : columns_) {
    auto const cell =
        again ? sheet_.canvas.open_artifact() : sheet_.canvas.open(pdf::Role::column_header);
    draw_text(one, y, field_title(one.column.field, sheet_.words), Use::heading);
  }
  sheet_.y += height + row_height();
}

void LineTable::draw_carried(std::string_view label) {
  auto const artifact = sheet_.canvas.open_artifact();
  auto const ink = sheet_.ink(Use::body, pdf::Weight::bold);
  sheet_.canvas.text({description_.start, sheet_.y}, label, ink);
  sheet_.canvas.text_right({sheet_.right() - head_padding, sheet_.y},
                           sum_text(carried_, sheet_.words), ink);
  sheet_.y += row_height() + 1 * mm;
}

// They are in nobody's way when they come last.
void LineTable::draw_rules() {
  sheet_.canvas.lines(rules_, 0.3, sheet_.colour("rule"));
  rules_.clear();
}

void LineTable::break_page() {
  draw_rules();
  draw_carried(sheet_.words.carried_out);
  sheet_.break_page();
  draw_head(true);
  draw_carried(sheet_.words.carried_in);
}

std::vector<LineTable::Piece> LineTable::pieces_of(model::Line const& line) const {
  std::vector<Piece> pieces;
  double const width = description_.end - description_.start;
  for (auto const& one : line_texts(line, block_, sheet_.words)) {
    double const indent = one.depth * 3 * mm;
    for (auto& piece : sheet_.canvas.wrap(one.text, width - indent, sheet_.ink(one.use))) {
      pieces.push_back({std::move(piece), one.use, indent});
    }
  }
  return pieces;
}

double LineTable::height_of(std::vector<Piece> const& pieces) const {
  double height = row_height();
  for (std::size_t i = 1; i < pieces.size(); ++i) height += sheet_.leading(pieces[i].use);
  return height;
}

// Cells in the order of the columns. A description that runs on to the next page is drawn last, so
// that the figures stay on the page where their line begins.
void LineTable::draw_line(model::Line const& line, std::size_t number) {
  auto const pieces = pieces_of(line);
  auto const height = height_of(pieces);
  auto const page_room = sheet_.bottom() - sheet_.layout.page.continued_top - 4 * carry_room();
  bool const whole = height < page_room;
  auto const wanted = whole ? height : row_height();
  if (sheet_.y - row_height() + wanted + carry_room() > sheet_.bottom()) break_page();
  auto const row = sheet_.canvas.open(pdf::Role::row);
  double const first = sheet_.y;
  for (auto const& one : columns_) {
    if (one.column.field == Field::description && !whole) continue;
    auto const cell = sheet_.canvas.open(pdf::Role::cell);
    if (one.column.field == Field::description) {
      draw_pieces(pieces);
    } else {
      draw_text(one, first, value_of(one.column.field, line, number, sheet_.words), Use::body);
    }
  }
  if (line.net_amount) carried_ += *line.net_amount;
  if (!whole) {  // still on the page of its figures unless it breaks
    auto const cell = sheet_.canvas.open(pdf::Role::cell);
    draw_pieces(pieces);
  }
  end_line(sheet_.y + row_height());
}

// Leaves y at the base line of the last piece.
void LineTable::draw_pieces(std::vector<Piece> const& pieces) {
  bool first = true;
  for (auto const& piece : pieces) {
    if (!first) sheet_.y += sheet_.leading(piece.use);
    first = false;
    if (sheet_.y + carry_room() > sheet_.bottom()) break_page();
    sheet_.canvas.text({description_.start + piece.indent, sheet_.y}, piece.text,
                       sheet_.ink(piece.use));
  }
}

void LineTable::end_line(double y) {
  sheet_.y = y;
  if (!block_.line_rules) return;
  auto const rule = y - row_height() + rule_room + 0.3 * mm;
  rules_.push_back({{sheet_.left(), rule}, {sheet_.right(), rule}});
  sheet_.y += rule_room;
}

}  // namespace

void draw_lines(Sheet& sheet, model::Invoice const& invoice, Block const& block) {
  if (invoice.lines.empty()) return;
  LineTable{sheet, block, invoice.currency}.draw(invoice);
}

}  // namespace airut::paper
