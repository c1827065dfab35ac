#include <fmt/format.h>

#include "formats/paper/codes.hpp"
#include "formats/paper/countries.hpp"
#include "formats/paper/payment.hpp"

// The Finnish credit transfer form ("tilisiirto"). Its words are the form's own, in both languages
// of the country whatever the letter's language is; fields and order as banks expect them.
namespace airut::paper {
namespace {

using pdf::mm;

constexpr double label_x = 10 * mm, value_x = 34 * mm, middle_x = 112 * mm, right_value = 133 * mm,
                 right_end = 200 * mm;
// Lower ends of the rows, from the form's top.
constexpr double account_end = 17 * mm, payee_end = 31 * mm, payer_end = 54 * mm,
                 signature_end = 64 * mm, form_end = 74 * mm;
constexpr double label_size = 6.5, value_size = 9.5, usual_step = 4.2 * mm, message_top = 14 * mm;
constexpr std::string_view black = "000000";

struct Giro {
  Sheet& sheet;
  double top;

  void label(double x, double y, std::initializer_list<std::string_view> lines) {
    for (auto const line : lines) {
      sheet.canvas.text({x, top + y}, line, {pdf::Weight::regular, label_size, black});
      y += label_size * 1.15;
    }
  }
  void value(double x, double y, std::string_view text, pdf::Weight weight = pdf::Weight::regular) {
    sheet.canvas.text({x, top + y}, text, {weight, value_size, black});
  }
  pdf::Canvas::Line line(double x1, double y1, double x2, double y2) const {
    return {{x1, top + y1}, {x2, top + y2}};
  }
};

void draw_giro_lines(Giro& giro) {
  auto& canvas = giro.sheet.canvas;
  double const labels_end = value_x - 3 * mm, demand_values = right_value - 2 * mm;
  canvas.lines(
      {giro.line(0, 0, giro.sheet.layout.page.width, 0),  // where it is torn off
       giro.line(value_x, signature_end - 2 * mm, middle_x - 6 * mm, signature_end - 2 * mm)},
      0.3, black);
  canvas.lines({giro.line(label_x, account_end, middle_x, account_end),
                giro.line(label_x, payee_end, middle_x, payee_end),
                giro.line(label_x, payer_end, right_end, payer_end),
                giro.line(label_x, signature_end, right_end, signature_end),
                giro.line(label_x, form_end, right_end, form_end),
                giro.line(labels_end, 3 * mm, labels_end, payer_end),
                giro.line(labels_end, signature_end, labels_end, form_end),
                giro.line(middle_x, 3 * mm, middle_x, form_end),
                giro.line(demand_values, payer_end, demand_values, form_end),
                giro.line(164 * mm, signature_end, 164 * mm, form_end)},
               0.5, black);
}

void draw_account(Giro& giro, PaymentRequest const& request) {
  auto const element = giro.sheet.canvas.open(pdf::Role::paragraph);
  giro.label(label_x, 6 * mm, {"Saajan", "tilinumero", "Mottagarens", "kontonummer"});
  double y = 8 * mm;
  for (std::size_t i = 0; i < request.accounts.size() && i < 2; ++i) {
    giro.value(value_x, y, printed_account(request.accounts[i]));
    y += 4.5 * mm;
  }
}

std::vector<std::string> party_lines(Giro& giro, model::Party const& party, double size) {
  auto const& address = party.address;
  std::vector<std::string> all{party.name, address.line1, address.line2, address.line3};
  if (!address.city.empty()) all.push_back(fmt::format("{} {}", address.postal_code, address.city));
  bool const abroad = !address.country.empty() && address.country != "FI";
  if (abroad) all.push_back(country_line(address.country, giro.sheet.words.language));
  std::vector<std::string> lines;
  for (auto const& line : all) {
    for (auto& piece :
         giro.sheet.canvas.wrap(line, middle_x - value_x - 2 * mm, {pdf::Weight::regular, size})) {
      lines.push_back(std::move(piece));
    }
  }
  return lines;
}

// Set smaller where there are many lines: nothing is left out.
void draw_party(Giro& giro, double top, double end, model::Party const& party) {
  double const room = end - top - 2 * mm;
  double size = value_size, step = usual_step;
  auto lines = party_lines(giro, party, size);
  while (static_cast<double>(lines.size()) * step > room && size > 4) {
    size -= 0.5;
    step = size * usual_step / value_size;
    lines = party_lines(giro, party, size);
  }
  double y = top + size + 1.2 * mm;
  for (auto const& line : lines) {
    giro.sheet.canvas.text({value_x, giro.top + y}, line, {pdf::Weight::regular, size, black});
    y += step;
  }
}

void draw_parties(Giro& giro, PaymentRequest const& request) {
  {
    auto const element = giro.sheet.canvas.open(pdf::Role::paragraph);
    giro.label(label_x, account_end + 4 * mm, {"Saaja", "Mottagare"});
    draw_party(giro, account_end, payee_end, request.payee);
  }
  {
    auto const element = giro.sheet.canvas.open(pdf::Role::paragraph);
    giro.label(label_x, payee_end + 4 * mm,
               {"Maksajan", "nimi ja osoite", "Betalarens", "namn och adress"});
    draw_party(giro, payee_end, payer_end, request.payer);
  }
  auto const element = giro.sheet.canvas.open(pdf::Role::paragraph);
  giro.label(label_x, payer_end + 4 * mm, {"Allekirjoitus", "Underskrift"});
  giro.label(label_x, signature_end + 4 * mm, {"Tililtä nro", "Från konto nr"});
}

// The numbers of the invoices above the row of the payer's end; the short form where they are more.
std::vector<std::string> message_lines(Giro const& giro, PaymentRequest const& request) {
  auto const wrapped = [&](std::string const& text) {
    return giro.sheet.canvas.wrap(text, 45 * mm, {pdf::Weight::regular, value_size});
  };
  auto lines = wrapped(request.document);
  auto const end = message_top + usual_step * static_cast<double>(lines.size() - 1) + 1 * mm;
  bool const fits = lines.empty() || end <= payer_end - 2 * mm;
  return fits || request.document_short.empty() ? lines : wrapped(request.document_short);
}

void draw_finnish_message(Giro& giro, PaymentRequest const& request) {
  {
    auto const heading = giro.sheet.canvas.open(pdf::Role::heading2);
    giro.sheet.canvas.text({middle_x + 3 * mm, giro.top + 8 * mm}, "TILISIIRTO  GIRERING",
                           {pdf::Weight::bold, 9, black});
  }
  {
    auto const element = giro.sheet.canvas.open(pdf::Role::paragraph);
    double y = message_top;
    for (auto const& line : message_lines(giro, request)) {
      giro.value(middle_x + 3 * mm, y, line);
      y += usual_step;
    }
  }
  if (!giro.sheet.layout.payment.qr) return;
  if (auto const text = epc_text(request)) {
    constexpr double side = 34 * mm;
    draw_qr(giro.sheet, {right_end - side, giro.top + 14 * mm}, side, *text);
  }
}

void draw_demand(Giro& giro, PaymentRequest const& request) {
  auto const& words = words_of("fi");  // days and sums as the form has them
  {
    auto const element = giro.sheet.canvas.open(pdf::Role::paragraph);
    giro.label(middle_x + 2 * mm, payer_end + 4 * mm, {"Viitenumero", "Ref.nr"});
    giro.value(right_value, payer_end + 6.5 * mm, printed_reference(request));
  }
  {
    auto const element = giro.sheet.canvas.open(pdf::Role::paragraph);
    giro.label(middle_x + 2 * mm, signature_end + 4 * mm, {"Eräpäivä", "Förf.dag"});
    if (request.due_date) {
      giro.value(right_value, signature_end + 6.5 * mm, day_text(*request.due_date, words));
    }
  }
  auto const element = giro.sheet.canvas.open(pdf::Role::paragraph);
  auto const currency = request.due.currency();
  auto const code = currency.code();
  giro.label(166 * mm, signature_end + 4 * mm, {code == "EUR" ? "Euro" : code});
  giro.sheet.canvas.text_right({right_end - 2 * mm, giro.top + signature_end + 6.5 * mm},
                               sum_text(request.due, words), {pdf::Weight::bold, 10.5, black});
}

void draw_terms(Giro& giro) {
  auto const element = giro.sheet.canvas.open(pdf::Role::paragraph);
  giro.label(
      133 * mm, form_end + 4 * mm,
      {"Maksu välitetään saajalle maksujenvälityksen ehtojen",
       "mukaisesti ja vain maksajan ilmoittaman tilinumeron", "perusteella.",
       "Betalningen förmedlas till mottagaren enligt villkoren för",
       "betalningsförmedling och endast enligt det kontonummer", "som betalaren har angett."});
  giro.sheet.canvas.text_right({right_end, giro.top + form_end + 20 * mm}, "PANKKI  BANKEN",
                               {pdf::Weight::regular, label_size, black});
}

}  // namespace

void draw_giro_fi(Sheet& sheet, double top, PaymentRequest const& request) {
  Giro giro{sheet, top};
  draw_giro_lines(giro);
  draw_account(giro, request);
  draw_parties(giro, request);
  draw_finnish_message(giro, request);
  draw_demand(giro, request);
  if (auto const digits = barcode_digits(request)) {
    draw_barcode(sheet, {20 * mm, top + form_end + 5 * mm}, *digits);
  }
  draw_terms(giro);
}

}  // namespace airut::paper
