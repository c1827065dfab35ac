#include "formats/pdf/canvas.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "formats/pdf/append.hpp"
#include "formats/pdf/file.hpp"
#include "formats/xml/utf8.hpp"

namespace airut::pdf {
namespace {

// Text stands on tenths of a point: nobody sees less, and short numbers are soon written.
double on_tenths(double value) {
  return static_cast<double>(static_cast<long>(value * 10 + (value < 0 ? -0.5 : 0.5))) / 10;
}

int colour_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : 0;
}

// The operator that sets a colour: a grey needs one number only.
void set_colour(Operators& to, std::string_view rrggbb, bool stroke) {
  int parts[3]{};
  for (std::size_t i = 0; i < 3 && 2 * i + 1 < rrggbb.size(); ++i) {
    parts[i] = colour_digit(rrggbb[2 * i]) * 16 + colour_digit(rrggbb[2 * i + 1]);
  }
  bool const grey = parts[0] == parts[1] && parts[1] == parts[2];
  for (int i = 0; i < (grey ? 1 : 3); ++i) to << parts[i] / 255.0;
  to << (grey ? (stroke ? "G " : "g ") : stroke ? "RG " : "rg ");
}

}  // namespace

Canvas::Element Canvas::open(Role role) {
  opened_.push_back(false);
  structure_.open(role);
  return Element{*this};
}

Canvas::Element Canvas::open_figure(std::string_view alternative, At top_left, At size) {
  opened_.push_back(false);
  structure_.open_figure(alternative, {top_left.x, size_.y - top_left.y - size.y,
                                       top_left.x + size.x, size_.y - top_left.y});
  return Element{*this};
}

Canvas::Element Canvas::open_artifact() {
  opened_.push_back(true);
  ++artifacts_;
  return Element{*this};
}

void Canvas::close() {
  if (opened_.back()) {
    --artifacts_;
  } else {
    structure_.close();
  }
  opened_.pop_back();
}

void Canvas::new_page() {
  if (page_ >= 0) leave_text();
  pages_.emplace_back();
  pages_.back().reserve(16384);
  go_to_page(pages() - 1);
}

// Every stretch of drawing leaves the page as it found it, so any page may be gone back to.
void Canvas::go_to_page(int page) {
  if (page_ >= 0) leave_text();
  page_ = page;
  colour_.clear();
  font_size_ = rise_ = 0;
}

// Makes the open marked content that of the element (or artifact); -2 closes it.
void Canvas::tag(Operators& to, int element) {
  if (tagged_ == element) return;
  if (tagged_ != nothing) to << "EMC ";
  tagged_ = element;
  if (element == artifact) {
    to << "/Artifact BMC ";
  } else if (element >= 0) {
    to << "/" << role_name(structure_.role(element)) << "<</MCID " << structure_.add_content(page_)
       << ">>BDC ";
  }
}

void Canvas::tag(int element) {
  Operators to{out()};
  tag(to, element);
}

void Canvas::leave_text() {
  tag(nothing);
  if (in_text_) out() += "ET\n";
  in_text_ = false;
}

// Paths are not allowed inside a text object; those outside figures are artifacts.
void Canvas::begin_graphics() {
  auto const element = structure_.current();
  bool const figure = artifacts_ == 0 && element >= 0 && structure_.role(element) == Role::figure;
  if (in_text_) leave_text();
  tag(figure ? element : artifact);
}

void Canvas::set_font(Operators& to, Run const& run, Ink const& ink) {
  if (font_ != run.face || ansi_font_ != run.ansi || font_size_ != ink.size) {
    to << (run.ansi ? "/A" : "/F") << static_cast<int>(run.face) << " " << ink.size << "Tf";
    font_ = run.face;
    ansi_font_ = run.ansi;
    font_size_ = ink.size;
  }
  auto const rise = run.rise * ink.size / 1000.0;
  if (rise != rise_) {
    to << " " << rise << "Ts ";
    rise_ = rise;
  }
}

// All that comes before the first run's text. Lines of one element are words apart when they are
// read without the page.
void Canvas::start_text(At at, Run const& first, Ink const& ink) {
  Operators to{out()};
  auto const element = structure_.current();
  auto const wanted = artifacts_ > 0 || element < 0 ? int{artifact} : element;
  if (!in_text_) {
    tag(to, nothing);
    to << "BT\n";
    in_text_ = true;
    line_start_ = {};
    font_size_ = rise_ = 0;
  }
  if (tagged_ == wanted && wanted >= 0) to << coder_.blank(font_, ansi_font_) << "\n";
  tag(to, wanted);
  At const here{on_tenths(at.x), on_tenths(size_.y - at.y)};
  fill_colour(to, ink.colour);
  to << here.x - line_start_.x << here.y - line_start_.y << "Td";
  line_start_ = here;
  set_font(to, first, ink);
}

void Canvas::show(At at, std::vector<Run> const& runs, Ink const& ink) {
  start_text(at, runs.front(), ink);
  auto& to = out();
  for (auto const& run : runs) {
    if (&run != &runs.front()) {
      Operators font{to};
      set_font(font, run, ink);
    }
    if (!run.original.empty()) {
      to.append("/Span<</ActualText ").append(text_string(run.original)).append(">>BDC ");
    }
    to.append(run.shown) += '\n';
    if (run.ends_original) to += "EMC\n";
  }
}

void Canvas::fill_colour(Operators& to, std::string_view rrggbb) {
  if (colour_ == rrggbb) return;
  set_colour(to, rrggbb, false);
  colour_ = rrggbb;
}

void Canvas::text(At at, std::string_view text, Ink const& ink) {
  if (text.empty()) return;
  auto const& runs = coder_.code(text, ink.weight);
  if (!runs.empty()) show(at, runs, ink);
}

void Canvas::text_right(At at, std::string_view text, Ink const& ink) {
  if (text.empty()) return;
  auto const& runs = coder_.code(text, ink.weight);
  int advance = 0;
  for (auto const& run : runs) advance += run.advance;
  if (!runs.empty()) show({at.x - advance * ink.size / 1000.0, at.y}, runs, ink);
}

namespace {

// The next word with the blanks behind it.
std::string_view word_with_blanks_behind(std::string_view text) {
  auto const end = text.find_first_of(" \n");
  if (end == std::string_view::npos) return text;
  if (text[end] == '\n') return text.substr(0, end);
  auto const next = text.find_first_not_of(' ', end);
  return text.substr(0, next == std::string_view::npos ? text.size() : next);
}

}  // namespace

std::vector<std::string> Canvas::wrap(std::string_view text, double most, Ink const& ink) const {
  std::vector<std::string> lines;
  if (text.empty()) return lines;
  if (text.find('\n') == std::string_view::npos && width(text, ink) <= most) {
    lines.emplace_back(text);
    return lines;
  }
  std::string line;
  double used = 0;
  auto const end_line = [&] {
    line.erase(line.find_last_not_of(' ') + 1);
    lines.push_back(std::move(line));
    line.clear();
    used = 0;
  };
  while (!text.empty()) {
    if (text.front() == '\n') {
      end_line();
      text.remove_prefix(1);
      continue;
    }
    auto word = word_with_blanks_behind(text);
    auto const visible = word.substr(0, word.find_last_not_of(' ') + 1);
    if (used > 0 && used + width(visible, ink) > most) {
      end_line();
      continue;
    }
    if (width(visible, ink) > most) {  // a word longer than a line is cut
      std::size_t fits = xml::count_characters(visible);
      while (fits > 1 && width(xml::first_characters(visible, fits), ink) > most) --fits;
      word = xml::first_characters(visible, fits);
    }
    line += word;
    used += width(word, ink);
    text.remove_prefix(word.size());
  }
  if (!line.empty()) end_line();
  return lines;
}

void Canvas::line(At from, At to, double thickness, std::string_view rrggbb) {
  lines({{from, to}}, thickness, rrggbb);
}

void Canvas::lines(std::vector<Line> const& all, double thickness, std::string_view rrggbb) {
  if (all.empty()) return;
  begin_graphics();
  {
    Operators start{out()};
    set_colour(start, rrggbb, true);
    start << thickness << "w ";
  }
  for (auto const& [from, to] : all) {
    Operators path{out()};
    path << from.x << size_.y - from.y << "m " << to.x << size_.y - to.y << "l ";
  }
  out() += "S\n";
}

void Canvas::box(At top_left, At size, std::string_view rrggbb) {
  begin_graphics();
  Operators path{out()};
  fill_colour(path, rrggbb);
  path << top_left.x << size_.y - top_left.y - size.y << size.x << size.y << "re f\n";
}

void Canvas::frame(At top_left, At size, double thickness, std::string_view rrggbb) {
  begin_graphics();
  Operators path{out()};
  set_colour(path, rrggbb, true);
  path << thickness << "w " << top_left.x << size_.y - top_left.y - size.y << size.x << size.y
       << "re S\n";
}

// In a grid of their own, whose y grows downwards: small numbers deflate well.
void Canvas::modules(At top_left, At module_size, std::vector<Module> const& modules) {
  begin_graphics();
  {
    Operators to{out()};
    fill_colour(to, "000000");
  }
  fmt::format_to(std::back_inserter(out()), "q {:.4f} 0 0 {:.4f} {:.2f} {:.2f} cm\n", module_size.x,
                 -module_size.y, top_left.x, size_.y - top_left.y);
  constexpr std::size_t at_once = 4;
  for (std::size_t i = 0; i < modules.size();) {
    Operators to{out()};
    for (auto const end = std::min(i + at_once, modules.size()); i < end; ++i) {
      auto const& one = modules[i];
      to << one.x << " " << one.y << " " << one.width << " " << one.height << " re\n";
    }
  }
  out() += "f Q\n";
}

// A stencil mask as inline image, in hex: binary data inside a content stream confuses some
// readers.
void Canvas::bitmap(At top_left, At size, int columns, std::string_view rows) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  begin_graphics();
  auto const bytes = static_cast<std::size_t>((columns + 7) / 8);
  {
    Operators start{out()};
    fill_colour(start, "000000");
    start << "q " << size.x << "0 0 " << size.y << top_left.x << size_.y - top_left.y - size.y
          << "cm BI/W " << columns << "/H " << static_cast<int>(rows.size() / bytes)
          << "/IM true/D[1 0]/F/AHx ID\n";
  }
  auto& to = out();
  for (char const c : rows) {
    auto const byte = static_cast<unsigned char>(c);
    to += digits[byte >> 4];
    to += digits[byte & 0xF];
  }
  to += ">\nEI Q\n";
}

void Canvas::picture(std::shared_ptr<Picture const> one, At top_left, At size) {
  begin_graphics();
  auto const scale = std::min(size.x / one->width, size.y / one->height);
  auto const wide = one->width * scale, high = one->height * scale;
  Operators to{out()};
  to << "q " << wide << "0 0 " << high << top_left.x << size_.y - top_left.y - high
     << "cm /L Do Q\n";
  picture_ = std::move(one);
}

}  // namespace airut::pdf
