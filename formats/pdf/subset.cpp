#include "formats/pdf/subset.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "formats/pdf/deflate.hpp"

namespace airut::pdf {
namespace {

// Text is coded by glyph id or WinAnsiEncoding, so the program needs outlines, metrics and the
// characters of that encoding, and nothing that lays out text.
constexpr hb_tag_t unneeded[] = {
    HB_TAG('G', 'S', 'U', 'B'), HB_TAG('G', 'P', 'O', 'S'), HB_TAG('G', 'D', 'E', 'F'),
    HB_TAG('k', 'e', 'r', 'n'), HB_TAG('M', 'A', 'T', 'H'), HB_TAG('n', 'a', 'm', 'e'),
    HB_TAG('F', 'F', 'T', 'M'), HB_TAG('g', 'a', 's', 'p'), HB_TAG('O', 'S', '/', '2'),
    HB_TAG('p', 'o', 's', 't'), HB_TAG('v', 'h', 'e', 'a'), HB_TAG('v', 'm', 't', 'x'),
    HB_TAG('D', 'S', 'I', 'G')};

// The characters of WinAnsiEncoding whose glyphs are among these.
std::vector<char32_t> ansi_characters(GlyphMeanings const& glyphs, Face const& face) {
  constexpr char32_t end = 0x2200;
  std::vector<char32_t> all;
  for (char32_t c = 0x20; c < end; ++c) {
    auto const glyph = ansi_of(c) == 0 ? std::uint16_t{0} : face.glyph(c);
    auto const place = std::lower_bound(glyphs.begin(), glyphs.end(), std::pair{glyph, U'\0'});
    if (glyph != 0 && place != glyphs.end() && place->first == glyph) all.push_back(c);
  }
  return all;
}

HbFace reduced(hb_face_t* from, GlyphMeanings const& glyphs,
               std::vector<char32_t> const& characters) {
  Input const input{hb_subset_input_create_or_fail()};
  if (!input) return nullptr;
  auto* wanted = hb_subset_input_glyph_set(input.get());
  for (auto const& one : glyphs) hb_set_add(wanted, one.first);
  for (char32_t const c : characters) hb_set_add(hb_subset_input_unicode_set(input.get()), c);
  hb_subset_input_set_flags(input.get(), HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_RETAIN_GIDS |
                                             HB_SUBSET_FLAGS_NOTDEF_OUTLINE);
  auto* dropped = hb_subset_input_set(input.get(), HB_SUBSET_SETS_DROP_TABLE_TAG);
  for (auto const tag : unneeded) hb_set_add(dropped, tag);
  return HbFace{hb_subset_or_fail(from, input.get())};
}

// "12[600 610 ...]20[...]": glyphs that follow each other share a bracket.
std::string widths_of(GlyphMeanings const& glyphs, Face const& face) {
  std::string widths = "[";
  int expected = -1;
  for (auto const& [glyph, character] : glyphs) {
    if (glyph == expected) {
      widths += ' ';
    } else {
      if (expected >= 0) widths += ']';
      widths += fmt::format("{}[", glyph);
    }
    widths += fmt::format("{}", face.advance(glyph));
    expected = glyph + 1;
  }
  return widths + (expected >= 0 ? "]]" : "]");
}

// Of codes 32 to 255; 0 for what the subset does not have.
std::string ansi_widths_of(std::vector<char32_t> const& characters, Face const& face) {
  std::array<int, 256> widths{};
  for (char32_t const c : characters) widths[ansi_of(c)] = face.advance(face.glyph(c));
  return fmt::format("{}", fmt::join(widths.begin() + 32, widths.end(), " "));
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

EmbeddedFace embed(hb_face_t* from, GlyphMeanings const& glyphs, Face const& face) {
  auto const characters = ansi_characters(glyphs, face);
  auto const made = reduced(from, glyphs, characters);
  if (!made) throw std::runtime_error{"a font cannot be subset"};
  Blob const blob{hb_face_reference_blob(made.get())};
  unsigned length = 0;
  auto const* bytes = hb_blob_get_data(blob.get(), &length);
  EmbeddedFace embedded;
  embedded.file_length = length;
  embedded.file = deflate({bytes, length}, best_level);
  embedded.to_unicode = deflate(cmap_of(glyphs), best_level);
  embedded.widths = widths_of(glyphs, face);
  embedded.ansi_widths = ansi_widths_of(characters, face);
  return embedded;
}

}  // namespace airut::pdf
