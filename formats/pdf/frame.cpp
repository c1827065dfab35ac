#include "formats/pdf/frame.hpp"

#include <fmt/format.h>

#include "formats/model/bank_barcode.hpp"
#include "formats/model/party_id.hpp"
#include "formats/pdf/code128.hpp"

namespace airut::pdf {
namespace {

constexpr std::string_view grey = "5f6b76", pale = "eef2f5";

// Where the window of the usual C5 and E65 envelopes shows the address, by the sender's country.
// Taken from the posts' guides as they are commonly quoted; printers may ask for other places.
struct Window {
  std::string_view country;
  double x, y, line;
};
constexpr Window windows[] = {{"FI", 20 * mm, 45 * mm, 11.5}, {"NO", 20 * mm, 50 * mm, 11.5}};

Window const& window_of(std::string_view country) {
  for (auto const& window : windows) {
    if (window.country == country) return window;
  }
  return windows[0];
}

std::vector<std::string> address_lines(model::Party const& party, std::string_view from_country) {
  auto const& address = party.address;
  std::vector<std::string> lines{party.name};
  for (auto const* line : {&address.line1, &address.line2, &address.line3}) {
    if (!line->empty()) lines.push_back(*line);
  }
  if (!address.postal_code.empty() || !address.city.empty()) {
    lines.push_back(fmt::format("{} {}", address.postal_code, address.city));
  }
  if (!address.country.empty() && address.country != from_country) lines.push_back(address.country);
  return lines;
}

double draw_facts(Paper& paper, double top, std::vector<Fact> const& facts) {
  auto& canvas = paper.canvas;
  double const x = 110 * mm, value_x = x + 40 * mm;
  Ink const label{Weight::regular, 8.5, grey}, value{Weight::regular, 8.5};
  double y = top;
  for (auto const& [name, text] : facts) {
    if (text.empty()) continue;
    canvas.text({x, y}, name, label);
    for (auto const& line : canvas.wrap(text, right - value_x, value)) {
      canvas.text({value_x, y}, line, value);
      y += 12;
    }
  }
  return y;
}

std::string printed_reference(PaymentBlock const& block) {
  if (!block.reference_kind || block.reference.empty()) return block.reference;
  auto const reference = model::Reference::parse(*block.reference_kind, block.reference);
  return reference ? reference->printed() : block.reference;
}

// Norwegians know their account by its eleven digits.
std::string printed_account(model::PaymentAccount const& account) {
  auto const national = model::account_no_of_iban(account.iban);
  if (!national.empty()) return model::iban_printed(national);
  auto const iban = model::iban_printed(account.iban);
  return account.bic.empty() ? iban : fmt::format("{}   {}", iban, account.bic);
}

void draw_field(Paper& paper, At at, std::string_view label, std::string_view value,
                double size = 10) {
  paper.canvas.text(at, label, {Weight::regular, 7.5, grey});
  paper.canvas.text({at.x, at.y + 13}, value, {Weight::bold, size});
}

void draw_accounts(Paper& paper, At at, PaymentBlock const& block) {
  paper.canvas.text(at, paper.words.account, {Weight::regular, 7.5, grey});
  double y = at.y + 13;
  std::size_t shown = 0;
  for (auto const& account : block.accounts) {
    if (shown++ == 3) break;
    paper.canvas.text({at.x, y}, printed_account(account), {Weight::bold, 9.5});
    y += 12;
  }
}

void draw_barcode(Paper& paper, double top, PaymentBlock const& block) {
  if (!block.reference_kind || block.accounts.empty()) return;
  auto const reference = model::Reference::parse(*block.reference_kind, block.reference);
  if (!reference) return;
  auto const code =
      model::bank_barcode(block.accounts.front().iban, block.due, *reference, block.due_date);
  if (!code) return;
  // Finance Finland: 105 mm wide, 10 to 13 mm high.
  constexpr double wide = 105 * mm, high = 12 * mm;
  auto const modules = code128c(*code);
  int total = 0;
  for (int const module : modules) total += module;
  double const unit = wide / total;
  std::vector<std::pair<double, double>> bars;
  double x = left;
  for (std::size_t i = 0; i < modules.size(); ++i) {
    if (i % 2 == 0) bars.emplace_back(x, modules[i] * unit);
    x += modules[i] * unit;
  }
  paper.canvas.bars(bars, top, high);
  paper.canvas.text({left, top + high + 8}, *code, {Weight::regular, 6, grey});
}

}  // namespace

double draw_head(Paper& paper, model::Party const& seller, model::Party const& buyer,
                 std::string_view title, std::vector<Fact> const& facts) {
  auto& canvas = paper.canvas;
  auto const accent = std::string_view{paper.style.accent};
  if (paper.style.logo_png.empty()) {
    auto const lines = canvas.wrap(seller.name, 80 * mm, {Weight::bold, 15, accent});
    double y = 22 * mm;
    for (auto const& line : lines) {
      canvas.text({left, y}, line, {Weight::bold, 15, accent});
      y += 18;
    }
  }
  canvas.text({110 * mm, 22 * mm}, title, {Weight::bold, 18, accent});
  auto const& window = window_of(seller.address.country);
  double y = window.y;
  for (auto const& line : address_lines(buyer, seller.address.country)) {
    for (auto const& piece : canvas.wrap(line, 80 * mm, {Weight::regular, 10})) {
      canvas.text({window.x, y}, piece, {Weight::regular, 10});
      y += window.line;
    }
  }
  return std::max({y, draw_facts(paper, 31 * mm, facts), 82 * mm}) + 4 * mm;
}

void draw_payment(Paper& paper, double top, PaymentBlock const& block) {
  auto& canvas = paper.canvas;
  canvas.box({left - 3 * mm, top}, {right - left + 6 * mm, 31 * mm}, pale);
  canvas.box({left - 3 * mm, top}, {1.2, 31 * mm}, paper.style.accent);
  double const first = top + 6 * mm, second = top + 20 * mm;
  draw_field(paper, {left, first}, paper.words.payee, block.payee);
  draw_accounts(paper, {left, second}, block);
  bool const kid = block.reference_kind == model::ReferenceKind::no_kid;
  draw_field(paper, {100 * mm, first}, kid ? paper.words.kid : paper.words.payment_reference,
             printed_reference(block));
  if (block.due_date) {
    draw_field(paper, {100 * mm, second}, paper.words.due_date,
               day_text(*block.due_date, paper.words));
  }
  auto const sum =
      fmt::format("{} {}", sum_text(block.due, paper.words), block.due.currency().code());
  draw_field(paper, {145 * mm, second}, paper.words.to_pay, sum, 11.5);
  draw_barcode(paper, top + 35 * mm, block);
}

namespace {

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

}  // namespace

void draw_footers(Paper& paper, model::Party const& seller) {
  auto& canvas = paper.canvas;
  auto const& address = seller.address;
  auto const where =
      joined({seller.name, address.line1, fmt::format("{} {}", address.postal_code, address.city),
              seller.contact.phone, seller.contact.email});
  auto const who = joined(
      {labelled(paper.words.business_id, seller.legal_id ? seller.legal_id->value : ""),
       labelled(paper.words.vat_id, seller.vat_id), seller.tax_registration_id, seller.legal_form});
  Ink const small{Weight::regular, 7, grey};
  for (int page = 0; page < canvas.pages(); ++page) {
    canvas.go_to_page(page);
    double const y = Canvas::page_height - 15 * mm;
    canvas.line({left, y - 9}, {right, y - 9}, 0.5, "c5ced6");
    canvas.text({left, y}, where, small);
    canvas.text({left, y + 9}, who, small);
    canvas.text_right({right, y + 18},
                      fmt::format("{} {}/{}", paper.words.page, page + 1, canvas.pages()), small);
  }
}

model::Result<std::optional<Picture>> logo_of(Style const& style) {
  if (style.logo_png.empty()) return std::optional<Picture>{};
  auto picture = read_png(style.logo_png);
  if (!picture) return tl::unexpected{picture.error()};
  return std::optional{*std::move(picture)};
}

model::Result<Rendered> finished(Canvas const& canvas, std::string_view title,
                                 std::string_view author) {
  if (auto const missing = canvas.missing()) {
    return tl::unexpected{model::Problem{model::Fault::unsupported,
                                         fmt::format("The fonts have no letter for U+{:04X}.",
                                                     static_cast<std::uint32_t>(*missing))}};
  }
  return canvas.finish(title, author);
}

}  // namespace airut::pdf
