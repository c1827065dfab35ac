#include <array>

#include "formats/paper/letter_blocks.hpp"
#include "formats/paper/letter_intro.hpp"
#include "formats/paper/letter_text.hpp"

namespace airut::paper {
namespace {

using pdf::mm;
constexpr double side_padding = 1.2 * mm, row_gap = 2 * mm;
constexpr int column_count = 6;

// Walks the table down the pages: the invoice's number on the left, the others on the right of
// their columns.
class OverdueTable {
 public:
  OverdueTable(Sheet& sheet, model::Letter const& letter) : sheet_(sheet), letter_(letter) {}

  void draw() {
    sheet_.need(head_height() + 3 * step());
    auto const table = sheet_.canvas.open(pdf::Role::table);
    head();
    for (auto const& one : letter_.rows) row(one);
    for (auto const& text : settled_texts(letter_, sheet_.words)) say(text);
    for (auto const& text : earlier_interest_texts(letter_, sheet_.words)) say(text);
  }

 private:
  double step() const { return sheet_.leading(Use::body); }
  double head_height() const { return sheet_.ink(Use::heading).size + 2.6 * mm; }
  double left() const { return sheet_.left() + side_padding; }
  double end(int column) const {
    return sheet_.left() + sheet_.width() / column_count * (column + 1) - side_padding;
  }

  void say(std::string const& text) {
    make_room(step());
    note(text);
  }

  void make_room(double height) {
    int const page = sheet_.canvas.page();
    sheet_.need(height);
    if (sheet_.canvas.page() != page) head();
  }

  void head() {
    auto const& words = sheet_.words;
    auto const height = head_height();
    sheet_.canvas.box({sheet_.left(), sheet_.y}, {sheet_.width(), height}, sheet_.colour("shade"));
    sheet_.y += 1.1 * mm + sheet_.ink(Use::heading).size;
    cells(
        pdf::Role::column_header, Use::heading, words.invoice,
        {words.date, words.fell_due, words.original_sum, words.paid_so_far, words.open_principal});
    sheet_.y += height - 1.1 * mm - sheet_.ink(Use::heading).size + step();
  }

  // Set smaller where a text is wider than its column.
  void cells(pdf::Role role, Use use, std::string_view first,
             std::array<std::string_view, column_count - 1> const& others) {
    auto const line = sheet_.canvas.open(pdf::Role::row);
    auto const used = sheet_.canvas.width(others.front(), sheet_.ink(use));
    {
      auto const cell = sheet_.canvas.open(role);
      sheet_.fitted({left(), sheet_.y}, first, end(1) - used - row_gap - left(), use, false);
    }
    int column = 1;
    for (auto const text : others) {
      auto const cell = sheet_.canvas.open(role);
      auto const room = sheet_.width() / column_count - row_gap;
      sheet_.fitted({end(column++), sheet_.y}, text, room, use, true);
    }
  }

  void row(model::OverdueRow const& one) {
    auto const& words = sheet_.words;
    bool const has_reference = is_paid_row_by_row(letter_) && !one.reference.empty();
    make_room(step() * (has_reference ? 2 : 1));
    auto const issued = one.issue_date ? day_text(*one.issue_date, words) : std::string{};
    auto const due = one.due_date ? day_text(*one.due_date, words) : std::string{};
    auto const original = sum_text(one.original, words), paid = sum_text(one.paid, words),
               open = sum_text(one.open, words);
    cells(pdf::Role::cell, Use::body, one.invoice_number, {issued, due, original, paid, open});
    sheet_.y += step();
    if (has_reference) note(row_payment_text(letter_, one, words));
  }

  void note(std::string_view text) {
    auto const line = sheet_.canvas.open(pdf::Role::row);
    auto const cell = sheet_.canvas.open(pdf::Role::cell);
    sheet_.fitted({left(), sheet_.y}, text, sheet_.width() - 2 * side_padding, Use::detail, false);
    sheet_.y += step();
  }

  Sheet& sheet_;
  model::Letter const& letter_;
};

}  // namespace

void draw_overdue(Sheet& sheet, model::Letter const& letter) { OverdueTable{sheet, letter}.draw(); }

}  // namespace airut::paper
