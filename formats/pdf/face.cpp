#include "formats/pdf/face.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include <fmt/format.h>
#include <hb-ot.h>

#include "formats/pdf/subset.hpp"

namespace airut::pdf {
using namespace std::string_view_literals;
namespace {

constexpr char32_t plane_end = 0x10000, latin_end = 0x250, soft_hyphen = 0xAD;
constexpr std::size_t kept_subsets = 64;

struct Range {
  char32_t first, last;
  Tier tier;
};
// Windows-1252's signs; Latin with the letters of the Sami languages; Greek, Cyrillic and signs.
constexpr Range ranges[] = {{0x20, 0x7E, Tier::nordic},       {0xA0, 0xFF, Tier::latin1},
                            {0x2013, 0x2014, Tier::latin1},   {0x2018, 0x201E, Tier::latin1},
                            {0x2022, 0x2022, Tier::latin1},   {0x2026, 0x2026, Tier::latin1},
                            {0x20AC, 0x20AC, Tier::latin1},   {0x100, 0x24F, Tier::latin},
                            {0x292, 0x292, Tier::latin},      {0x2B0, 0x2FF, Tier::latin},
                            {0x1E00, 0x1EFF, Tier::latin},    {0x250, 0x2AF, Tier::european},
                            {0x370, 0x52F, Tier::european},   {0x2010, 0x206F, Tier::european},
                            {0x2070, 0x20CF, Tier::european}, {0x2100, 0x22FF, Tier::european}};
constexpr std::u32string_view nordic_letters = U"\u00A0§°²³´·ÀÄÅÆÉÖØÜàäåæéöøü–€";

model::Problem problem(model::Fault fault, std::filesystem::path const& file,
                       std::string_view text) {
  return {fault, fmt::format("The font {} {}", file.string(), text)};
}

int per_mille(double units, unsigned upem) {
  return static_cast<int>(std::lround(units * 1000.0 / upem));
}

// A big-endian 16-bit number of a table (OpenType 1.9).
int table_number(hb_face_t* face, hb_tag_t tag, unsigned place) {
  Blob const table{hb_face_reference_table(face, tag)};
  unsigned length = 0;
  auto const* bytes = hb_blob_get_data(table.get(), &length);
  if (length < place + 2) return 0;
  auto const high = static_cast<unsigned char>(bytes[place]);
  auto const low = static_cast<unsigned char>(bytes[place + 1]);
  return static_cast<std::int16_t>(high << 8 | low);
}

// OS/2 fsType: "restricted licence embedding".
bool may_embed(hb_face_t* face) {
  constexpr int restricted = 2, usage_mask = 0xF;
  return (table_number(face, HB_TAG('O', 'S', '/', '2'), 8) & usage_mask) != restricted;
}

bool has_outlines(hb_face_t* face) {
  Blob const table{hb_face_reference_table(face, HB_TAG('g', 'l', 'y', 'f'))};
  return hb_blob_get_length(table.get()) > 0;
}

std::string postscript_name(hb_face_t* face) {
  char text[64];
  unsigned length = sizeof text;
  hb_ot_name_get_utf8(face, HB_OT_NAME_ID_POSTSCRIPT_NAME, HB_LANGUAGE_INVALID, &length, text);
  std::string name;
  for (char const c : std::string_view{text, length}) {
    bool const plain =
        (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
    if (plain) name += c;
  }
  return name.empty() ? "Font" : name;
}

}  // namespace

struct Face::Source {
  Blob blob;
  HbFace face;
  HbFont font;
};

Face::Face() = default;
Face::~Face() = default;

namespace {

// Codes 0x80 to 0x9F.
constexpr std::u32string_view ansi_signs =
    U"\u20AC\0\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\0\u017D\0"
    U"\0\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\0\u017E\u0178"sv;

// A byte of a literal string.
template <std::size_t Room>
void add_byte(std::array<char, Room>& to, std::uint8_t& length, int byte) {
  if (byte == '(' || byte == ')' || byte == '\\' || byte == '\r') to[length++] = '\\';
  to[length++] = byte == '\r' ? 'r' : static_cast<char>(byte);
}

}  // namespace

std::uint8_t ansi_of(char32_t character) {
  bool const same = (character >= 0x20 && character < 0x7F) ||
                    (character >= 0xA0 && character <= 0xFF && character != soft_hyphen);
  if (same) return static_cast<std::uint8_t>(character);
  auto const sign = character == 0 ? std::u32string_view::npos : ansi_signs.find(character);
  return sign == std::u32string_view::npos ? std::uint8_t{0}
                                           : static_cast<std::uint8_t>(0x80 + sign);
}

Letter Face::coded(std::uint16_t glyph, char32_t character) const {
  Letter one;
  one.tier = tiers_[glyph];
  one.glyph = glyph;
  one.advance = advances_[glyph];
  add_byte(one.code, one.code_length, glyph >> 8);
  add_byte(one.code, one.code_length, glyph & 0xFF);
  if (auto const code = ansi_of(character)) add_byte(one.ansi, one.ansi_length, code);
  return one;
}

Tier tier_of(char32_t character) {
  if (nordic_letters.find(character) != std::u32string_view::npos) return Tier::nordic;
  for (auto const& range : ranges) {
    if (character >= range.first && character <= range.last) return range.tier;
  }
  return Tier::none;
}

model::Result<std::shared_ptr<Face const>> Face::load(std::filesystem::path const& file) {
  Blob blob{hb_blob_create_from_file_or_fail(file.c_str())};
  if (!blob) return tl::unexpected{problem(model::Fault::missing, file, "cannot be read.")};
  HbFace hb{hb_face_create(blob.get(), 0)};
  if (!has_outlines(hb.get())) {
    return tl::unexpected{problem(model::Fault::unsupported, file, "has no TrueType outlines.")};
  }
  if (!may_embed(hb.get())) {
    return tl::unexpected{
        problem(model::Fault::unsupported, file, "may not be embedded, says its maker.")};
  }
  HbFont font{hb_font_create(hb.get())};
  hb_face_make_immutable(hb.get());
  hb_font_make_immutable(font.get());
  auto const upem = hb_face_get_upem(hb.get());
  auto face = std::make_shared<Face>();
  face->name_ = postscript_name(hb.get());
  auto const count = hb_face_get_glyph_count(hb.get());
  face->advances_.resize(count);
  for (unsigned glyph = 0; glyph < count; ++glyph) {
    face->advances_[glyph] = per_mille(hb_font_get_glyph_h_advance(font.get(), glyph), upem);
  }
  face->glyphs_.resize(plane_end);
  face->tiers_.resize(count, Tier::none);
  for (char32_t c = 0x20; c < plane_end; ++c) {
    hb_codepoint_t glyph = 0;
    if (hb_font_get_nominal_glyph(font.get(), c, &glyph) == 0 || glyph >= count) continue;
    face->glyphs_[c] = static_cast<std::uint16_t>(glyph);
    face->tiers_[glyph] = std::min(face->tiers_[glyph], tier_of(c));
  }
  face->letters_.resize(latin_end);
  for (char32_t c = 0x20; c < latin_end; ++c) {
    auto const glyph = face->glyphs_[c];
    if (glyph == 0 || c == soft_hyphen) continue;
    face->letters_[c] = face->coded(glyph, c);
  }
  hb_font_extents_t extents{};
  hb_font_get_h_extents(font.get(), &extents);
  face->ascent_ = per_mille(extents.ascender, upem);
  face->descent_ = per_mille(extents.descender, upem);
  hb_glyph_extents_t capital{};
  hb_font_get_glyph_extents(font.get(), face->glyph('H'), &capital);
  face->cap_height_ = per_mille(capital.y_bearing, upem);
  for (unsigned i = 0; i < 4; ++i) {
    face->box_[i] = per_mille(table_number(hb.get(), HB_TAG('h', 'e', 'a', 'd'), 36 + 2 * i), upem);
  }
  face->source_ = std::make_unique<Source>(Source{std::move(blob), std::move(hb), std::move(font)});
  return face;
}

EmbeddedFace const& Face::embedded(Tier tier) const {
  auto const index = static_cast<std::size_t>(tier);
  std::call_once(made_.at(index), [&] {
    GlyphMeanings glyphs;
    for (char32_t c = 0x20; c < plane_end; ++c) {
      if (glyphs_[c] != 0 && tier_of(c) <= tier) glyphs.emplace_back(glyphs_[c], c);
    }
    std::sort(glyphs.begin(), glyphs.end());
    auto const same = [](auto const& a, auto const& b) { return a.first == b.first; };
    glyphs.erase(std::unique(glyphs.begin(), glyphs.end(), same), glyphs.end());
    embedded_[index] = embed(source_->face.get(), glyphs, *this);
  });
  return embedded_[index];
}

std::shared_ptr<EmbeddedFace const> Face::subset(GlyphMeanings const& glyphs) const {
  {
    std::lock_guard const lock{kept_lock_};
    if (auto const known = kept_.find(glyphs); known != kept_.end()) return known->second;
  }
  auto made = std::make_shared<EmbeddedFace const>(embed(source_->face.get(), glyphs, *this));
  std::lock_guard const lock{kept_lock_};
  if (kept_.size() >= kept_subsets) kept_.clear();
  kept_.emplace(glyphs, made);
  return made;
}

std::vector<ShapedGlyph> Face::shape(std::string_view text) const {
  Buffer const buffer{hb_buffer_create()};
  hb_buffer_add_utf8(buffer.get(), text.data(), static_cast<int>(text.size()), 0,
                     static_cast<int>(text.size()));
  hb_buffer_guess_segment_properties(buffer.get());
  // Letters stay single, so that each is found again by searching.
  hb_feature_t const off[] = {
      {HB_TAG('l', 'i', 'g', 'a'), 0, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END},
      {HB_TAG('k', 'e', 'r', 'n'), 0, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END}};
  hb_shape(source_->font.get(), buffer.get(), off, 2);
  unsigned count = 0;
  auto const* glyphs = hb_buffer_get_glyph_infos(buffer.get(), &count);
  auto const* places = hb_buffer_get_glyph_positions(buffer.get(), &count);
  auto const upem = hb_face_get_upem(source_->face.get());
  std::vector<ShapedGlyph> shaped;
  for (unsigned i = 0; i < count; ++i) {
    shaped.push_back({static_cast<std::uint16_t>(glyphs[i].codepoint),
                      per_mille(places[i].x_advance, upem), per_mille(places[i].x_offset, upem),
                      per_mille(places[i].y_offset, upem)});
  }
  return shaped;
}

}  // namespace airut::pdf
