#include "formats/paper/payment.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "formats/model/party_id.hpp"
#include "formats/paper/codes.hpp"

namespace airut::paper {
namespace {

using pdf::mm;
constexpr double box_height = 37 * mm, barcode_room = 18 * mm, giro_no_height = 88 * mm;

PaymentForm form_of(Sheet const& sheet, PaymentRequest const& request) {
  auto const form = sheet.layout.payment.form;
  if (form != PaymentForm::by_country) return form;
  auto const country = request.accounts.front().iban.substr(0, 2);
  if (country == "FI") return PaymentForm::giro_fi;
  bool const kid = request.reference_kind == model::ReferenceKind::no_kid;
  return country == "NO" || kid ? PaymentForm::giro_no : PaymentForm::box;
}

// A giro form is torn off: it takes the whole foot of the page and the footer stands above it.
void at_foot(Sheet& sheet, double height, void (*draw)(Sheet&, double, PaymentRequest const&),
             PaymentRequest const& request) {
  auto const top = sheet.layout.page.height - height;
  auto const end = sheet.y - sheet.leading(Use::body);
  if (end + sheet.footer_above_slip() > top) sheet.break_page();
  sheet.slip_top = top;
  draw(sheet, top, request);
}

void draw_field(Sheet& sheet, pdf::At at, std::string_view label, std::string_view value, Use use) {
  if (value.empty()) return;
  auto const element = sheet.canvas.open(pdf::Role::paragraph);
  sheet.canvas.text(at, label, sheet.ink(Use::small));
  sheet.canvas.text({at.x, at.y + 4.6 * mm}, value, sheet.ink(use, pdf::Weight::bold));
}

void draw_accounts(Sheet& sheet, pdf::At at, PaymentRequest const& request) {
  auto const element = sheet.canvas.open(pdf::Role::paragraph);
  sheet.canvas.text(at, sheet.words.account, sheet.ink(Use::small));
  auto const most = std::min<std::size_t>(request.accounts.size(), 3);
  for (std::size_t i = 0; i < most; ++i) {
    at.y += 4.6 * mm;
    sheet.canvas.text(at, printed_account(request.accounts[i]),
                      sheet.ink(Use::value, pdf::Weight::bold));
  }
}

}  // namespace

std::string printed_reference(PaymentRequest const& request) {
  if (!request.reference_kind || request.reference.empty()) return request.reference;
  auto const reference = model::Reference::parse(*request.reference_kind, request.reference);
  return reference ? reference->printed() : request.reference;
}

std::string printed_account(model::PaymentAccount const& account) {
  auto const national = model::account_no_of_iban(account.iban);
  if (!national.empty()) return model::iban_printed(national);
  auto const iban = model::iban_printed(account.iban);
  return account.bic.empty() ? iban : fmt::format("{}   {}", iban, account.bic);
}

std::string printed_sum(Sheet const& sheet, PaymentRequest const& request) {
  return fmt::format("{} {}", sum_text(request.due, sheet.words), request.due.currency().code());
}

void draw_payment_box(Sheet& sheet, double top, PaymentRequest const& request) {
  auto const& words = sheet.words;
  double const x = sheet.left() + 4 * mm, middle = sheet.left() + 78 * mm;
  sheet.canvas.box({sheet.left(), top}, {sheet.width(), box_height}, sheet.colour("shade"));
  sheet.canvas.box({sheet.left(), top}, {1.2 * mm, box_height}, sheet.colour("accent"));
  auto const qr = sheet.layout.payment.qr ? epc_text(request) : std::nullopt;
  draw_field(sheet, {x, top + 6 * mm}, words.payee, request.payee.name, Use::value);
  draw_accounts(sheet, {x, top + 17 * mm}, request);
  bool const kid = request.reference_kind == model::ReferenceKind::no_kid;
  draw_field(sheet, {middle, top + 6 * mm}, kid ? words.kid : words.payment_reference,
             printed_reference(request), Use::value);
  if (request.due_date) {
    draw_field(sheet, {middle, top + 17 * mm}, words.due_date, day_text(*request.due_date, words),
               Use::value);
  }
  draw_field(sheet, {middle, top + 28 * mm}, words.to_pay, printed_sum(sheet, request), Use::total);
  if (qr) {
    constexpr double side = 33 * mm;
    sheet.canvas.box({sheet.right() - side - 2 * mm, top + 2 * mm}, {side, side}, "ffffff");
    draw_qr(sheet, {sheet.right() - side - 2 * mm, top + 2 * mm}, side, *qr);
  }
  if (auto const digits = barcode_digits(request)) {
    draw_barcode(sheet, {sheet.left(), top + box_height + 3 * mm}, *digits);
  }
}

void draw_payment(Sheet& sheet, PaymentRequest const& request) {
  if (request.accounts.empty() || request.due.minor() <= 0) return;
  switch (form_of(sheet, request)) {
    case PaymentForm::giro_fi:
      return at_foot(sheet, giro_height, draw_giro_fi, request);
    case PaymentForm::giro_no:
      return at_foot(sheet, giro_no_height, draw_giro_no, request);
    case PaymentForm::box: {
      auto const height = box_height + (barcode_digits(request) ? barcode_room : 0.0);
      sheet.need(height + 4 * mm);
      return draw_payment_box(sheet, sheet.bottom() - height, request);
    }
    case PaymentForm::none:
    case PaymentForm::by_country:
      return;
  }
}

}  // namespace airut::paper
