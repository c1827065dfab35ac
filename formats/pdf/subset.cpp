#include "formats/pdf/subset.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "formats/pdf/deflate.hpp"

namespace airut::pdf {
namespace {

constexpr int best_level = 12;

// Text is coded by glyph id, so the program needs outlines and metrics, and nothing that maps
// characters or lays out text.
constexpr hb_tag_t unneeded[] = {
    HB_TAG('G', 'S', 'U', 'B'), HB_TAG('G', 'P', 'O', 'S'), HB_TAG('G', 'D', 'E', 'F'),
    HB_TAG('k', 'e', 'r', 'n'), HB_TAG('M', 'A', 'T', 'H'), HB_TAG('n', 'a', 'm', 'e'),
    HB_TAG('F', 'F', 'T', 'M'), HB_TAG('g', 'a', 's', 'p'), HB_TAG('O', 'S', '/', '2'),
    HB_TAG('p', 'o', 's', 't'), HB_TAG('c', 'm', 'a', 'p'), HB_TAG('v', 'h', 'e', 'a'),
    HB_TAG('v', 'm', 't', 'x'), HB_TAG('D', 'S', 'I', 'G')};

HbFace reduced(hb_face_t* face, GlyphMeanings const& glyphs) {
  Input const input{hb_subset_input_create_or_fail()};
  if (!input) return nullptr;
  auto* wanted = hb_subset_input_glyph_set(input.get());
  for (auto const& one : glyphs) hb_set_add(wanted, one.first);
  hb_subset_input_set_flags(input.get(), HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_RETAIN_GIDS |
                                             HB_SUBSET_FLAGS_NOTDEF_OUTLINE);
  auto* dropped = hb_subset_input_set(input.get(), HB_SUBSET_SETS_DROP_TABLE_TAG);
  for (auto const tag : unneeded) hb_set_add(dropped, tag);
  return HbFace{hb_subset_or_fail(face, input.get())};
}

// "12[600 610 ...]20[...]": glyphs that follow each other share a bracket.
std::string widths_of(GlyphMeanings const& glyphs, std::vector<int> const& advances) {
  std::string widths = "[";
  int expected = -1;
  for (auto const& [glyph, character] : glyphs) {
    if (glyph == expected) {
      widths += ' ';
    } else {
      if (expected >= 0) widths += ']';
      widths += fmt::format("{}[", glyph);
    }
    widths += fmt::format("{}", advances[glyph]);
    expected = glyph + 1;
  }
  return widths + (expected >= 0 ? "]]" : "]");
}

std::string utf16_hex(char32_t character) {
  auto const c = static_cast<std::uint32_t>(character);
  if (c < 0x10000) return fmt::format("{:04X}", c);
  return fmt::format("{:04X}{:04X}", 0xD800 + ((c - 0x10000) >> 10),
                     0xDC00 + ((c - 0x10000) & 0x3FF));
}

std::string cmap_of(GlyphMeanings const& glyphs) {
  std::string map =
      "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
      "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
      "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
      "1 begincodespacerange <0000> <FFFF> endcodespacerange\n";
  constexpr std::size_t most = 100;  // entries in one block
  for (std::size_t from = 0; from < glyphs.size(); from += most) {
    auto const end = std::min(from + most, glyphs.size());
    map += fmt::format("{} beginbfchar\n", end - from);
    for (std::size_t i = from; i < end; ++i) {
      map += fmt::format("<{:04X}> <{}>\n", glyphs[i].first, utf16_hex(glyphs[i].second));
    }
    map += "endbfchar\n";
  }
  return map + "endcmap CMapName currentdict /CMap defineresource pop end end\n";
}

}  // namespace

EmbeddedFace embed(hb_face_t* from, GlyphMeanings const& glyphs, std::vector<int> const& advances) {
  auto const made = reduced(from, glyphs);
  if (!made) throw std::runtime_error{"a font cannot be subset"};
  Blob const blob{hb_face_reference_blob(made.get())};
  unsigned length = 0;
  auto const* bytes = hb_blob_get_data(blob.get(), &length);
  EmbeddedFace face;
  face.file_length = length;
  face.file = deflate({bytes, length}, best_level);
  face.to_unicode = deflate(cmap_of(glyphs), best_level);
  face.widths = widths_of(glyphs, advances);
  return face;
}

}  // namespace airut::pdf
