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

void add_adjustments(Totals& list, model::Invoice const& invoice, Words const& words) {
  if (invoice.adjustments.empty()) return;
  if (auto const& lines = invoice.totals.lines) {
    list.rows.push_back({std::string{words.lines_sum}, sum_text(*lines, words)});
  }
  for (auto const& one : invoice.adjustments) {
    auto const label = one.reason.empty()
                           ? std::string{one.is_charge ? words.surcharge : words.discount}
                           : one.reason;
    list.rows.push_back({label, sum_text(one.is_charge ? one.amount : -one.amount, words)});
  }
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

void cell(Sheet& sheet, pdf::Role role, pdf::At at, std::string_view text, Use use, bool right) {
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

double draw_vat_row(Sheet& sheet, model::VatBreakdown const& one, VatColumns const& at, double y) {
  {
    auto const row = sheet.canvas.open(pdf::Role::row);
    cell(sheet, pdf::Role::row_header, {at.rate, y}, category_text(one.vat, sheet.words), Use::body,
         false);
    cell(sheet, pdf::Role::cell, {at.base, y}, sum_text(one.taxable, sheet.words), Use::body, true);
    cell(sheet, pdf::Role::cell, {at.tax, y}, sum_text(one.tax, sheet.words), Use::body, true);
  }
  return y + sheet.leading(Use::body);
}

double draw_vat_table(Sheet& sheet, model::Invoice const& invoice, double top) {
  if (invoice.vat_breakdown.empty()) return top;
  auto const& words = sheet.words;
  VatColumns const at{sheet.left() + 1.2 * mm, sheet.left() + 48 * mm, sheet.left() + 74 * mm};
  double y = top;
  {
    auto const table = sheet.canvas.open(pdf::Role::table);
    {
      auto const row = sheet.canvas.open(pdf::Role::row);
      cell(sheet, pdf::Role::column_header, {at.rate, y}, words.vat_rate, Use::label, false);
      cell(sheet, pdf::Role::column_header, {at.base, y}, words.vat_base, Use::label, true);
      cell(sheet, pdf::Role::column_header, {at.tax, y}, words.vat_sum, Use::label, true);
    }
    y += sheet.leading(Use::body);
    for (auto const& one : invoice.vat_breakdown) y = draw_vat_row(sheet, one, at, y);
  }
  for (auto const& one : invoice.vat_breakdown) {
    auto const text = vat_text(one.vat, words.language);
    if (text.empty()) continue;
    auto const element = sheet.canvas.open(pdf::Role::paragraph);
    y = sheet.paragraph({at.rate, y}, text, vat_width - 4 * mm, Use::detail);
  }
  return y;
}

double draw_due(Sheet& sheet, TotalRow const& due, double x, double y) {
  auto const type = sheet.ink(Use::total);
  auto const height = type.size + 4.4 * mm;
  auto const top = y - sheet.leading(Use::body) + 2.2 * mm;
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
  sheet.canvas.text_right({sheet.right() - 1.2 * mm, base}, due.value, ink);
  return top + height;
}

double draw_sums(Sheet& sheet, Totals const& totals, double top) {
  double const x = sheet.right() - sums_width;
  double y = top;
  auto const table = sheet.canvas.open(pdf::Role::table);
  for (auto const& one : totals.rows) {
    auto const lines = sheet.canvas.wrap(one.label, sums_width - 34 * mm, sheet.ink(Use::body));
    auto const row = sheet.canvas.open(pdf::Role::row);
    double label_y = y;
    {
      auto const head = sheet.canvas.open(pdf::Role::row_header);
      for (auto const& line : lines) {
        sheet.canvas.text({x + 2 * mm, label_y}, line, sheet.ink(Use::body));
        label_y += sheet.leading(Use::body);
      }
    }
    cell(sheet, pdf::Role::cell, {sheet.right() - 1.2 * mm, y}, one.value, Use::body, true);
    y = std::max(label_y, y + sheet.leading(Use::body));
  }
  return totals.due.value.empty() ? y : draw_due(sheet, totals.due, x, y);
}

double height_of(Sheet const& sheet, model::Invoice const& invoice, Totals const& totals) {
  auto const row = sheet.leading(Use::body);
  double vat = row * (1 + static_cast<double>(invoice.vat_breakdown.size()));
  for (auto const& one : invoice.vat_breakdown) {
    auto const text = vat_text(one.vat, sheet.words.language);
    auto const lines = sheet.canvas.wrap(text, vat_width - 4 * mm, sheet.ink(Use::detail));
    vat += static_cast<double>(lines.size()) * sheet.leading(Use::detail);
  }
  return std::max(vat, row * static_cast<double>(totals.rows.size()) + 14 * mm) + row;
}

}  // namespace

void draw_totals(Sheet& sheet, model::Invoice const& invoice) {
  auto const totals = totals_of(invoice, sheet.words);
  sheet.need(height_of(sheet, invoice, totals));
  auto const top = sheet.y;
  auto const vat_end = draw_vat_table(sheet, invoice, top);
  auto const sums_end = draw_sums(sheet, totals, top);
  sheet.y = std::max(vat_end, sums_end + sheet.leading(Use::body));
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
  for (auto const& line : sheet.canvas.wrap(text, sheet.width(), ink)) {
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
