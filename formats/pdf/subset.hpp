#pragma once

#include "formats/pdf/face.hpp"
#include "formats/pdf/hb.hpp"

namespace airut::pdf {

// The face with these glyphs only, as a document carries it. Glyph ids stay; hints, layout tables
// and names go. Throws std::runtime_error when HarfBuzz cannot (no memory, broken tables).
EmbeddedFace embed(hb_face_t* face, GlyphMeanings const& glyphs, std::vector<int> const& advances);

}  // namespace airut::pdf
