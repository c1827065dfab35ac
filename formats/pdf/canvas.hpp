#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/pdf/face.hpp"
#include "formats/pdf/png.hpp"

namespace airut::pdf {

struct Rendered {
  std::string bytes;
  int pages = 0;
};

enum class Weight { regular, bold };

// Where text stands: x and y in points from the top left corner of the page; y is the base line.
struct At {
  double x = 0, y = 0;
};

struct Ink {
  Weight weight = Weight::regular;
  double size = 9;                     // points
  std::string_view colour = "000000";  // rrggbb
};

// Pages of A4 being drawn. Everything ends up in one deterministic PDF 1.7 file: fonts embedded as
// tiers, text searchable, streams deflated, the file id a hash of its contents.
class Canvas {
 public:
  static constexpr double page_width = 595.28, page_height = 841.89;

  explicit Canvas(Fonts const& fonts) : fonts_(fonts) {}

  void new_page();
  void go_to_page(int page) { page_ = page; }  // 0 ... pages() - 1
  int pages() const { return static_cast<int>(pages_.size()); }

  double width(std::string_view text, Ink const& ink) const;
  void text(At at, std::string_view text, Ink const& ink);
  void text_right(At at, std::string_view text, Ink const& ink);  // at.x is the right end
  // The text in lines no wider than width.
  std::vector<std::string> wrap(std::string_view text, double width, Ink const& ink) const;

  void line(At from, At to, double thickness, std::string_view colour);
  void box(At top_left, At size, std::string_view colour);
  // Black bars of one height: (x, width) pairs in points.
  void bars(std::vector<std::pair<double, double>> const& bars, double top, double height);
  // Fits the picture into the size, at its own proportions.
  void picture(Picture picture, At top_left, At size);

  // A character that no face has: U+XXXX.
  std::optional<char32_t> missing() const { return missing_; }

  Rendered finish(std::string_view title, std::string_view author) const;

 private:
  struct Encoded {
    std::string codes;  // escaped for a literal string
    int advance = 0;    // 1/1000 em
  };
  Encoded encode(std::string_view text, Weight weight);
  Face const& face(Weight weight) const {
    return weight == Weight::bold ? fonts_.bold : fonts_.regular;
  }
  void colour(std::string_view rrggbb, bool stroke);
  std::string& out() { return pages_.at(static_cast<std::size_t>(page_)); }

  Fonts const& fonts_;
  std::vector<std::string> pages_;
  int page_ = -1;
  Tier tiers_[2] = {Tier::latin1, Tier::latin1};
  std::optional<Picture> logo_;
  std::optional<char32_t> missing_;
};

}  // namespace airut::pdf
