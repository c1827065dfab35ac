#include <algorithm>

#include <fmt/format.h>

#include "formats/paper/letter_blocks.hpp"
#include "formats/paper/letter_text.hpp"
#include "formats/paper/letter_words.hpp"

namespace airut::paper {
namespace {

using pdf::mm;

// A broken plan's instalments are nothing any more.
bool shows_plan(model::Letter const& letter) {
  return !letter.instalments.empty() && letter.kind != model::LetterKind::plan_broken;
}

void draw_claim_row(Sheet& sheet, double x, std::string_view label, std::string_view value,
                    bool strong) {
  auto ink = sheet.ink(strong ? Use::total : Use::body);
  double base = sheet.y;
  if (strong) {
    auto const height = ink.size + 4.4 * mm;
    auto const top = sheet.y - sheet.leading(Use::body) + 2.2 * mm;
    sheet.canvas.box({x, top}, {sheet.right() - x, height}, sheet.colour("accent"));
    ink.colour = "ffffff";
    base = top + 2 * mm + ink.size * 0.86;
  }
  auto const row = sheet.canvas.open(pdf::Role::row);
  {
    auto const head = sheet.canvas.open(pdf::Role::row_header);
    sheet.canvas.text({x + 2 * mm, base}, label, ink);
  }
  auto const value_cell = sheet.canvas.open(pdf::Role::cell);
  sheet.canvas.text_right({sheet.right() - 1.2 * mm, base}, value, ink);
  sheet.y = base + (strong ? 6 * mm : sheet.leading(Use::body));
}

// The days and rate of some of the interest, in a row without a sum of its own.
void draw_rate(Sheet& sheet, double x, std::string_view text) {
  auto const row = sheet.canvas.open(pdf::Role::row);
  {
    auto const head = sheet.canvas.open(pdf::Role::row_header);
    sheet.canvas.text({x + 2 * mm, sheet.y}, text, sheet.ink(Use::detail));
  }
  auto const value = sheet.canvas.open(pdf::Role::cell);
  sheet.y += sheet.leading(Use::detail);
}

void draw_components(Sheet& sheet, model::Letter const& letter) {
  auto const& words = sheet.words;
  auto const& own = letter_words_of(words.language);
  double const x = sheet.left() + sheet.width() * 0.36;
  sheet.need(35 * mm);
  auto const table = sheet.canvas.open(pdf::Role::table);
  auto const add = [&](std::string_view label, model::Money const& sum) {
    if (!sum.is_zero()) draw_claim_row(sheet, x, label, sum_text(sum, words), false);
  };
  add(words.open_principal, letter.principal);
  add(words.interest, letter.interest);
  if (!letter.interest.is_zero()) {
    for (auto const& span : letter.interest_rates) draw_rate(sheet, x, rate_text(span, words));
  }
  bool const other_fees = !special_title(letter.kind, own).empty();
  add(other_fees ? own.fees : words.fee, letter.fee);
  add(words.cost, letter.cost);
  auto const with_code = [&](model::Money const& sum) {
    return fmt::format("{} {}", sum_text(sum, words), sum.currency().code());
  };
  bool const in_part = letter.slip && *letter.slip != letter.total;
  draw_claim_row(sheet, x, words.total, with_code(letter.total), !in_part);
  if (in_part) draw_claim_row(sheet, x, own.pay_now, with_code(letter.asked()), true);
}

void draw_instalment(Sheet& sheet, double right, std::string_view label, std::string_view value,
                     Use use) {
  auto const row = sheet.canvas.open(pdf::Role::row);
  {
    auto const head = sheet.canvas.open(pdf::Role::row_header);
    sheet.canvas.text({sheet.left() + 1.2 * mm, sheet.y}, label, sheet.ink(use));
  }
  auto const cell = sheet.canvas.open(pdf::Role::cell);
  sheet.canvas.text_right({right, sheet.y}, value, sheet.ink(use));
  sheet.y += sheet.leading(use);
}

// The instalments of a plan, each with its day and, where it is paid in part or its day is past,
// what is open of it: beside the claim, from its top down, so that a plan of some months fits above
// a giro form.
void draw_plan_instalments(Sheet& sheet, model::Letter const& letter, double top) {
  auto const& words = letter_words_of(sheet.words.language);
  double const right = sheet.left() + sheet.width() * 0.34;
  double const below = sheet.y;
  bool const beside = sheet.y > top;  // the claim went on on no new page
  sheet.y = beside ? top : sheet.y + sheet.leading(Use::body);
  {
    auto const heading = sheet.canvas.open(pdf::Role::heading2);
    sheet.canvas.text({sheet.left() + 1.2 * mm, sheet.y},
                      fmt::format("{} · {}", words.instalments, sheet.words.due_date),
                      sheet.ink(Use::heading));
  }
  sheet.y += sheet.leading(Use::body);
  auto const table = sheet.canvas.open(pdf::Role::table);
  int number = 0;
  for (auto const& one : letter.instalments) {
    sheet.need(sheet.leading(Use::body));
    draw_instalment(
        sheet, right,
        fmt::format("{} {} · {}", words.instalment, ++number, day_text(one.due, sheet.words)),
        sum_text(one.amount, sheet.words), Use::body);
    bool const missed = one.due < letter.day && !one.open.is_zero();
    if (one.open == one.amount && !missed) continue;
    draw_instalment(sheet, right, words.unpaid, sum_text(one.open, sheet.words), Use::detail);
  }
  if (beside) sheet.y = std::max(sheet.y, below);
}

}  // namespace

void draw_claim(Sheet& sheet, model::Letter const& letter) {
  sheet.need(35 * mm);
  double const top = sheet.y;
  draw_components(sheet, letter);
  if (shows_plan(letter)) draw_plan_instalments(sheet, letter, top);
}

}  // namespace airut::paper
