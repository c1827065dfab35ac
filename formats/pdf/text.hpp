#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/pdf/fonts.hpp"

namespace airut::pdf {

// Text of one face, ready for a content stream.
struct Run {
  std::size_t face = 0;       // place in Fonts
  std::string shown;          // operand and operator: "(..) Tj" or "[..] TJ"
  int advance = 0, rise = 0;  // 1/1000 em
  // Shaped text says itself what it means, as the glyphs alone do not: on its first run the words,
  // on its last one the end.
  std::string_view original;
  bool ends_original = false;
};

// The glyphs that a document has used, by face; decides what it embeds.
class UsedGlyphs {
 public:
  explicit UsedGlyphs(Fonts const& fonts) : faces_(fonts.count()) {}
  void add(Face const& face, std::size_t place, std::uint16_t glyph, char32_t character);
  bool any(std::size_t place) const { return faces_[place].any; }
  // Shared subset, or one of the document's own.
  EmbeddedFace const& embedded(Face const& face, std::size_t place);

 private:
  struct Use {
    bool any = false;
    Tier tier = Tier::nordic;
    std::vector<char32_t> characters;  // by glyph
    std::shared_ptr<EmbeddedFace const> own;
  };
  std::vector<Use> faces_;
};

// Turns UTF-8 into runs. Letters that the chosen face lacks come from the first fallback face that
// has them; marks are shaped by HarfBuzz. Control characters are left out.
class TextCoder {
 public:
  explicit TextCoder(Fonts const& fonts) : fonts_(fonts), used_(fonts) {}

  // Views into text: it must outlive the runs.
  std::vector<Run> const& code(std::string_view text, Weight weight);
  int width(std::string_view text, Weight weight) const;  // 1/1000 em
  // A blank of the face, shown; empty when it has none.
  std::string blank(std::size_t place);

  // A character that cannot be written: no face has it, or its script needs more than Airut does
  // (right to left, Indic).
  std::optional<char32_t> missing() const { return missing_; }
  UsedGlyphs& used() { return used_; }

 private:
  bool code_plain(std::string_view text, std::size_t place);
  void code_mixed(std::string_view text, std::size_t place);
  void code_shaped(std::string_view text, std::size_t place);
  std::size_t place_for(std::string_view text, std::size_t place) const;
  std::size_t shaping_place(std::string_view text, std::size_t place) const;

  Fonts const& fonts_;
  UsedGlyphs used_;
  std::vector<Run> runs_;
  std::optional<char32_t> missing_;
};

}  // namespace airut::pdf
