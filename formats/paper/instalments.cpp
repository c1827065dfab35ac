#include "formats/paper/instalments.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "formats/model/instalments.hpp"
#include "formats/model/payments.hpp"
#include "formats/paper/blocks.hpp"
#include "formats/paper/payment.hpp"

namespace airut::paper {
namespace {

using pdf::mm;

std::vector<model::Instalment> const& instalments_of(model::Invoice const& invoice) {
  static std::vector<model::Instalment> const none;
  return invoice.nordic ? invoice.nordic->instalments : none;
}

// An instalment without a day or reference of its own has the invoice's.
PaymentRequest request_for(model::Invoice const& invoice, model::Instalment const& part,
                           PaymentRequest request) {
  request.due = part.amount;
  if (part.due_date) request.due_date = part.due_date;
  if (part.reference.empty()) return request;
  model::Payment own;
  model::set_reference(own, part.reference, invoice.seller.address.country);
  request.reference_kind = own.reference_kind;
  request.reference = own.reference;
  return request;
}

std::string instalment_name(Words const& words, std::size_t number, std::size_t count) {
  return fmt::format("{} {}/{}", words.instalment, number, count);
}

void draw_instalment_cell(Sheet& sheet, pdf::Role role, double x, std::string_view text, Use use) {
  auto const element = sheet.canvas.open(role);
  sheet.canvas.text({x, sheet.y}, text, sheet.ink(use));
}

void draw_instalments(Sheet& sheet, model::Invoice const& invoice, PaymentRequest const& whole) {
  auto const& parts = instalments_of(invoice);
  auto const& words = sheet.words;
  double const x = sheet.left() + 1.2 * mm;
  double const columns[] = {x, x + 26 * mm, x + 58 * mm, x + 120 * mm};
  sheet.need(3 * sheet.leading(Use::body));
  auto const table = sheet.canvas.open(pdf::Role::table);
  {
    auto const row = sheet.canvas.open(pdf::Role::row);
    bool const kid = whole.reference_kind == model::ReferenceKind::no_kid;
    std::string_view const titles[] = {words.instalment, words.due_date,
                                       kid ? words.kid : words.payment_reference, words.amount};
    for (std::size_t i = 0; i < std::size(titles); ++i) {
      draw_instalment_cell(sheet, pdf::Role::column_header, columns[i], titles[i], Use::heading);
    }
  }
  sheet.y += sheet.leading(Use::body);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    sheet.need(sheet.leading(Use::body));
    auto const request = request_for(invoice, parts[i], whole);
    auto const row = sheet.canvas.open(pdf::Role::row);
    draw_instalment_cell(sheet, pdf::Role::row_header, columns[0],
                         fmt::format("{}/{}", i + 1, parts.size()), Use::body);
    draw_instalment_cell(sheet, pdf::Role::cell, columns[1],
                         request.due_date ? day_text(*request.due_date, words) : "", Use::body);
    draw_instalment_cell(sheet, pdf::Role::cell, columns[2], printed_reference(request), Use::body);
    draw_instalment_cell(sheet, pdf::Role::cell, columns[3], printed_sum(sheet, request),
                         Use::body);
    sheet.y += sheet.leading(Use::body);
  }
}

std::string discount_text(model::CashDiscount const& one, Words const& words) {
  std::string text{words.cash_discount};
  if (one.percent) text += fmt::format(" {} %", number_text(*one.percent, words));
  if (one.base_amount) text += fmt::format(" / {}", sum_text(*one.base_amount, words));
  if (one.amount) text += fmt::format(": {}", sum_text(-*one.amount, words));
  if (one.until) text += fmt::format(" · {} {}", words.pay_by, day_text(*one.until, words));
  return text;
}

void draw_factoring(Sheet& sheet, model::Factoring const& factoring) {
  auto const& words = sheet.words;
  for (auto const& note : factoring.notes) draw_text(sheet, note);
  auto text = joined_address(factoring.party_name, factoring.party_address, {});
  if (factoring.party_id) text += " · " + factoring.party_id->value;
  if (!factoring.agreement_id.empty()) {
    text += fmt::format(" · {} {}", words.contract, factoring.agreement_id);
  }
  draw_text(sheet, fmt::format("{}: {}", words.transferred, text));
}

std::string overdue_text(model::OverdueRow const& one, std::string_view country,
                         Words const& words) {
  auto text = fmt::format("{} {}", words.invoice, one.invoice_number);
  auto const add = [&](std::string_view label, std::string const& value) {
    if (!value.empty()) text += fmt::format(" · {} {}", label, value);
  };
  auto const sum = [&](model::Money const& money) {
    return money.is_zero() ? std::string{} : sum_text(money, words);
  };
  add(words.date, one.issue_date ? day_text(*one.issue_date, words) : "");
  add(words.fell_due, one.due_date ? day_text(*one.due_date, words) : "");
  add(words.original_sum, sum(one.original));
  add(words.paid_so_far, sum(one.paid));
  add(words.open_principal, sum(one.open));
  add(words.interest, sum(one.interest));
  add(words.fee, sum(one.reminder_fee));
  model::Payment own;
  model::set_reference(own, one.reference, country);
  bool const kid = own.reference_kind == model::ReferenceKind::no_kid;
  add(kid ? words.kid : words.payment_reference, one.reference);
  return text;
}

void note_differing(Sheet& sheet, model::Invoice const& invoice) {
  model::Finding note;
  note.code = "instalments-differ";
  note.pointer = "/invoice/nordic/instalments";
  note.severity = model::Severity::warning;
  note.detail = "The instalments do not make up the sum to pay; the form asks for the whole sum.";
  note.expected = invoice.totals.due ? invoice.totals.due->text() : "";
  sheet.notes.push_back(std::move(note));
}

}  // namespace

PaymentRequest first_request(Sheet const& sheet, model::Invoice const& invoice,
                             std::string document) {
  auto const& payment = *invoice.payment;
  PaymentRequest whole{invoice.payee ? *invoice.payee : invoice.seller,
                       invoice.payer ? *invoice.payer : invoice.buyer,
                       payment.accounts,
                       payment.reference_kind,
                       payment.reference,
                       invoice.due_date,
                       *invoice.totals.due,
                       std::move(document)};
  if (!model::is_paid_in_instalments(invoice)) return whole;
  auto const& parts = instalments_of(invoice);
  auto const day_of = [&](model::Instalment const& part) {
    return part.due_date ? part.due_date : invoice.due_date;
  };
  auto const first =
      std::min_element(parts.begin(), parts.end(),
                       [&](auto const& a, auto const& b) { return day_of(a) < day_of(b); });
  auto const number = static_cast<std::size_t>(first - parts.begin()) + 1;
  whole.document += ", " + instalment_name(sheet.words, number, parts.size());
  return request_for(invoice, *first, std::move(whole));
}

void draw_nordic_terms(Sheet& sheet, model::Invoice const& invoice, bool has_form) {
  for (auto const& one : invoice.overdue) {
    draw_text(sheet, overdue_text(one, invoice.seller.address.country, sheet.words));
  }
  if (!invoice.nordic) return;
  auto const& nordic = *invoice.nordic;
  for (auto const& text : nordic.specification) draw_text(sheet, text);
  for (auto const& one : nordic.cash_discounts) {
    draw_text(sheet, discount_text(one, sheet.words));
  }
  if (nordic.factoring) draw_factoring(sheet, *nordic.factoring);
  if (nordic.instalments.empty()) return;
  sheet.y += 2 * mm;
  PaymentRequest whole;
  whole.due_date = invoice.due_date;
  if (invoice.payment) {
    whole.reference_kind = invoice.payment->reference_kind;
    whole.reference = invoice.payment->reference;
  }
  draw_instalments(sheet, invoice, whole);
  if (!model::is_paid_in_instalments(invoice)) return note_differing(sheet, invoice);
  if (has_form && nordic.instalments.size() > 1) draw_text(sheet, sheet.words.form_is_first);
}

}  // namespace airut::paper
