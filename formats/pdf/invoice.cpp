#include <fmt/format.h>

#include "formats/pdf/frame.hpp"

namespace airut::pdf {
namespace {

constexpr std::string_view grey = "5f6b76";
constexpr double row_height = 11.5;

// Right ends of the columns; the description has what is left.
constexpr double name_end = 92 * mm, quantity_end = 112 * mm, unit_start = 113.5 * mm,
                 price_end = 148 * mm, vat_end = 163 * mm;
// Room that the carried sum needs at the end of a page.
constexpr double carry_room = 8 * mm;

std::string title_of(model::Invoice const& invoice, Words const& words) {
  switch (invoice.type) {
    case model::InvoiceType::credit_note:
      return std::string{words.credit_note};
    case model::InvoiceType::corrected:
      return std::string{words.corrected};
    case model::InvoiceType::reminder:
      return std::string{words.first_reminder};
    case model::InvoiceType::invoice:
    case model::InvoiceType::payment_request:
      break;
  }
  return std::string{words.invoice};
}

std::string period_text(model::Period const& period, Words const& words) {
  auto const start = period.start ? day_text(*period.start, words) : std::string{};
  auto const end = period.end ? day_text(*period.end, words) : std::string{};
  return fmt::format("{}–{}", start, end);
}

std::vector<Fact> facts_of(model::Invoice const& invoice, Words const& words) {
  std::vector<Fact> facts;
  auto const add = [&](std::string_view name, std::string value) {
    facts.emplace_back(std::string{name}, std::move(value));
  };
  add(words.number, invoice.number);
  add(words.date, day_text(invoice.issue_date, words));
  if (invoice.due_date) add(words.due_date, day_text(*invoice.due_date, words));
  add(words.customer_number, invoice.buyer.customer_number);
  add(words.reference, invoice.buyer_reference);
  add(words.order, invoice.purchase_order);
  add(words.contract, invoice.contract);
  if (invoice.period) add(words.period, period_text(*invoice.period, words));
  if (invoice.delivery && invoice.delivery->date) {
    add(words.delivery_date, day_text(*invoice.delivery->date, words));
  }
  for (auto const& one : invoice.preceding) add(words.preceding, one.number);
  if (invoice.payment) {
    add(words.terms, invoice.payment->terms_text);
    if (invoice.payment->late_interest_percent) {
      add(words.late_interest,
          number_text(*invoice.payment->late_interest_percent, words, 1) + " %");
    }
  }
  return facts;
}

// Walks down the pages.
class Lines {
 public:
  Lines(Paper& paper, model::Invoice const& invoice, double top)
      : paper_(paper), carried_(0, invoice.currency), y_(top) {
    draw_header();
  }

  void draw(model::Line const& line);
  double y() const { return y_; }
  // Goes on on a new page when the height does not fit above the bottom.
  void need(double height) {
    if (y_ + height > page_bottom) break_page(false);
  }
  void skip(double height) { y_ += height; }

 private:
  void draw_header();
  void break_page(bool carry);
  void draw_carried(std::string_view label);
  void draw_figures(model::Line const& line);

  Paper& paper_;
  model::Money carried_;
  double y_;
};

void Lines::draw_header() {
  auto& canvas = paper_.canvas;
  auto const& words = paper_.words;
  Ink const ink{Weight::bold, 8, paper_.style.accent};
  canvas.text({left, y_}, words.description, ink);
  canvas.text_right({quantity_end, y_}, words.quantity, ink);
  canvas.text({unit_start, y_}, words.unit, ink);
  canvas.text_right({price_end, y_}, words.unit_price, ink);
  canvas.text_right({vat_end, y_}, words.vat, ink);
  canvas.text_right({right, y_}, words.amount, ink);
  canvas.line({left, y_ + 3.5}, {right, y_ + 3.5}, 1, paper_.style.accent);
  y_ += 15;
}

void Lines::draw_carried(std::string_view label) {
  Ink const ink{Weight::bold, 8.5};
  paper_.canvas.text({left, y_}, label, ink);
  paper_.canvas.text_right({right, y_}, sum_text(carried_, paper_.words), ink);
  y_ += row_height + 2;
}

void Lines::break_page(bool carry) {
  if (carry) draw_carried(paper_.words.carried_out);
  paper_.canvas.new_page();
  y_ = 22 * mm;
  if (!carry) return;
  draw_header();
  draw_carried(paper_.words.carried_in);
}

void Lines::draw_figures(model::Line const& line) {
  auto& canvas = paper_.canvas;
  auto const& words = paper_.words;
  Ink const ink{Weight::regular, 8.5};
  canvas.text_right({quantity_end, y_}, number_text(line.quantity, words), ink);
  canvas.text({unit_start, y_}, unit_text(line.unit, words), ink);
  auto price = number_text(line.net_price, words, 2);
  if (line.price_base_quantity) {
    price += fmt::format("/{}", number_text(*line.price_base_quantity, words));
  }
  canvas.text_right({price_end, y_}, price, ink);
  auto const rate = line.vat.rate ? number_text(*line.vat.rate, words) : line.vat.code;
  canvas.text_right({vat_end, y_}, rate, ink);
  if (line.net_amount) {
    canvas.text_right({right, y_}, sum_text(*line.net_amount, words), ink);
    carried_ += *line.net_amount;
  }
}

struct Piece {
  std::string text;
  bool name;
};

std::vector<Piece> pieces_of(model::Line const& line, Paper const& paper) {
  std::vector<Piece> pieces;
  auto const add = [&](std::string_view text, bool name, double size) {
    for (auto& one : paper.canvas.wrap(text, name_end - left, {Weight::regular, size})) {
      pieces.push_back({std::move(one), name});
    }
  };
  add(line.name, true, 8.5);
  add(line.description, false, 7.5);
  if (!line.seller_item_id.empty()) add(line.seller_item_id, false, 7.5);
  if (line.period) add(period_text(*line.period, paper.words), false, 7.5);
  add(line.note, false, 7.5);
  for (auto const& one : line.adjustments) {
    auto const& label = one.is_charge ? paper.words.surcharge : paper.words.discount;
    add(fmt::format("{} {}{}: {}{}", label, one.reason, "", one.is_charge ? "" : "-",
                    sum_text(one.amount, paper.words)),
        false, 7.5);
  }
  return pieces;
}

void Lines::draw(model::Line const& line) {
  auto const pieces = pieces_of(line, paper_);
  auto const height = row_height + static_cast<double>(pieces.size()) * 10;
  // A line stays whole unless it is longer than a page.
  bool const fits_a_page = height < page_bottom - 40 * mm;
  if (y_ + (fits_a_page ? height : row_height) + carry_room > page_bottom) break_page(true);
  draw_figures(line);
  for (auto const& piece : pieces) {
    if (y_ + carry_room > page_bottom) break_page(true);
    Ink const ink{Weight::regular, piece.name ? 8.5 : 7.5, piece.name ? "000000" : grey};
    paper_.canvas.text({left, y_}, piece.text, ink);
    y_ += piece.name ? row_height : 9.5;
  }
  y_ += 3;
}

struct TotalLine {
  std::string label, value;
  bool strong = false;
};

std::vector<TotalLine> totals_of(model::Invoice const& invoice, Words const& words) {
  std::vector<TotalLine> list;
  auto const& totals = invoice.totals;
  auto const add = [&](std::string_view label, std::optional<model::Money> const& sum,
                       bool strong = false) {
    if (sum) list.push_back({std::string{label}, sum_text(*sum, words), strong});
  };
  if (!invoice.adjustments.empty()) {
    add(words.lines_sum, totals.lines);
    for (auto const& one : invoice.adjustments) {
      auto const label = one.reason.empty()
                             ? std::string{one.is_charge ? words.surcharge : words.discount}
                             : one.reason;
      add(label, one.is_charge ? one.amount : -one.amount);
    }
  }
  add(words.net, totals.net);
  add(words.vat_sum, totals.vat);
  add(words.gross, totals.gross);
  if (totals.paid && !totals.paid->is_zero()) add(words.paid, -*totals.paid);
  if (totals.rounding && !totals.rounding->is_zero()) add(words.rounding, totals.rounding);
  bool const credit = invoice.type == model::InvoiceType::credit_note;
  if (totals.due) {
    list.push_back(
        {fmt::format("{} {}", credit ? words.to_refund : words.to_pay, invoice.currency.code()),
         sum_text(*totals.due, words), true});
  }
  return list;
}

double draw_vat_table(Paper& paper, model::Invoice const& invoice, double top) {
  auto& canvas = paper.canvas;
  auto const& words = paper.words;
  Ink const head{Weight::bold, 7.5, paper.style.accent}, ink{Weight::regular, 8};
  double y = top;
  canvas.text({left, y}, words.vat_rate, head);
  canvas.text_right({left + 45 * mm, y}, words.vat_base, head);
  canvas.text_right({left + 70 * mm, y}, words.vat_sum, head);
  y += 11;
  for (auto const& one : invoice.vat_breakdown) {
    auto const rate = one.vat.rate ? number_text(*one.vat.rate, words) + " %" : std::string{};
    canvas.text({left, y}, one.vat.code == "S" ? rate : fmt::format("{} {}", one.vat.code, rate),
                ink);
    canvas.text_right({left + 45 * mm, y}, sum_text(one.taxable, words), ink);
    canvas.text_right({left + 70 * mm, y}, sum_text(one.tax, words), ink);
    y += 10.5;
    for (auto const& reason :
         canvas.wrap(one.vat.exemption_reason, 70 * mm, {Weight::regular, 7})) {
      canvas.text({left, y}, reason, {Weight::regular, 7, grey});
      y += 9;
    }
  }
  return y;
}

double draw_totals(Paper& paper, model::Invoice const& invoice, double top) {
  auto& canvas = paper.canvas;
  double const x = 115 * mm;
  double y = top;
  for (auto const& one : totals_of(invoice, paper.words)) {
    Ink const ink{one.strong ? Weight::bold : Weight::regular, one.strong ? 10.5 : 8.5};
    if (one.strong) {
      canvas.line({x, y - 9.5}, {right, y - 9.5}, 0.7, paper.style.accent);
      y += 2.5;
    }
    canvas.text({x, y}, one.label, ink);
    canvas.text_right({right, y}, one.value, ink);
    y += one.strong ? 15 : 11.5;
  }
  return y;
}

double totals_height(model::Invoice const& invoice, Words const& words) {
  auto const table = 11 + 22.0 * static_cast<double>(invoice.vat_breakdown.size());
  return std::max(table, 14.0 * static_cast<double>(totals_of(invoice, words).size())) + 14;
}

void draw_notes(Paper& paper, model::Invoice const& invoice, Lines& lines) {
  Ink const ink{Weight::regular, 8};
  for (auto const& note : invoice.notes) {
    for (auto const& line : paper.canvas.wrap(note.text, right - left, ink)) {
      lines.need(12);
      paper.canvas.text({left, lines.y()}, line, ink);
      lines.skip(10.5);
    }
    lines.skip(3);
  }
}

void draw_body(Paper& paper, model::Invoice const& invoice, double top) {
  Lines lines{paper, invoice, top};
  for (auto const& line : invoice.lines) lines.draw(line);
  lines.need(totals_height(invoice, paper.words));
  paper.canvas.line({left, lines.y() - 6}, {right, lines.y() - 6}, 0.5, "c5ced6");
  auto const start = lines.y() + 7;
  auto const end =
      std::max(draw_vat_table(paper, invoice, start), draw_totals(paper, invoice, start));
  lines.skip(end - lines.y() + 8);
  draw_notes(paper, invoice, lines);
  bool const pays = invoice.payment && invoice.totals.due && !invoice.payment->accounts.empty() &&
                    invoice.type != model::InvoiceType::credit_note;
  if (!pays) return;
  lines.need(payment_height);
  draw_payment(paper, page_bottom - payment_height + 2 * mm,
               {invoice.payee ? invoice.payee->name : invoice.seller.name,
                invoice.payment->accounts, invoice.payment->reference_kind,
                invoice.payment->reference, invoice.due_date, *invoice.totals.due});
}

}  // namespace

model::Result<Rendered> write_invoice(model::Invoice const& invoice, Style const& style,
                                      Fonts const& fonts) {
  auto logo = logo_of(style);
  if (!logo) return tl::unexpected{logo.error()};
  Canvas canvas{fonts};
  auto const& words = words_of(style.language);
  Paper paper{canvas, style, words};
  canvas.new_page();
  if (*logo) canvas.picture(*std::move(*logo), {left, 12 * mm}, {60 * mm, 18 * mm});
  auto const title = title_of(invoice, words);
  auto const top = draw_head(paper, invoice.seller, invoice.buyer, title, facts_of(invoice, words));
  draw_body(paper, invoice, top);
  draw_footers(paper, invoice.seller);
  return finished(canvas, fmt::format("{} {}", title, invoice.number), invoice.seller.name);
}

}  // namespace airut::pdf
