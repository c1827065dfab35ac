#include "formats/pdf/face.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include <fmt/format.h>
#include <hb-ot.h>
#include <hb-subset.h>
#include <hb.h>

#include "formats/pdf/deflate.hpp"

namespace airut::pdf {
namespace {

template <auto Destroy>
struct Free {
  template <class T>
  void operator()(T* one) const {
    Destroy(one);
  }
};
using Blob = std::unique_ptr<hb_blob_t, Free<hb_blob_destroy>>;
using HbFace = std::unique_ptr<hb_face_t, Free<hb_face_destroy>>;
using HbFont = std::unique_ptr<hb_font_t, Free<hb_font_destroy>>;
using Input = std::unique_ptr<hb_subset_input_t, Free<hb_subset_input_destroy>>;

constexpr char32_t plane_end = 0x10000;
constexpr int best_level = 12;

struct Range {
  char32_t first, last;
  Tier tier;
};
// Windows-1252's signs; Latin with the letters of the Sami languages; Greek, Cyrillic and signs.
constexpr Range ranges[] = {{0x20, 0x7E, Tier::latin1},       {0xA0, 0xFF, Tier::latin1},
                            {0x2013, 0x2014, Tier::latin1},   {0x2018, 0x201E, Tier::latin1},
                            {0x2022, 0x2022, Tier::latin1},   {0x2026, 0x2026, Tier::latin1},
                            {0x20AC, 0x20AC, Tier::latin1},   {0x100, 0x24F, Tier::latin},
                            {0x292, 0x292, Tier::latin},      {0x2B0, 0x2FF, Tier::latin},
                            {0x1E00, 0x1EFF, Tier::latin},    {0x250, 0x2AF, Tier::european},
                            {0x370, 0x52F, Tier::european},   {0x2010, 0x206F, Tier::european},
                            {0x2070, 0x20CF, Tier::european}, {0x2100, 0x22FF, Tier::european}};

int per_mille(double units, unsigned upem) {
  return static_cast<int>(std::lround(units * 1000.0 / upem));
}

HbFace subset(hb_face_t* face, std::vector<char32_t> const& characters) {
  Input const input{hb_subset_input_create_or_fail()};
  if (!input) return nullptr;
  auto* wanted = hb_subset_input_unicode_set(input.get());
  for (auto const one : characters) hb_set_add(wanted, one);
  hb_subset_input_set_flags(input.get(), HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_RETAIN_GIDS);
  auto* dropped = hb_subset_input_set(input.get(), HB_SUBSET_SETS_DROP_TABLE_TAG);
  for (auto const tag :
       {HB_TAG('G', 'S', 'U', 'B'), HB_TAG('G', 'P', 'O', 'S'), HB_TAG('G', 'D', 'E', 'F'),
        HB_TAG('k', 'e', 'r', 'n'), HB_TAG('M', 'A', 'T', 'H'), HB_TAG('n', 'a', 'm', 'e'),
        HB_TAG('F', 'F', 'T', 'M'), HB_TAG('g', 'a', 's', 'p')}) {
    hb_set_add(dropped, tag);
  }
  return HbFace{hb_subset_or_fail(face, input.get())};
}

std::string cmap_of(std::vector<std::pair<std::uint16_t, char32_t>> const& pairs) {
  std::string map =
      "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
      "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
      "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
      "1 begincodespacerange <0000> <FFFF> endcodespacerange\n";
  constexpr std::size_t most = 100;  // entries in one block
  for (std::size_t from = 0; from < pairs.size(); from += most) {
    auto const count = std::min(most, pairs.size() - from);
    map += fmt::format("{} beginbfchar\n", count);
    for (std::size_t i = from; i < from + count; ++i) {
      map += fmt::format("<{:04X}> <{:04X}>\n", pairs[i].first,
                         static_cast<std::uint32_t>(pairs[i].second));
    }
    map += "endbfchar\n";
  }
  return map + "endcmap CMapName currentdict /CMap defineresource pop end end\n";
}

}  // namespace

Tier tier_of(char32_t character) {
  for (auto const& range : ranges) {
    if (character >= range.first && character <= range.last) return range.tier;
  }
  return Tier::whole;
}

namespace {

// What embed() needs of the open font.
struct Source {
  hb_face_t* face;
  std::vector<std::uint16_t> const& glyphs;
  std::vector<int> const& advances;
};

EmbeddedFace embed(Source const& from, Tier tier) {
  std::vector<char32_t> characters;
  std::vector<std::pair<std::uint16_t, char32_t>> pairs;
  for (char32_t c = 0; c < plane_end; ++c) {
    if (from.glyphs[c] == 0 || tier_of(c) > tier) continue;
    characters.push_back(c);
    pairs.emplace_back(from.glyphs[c], c);
  }
  std::sort(pairs.begin(), pairs.end());
  auto const same = [](auto const& a, auto const& b) { return a.first == b.first; };
  pairs.erase(std::unique(pairs.begin(), pairs.end(), same), pairs.end());
  EmbeddedFace face;
  auto const made = subset(from.face, characters);
  if (!made) throw std::runtime_error{"a font cannot be subset"};
  Blob const blob{hb_face_reference_blob(made.get())};
  unsigned length = 0;
  auto const* bytes = hb_blob_get_data(blob.get(), &length);
  face.file_length = length;
  face.file = deflate({bytes, length}, best_level);
  face.to_unicode = deflate(cmap_of(pairs), best_level);
  face.widths = "[";
  for (auto const& [glyph, character] : pairs) {
    face.widths += fmt::format("{}[{}]", glyph, from.advances[glyph]);
  }
  face.widths += "]";
  return face;
}

}  // namespace

model::Result<Face> Face::load(std::filesystem::path const& file, std::string name) {
  Blob const blob{hb_blob_create_from_file_or_fail(file.c_str())};
  if (!blob) {
    return tl::unexpected{model::Problem{
        model::Fault::missing, fmt::format("The font {} cannot be read.", file.string())}};
  }
  HbFace const hb{hb_face_create(blob.get(), 0)};
  HbFont const font{hb_font_create(hb.get())};
  auto const upem = hb_face_get_upem(hb.get());
  Face face;
  face.name_ = std::move(name);
  face.glyphs_.resize(plane_end);
  for (char32_t c = 0x20; c < plane_end; ++c) {
    hb_codepoint_t glyph = 0;
    if (hb_font_get_nominal_glyph(font.get(), c, &glyph) != 0) {
      face.glyphs_[c] = static_cast<std::uint16_t>(glyph);
    }
  }
  auto const count = hb_face_get_glyph_count(hb.get());
  face.advances_.resize(count);
  for (unsigned glyph = 0; glyph < count; ++glyph) {
    face.advances_[glyph] = per_mille(hb_font_get_glyph_h_advance(font.get(), glyph), upem);
  }
  hb_font_extents_t extents{};
  hb_font_get_h_extents(font.get(), &extents);
  face.ascent_ = per_mille(extents.ascender, upem);
  face.descent_ = per_mille(extents.descender, upem);
  face.box_ = {-200, face.descent_, 1400, face.ascent_};
  for (std::size_t tier = 0; tier < tier_count; ++tier) {
    face.embedded_[tier] = embed({hb.get(), face.glyphs_, face.advances_}, static_cast<Tier>(tier));
  }
  return face;
}

model::Result<std::shared_ptr<Fonts const>> Fonts::load(std::filesystem::path const& directory) {
  auto regular = Face::load(directory / "DejaVuSans.ttf", "DejaVuSans");
  if (!regular) return tl::unexpected{regular.error()};
  auto bold = Face::load(directory / "DejaVuSans-Bold.ttf", "DejaVuSans-Bold");
  if (!bold) return tl::unexpected{bold.error()};
  return std::make_shared<Fonts const>(Fonts{*std::move(regular), *std::move(bold)});
}

}  // namespace airut::pdf
