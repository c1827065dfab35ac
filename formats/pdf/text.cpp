#include "formats/pdf/text.hpp"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "formats/xml/utf8.hpp"

namespace airut::pdf {
namespace {

// Takes the next character off the text; broken bytes are U+FFFD one by one.
inline char32_t take(std::string_view& text) {
  auto const byte = static_cast<unsigned char>(text.front());
  if (byte < 0x80) {
    text.remove_prefix(1);
    return byte;
  }
  auto const one = xml::decode_utf8(text);
  text.remove_prefix(one ? one->length : 1);
  return one ? one->character : U'\uFFFD';
}

enum class Kind { letter, mark, silent, foreign };

struct KindRange {
  char32_t first, last;
  Kind kind;
};
// Unicode blocks whose letters do not stand side by side from left to right. Everything else does.
constexpr KindRange kinds[] = {{0x00, 0x1F, Kind::silent},      {0xAD, 0xAD, Kind::silent},
                               {0x300, 0x36F, Kind::mark},      {0x483, 0x489, Kind::mark},
                               {0x590, 0x109F, Kind::foreign},  {0x1700, 0x1CFF, Kind::foreign},
                               {0x1AB0, 0x1AFF, Kind::mark},    {0x1DC0, 0x1DFF, Kind::mark},
                               {0x200B, 0x200F, Kind::silent},  {0x202A, 0x202E, Kind::silent},
                               {0x2060, 0x206F, Kind::silent},  {0x20D0, 0x20FF, Kind::mark},
                               {0xA840, 0xABFF, Kind::foreign}, {0xFB1D, 0xFDFF, Kind::foreign},
                               {0xFE00, 0xFE0F, Kind::silent},  {0xFE20, 0xFE2F, Kind::mark},
                               {0xFE70, 0xFEFC, Kind::foreign}, {0xFEFF, 0xFEFF, Kind::silent}};

Kind kind_of(char32_t character) {
  if (character >= 0x20 && character < 0x300 && character != 0xAD) return Kind::letter;
  for (auto const& range : kinds) {
    if (character <= range.last) return character >= range.first ? range.kind : Kind::letter;
  }
  return Kind::letter;
}

// Writes the letter's code; room for four bytes must be there whatever its length.
char* put(char* to, Letter const& letter, bool ansi) {
  if (ansi) {
    std::memcpy(to, letter.ansi.data(), letter.ansi.size());
    return to + letter.ansi_length;
  }
  std::memcpy(to, letter.code.data(), letter.code.size());
  return to + letter.code_length;
}

// The main faces have a simple font too, as shorter codes say what most documents say.
constexpr bool has_ansi(std::size_t place) { return place <= 1; }

bool has_marks(std::string_view text) {
  while (!text.empty()) {
    if (kind_of(take(text)) == Kind::mark) return true;
  }
  return false;
}

// How many letters of the text the face lacks.
int lacking(Face const& face, std::string_view text) {
  int count = 0;
  while (!text.empty()) {
    auto const c = take(text);
    auto const kind = kind_of(c);
    if (kind == Kind::letter && face.glyph(c) == 0) ++count;
  }
  return count;
}

// The next word with the blanks before it.
std::string_view word_with_blanks_before(std::string_view text) {
  auto const start = text.find_first_not_of(' ');
  if (start == std::string_view::npos) return text;
  return text.substr(0, text.find(' ', start));
}

constexpr std::size_t place_of(Weight weight) { return weight == Weight::bold ? 1 : 0; }

}  // namespace

UsedGlyphs::Use& UsedGlyphs::use(Face const& face, std::size_t place) {
  auto& use = faces_[place];
  if (use.characters_.empty()) use.characters_.resize(face.glyph_count());
  return use;
}

EmbeddedFace const& UsedGlyphs::embedded(Face const& face, std::size_t place) {
  auto& use = faces_[place];
  bool const helper = place > 1;
  if (!helper && use.tier_ != Tier::none) return face.embedded(use.tier_);
  GlyphMeanings glyphs;
  for (std::size_t i = 1; i < use.characters_.size(); ++i) {
    if (use.characters_[i] != 0) {
      glyphs.emplace_back(static_cast<std::uint16_t>(i), use.characters_[i]);
    }
  }
  use.own_ = face.subset(glyphs);
  return *use.own_;
}

void TextCoder::note_missing(char32_t character) {
  if (std::find(missing_.begin(), missing_.end(), character) == missing_.end())
    missing_.push_back(character);
}

// What shaping stood for by no glyph: marks and letters that the face has not.
void TextCoder::note_lacking(Face const& face, std::string_view text) {
  while (!text.empty()) {
    auto const c = take(text);
    if (kind_of(c) != Kind::silent && face.glyph(c) == 0) note_missing(c);
  }
}

// Strings that are kept for the next text: nothing is allotted once they are long enough.
std::string& TextCoder::next_piece() {
  if (pieces_ == shown_.size()) shown_.emplace_back();
  auto& piece = shown_[pieces_++];
  piece.clear();
  return piece;
}

bool TextCoder::code_plain(std::string_view text, std::size_t place) {
  if (has_ansi(place) && code_letters(text, place, true)) return true;
  return code_letters(text, place, false);
}

bool TextCoder::code_letters(std::string_view text, std::size_t place, bool ansi) {
  constexpr std::string_view end = ")Tj";
  auto const& face = fonts_.face(place);
  auto& used = used_.use(face, place);
  auto& piece = next_piece();
  // At most four bytes a character, and what put() may write beyond the last.
  piece.resize(4 * text.size() + 1 + end.size() + 4);
  auto* to = piece.data();
  *to++ = '(';
  int advance = 0;
  Letter other;
  for (auto rest = text; !rest.empty();) {
    auto const c = take(rest);
    auto const* letter = face.letter(c);
    if (letter == nullptr) {
      auto const kind = kind_of(c);
      if (kind == Kind::silent) continue;
      auto const glyph = kind == Kind::letter ? face.glyph(c) : std::uint16_t{0};
      if (glyph != 0) letter = &(other = face.coded(glyph, c));
    }
    if (letter == nullptr || (ansi && letter->ansi_length == 0)) {
      --pieces_;
      return false;
    }
    to = put(to, *letter, ansi);
    advance += letter->advance;
    used.add(letter->glyph, letter->tier, c);
  }
  to = std::copy(end.begin(), end.end(), to);
  piece.resize(static_cast<std::size_t>(to - piece.data()));
  (ansi ? used.ansi_ : used.composite_) = true;
  Run run;
  run.face = place;
  run.ansi = ansi;
  run.shown = piece;
  run.advance = advance;
  runs_.push_back(run);
  return true;
}

// The preferred face when it has all letters, else the one that lacks fewest.
std::size_t TextCoder::place_for(std::string_view text, std::size_t place) const {
  auto best = place;
  auto fewest = lacking(fonts_.face(place), text);
  for (std::size_t i = 2; i < fonts_.count() && fewest > 0; ++i) {
    auto const count = lacking(fonts_.face(i), text);
    if (count >= fewest) continue;
    fewest = count;
    best = i;
  }
  return best;
}

// The first face that can set all letters with their marks.
std::size_t TextCoder::shaping_place(std::string_view text, std::size_t place) const {
  auto const sets_all = [&](std::size_t one) {
    auto const glyphs = fonts_.face(one).shape(text);
    return std::none_of(glyphs.begin(), glyphs.end(),
                        [](ShapedGlyph const& glyph) { return glyph.glyph == 0; });
  };
  if (sets_all(place)) return place;
  for (std::size_t i = 2; i < fonts_.count(); ++i) {
    if (sets_all(i)) return i;
  }
  return place;
}

// A run for each height: marks that no accented letter stands for are lifted over theirs.
void TextCoder::code_shaped(std::string_view text, std::size_t place) {
  auto const& face = fonts_.face(place);
  auto& used = used_.use(face, place);
  auto letters = text;
  std::string* shown = nullptr;
  auto const end_run = [&] {
    shown->append("]TJ");
    runs_.back().shown = *shown;
  };
  for (auto const& one : face.shape(text)) {
    auto const character = letters.empty() ? U' ' : take(letters);
    if (one.glyph == 0) note_lacking(face, text);
    if (shown == nullptr || runs_.back().rise != one.y) {
      if (shown != nullptr) end_run();
      auto& run = runs_.emplace_back();
      run.face = place;
      run.rise = one.y;
      if (shown == nullptr) run.original = text;
      shown = &next_piece();
      *shown += '[';
    }
    auto const letter = face.coded(one.glyph, character);
    if (one.x != 0) *shown += fmt::format("{}", -one.x);
    shown->append("(").append(letter.code.data(), letter.code_length).append(")");
    auto const correction = letter.advance - one.advance + one.x;
    if (correction != 0) *shown += fmt::format("{}", correction);
    used.add(one.glyph, letter.tier, character);
    runs_.back().advance += one.advance;
  }
  if (shown == nullptr) return;
  used.composite_ = true;
  end_run();
  runs_.back().ends_original = true;
}

void TextCoder::code_mixed(std::string_view text, std::size_t place) {
  while (!text.empty()) {
    auto const piece = word_with_blanks_before(text);
    text.remove_prefix(piece.size());
    if (has_marks(piece)) {
      code_shaped(piece, shaping_place(piece, place));
      continue;
    }
    if (code_plain(piece, place_for(piece, place))) continue;
    // No face has the whole word: letter by letter.
    for (auto rest = piece; !rest.empty();) {
      auto letter = rest;
      auto const c = take(rest);
      letter = letter.substr(0, letter.size() - rest.size());
      if (code_plain(letter, place_for(letter, place))) continue;
      note_missing(c);
    }
  }
}

std::vector<Run> const& TextCoder::code(std::string_view text, Weight weight) {
  runs_.clear();
  pieces_ = 0;
  if (!code_plain(text, place_of(weight))) code_mixed(text, place_of(weight));
  return runs_;
}

std::string_view TextCoder::blank(std::size_t place, bool ansi) {
  auto const* letter = fonts_.face(place).letter(U' ');
  if (letter == nullptr) return {};
  used_.use(fonts_.face(place), place).add(letter->glyph, letter->tier, U' ');
  blank_ = "(";
  if (ansi) {
    blank_.append(letter->ansi.data(), letter->ansi_length);
  } else {
    blank_.append(letter->code.data(), letter->code_length);
  }
  return blank_ += ")Tj";
}

int TextCoder::width(std::string_view text, Weight weight) const {
  auto const place = place_of(weight);
  auto const& face = fonts_.face(place);
  int advance = 0;
  for (auto rest = text; !rest.empty();) {
    auto const c = take(rest);
    if (auto const* letter = face.letter(c)) {
      advance += letter->advance;
      continue;
    }
    auto const kind = kind_of(c);
    if (kind == Kind::silent || kind == Kind::mark) continue;  // marks stand over letters
    if (auto const glyph = face.glyph(c)) {
      advance += face.advance(glyph);
      continue;
    }
    for (auto const& helper : fonts_.fallback) {
      auto const glyph = helper->glyph(c);
      if (glyph == 0) continue;
      advance += helper->advance(glyph);
      break;
    }
  }
  return advance;
}

std::string code_points(std::vector<char32_t> const& characters) {
  std::string text;
  for (auto const c : characters)
    text += fmt::format("{}U+{:04X}", text.empty() ? "" : ", ", static_cast<std::uint32_t>(c));
  return text;
}

}  // namespace airut::pdf
