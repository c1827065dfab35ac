#include "formats/paper/sheet.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "formats/paper/countries.hpp"
#include "formats/paper/id_label.hpp"
#include "formats/paper/line_text.hpp"

namespace airut::paper {

Sheet::Sheet(Look const& the_look, Kind the_kind, std::string_view country)
    : canvas(the_look.fonts, {the_look.layout.page.width, the_look.layout.page.height}),
      layout(the_look.layout),
      look(the_look),
      words(the_look.layout.words(the_look.language, country)),
      kind(the_kind) {
  canvas.new_page();
}

std::string_view Sheet::colour(std::string_view name) const {
  auto const& colours = layout.colours;
  if (name == "accent") return colours.accent.empty() ? look.accent : colours.accent;
  if (name == "text") return colours.text;
  if (name == "muted") return colours.muted;
  if (name == "rule") return colours.rule;
  if (name == "shade") return colours.shade;
  return name;
}

pdf::Ink Sheet::ink(Use use) const {
  auto const& type = layout.type(use);
  return {type.weight, type.size, colour(type.colour)};
}

pdf::Ink Sheet::ink(Use use, pdf::Weight weight) const {
  auto ink = this->ink(use);
  ink.weight = weight;
  return ink;
}

void Sheet::break_page() {
  canvas.new_page();
  y = layout.page.continued_top;
}

void Sheet::need(double height) {
  if (y + height > bottom()) break_page();
}

void Sheet::fitted(pdf::At at, std::string_view text, double width, Use use, bool right) {
  auto type = ink(use);
  auto const wide = canvas.width(text, type);
  if (wide > width) type.size *= width / wide;
  if (right) return canvas.text_right(at, text, type);
  canvas.text(at, text, type);
}

double Sheet::paragraph(pdf::At at, std::string_view text, double width, Use use) {
  auto const type = ink(use);
  for (auto const& line : canvas.wrap(text, width, type)) {
    canvas.text(at, line, type);
    at.y += leading(use);
  }
  return at.y;
}

namespace {

Window const* window_of(Sheet const& sheet, std::string_view country) {
  auto const& windows = sheet.look.windows;
  for (auto const& window : windows) {
    if (window.country == country) return &window;
  }
  return windows.empty() ? nullptr : &windows.front();
}

std::vector<std::string> address_lines(model::Party const& party, std::string_view from_country,
                                       Words const& words) {
  auto const& address = party.address;
  std::vector<std::string> lines;
  for (auto const* line : {&party.name, &address.line1, &address.line2, &address.line3}) {
    if (!line->empty()) lines.push_back(*line);
  }
  if (!address.postal_code.empty() || !address.city.empty()) {
    lines.push_back(fmt::format("{} {}", address.postal_code, address.city));
  }
  if (!address.country.empty() && address.country != from_country) {
    lines.push_back(country_line(address.country, words.language));
  }
  return lines;
}

void note_outside(Sheet& sheet, std::string detail, std::string expected, std::string actual) {
  model::Finding note;
  note.code = "address-outside-window";
  note.term = "BG-8";
  note.severity = model::Severity::warning;
  note.detail = std::move(detail);
  note.expected = std::move(expected);
  note.actual = std::move(actual);
  sheet.notes.push_back(std::move(note));
}

std::string millimetres(double points) { return fmt::format("{:.0f} mm", points / pdf::mm); }

// A line may go on below at a blank, but no word is torn apart.
void check_words(Sheet& sheet, std::string_view line, double width) {
  auto const type = sheet.ink(Use::address);
  for (auto rest = line; !rest.empty();) {
    auto const word = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(word.size() + 1, rest.size()));
    auto const wide = sheet.canvas.width(word, type);
    if (wide <= width) continue;
    note_outside(sheet,
                 fmt::format("\"{}\" in the recipient's address is {} wide; the envelope's window "
                             "shows {}.",
                             word, millimetres(wide), millimetres(width)),
                 millimetres(width), millimetres(wide));
  }
}

void check_height(Sheet& sheet, std::size_t lines, double height, Area const& window) {
  if (height <= window.height) return;
  note_outside(sheet,
               fmt::format("The recipient's name and address take {} lines of {}; the envelope's "
                           "window shows {}.",
                           lines, millimetres(height), millimetres(window.height)),
               millimetres(window.height), millimetres(height));
}

// The recipient where the envelope of the sender's country has its window; the y below it.
double draw_address(Sheet& sheet, model::Party const& seller, model::Party const& buyer) {
  auto const* window = window_of(sheet, seller.address.country);
  if (window == nullptr) return 0;
  auto const& area = window->area;
  auto const type = sheet.ink(Use::address);
  auto const all = address_lines(buyer, seller.address.country, sheet.words);
  if (all.empty()) return area.y + area.height;
  auto const element = sheet.canvas.open(pdf::Role::paragraph);
  double y = area.y + type.size;
  std::size_t lines = 0;
  for (auto const& line : all) {
    check_words(sheet, line, area.width);
    for (auto const& piece : sheet.canvas.wrap(line, area.width, type)) {
      sheet.canvas.text({area.x, y}, piece, type);
      y += sheet.leading(Use::address);
      ++lines;
    }
  }
  check_height(sheet, lines, y - sheet.leading(Use::address) + type.size * 0.3 - area.y, area);
  return std::max(y, area.y + area.height);
}

void draw_logo(Sheet& sheet, model::Party const& seller) {
  if (!sheet.layout.logo) return;
  auto const& area = *sheet.layout.logo;
  if (sheet.look.logo) {
    auto const element =
        sheet.canvas.open_figure(fmt::format("{}: {}", sheet.words.logo, seller.name),
                                 {area.x, area.y}, {area.width, area.height});
    sheet.canvas.picture(sheet.look.logo, {area.x, area.y}, {area.width, area.height});
    return;
  }
  auto const element = sheet.canvas.open(pdf::Role::paragraph);
  pdf::Ink const type{pdf::Weight::bold, 15, sheet.colour("accent")};
  double y = area.y + type.size;
  for (auto const& line : sheet.canvas.wrap(seller.name, area.width, type)) {
    sheet.canvas.text({area.x, y}, line, type);
    y += type.size * 1.2;
  }
}

// below: how far the title went beyond its first line.
double draw_facts(Sheet& sheet, std::vector<FactRow> const& facts, double below) {
  if (!sheet.layout.facts || facts.empty()) return 0;
  auto const& place = *sheet.layout.facts;
  auto const table = sheet.canvas.open(pdf::Role::table);
  double y = place.area.y + below + sheet.layout.type(Use::value).size;
  for (auto const& [label, value] : facts) {
    auto const row = sheet.canvas.open(pdf::Role::row);
    {
      auto const head = sheet.canvas.open(pdf::Role::row_header);
      sheet.canvas.text({place.area.x, y}, label, sheet.ink(Use::label));
    }
    auto const cell = sheet.canvas.open(pdf::Role::cell);
    y = sheet.paragraph({place.area.x + place.label_width, y}, value,
                        place.area.width - place.label_width, Use::value);
  }
  return y;
}

std::string joined(std::vector<std::string> const& parts) {
  std::string text;
  for (auto const& part : parts) {
    if (part.empty()) continue;
    if (!text.empty()) text += "  ·  ";
    text += part;
  }
  return text;
}

std::string labelled(std::string_view label, std::string const& value) {
  return value.empty() ? std::string{} : fmt::format("{} {}", label, value);
}

std::vector<std::string> footer_of(Sheet const& sheet, model::Party const& seller,
                                   std::string_view to_country) {
  auto const& address = seller.address;
  auto const& words = sheet.words;
  auto const town = address.city.empty() ? std::string{}
                                         : fmt::format("{} {}", address.postal_code, address.city);
  auto const country = address.country == to_country ? std::string{} : address.country;
  std::vector<std::string> const said{
      joined({seller.name, address.line1, address.line2, address.line3, town, address.subdivision,
              country, seller.contact.name, unbroken(seller.contact.phone), seller.contact.email}),
      joined({labelled(id_label(seller, words), seller.legal_id ? seller.legal_id->value : ""),
              labelled(words.vat_id, seller.vat_id), seller.tax_registration_id,
              seller.legal_form})};
  std::vector<std::string> lines;
  auto const room = sheet.width() - 25 * pdf::mm;
  for (auto const& one : said) {
    if (one.empty()) continue;
    for (auto& line : sheet.canvas.wrap(one, room, sheet.ink(Use::small))) {
      lines.push_back(std::move(line));
    }
  }
  return lines;
}

double lines_of(std::vector<std::string> const& footer) {
  return std::max(1.0, static_cast<double>(footer.size()));
}

// More lines than the page's bottom has room for take some of the page.
void set_footer(Sheet& sheet, std::vector<std::string> lines) {
  auto const step = sheet.leading(Use::small);
  auto const room = sheet.layout.page.bottom - 10 * pdf::mm;
  auto const wanted = (lines_of(lines) - 1) * step;
  sheet.footer_excess = std::max(0.0, wanted - std::max(room, step));
  sheet.footer = std::move(lines);
}

}  // namespace

void draw_head(Sheet& sheet, model::Party const& seller, model::Party const& buyer,
               std::string_view title, std::vector<FactRow> const& facts) {
  if (sheet.layout.footer) set_footer(sheet, footer_of(sheet, seller, buyer.address.country));
  draw_logo(sheet, seller);
  double below = draw_address(sheet, seller, buyer);
  double second_line = 0;
  if (sheet.layout.title) {
    auto const& area = *sheet.layout.title;
    auto const element = sheet.canvas.open(pdf::Role::heading1);
    auto const first = area.y + sheet.layout.type(Use::title).size;
    auto const next = sheet.paragraph({area.x, first}, title, area.width, Use::title);
    second_line = std::max(0.0, next - first - sheet.leading(Use::title));
  }
  below = std::max(below, draw_facts(sheet, facts, second_line));
  sheet.y = std::max(below + 4 * pdf::mm, sheet.layout.page.body_top);
}

void draw_running_text(Sheet& sheet, model::Party const& seller, std::string_view document) {
  auto& canvas = sheet.canvas;
  auto const type = sheet.ink(Use::small);
  auto const step = sheet.leading(Use::small);
  auto const artifact = canvas.open_artifact();
  for (int page = 0; page < canvas.pages(); ++page) {
    canvas.go_to_page(page);
    bool const above_slip = sheet.slip_top > 0 && page + 1 == canvas.pages();
    double const y = above_slip
                         ? sheet.slip_top - (lines_of(sheet.footer) - 1) * step - 2.5 * pdf::mm
                         : sheet.bottom() + 6 * pdf::mm;
    auto const number = fmt::format("{} {}/{}", sheet.words.page, page + 1, canvas.pages());
    if (sheet.layout.footer) {
      canvas.line({sheet.left(), y - step}, {sheet.right(), y - step}, 0.4, sheet.colour("rule"));
      double line_y = y;
      for (auto const& line : sheet.footer) {
        canvas.text({sheet.left(), line_y}, line, type);
        line_y += step;
      }
    }
    canvas.text_right({sheet.right(), y}, number, type);
    if (page == 0) continue;
    double const top = sheet.layout.page.continued_top - 12 * pdf::mm;
    canvas.text({sheet.left(), top}, seller.name, type);
    canvas.text_right({sheet.right(), top}, document, type);
    canvas.line({sheet.left(), top + 4}, {sheet.right(), top + 4}, 0.4, sheet.colour("rule"));
  }
}

model::Result<Drawn> finished(Sheet& sheet, pdf::About about, Extras const& extras) {
  if (auto const& missing = sheet.canvas.missing(); !missing.empty()) {
    return tl::unexpected{
        model::Problem{model::Fault::unsupported,
                       fmt::format("The fonts have no letter for {}. Install fonts that have what "
                                   "is missing and name them in the template's fonts.fallback.",
                                   pdf::code_points(missing))}};
  }
  about.language = sheet.words.language;
  about.hybrid = extras.hybrid;
  auto rendered = sheet.canvas.finish(about, extras.enclosures);
  return Drawn{std::move(rendered.bytes), rendered.pages, std::move(sheet.notes)};
}

}  // namespace airut::paper
