#include "gateway/cli/draw.hpp"

#include <cstdio>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "formats/cii/write.hpp"
#include "formats/paper/designs.hpp"
#include "formats/paper/write.hpp"
#include "gateway/cli/files.hpp"
#include "gateway/cli/settings_file.hpp"

namespace airut::gateway::cli {
namespace {

constexpr auto font_directory = "/usr/share/fonts";

bool is_file(std::string const& name) {
  return name.size() > 5 && name.substr(name.size() - 5) == ".toml";
}

model::Problem problem(std::vector<paper::Complaint> const& complaints) {
  std::string text;
  for (auto const& one : complaints) {
    if (!text.empty()) text += '\n';
    text += one.text_with_place();
  }
  return {model::Fault::malformed, std::move(text)};
}

// A template that is not among the loaded ones.
model::Result<paper::Design> designers_own(std::string const& file) {
  auto const text = read_file(file);
  if (!text) return tl::unexpected{model::Problem{model::Fault::missing, "The template is gone."}};
  auto layout = paper::read_template(*text, file);
  if (!layout) return tl::unexpected{problem(layout.error())};
  pdf::FontShelf shelf{font_directory};
  auto fonts = shelf.fonts(layout->regular_font, layout->bold_font, layout->fallback_fonts);
  if (!fonts) return tl::unexpected{fonts.error()};
  return paper::Design{*std::move(layout), *std::move(fonts)};
}

model::Result<paper::Design> design_of(paper::Designs const& designs, std::string const& name) {
  if (is_file(name)) return designers_own(name);
  if (auto const* known = designs.find(name)) return *known;
  return tl::unexpected{model::Problem{
      model::Fault::missing, fmt::format("There is no template \"{}\"; there are: {}.", name,
                                         fmt::join(designs.names(), ", "))}};
}

}  // namespace

model::Result<std::string> draw(model::Invoice const& invoice, Conversion const& conversion) {
  auto const designs = paper::Designs::load(tables_directory() / "templates", {}, font_directory);
  if (!designs) return tl::unexpected{problem(designs.error())};
  bool const credit = invoice.type == model::InvoiceType::credit_note;
  auto const name = conversion.template_name.empty() ? (credit ? "credit_note" : "invoice")
                                                     : conversion.template_name;
  auto const design = design_of(*designs, name);
  if (!design) return tl::unexpected{design.error()};
  auto const language = conversion.language.empty() ? invoice.buyer.language : conversion.language;
  paper::Look const look{design->layout, *design->fonts, designs->windows(),
                         "1f4e79",       nullptr,        language};
  auto const xml = cii::write(invoice, cii::plain(invoice)).bytes;
  paper::Extras extras;
  extras.enclosures = {{"factur-x.xml", "text/xml", "Factur-X", pdf::Relation::alternative, xml}};
  extras.hybrid = pdf::HybridProfile{"factur-x.xml", "EN 16931"};
  auto drawn = paper::write_invoice(invoice, look, extras);
  if (!drawn) return tl::unexpected{drawn.error()};
  for (auto const& note : drawn->notes) fmt::print(stderr, "note: {}\n", note.detail);
  return std::move(drawn->bytes);
}

}  // namespace airut::gateway::cli
