#include <fmt/format.h>

#include "formats/paper/blocks.hpp"
#include "formats/paper/letter_intro.hpp"
#include "formats/paper/letter_text.hpp"
#include "formats/paper/letter_words.hpp"

namespace airut::paper {
namespace {

using pdf::mm;

std::string_view title_of(model::Letter const& letter, Words const& words) {
  bool const order = letter.kind == model::LetterKind::collection_order;
  auto const special = special_title(letter, letter_words_of(words.language));
  if (!special.empty()) return special;
  if (letter.announces_collection && !order) return words.collection_warning;
  switch (letter.kind) {
    case model::LetterKind::first_reminder:
      return words.first_reminder;
    case model::LetterKind::second_reminder:
      return words.second_reminder;
    case model::LetterKind::collection_order:
      return words.collection_order;
    default:
      return {};
  }
}

void cell(Sheet& sheet, pdf::Role role, pdf::At at, std::string_view text, Use use, bool right) {
  auto const element = sheet.canvas.open(role);
  if (right) {
    sheet.canvas.text_right(at, text, sheet.ink(use));
  } else {
    sheet.canvas.text(at, text, sheet.ink(use));
  }
}

// Several invoices on one sheet: each is paid by its own reference.
void draw_row_reference(Sheet& sheet, model::OverdueRow const& one) {
  if (one.reference.empty()) return;
  auto const& words = sheet.words;
  auto const row = sheet.canvas.open(pdf::Role::row);
  cell(sheet, pdf::Role::cell, {sheet.left() + 1.2 * mm, sheet.y},
       fmt::format("{} {} · {} {}", words.payment_reference, one.reference, words.to_pay,
                   sum_text(one.open + one.interest + one.reminder_fee, words)),
       Use::detail, false);
  sheet.y += sheet.leading(Use::body);
}

// The overdue invoices, each with what is open of it.
void draw_overdue(Sheet& sheet, model::Letter const& letter) {
  auto const& words = sheet.words;
  double const step = sheet.width() / 6;
  auto const end = [&](int column) { return sheet.left() + step * (column + 1) - 1.2 * mm; };
  auto const type = sheet.ink(Use::heading);
  auto const height = type.size + 2.6 * mm;
  sheet.canvas.box({sheet.left(), sheet.y}, {sheet.width(), height}, sheet.colour("shade"));
  auto const table = sheet.canvas.open(pdf::Role::table);
  {
    auto const row = sheet.canvas.open(pdf::Role::row);
    double const y = sheet.y + 1.1 * mm + type.size;
    cell(sheet, pdf::Role::column_header, {sheet.left() + 1.2 * mm, y}, words.invoice, Use::heading,
         false);
    int column = 1;
    for (auto const title : {words.date, words.due_date, words.original_sum, words.paid_so_far,
                             words.open_principal}) {
      cell(sheet, pdf::Role::column_header, {end(column++), y}, title, Use::heading, true);
    }
  }
  sheet.y += height + sheet.leading(Use::body);
  for (auto const& one : letter.rows) {
    sheet.need(sheet.leading(Use::body));
    auto const row = sheet.canvas.open(pdf::Role::row);
    cell(sheet, pdf::Role::cell, {sheet.left() + 1.2 * mm, sheet.y}, one.invoice_number, Use::body,
         false);
    std::string const cells[] = {one.issue_date ? day_text(*one.issue_date, words) : "",
                                 one.due_date ? day_text(*one.due_date, words) : "",
                                 sum_text(one.original, words), sum_text(one.paid, words),
                                 sum_text(one.open, words)};
    int column = 1;
    for (auto const& text : cells) {
      cell(sheet, pdf::Role::cell, {end(column++), sheet.y}, text, Use::body, true);
    }
    sheet.y += sheet.leading(Use::body);
    // While a plan stands its instalments are what is to be paid.
    bool const by_plan = !letter.instalments.empty() && letter.slip.has_value();
    if (letter.rows.size() > 1 && !by_plan) draw_row_reference(sheet, one);
  }
  auto texts = settled_texts(letter, words);
  for (auto& text : earlier_interest_texts(letter, words)) texts.push_back(std::move(text));
  for (auto const& text : texts) {
    sheet.need(sheet.leading(Use::body));
    auto const row = sheet.canvas.open(pdf::Role::row);
    cell(sheet, pdf::Role::cell, {sheet.left() + 1.2 * mm, sheet.y}, text, Use::detail, false);
    sheet.y += sheet.leading(Use::body);
  }
}

std::string rate_text(model::InterestSpan const& span, Words const& words) {
  return fmt::format("{} {} % {}–{}", words.interest, number_text(span.percent, words),
                     day_text(span.first, words), day_text(span.last, words));
}

// Who is told of an error or a dispute.
std::string contact_of(model::Party const& seller) {
  std::string text = seller.contact.name.empty() ? seller.name : seller.contact.name;
  for (auto const* part : {&seller.contact.phone, &seller.contact.email}) {
    if (!part->empty()) text += ", " + *part;
  }
  auto const& address = seller.address;
  return fmt::format("{}, {}, {} {}", text, address.line1, address.postal_code, address.city);
}

// A word with {} filled; a designer's text may leave it out.
std::string filled(std::string_view text, std::string_view with) {
  std::string out{text};
  if (auto const place = out.find("{}"); place != std::string::npos) out.replace(place, 2, with);
  return out;
}

std::string ground_text(model::Letter const& letter, Words const& words) {
  return letter.description.empty() ? std::string{} : filled(words.ground, letter.description);
}

std::string objection_text(model::Letter const& letter, Words const& words) {
  return filled(words.objection, contact_of(letter.seller));
}

// The letters that went before, each with what it asked for.
void draw_earlier(Sheet& sheet, model::Letter const& letter) {
  if (letter.earlier.empty()) return;
  auto const& words = sheet.words;
  sheet.need(3 * sheet.leading(Use::body));
  {
    auto const heading = sheet.canvas.open(pdf::Role::heading2);
    sheet.canvas.text({sheet.left(), sheet.y}, words.letters_before, sheet.ink(Use::heading));
  }
  sheet.y += sheet.leading(Use::body);
  for (auto const& one : letter.earlier) {
    auto const kind = one.kind == model::LetterKind::payment_demand
                          ? letter_words_of(words.language).demand_title
                      : one.kind == model::LetterKind::first_reminder ? words.first_reminder
                                                                      : words.second_reminder;
    draw_text(sheet,
              fmt::format("{} {} · {} {} · {} {} · {} {}", kind, day_text(one.day, words),
                          words.pay_by, day_text(one.deadline, words), words.fee,
                          sum_text(one.fee, words), words.interest, sum_text(one.interest, words)));
  }
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

// Principal, interest, fee and costs apart, then what they come to.
void draw_claim(Sheet& sheet, model::Letter const& letter) {
  auto const& words = sheet.words;
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
  bool const other_fees = !special_title(letter, letter_words_of(words.language)).empty();
  add(other_fees ? letter_words_of(words.language).fees : words.fee, letter.fee);
  add(words.cost, letter.cost);
  draw_claim_row(
      sheet, x, words.total,
      fmt::format("{} {}", sum_text(letter.total, words), letter.total.currency().code()), true);
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

// The instalments of a plan, each with its day and what is open of it: beside the claim, from its
// top down, so that a plan of some months fits above a giro form.
void draw_instalments(Sheet& sheet, model::Letter const& letter, double top) {
  if (letter.instalments.empty()) return;
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
    if (one.open == one.amount) continue;
    draw_instalment(sheet, right, words.unpaid, sum_text(one.open, sheet.words), Use::detail);
  }
  if (beside) sheet.y = std::max(sheet.y, below);
}

void draw_claim_and_plan(Sheet& sheet, model::Letter const& letter) {
  sheet.need(35 * mm);
  double const top = sheet.y;
  draw_claim(sheet, letter);
  draw_instalments(sheet, letter, top);
}

// What a row of the template's facts says; empty: the row is left out.
std::string fact(model::Letter const& letter, std::string_view row, Words const& words) {
  bool const order = letter.kind == model::LetterKind::collection_order;
  if (row == "date") return day_text(letter.day, words);
  if (row == "pay_by") return order ? std::string{} : day_text(letter.deadline, words);
  if (row == "customer_number") return letter.buyer.customer_number;
  if (row == "payment_reference") return letter.reference;
  if (row == "business_id") {
    return letter.buyer.legal_id ? letter.buyer.legal_id->value : std::string{};
  }
  return {};
}

std::vector<FactRow> facts_of(model::Letter const& letter, Sheet const& sheet) {
  std::vector<FactRow> facts;
  if (!sheet.layout.facts) return facts;
  for (auto const& row : sheet.layout.facts->rows) {
    auto value = fact(letter, row, sheet.words);
    auto const word = word_by_name(row);
    if (word != nullptr && !value.empty()) {
      facts.emplace_back(sheet.words.*word, std::move(value));
    }
  }
  return facts;
}

// "intro" is the letter's own: first, second reminder and order say different things.
std::string text_of(model::Letter const& letter, std::string_view name, Words const& words) {
  if (name == "intro") return letter_intro(letter, words);
  if (name == "interest_runs" && !letter.instalments.empty() &&
      letter.kind != model::LetterKind::plan_broken) {
    return std::string{letter_words_of(words.language).plan_ends};
  }
  if (name == "interest_runs" && letter.claims_interest)
    return std::string{letter_words_of(words.language).interest_goes_on};
  if (name == "ground") return ground_text(letter, words);
  if (name == "objection") return objection_text(letter, words);
  return std::string{words.*word_by_name(name)};
}

void draw_block(Sheet& sheet, model::Letter const& letter, Block const& block) {
  if (block.only_when_collection_follows && !letter.announces_collection) return;
  sheet.y += block.space;
  switch (block.kind) {
    case BlockKind::overdue:
      return draw_overdue(sheet, letter);
    case BlockKind::claim:
      return draw_claim_and_plan(sheet, letter);
    case BlockKind::earlier:
      return draw_earlier(sheet, letter);
    case BlockKind::text:
      return draw_text(sheet, text_of(letter, block.text, sheet.words));
    case BlockKind::lines:
    case BlockKind::totals:
    case BlockKind::notes:
    case BlockKind::delivery:
      return;  // invoices have these
  }
}

}  // namespace

std::vector<std::string> letter_sentences(model::Letter const& letter, std::string_view language) {
  auto const& words = words_of(language);
  std::vector<std::string> sentences{letter_intro(letter, words)};
  if (auto ground = ground_text(letter, words); !ground.empty()) {
    sentences.push_back(std::move(ground));
  }
  for (auto& text : settled_texts(letter, words)) sentences.push_back(std::move(text));
  for (auto& text : earlier_interest_texts(letter, words)) sentences.push_back(std::move(text));
  for (auto const& span : letter.interest_rates) sentences.push_back(rate_text(span, words));
  if (letter.announces_collection) sentences.emplace_back(words.collection_notice);
  sentences.push_back(text_of(letter, "interest_runs", words));
  sentences.push_back(objection_text(letter, words));
  return sentences;
}

model::Result<Drawn> write_letter(model::Letter const& letter, Look const& look,
                                  Extras const& extras) {
  bool const order = letter.kind == model::LetterKind::collection_order;
  Sheet sheet{look, order ? Kind::collection : Kind::reminder};
  auto const title = std::string{title_of(letter, sheet.words)};
  {
    auto const all = sheet.canvas.open(pdf::Role::document);
    draw_head(sheet, letter.seller, letter.buyer, title, facts_of(letter, sheet));
    for (auto const& block : look.layout.blocks) draw_block(sheet, letter, block);
    if (!order) {
      std::string number;
      for (auto const& row : letter.rows)
        number += (number.empty() ? " " : ", ") + row.invoice_number;
      draw_payment(sheet, {letter.seller, letter.buyer, letter.accounts, letter.reference_kind,
                           letter.reference, letter.deadline, letter.slip.value_or(letter.total),
                           fmt::format("{}{}", sheet.words.invoice, number)});
    }
    draw_running_text(sheet, letter.seller, title);
  }
  pdf::About about;
  about.title = title;
  about.author = letter.seller.name;
  about.date = letter.day;
  return finished(sheet, std::move(about), extras);
}

}  // namespace airut::paper
