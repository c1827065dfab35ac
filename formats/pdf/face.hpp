#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "formats/model/result.hpp"

namespace airut::pdf {

// How much of a face a document embeds. Glyph ids are the same in all of them, so text may be laid
// out before it is known which one will do.
enum class Tier { latin1, latin, european, whole };
inline constexpr std::size_t tier_count = 4;

// The smallest tier that has the character.
Tier tier_of(char32_t character);

// A face as PDF embeds it, made once and used in every document.
struct EmbeddedFace {
  std::string file;             // deflated TrueType
  std::size_t file_length = 0;  // before
  std::string widths;           // the W array
  std::string to_unicode;       // deflated CMap
};

// A TrueType face: what layout needs, and its embedded forms.
class Face {
 public:
  static model::Result<Face> load(std::filesystem::path const& file, std::string name);

  // 0: the face has no such glyph.
  std::uint16_t glyph(char32_t character) const {
    return character < glyphs_.size() ? glyphs_[character] : 0;
  }
  int advance(std::uint16_t glyph) const { return advances_[glyph]; }  // 1/1000 em
  std::string const& name() const { return name_; }
  int ascent() const { return ascent_; }
  int descent() const { return descent_; }
  std::array<int, 4> const& box() const { return box_; }
  EmbeddedFace const& embedded(Tier tier) const {
    return embedded_.at(static_cast<std::size_t>(tier));
  }

 private:
  std::string name_;
  std::vector<std::uint16_t> glyphs_;  // by character, the basic plane
  std::vector<int> advances_;          // by glyph
  int ascent_ = 0, descent_ = 0;
  std::array<int, 4> box_{};
  std::array<EmbeddedFace, tier_count> embedded_;
};

// The two weights that documents use. Immutable after load(): shared by all threads.
struct Fonts {
  Face regular, bold;
  // DejaVuSans.ttf and DejaVuSans-Bold.ttf of the directory; takes some 100 ms.
  static model::Result<std::shared_ptr<Fonts const>> load(std::filesystem::path const& directory);
};

}  // namespace airut::pdf
