#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "formats/pdf/fonts.hpp"

namespace airut::pdf {

// Text of one face, ready for a content stream.
struct Run {
  std::size_t face = 0;       // place in Fonts
  bool ansi = false;          // coded for the simple font of the face, not for the composite one
  std::string_view shown;     // operand and operator: "(..)Tj" or "[..]TJ"
  int advance = 0, rise = 0;  // 1/1000 em
  // Shaped text says itself what it means, as the glyphs alone do not: on its first run the words,
  // on its last one the end.
  std::string_view original;
  bool ends_original = false;
};

// The glyphs that a document has used, by face; decides what it embeds.
class UsedGlyphs {
 public:
  class Use {
   public:
    void add(std::uint16_t glyph, Tier tier, char32_t character) {
      if (tier > tier_) tier_ = tier;
      if (characters_[glyph] == 0) characters_[glyph] = character;
    }

   private:
    friend class UsedGlyphs;
    friend class TextCoder;
    bool ansi_ = false, composite_ = false;  // the fonts that show it
    Tier tier_ = Tier::nordic;
    std::vector<char32_t> characters_;  // by glyph
    std::shared_ptr<EmbeddedFace const> own_;
  };

  explicit UsedGlyphs(Fonts const& fonts) : faces_(fonts.count()) {}
  // Where a face's glyphs are noted.
  Use& use(Face const& face, std::size_t place);
  bool any(std::size_t place) const { return ansi(place) || composite(place); }
  bool ansi(std::size_t place) const { return faces_[place].ansi_; }
  bool composite(std::size_t place) const { return faces_[place].composite_; }
  // Shared subset, or one of the document's own.
  EmbeddedFace const& embedded(Face const& face, std::size_t place);

 private:
  std::vector<Use> faces_;
};

// Turns UTF-8 into runs. Letters that the chosen face lacks come from the first fallback face that
// has them; marks are shaped by HarfBuzz. Control characters are left out.
class TextCoder {
 public:
  explicit TextCoder(Fonts const& fonts) : fonts_(fonts), used_(fonts) {}

  // Views into text, and into the coder until it codes again.
  std::vector<Run> const& code(std::string_view text, Weight weight);
  int width(std::string_view text, Weight weight) const;  // 1/1000 em
  // A blank of the face, shown; empty when it has none.
  std::string_view blank(std::size_t place, bool ansi);

  // The characters that cannot be written, each once, in the order of the texts: no face has them,
  // or their script needs more than Airut does (right to left, Indic).
  std::vector<char32_t> const& missing() const { return missing_; }
  UsedGlyphs& used() { return used_; }

 private:
  void note_missing(char32_t character);
  void note_lacking(Face const& face, std::string_view text);
  std::string& next_piece();
  bool code_plain(std::string_view text, std::size_t place);
  bool code_letters(std::string_view text, std::size_t place, bool ansi);
  void code_mixed(std::string_view text, std::size_t place);
  void code_shaped(std::string_view text, std::size_t place);
  std::size_t place_for(std::string_view text, std::size_t place) const;
  std::size_t shaping_place(std::string_view text, std::size_t place) const;

  Fonts const& fonts_;
  UsedGlyphs used_;
  std::vector<Run> runs_;
  std::deque<std::string> shown_;  // what the runs show, in as many pieces
  std::size_t pieces_ = 0;         // of shown_ in use
  std::string blank_;
  std::vector<char32_t> missing_;
};

// "U+05D0, U+1F4A9".
std::string code_points(std::vector<char32_t> const& characters);

}  // namespace airut::pdf
