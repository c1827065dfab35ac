#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/pdf/archive.hpp"
#include "formats/pdf/png.hpp"
#include "formats/pdf/structure.hpp"
#include "formats/pdf/text.hpp"

namespace airut::pdf {

class File;
class Operators;

inline constexpr double mm = 72 / 25.4;

struct Rendered {
  std::string bytes;
  int pages = 0;
};

// A place on a page: points from the top left corner; for text y is the base line.
struct At {
  double x = 0, y = 0;
};

struct Ink {
  Weight weight = Weight::regular;
  double size = 9;                     // points
  std::string_view colour = "000000";  // rrggbb
};

// Pages being drawn, with the structure that says what is what. Everything ends up in one
// deterministic PDF/A-3b and PDF/UA-1 file: fonts embedded as subsets, text searchable, streams
// deflated. What is drawn while no element is open, and every line and box, is an artifact.
class Canvas {
 public:
  Canvas(Fonts const& fonts, At page_size) : size_(page_size), fonts_(fonts), coder_(fonts) {}

  // Closes its element at the end of a block.
  class Element {
   public:
    explicit Element(Canvas& canvas) : canvas_(canvas) {}
    ~Element() { canvas_.close(); }
    Element(Element const&) = delete;
    Element& operator=(Element const&) = delete;

   private:
    Canvas& canvas_;
  };
  [[nodiscard]] Element open(Role role);
  // A picture, bar code or drawing, with the words that stand for it.
  [[nodiscard]] Element open_figure(std::string_view alternative, At top_left, At size);
  // Repeated headers, footers and carried sums: not part of what is read.
  [[nodiscard]] Element open_artifact();

  void new_page();
  void go_to_page(int page);  // 0 ... pages() - 1
  int page() const { return page_; }
  int pages() const { return static_cast<int>(pages_.size()); }
  At size() const { return size_; }

  double width(std::string_view text, Ink const& ink) const {
    return coder_.width(text, ink.weight) * ink.size / 1000.0;
  }
  void text(At at, std::string_view text, Ink const& ink);
  void text_right(At at, std::string_view text, Ink const& ink);  // at.x is the right end
  // The text in lines no wider than width; a word longer than a line is cut.
  std::vector<std::string> wrap(std::string_view text, double width, Ink const& ink) const;

  void line(At from, At to, double thickness, std::string_view colour);
  struct Line {
    At from, to;
  };
  void lines(std::vector<Line> const& all, double thickness, std::string_view colour);
  void box(At top_left, At size, std::string_view colour);
  void frame(At top_left, At size, double thickness, std::string_view colour);
  // Black rectangles of whole modules, counted from the top left: bar codes.
  struct Module {
    int x, y, width, height;
  };
  void modules(At top_left, At module_size, std::vector<Module> const& modules);
  // Black squares of one size: rows from the top, each in whole bytes, the left one in the highest
  // bit.
  void bitmap(At top_left, At size, int columns, std::string_view rows);
  // Fits the picture into the size, at its own proportions; a document has one.
  void picture(std::shared_ptr<Picture const> picture, At top_left, At size);

  // The characters that cannot be written, each once.
  std::vector<char32_t> const& missing() const { return coder_.missing(); }

  Rendered finish(About const& about, std::vector<Enclosure> const& enclosures);

 private:
  friend class Element;
  enum : int { nothing = -2, artifact = -1 };  // else an element's number

  void close();
  void tag(int element);
  void tag(Operators& to, int element);
  void leave_text();
  void begin_graphics();
  void fill_colour(Operators& to, std::string_view rrggbb);
  void show(At at, std::vector<Run> const& runs, Ink const& ink);
  void start_text(At at, Run const& first, Ink const& ink);
  void set_font(Operators& to, Run const& run, Ink const& ink);
  std::string& out() { return pages_[static_cast<std::size_t>(page_)]; }
  std::string write_fonts(File& file);
  std::string write_pages(File& file, int first_page, int tree, int resources,
                          std::string& identity);

  At size_;
  Fonts const& fonts_;
  TextCoder coder_;
  Structure structure_;
  std::vector<std::string> pages_;
  int page_ = -1;
  std::shared_ptr<Picture const> picture_;

  // What the content stream of the page stands at.
  int artifacts_ = 0;     // open artifact blocks
  int tagged_ = nothing;  // marked content that is open
  bool in_text_ = false;
  At line_start_;         // of the last Td
  std::size_t font_ = 0;  // place of the face
  bool ansi_font_ = false;
  double font_size_ = 0, rise_ = 0;
  std::string colour_;
  std::vector<bool> opened_;  // by open block: it is an artifact
};

}  // namespace airut::pdf
