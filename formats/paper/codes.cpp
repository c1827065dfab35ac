#include "formats/paper/codes.hpp"

#include <fmt/format.h>

#include "formats/model/bank_barcode.hpp"
#include "formats/model/party_id.hpp"
#include "formats/pdf/code128.hpp"
#include "formats/pdf/qr.hpp"
#include "formats/xml/utf8.hpp"

namespace airut::paper {
namespace {

constexpr double barcode_width = 105 * pdf::mm, barcode_height = 12 * pdf::mm;
constexpr std::size_t epc_name_max = 70;
constexpr std::int64_t epc_cents_max = 99'999'999'999;

std::optional<model::Reference> reference_of(PaymentRequest const& request) {
  if (!request.reference_kind || request.reference.empty()) return std::nullopt;
  return model::Reference::parse(*request.reference_kind, request.reference);
}

// EPC's structured field knows ISO 11649 only; a viitenumero has its RF form.
std::optional<std::string> creditor_reference(PaymentRequest const& request) {
  auto const reference = reference_of(request);
  if (!reference) return std::nullopt;
  if (reference->kind() == model::ReferenceKind::rf) return reference->text();
  if (reference->kind() != model::ReferenceKind::fi_viite) return std::nullopt;
  auto const& text = reference->text();
  auto const rf = model::Reference::make_rf(text.substr(0, text.size() - 1));
  return rf ? std::optional{rf->text()} : std::nullopt;
}

}  // namespace

std::optional<std::string> barcode_digits(PaymentRequest const& request) {
  auto const reference = reference_of(request);
  if (!reference || request.accounts.empty()) return std::nullopt;
  return model::bank_barcode(request.accounts.front().iban, request.due, *reference,
                             request.due_date);
}

void draw_barcode(Sheet& sheet, pdf::At top_left, std::string const& digits) {
  auto const modules = pdf::code128c(digits);
  int total = 0;
  for (int const module : modules) total += module;
  std::vector<pdf::Canvas::Module> bars;
  int x = 0;
  for (std::size_t i = 0; i < modules.size(); ++i) {
    if (i % 2 == 0) bars.push_back({x, 0, modules[i], 1});
    x += modules[i];
  }
  {
    auto const figure = sheet.canvas.open_figure(fmt::format("{} {}", sheet.words.barcode, digits),
                                                 top_left, {barcode_width, barcode_height});
    sheet.canvas.modules(top_left, {barcode_width / total, barcode_height}, bars);
  }
  auto const element = sheet.canvas.open(pdf::Role::paragraph);
  sheet.canvas.text({top_left.x, top_left.y + barcode_height + 8}, digits, sheet.ink(Use::small));
}

std::optional<std::string> epc_text(PaymentRequest const& request) {
  if (request.accounts.empty() || request.due.currency().code() != "EUR") return std::nullopt;
  auto const& account = request.accounts.front();
  auto const cents = request.due.minor();
  if (!model::is_iban(account.iban) || cents <= 0 || cents > epc_cents_max) return std::nullopt;
  auto const reference = creditor_reference(request);
  auto const name = xml::first_characters(request.payee.name, epc_name_max);
  auto text =
      fmt::format("BCD\n{}\n1\nSCT\n{}\n{}\n{}\nEUR{}\n\n{}\n", account.bic.empty() ? "002" : "001",
                  account.bic, name, account.iban, request.due.text(), reference.value_or(""));
  if (!reference) text += request.document;
  if (text.size() > pdf::qr_bytes_max) return std::nullopt;
  return text;
}

void draw_qr(Sheet& sheet, pdf::At top_left, double side, std::string const& text) {
  auto const code = pdf::qr_code(text);
  if (code.size == 0) return;
  constexpr int quiet = 4;
  double const unit = side / (code.size + 2 * quiet);
  double const dark = unit * code.size;
  auto const figure = sheet.canvas.open_figure(
      fmt::format("{}: {}", sheet.words.qr_code, sheet.words.scan_to_pay), top_left, {side, side});
  sheet.canvas.bitmap({top_left.x + quiet * unit, top_left.y + quiet * unit}, {dark, dark},
                      code.size, code.rows);
}

}  // namespace airut::paper
