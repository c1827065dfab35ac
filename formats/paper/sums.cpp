#include <algorithm>

#include <fmt/format.h>

#include "formats/paper/blocks.hpp"
#include "formats/paper/line_text.hpp"
#include "formats/paper/vat_text.hpp"

namespace airut::paper {
namespace {

using pdf::mm;
constexpr double sums_width = 82 * mm, vat_width = 88 * mm;

struct TotalRow {
  std::string label, value;
};

struct Totals {
  std::vector<TotalRow> rows;
  TotalRow due;
};

// "ALV 25,5 %", kept on one line.
std::string vat_rate_text(model::Decimal const& rate, Words const& words) {
  auto const name = words.vat.substr(0, words.vat.find(' '));
  return fmt::format("{}\u00A0{}\u00A0%", name, number_text(rate, words));
}

// Where there are several of a kind, their sum stands in the column and each before its sum in
// words: the column adds up.
void add_adjustments_of(Totals& list, model::Invoice const& invoice, bool charges,
                        Words const& words) {
  auto const& all = invoice.adjustments;
  auto const count = std::count_if(all.begin(), all.end(),
                                   [&](auto const& one) { return one.is_charge == charges; });
  auto const& sum = charges ? invoice.totals.charges : invoice.totals.allowances;
  bool const summed = count > 1 && sum;
  for (auto const& one : all) {
    if (one.is_charge != charges) continue;
    auto label = adjustment_label(one, words);
    if (one.vat.rate) {
      label += " · " + vat_rate_text(*one.vat.rate, words);
    }
    auto amount = sum_text(charges ? one.amount : -one.amount, words);
    if (summed) {
      list.rows.push_back({fmt::format("{}: {}", label, amount), ""});
    } else {
      list.rows.push_back({std::move(label), std::move(amount)});
    }
  }
  if (!summed) return;
  list.rows.push_back({std::string{charges ? words.charges : words.allowances},
                       sum_text(charges ? *sum : -*sum, words)});
}

void add_adjustments(Totals& list, model::Invoice const& invoice, Words const& words) {
  if (invoice.adjustments.empty()) return;
  if (auto const& lines = invoice.totals.lines) {
    list.rows.push_back({std::string{words.lines_sum}, sum_text(*lines, words)});
  }
  add_adjustments_of(list, invoice, false, words);
  add_adjustments_of(list, invoice, true, words);
}

Totals totals_of(model::Invoice const& invoice, Words const& words) {
  Totals list;
  auto const& totals = invoice.totals;
  auto const add = [&](std::string_view label, std::optional<model::Money> const& sum) {
    if (sum) list.rows.push_back({std::string{label}, sum_text(*sum, words)});
  };
  add_adjustments(list, invoice, words);
  add(words.net, totals.net);
  add(words.vat_sum, totals.vat);
  if (totals.vat_accounting) {
    list.rows.push_back(
        {fmt::format("{} {}", words.vat_sum, totals.vat_accounting->currency().code()),
         sum_text(*totals.vat_accounting, words)});
  }
  add(words.gross, totals.gross);
  if (totals.paid && !totals.paid->is_zero()) add(words.paid, -*totals.paid);
  if (totals.rounding && !totals.rounding->is_zero()) add(words.rounding, totals.rounding);
  if (totals.due) {
    bool const credit = invoice.type == model::InvoiceType::credit_note;
    list.due = {std::string{credit ? words.to_refund : words.to_pay},
                fmt::format("{} {}", sum_text(*totals.due, words), invoice.currency.code())};
  }
  return list;
}

void draw_sum_cell(Sheet& sheet, pdf::Role role, pdf::At at, std::string_view text, Use use,
                   bool right) {
  auto const element = sheet.canvas.open(role);
  if (right) {
    sheet.canvas.text_right(at, text, sheet.ink(use));
  } else {
    sheet.canvas.text(at, text, sheet.ink(use));
  }
}

std::string category_text(model::VatCategory const& vat, Words const& words) {
  auto const rate = vat.rate ? number_text(*vat.rate, words) + " %" : std::string{};
  return vat.code == "S" ? rate : fmt::format("{} {}", vat.code, rate);
}

struct VatColumns {
  double rate, base, tax;
};

void draw_vat_row(Sheet& sheet, model::VatBreakdown const& one, VatColumns const& at) {
  auto const row = sheet.canvas.open(pdf::Role::row);
  draw_sum_cell(sheet, pdf::Role::row_header, {at.rate, sheet.y},
                category_text(one.vat, sheet.words), Use::body, false);
  // Set smaller where a sum is wider than its column.
  auto const fit = [&](double end, double room, model::Money const& sum) {
    auto const element = sheet.canvas.open(pdf::Role::cell);
    sheet.fitted({end, sheet.y}, sum_text(sum, sheet.words), room, Use::body, true);
  };
  fit(at.base, at.base - at.rate - 16 * mm, one.taxable);
  fit(at.tax, at.tax - at.base - 2 * mm, one.tax);
}

// Below the table, what the law asks for where no VAT is charged; of several rows, of which.
void draw_vat_texts(Sheet& sheet, model::Invoice const& invoice, double x) {
  bool const several = invoice.vat_breakdown.size() > 1;
  for (auto const& one : invoice.vat_breakdown) {
    auto text = vat_text(one.vat, sheet.words.language);
    if (text.empty()) continue;
    if (several && one.vat.code != "S") text = fmt::format("{}: {}", one.vat.code, text);
    auto const element = sheet.canvas.open(pdf::Role::paragraph);
    for (auto const& line : sheet.canvas.wrap(text, vat_width - 4 * mm, sheet.ink(Use::detail))) {
      sheet.need(sheet.leading(Use::detail));
      sheet.canvas.text({x, sheet.y}, line, sheet.ink(Use::detail));
      sheet.y += sheet.leading(Use::detail);
    }
  }
}

void draw_vat_table(Sheet& sheet, model::Invoice const& invoice) {
  if (invoice.vat_breakdown.empty()) return;
  auto const& words = sheet.words;
  VatColumns const at{sheet.left() + 1.2 * mm, sheet.left() + 48 * mm, sheet.left() + 74 * mm};
  {
    auto const table = sheet.canvas.open(pdf::Role::table);
    {
      auto const row = sheet.canvas.open(pdf::Role::row);
      draw_sum_cell(sheet, pdf::Role::column_header, {at.rate, sheet.y}, words.vat_rate, Use::label,
                    false);
      draw_sum_cell(sheet, pdf::Role::column_header, {at.base, sheet.y}, words.vat_base, Use::label,
                    true);
      draw_sum_cell(sheet, pdf::Role::column_header, {at.tax, sheet.y}, words.vat_sum, Use::label,
                    true);
    }
    for (auto const& one : invoice.vat_breakdown) {
      sheet.y += sheet.leading(Use::body);
      sheet.need(sheet.leading(Use::body));
      draw_vat_row(sheet, one, at);
    }
    sheet.y += sheet.leading(Use::body);
  }
  draw_vat_texts(sheet, invoice, at.rate);
}

void draw_due(Sheet& sheet, TotalRow const& due, double x) {
  auto const type = sheet.ink(Use::total);
  auto const height = type.size + 4.4 * mm;
  sheet.need(height);
  auto const top = sheet.y - sheet.leading(Use::body) + 2.2 * mm;
  sheet.canvas.box({x, top}, {sheet.right() - x, height}, sheet.colour("accent"));
  auto ink = type;
  ink.colour = "ffffff";
  auto const row = sheet.canvas.open(pdf::Role::row);
  double const base = top + 2 * mm + type.size * 0.86;
  {
    auto const head = sheet.canvas.open(pdf::Role::row_header);
    sheet.canvas.text({x + 2 * mm, base}, due.label, ink);
  }
  auto const value = sheet.canvas.open(pdf::Role::cell);
  auto const room = sheet.right() - x - sheet.canvas.width(due.label, ink) - 6 * mm;
  if (auto const wide = sheet.canvas.width(due.value, ink); wide > room) ink.size *= room / wide;
  sheet.canvas.text_right({sheet.right() - 1.2 * mm, base}, due.value, ink);
  sheet.y = top + height;
}

std::vector<std::string> label_lines(Sheet const& sheet, TotalRow const& row) {
  auto const room = sums_width - (row.value.empty() ? 4 * mm : 34 * mm);
  return sheet.canvas.wrap(row.label, room, sheet.ink(Use::body));
}

void draw_sums(Sheet& sheet, Totals const& totals) {
  double const x = sheet.right() - sums_width;
  auto const table = sheet.canvas.open(pdf::Role::table);
  for (auto const& one : totals.rows) {
    auto const lines = label_lines(sheet, one);
    auto const height = static_cast<double>(lines.size()) * sheet.leading(Use::body);
    sheet.need(height);
    auto const row = sheet.canvas.open(pdf::Role::row);
    double y = sheet.y;
    {
      auto const head = sheet.canvas.open(pdf::Role::row_header);
      for (auto const& line : lines) {
        sheet.canvas.text({x + 2 * mm, y}, line, sheet.ink(Use::body));
        y += sheet.leading(Use::body);
      }
    }
    draw_sum_cell(sheet, pdf::Role::cell, {sheet.right() - 1.2 * mm, sheet.y}, one.value, Use::body,
                  true);
    sheet.y += std::max(height, sheet.leading(Use::body));
  }
  if (!totals.due.value.empty()) draw_due(sheet, totals.due, x);
}

double height_of_sums(Sheet const& sheet, model::Invoice const& invoice, Totals const& totals) {
  auto const row = sheet.leading(Use::body);
  double vat = row * (1 + static_cast<double>(invoice.vat_breakdown.size()));
  for (auto const& one : invoice.vat_breakdown) {
    auto const text = vat_text(one.vat, sheet.words.language);
    auto const lines = sheet.canvas.wrap(text, vat_width - 4 * mm, sheet.ink(Use::detail));
    vat += static_cast<double>(lines.size()) * sheet.leading(Use::detail);
  }
  std::size_t labels = 0;
  for (auto const& one : totals.rows) labels += label_lines(sheet, one).size();
  return std::max(vat, row * static_cast<double>(labels) + 14 * mm) + row;
}

}  // namespace

// Side by side; each goes on on a new page where it is longer than one.
void draw_totals(Sheet& sheet, model::Invoice const& invoice) {
  auto const totals = totals_of(invoice, sheet.words);
  auto const room = sheet.bottom() - sheet.layout.page.continued_top;
  sheet.need(std::min(height_of_sums(sheet, invoice, totals), room));
  auto const top = sheet.y;
  int const page = sheet.canvas.page();
  draw_vat_table(sheet, invoice);
  auto const vat_end = sheet.y;
  bool const beside = sheet.canvas.page() == page;
  if (beside) sheet.y = top;
  draw_sums(sheet, totals);
  sheet.y += sheet.leading(Use::body);
  if (beside && sheet.canvas.page() == page) sheet.y = std::max(vat_end, sheet.y);
}

std::string joined_address(std::string const& name, model::PostalAddress const& address,
                           std::string_view from_country) {
  bool const both = !address.postal_code.empty() && !address.city.empty();
  auto const town = fmt::format("{}{}{}", address.postal_code, both ? " " : "", address.city);
  bool const abroad = address.country != from_country;
  std::string text;
  for (auto const* part : {&name, &address.line1, &address.line2, &address.line3, &town,
                           &address.subdivision, &address.country}) {
    if (part->empty() || (part == &address.country && !abroad)) continue;
    text += (text.empty() ? "" : ", ") + *part;
  }
  return text;
}

void draw_text(Sheet& sheet, std::string_view text, Use use) {
  if (text.empty()) return;
  auto const element = sheet.canvas.open(pdf::Role::paragraph);
  auto const ink = sheet.ink(use);
  auto const lines = sheet.canvas.wrap(text, sheet.width(), ink);
  // A few lines stay together.
  constexpr std::size_t few = 3;
  if (lines.size() <= few) sheet.need(static_cast<double>(lines.size()) * sheet.leading(use));
  for (auto const& line : lines) {
    sheet.need(sheet.leading(use));
    sheet.canvas.text({sheet.left(), sheet.y}, line, ink);
    sheet.y += sheet.leading(use);
  }
}

void draw_notes(Sheet& sheet, model::Invoice const& invoice) {
  for (auto const& note : invoice.notes) {
    draw_text(sheet, note.text);
    sheet.y += 1 * mm;
  }
}

std::string delivery_text(model::Invoice const& invoice) {
  if (!invoice.delivery) return {};
  auto const& delivery = *invoice.delivery;
  auto const address = delivery.address.value_or(model::PostalAddress{});
  auto text = joined_address(delivery.name, address, invoice.seller.address.country);
  if (auto const& place = delivery.location) {
    text +=
        fmt::format("{}{}", text.empty() ? "" : " · ", with_scheme(place->value, place->scheme));
  }
  return text;
}

void draw_delivery(Sheet& sheet, model::Invoice const& invoice) {
  draw_text(sheet, fmt::format("{}: {}", sheet.words.delivery_address, delivery_text(invoice)));
}

}  // namespace airut::paper
