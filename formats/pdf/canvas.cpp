#include "formats/pdf/canvas.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "formats/pdf/file.hpp"
#include "formats/xml/utf8.hpp"

namespace airut::pdf {
namespace {

double rounded(double value) { return std::round(value * 100) / 100; }

// Coordinates with at most two decimals and no float formatting: the same everywhere.
void append_number(std::string& to, double value) {
  auto hundredths = std::llround(value * 100);
  if (hundredths < 0) {
    to += '-';
    hundredths = -hundredths;
  }
  fmt::format_int const whole{hundredths / 100};
  to.append(whole.data(), whole.size());
  if (auto const rest = hundredths % 100; rest != 0) {
    to += '.';
    to += static_cast<char>('0' + rest / 10);
    if (rest % 10 != 0) to += static_cast<char>('0' + rest % 10);
  }
  to += ' ';
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : 0;
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
  pages_.back().reserve(8192);
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
void Canvas::tag(int element) {
  if (tagged_ == element) return;
  if (tagged_ != nothing) out() += "EMC\n";
  tagged_ = element;
  if (element == artifact) {
    out() += "/Artifact BMC\n";
  } else if (element >= 0) {
    out().append("/").append(role_name(structure_.role(element))).append("<</MCID ");
    fmt::format_int const content{structure_.add_content(page_)};
    out().append(content.data(), content.size()).append(">>BDC\n");
  }
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

void Canvas::colour(std::string_view rrggbb, bool stroke) {
  if (!stroke && colour_ == rrggbb) return;
  for (std::size_t i = 0; i + 1 < rrggbb.size() && i < 6; i += 2) {
    append_number(out(), (hex_digit(rrggbb[i]) * 16 + hex_digit(rrggbb[i + 1])) / 255.0);
  }
  out() += stroke ? "RG " : "rg ";
  if (!stroke) colour_ = rrggbb;
}

void Canvas::show_run(Run const& run, Ink const& ink) {
  auto& to = out();
  if (font_ != run.face || font_size_ != ink.size) {
    to += "/F";
    to += static_cast<char>('0' + run.face);
    to += ' ';
    append_number(to, ink.size);
    to += "Tf ";
    font_ = run.face;
    font_size_ = ink.size;
  }
  auto const rise = run.rise * ink.size / 1000.0;
  if (rise != rise_) {
    append_number(to, rise);
    to += "Ts ";
    rise_ = rise;
  }
  if (!run.original.empty()) {
    to.append("/Span<</ActualText ").append(text_string(run.original)).append(">>BDC ");
  }
  to.append(run.shown).append("\n");
  if (run.ends_original) to += "EMC\n";
}

// Lines of one element are words apart when they are read without the page.
void Canvas::add_blank() {
  auto const blank = coder_.blank(font_);
  out().append(blank).append("\n");
}

void Canvas::show(At at, std::vector<Run> const& runs, Ink const& ink) {
  auto const element = structure_.current();
  auto const wanted = artifacts_ > 0 || element < 0 ? int{artifact} : element;
  if (!in_text_) {
    tag(nothing);
    out() += "BT\n";
    in_text_ = true;
    line_start_ = {};
    font_size_ = rise_ = 0;
  }
  if (tagged_ == wanted && wanted >= 0) add_blank();
  tag(wanted);
  colour(ink.colour, false);
  At const here{rounded(at.x), rounded(size_.y - at.y)};
  append_number(out(), here.x - line_start_.x);
  append_number(out(), here.y - line_start_.y);
  out() += "Td ";
  line_start_ = here;
  for (auto const& run : runs) show_run(run, ink);
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
std::string_view next_word(std::string_view text) {
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
    auto word = next_word(text);
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
  begin_graphics();
  colour(rrggbb, true);
  append_number(out(), thickness);
  out() += "w ";
  append_number(out(), from.x);
  append_number(out(), size_.y - from.y);
  out() += "m ";
  append_number(out(), to.x);
  append_number(out(), size_.y - to.y);
  out() += "l S\n";
}

void Canvas::rectangle(At top_left, At size) {
  append_number(out(), top_left.x);
  append_number(out(), size_.y - top_left.y - size.y);
  append_number(out(), size.x);
  append_number(out(), size.y);
  out() += "re ";
}

void Canvas::box(At top_left, At size, std::string_view rrggbb) {
  begin_graphics();
  colour(rrggbb, false);
  rectangle(top_left, size);
  out() += "f\n";
}

void Canvas::frame(At top_left, At size, double thickness, std::string_view rrggbb) {
  begin_graphics();
  colour(rrggbb, true);
  append_number(out(), thickness);
  out() += "w ";
  rectangle(top_left, size);
  out() += "S\n";
}

// In a grid of their own, whose y grows downwards: small numbers deflate well.
void Canvas::modules(At top_left, At module_size, std::vector<Module> const& modules) {
  begin_graphics();
  colour("000000", false);
  auto& to = out();
  fmt::format_to(std::back_inserter(to), "q {:.4f} 0 0 {:.4f} {:.2f} {:.2f} cm\n", module_size.x,
                 -module_size.y, top_left.x, size_.y - top_left.y);
  for (auto const& one : modules) {
    for (int const number : {one.x, one.y, one.width, one.height}) {
      fmt::format_int const digits{number};
      to.append(digits.data(), digits.size()) += ' ';
    }
    to += "re\n";
  }
  to += "f Q\n";
}

// A stencil mask as inline image, in hex: binary data inside a content stream confuses some
// readers.
void Canvas::bitmap(At top_left, At size, int columns, std::string_view rows) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  begin_graphics();
  colour("000000", false);
  auto const bytes = static_cast<std::size_t>((columns + 7) / 8);
  auto& to = out();
  fmt::format_to(std::back_inserter(to),
                 "q {:.2f} 0 0 {:.2f} {:.2f} {:.2f} cm BI/W {}/H {}/IM true/D[1 0]/F/AHx ID\n",
                 size.x, size.y, top_left.x, size_.y - top_left.y - size.y, columns,
                 rows.size() / bytes);
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
  out() += "q ";
  append_number(out(), wide);
  out() += "0 0 ";
  append_number(out(), high);
  append_number(out(), top_left.x);
  append_number(out(), size_.y - top_left.y - high);
  out() += "cm /L Do Q\n";
  picture_ = std::move(one);
}

}  // namespace airut::pdf
