#pragma once

#include "formats/pdf/face.hpp"
#include "formats/pdf/hb.hpp"

namespace airut::pdf {

// The face with these glyphs only, as a document carries it. Glyph ids and the
// characters of WinAnsiEncoding stay; hints, layout tables and names go. Throws std::runtime_error
// when HarfBuzz cannot (no memory, broken tables).
EmbeddedFace embed(hb_face_t* from, GlyphMeanings const& glyphs, Face const& face);

}  // namespace airut::pdf
