#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "formats/model/result.hpp"

namespace airut::pdf {

// The subsets of a face that are made once and shared by every document: what Finnish, Swedish,
// Norwegian and English are written with, the letters of western Europe, all Latin letters with
// those of the Sami languages, and Greek and Cyrillic too. Glyph ids are the same in all of them,
// so text may be laid out before it is known which one will do.
enum class Tier : std::uint8_t { nordic, latin1, latin, european, none };
inline constexpr std::size_t tier_count = 4;

// The smallest tier that has the character; none: a document makes its own subset for it.
Tier tier_of(char32_t character);

// A face as PDF embeds it.
struct EmbeddedFace {
  std::string file;             // deflated TrueType
  std::size_t file_length = 0;  // before
  std::string widths;           // the W array of a composite font
  std::string ansi_widths;      // the Widths of a simple one, from code 32 to 255
  std::string to_unicode;       // deflated CMap
};

// A glyph where HarfBuzz put it; measures in 1/1000 em.
struct ShapedGlyph {
  std::uint16_t glyph = 0;
  int advance = 0, x = 0, y = 0;
};

// Windows-1252's number of a character (WinAnsiEncoding, ISO 32000-1 annex D.2); 0: it has none.
std::uint8_t ansi_of(char32_t character);

// A letter ready to be shown: its codes as they stand in a literal string.
struct Letter {
  std::array<char, 4> code{};  // the glyph's number, two bytes
  std::array<char, 2> ansi{};  // one byte of WinAnsiEncoding
  std::uint8_t code_length = 0, ansi_length = 0;
  Tier tier = Tier::none;
  std::uint16_t glyph = 0;
  int advance = 0;  // 1/1000 em
};

// What a glyph stands for.
using GlyphMeanings = std::vector<std::pair<std::uint16_t, char32_t>>;

// A TrueType face. Const members may be called from all threads at once.
class Face {
 public:
  // Problem missing: no such file; unsupported: no TrueType outlines, or its maker forbids
  // embedding.
  static model::Result<std::shared_ptr<Face const>> load(std::filesystem::path const& file);
  Face();
  ~Face();
  Face(Face const&) = delete;
  Face& operator=(Face const&) = delete;

  // 0: the face has no such glyph.
  std::uint16_t glyph(char32_t character) const {
    return character < glyphs_.size() ? glyphs_[character] : std::uint16_t{0};
  }
  Letter coded(std::uint16_t glyph, char32_t character) const;
  // A Latin letter, without looking it up piece by piece; nullptr: not one of these.
  Letter const* letter(char32_t character) const {
    if (character >= letters_.size() || letters_[character].code_length == 0) return nullptr;
    return &letters_[character];
  }
  int advance(std::uint16_t glyph) const { return advances_[glyph]; }  // 1/1000 em
  Tier tier(std::uint16_t glyph) const { return tiers_[glyph]; }
  std::size_t glyph_count() const { return advances_.size(); }
  std::string const& name() const { return name_; }  // PostScript name
  int ascent() const { return ascent_; }
  int descent() const { return descent_; }
  int cap_height() const { return cap_height_; }
  std::array<int, 4> const& box() const { return box_; }

  // Glyphs of UTF-8 text with marks put over their letters.
  std::vector<ShapedGlyph> shape(std::string_view text) const;

  EmbeddedFace const& embedded(Tier tier) const;
  // A subset with just these glyphs (sorted). Recently used ones are kept.
  std::shared_ptr<EmbeddedFace const> subset(GlyphMeanings const& glyphs) const;

 private:
  struct Source;
  std::unique_ptr<Source> source_;
  std::string name_;
  std::vector<std::uint16_t> glyphs_;  // by character, the basic plane
  std::vector<Letter> letters_;        // by character, Latin
  std::vector<int> advances_;          // by glyph
  std::vector<Tier> tiers_;            // by glyph
  int ascent_ = 0, descent_ = 0, cap_height_ = 0;
  std::array<int, 4> box_{};

  mutable std::array<std::once_flag, tier_count> made_;
  mutable std::array<EmbeddedFace, tier_count> embedded_;
  mutable std::mutex kept_lock_;
  mutable std::map<GlyphMeanings, std::shared_ptr<EmbeddedFace const>> kept_;
};

}  // namespace airut::pdf
