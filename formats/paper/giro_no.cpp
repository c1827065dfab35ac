#include <fmt/format.h>

#include "formats/paper/countries.hpp"
#include "formats/paper/payment.hpp"

// The Norwegian payment block: who pays, who is paid, and the fields of a giro slip in the order in
// which a bank asks for them.
namespace airut::paper {
namespace {

using pdf::mm;

struct Cell {
  double x, width;
  std::string label, value;
  bool strong = false;
};

void draw_cell(Sheet& sheet, double top, Cell const& cell) {
  auto const element = sheet.canvas.open(pdf::Role::paragraph);
  sheet.canvas.frame({cell.x, top}, {cell.width, 12 * mm}, 0.6, sheet.colour("accent"));
  sheet.canvas.text({cell.x + 2 * mm, top + 4 * mm}, cell.label, sheet.ink(Use::small));
  auto ink = sheet.ink(cell.strong ? Use::total : Use::value, pdf::Weight::bold);
  ink.colour = sheet.colour("text");
  sheet.canvas.text({cell.x + 2 * mm, top + 9.3 * mm}, cell.value, ink);
}

std::vector<std::string> giro_address_lines(Sheet const& sheet, model::Party const& party,
                                            pdf::Ink const& ink) {
  auto const& address = party.address;
  auto const town = address.city.empty() ? std::string{}
                                         : fmt::format("{} {}", address.postal_code, address.city);
  bool const abroad = !address.country.empty() && address.country != "NO";
  auto const country = abroad ? country_line(address.country, sheet.words.language) : std::string{};
  std::vector<std::string> lines;
  for (auto const* part :
       {&party.name, &address.line1, &address.line2, &address.line3, &town, &country}) {
    if (part->empty()) continue;
    for (auto& line : sheet.canvas.wrap(*part, 75 * mm, ink)) lines.push_back(std::move(line));
  }
  return lines;
}

// Above the cells; set smaller where there are many lines: nothing is left out.
void draw_giro_address(Sheet& sheet, pdf::At at, std::string_view label,
                       model::Party const& party) {
  constexpr double label_room = 5 * mm, room = 43 * mm - 16 * mm - label_room - 1 * mm;
  auto const element = sheet.canvas.open(pdf::Role::paragraph);
  sheet.canvas.text(at, label, sheet.ink(Use::small));
  at.y += label_room;
  auto ink = sheet.ink(Use::value);
  double const ratio = sheet.leading(Use::value) / ink.size;
  auto lines = giro_address_lines(sheet, party, ink);
  while (static_cast<double>(lines.size()) * ink.size * ratio > room && ink.size > 4) {
    ink.size -= 0.5;
    lines = giro_address_lines(sheet, party, ink);
  }
  for (auto const& line : lines) {
    sheet.canvas.text(at, line, ink);
    at.y += ink.size * ratio;
  }
}

// What a payment without KID says it is for, as long as there is room for it.
void draw_norwegian_message(Sheet& sheet, double y, PaymentRequest const& request) {
  constexpr std::size_t most = 2;
  auto const ink = sheet.ink(Use::small);
  auto const wrapped = [&](std::string const& text) {
    return sheet.canvas.wrap(fmt::format("{}: {}", sheet.words.message, text), sheet.width(), ink);
  };
  auto lines = wrapped(request.document);
  if (lines.size() > most && !request.document_short.empty()) {
    lines = wrapped(request.document_short);
  }
  auto const element = sheet.canvas.open(pdf::Role::paragraph);
  for (auto const& line : lines) {
    sheet.canvas.text({sheet.left(), y}, line, ink);
    y += sheet.leading(Use::small);
  }
}

// "IBAN" and BIC for those who pay from abroad.
void draw_abroad(Sheet& sheet, double y, PaymentRequest const& request) {
  auto const& account = request.accounts.front();
  if (account.iban.substr(0, 2) != "NO") return;
  auto const element = sheet.canvas.open(pdf::Role::paragraph);
  auto const bic = account.bic.empty() ? std::string{} : fmt::format("   BIC {}", account.bic);
  sheet.canvas.text({sheet.left(), y}, fmt::format("IBAN {}{}", account.iban, bic),
                    sheet.ink(Use::small));
}

}  // namespace

void draw_giro_no(Sheet& sheet, double top, PaymentRequest const& request) {
  auto const& words = sheet.words;
  sheet.canvas.line({0, top}, {sheet.layout.page.width, top}, 0.3, sheet.colour("muted"));
  {
    auto const heading = sheet.canvas.open(pdf::Role::heading2);
    sheet.canvas.text({sheet.left(), top + 9 * mm}, words.payment_details, sheet.ink(Use::heading));
  }
  double const middle = sheet.left() + sheet.width() / 2 + 2 * mm;
  draw_giro_address(sheet, {sheet.left(), top + 16 * mm}, words.payer, request.payer);
  draw_giro_address(sheet, {middle, top + 16 * mm}, words.payee, request.payee);
  double const upper = top + 43 * mm, lower = top + 57 * mm;
  double const half = sheet.width() / 2 - 2 * mm;
  bool const kid = request.reference_kind == model::ReferenceKind::no_kid;
  draw_cell(sheet, upper,
            {sheet.left(), half, std::string{words.due_date},
             request.due_date ? day_text(*request.due_date, words) : ""});
  draw_cell(sheet, upper,
            {middle, half, fmt::format("{} {}", words.to_pay, request.due.currency().code()),
             sum_text(request.due, words), true});
  draw_cell(sheet, lower,
            {sheet.left(), half, std::string{kid ? words.kid : words.payment_reference},
             printed_reference(request), true});
  draw_cell(
      sheet, lower,
      {middle, half, std::string{words.account}, printed_account(request.accounts.front()), true});
  draw_abroad(sheet, top + 74 * mm, request);
  if (!kid) draw_norwegian_message(sheet, top + 79 * mm, request);
}

}  // namespace airut::paper
