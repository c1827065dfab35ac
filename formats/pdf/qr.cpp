#include "formats/pdf/qr.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "formats/pdf/qr_symbol.hpp"

// Airut's own encoder: a library's search for the best mask took a third of the time of an invoice.
namespace airut::pdf {
namespace {

using Codewords = std::vector<std::uint8_t>;

// Codewords at level M by version (ISO/IEC 18004 table 9). The later blocks hold one more.
struct Blocks {
  int correction, count, data, longer;
};
constexpr std::array<Blocks, qr_versions> blocks_of{{{10, 1, 16, 0},
                                                     {16, 1, 28, 0},
                                                     {26, 1, 44, 0},
                                                     {18, 2, 32, 0},
                                                     {24, 2, 43, 0},
                                                     {16, 4, 27, 0},
                                                     {18, 4, 31, 0},
                                                     {22, 4, 38, 2},
                                                     {22, 5, 36, 2},
                                                     {26, 5, 43, 1},
                                                     {30, 5, 50, 4},
                                                     {22, 8, 36, 2},
                                                     {22, 9, 37, 1}}};

int data_of(Blocks const& blocks) { return blocks.count * blocks.data + blocks.longer; }

// The field of 256 elements with x^8 + x^4 + x^3 + x^2 + 1 (section 7.5.2).
struct Field {
  std::array<std::uint8_t, 512> power{};
  std::array<std::uint8_t, 256> log{};
};
constexpr Field make_field() {
  Field field;
  unsigned value = 1;
  for (std::size_t i = 0; i < 255; ++i) {
    field.power[i] = field.power[i + 255] = static_cast<std::uint8_t>(value);
    field.log[value] = static_cast<std::uint8_t>(i);
    value <<= 1;
    if (value > 255) value ^= 0x11D;
  }
  return field;
}
constexpr Field field = make_field();

constexpr std::size_t most_correction = 30;
// Logarithms of the coefficients below the highest of (x - 1)(x - a)...(x - a^(degree - 1)).
struct Generator {
  std::array<std::uint8_t, most_correction> logs{};
};

constexpr std::uint8_t field_product(std::uint8_t one, std::uint8_t other) {
  if (one == 0 || other == 0) return 0;
  return field.power[std::size_t{field.log[one]} + field.log[other]];
}

constexpr Generator make_generator(std::size_t degree) {
  std::array<std::uint8_t, most_correction + 1> terms{1};  // highest first
  for (std::size_t i = 0; i < degree; ++i) {
    for (std::size_t at = i + 1; at > 0; --at) {
      terms[at] ^= field_product(terms[at - 1], field.power[i]);
    }
  }
  Generator made;
  for (std::size_t i = 0; i < degree; ++i) made.logs[i] = field.log[terms[i + 1]];
  return made;
}

constexpr std::array<Generator, most_correction + 1> make_generators() {
  std::array<Generator, most_correction + 1> all;
  for (std::size_t degree = 1; degree <= most_correction; ++degree) {
    all[degree] = make_generator(degree);
  }
  return all;
}
constexpr auto generators = make_generators();

using Correction = std::array<std::uint8_t, most_correction>;

// The remainder of the data after division by the generator.
Correction correction_of(std::uint8_t const* data, int length, std::size_t degree) {
  auto const& logs = generators[degree].logs;
  Correction rest{};
  for (int i = 0; i < length; ++i) {
    auto const factor = static_cast<std::uint8_t>(data[i] ^ rest[0]);
    std::copy(rest.begin() + 1, rest.begin() + static_cast<std::ptrdiff_t>(degree), rest.begin());
    rest[degree - 1] = 0;
    if (factor == 0) continue;
    std::size_t const log = field.log[factor];
    for (std::size_t at = 0; at < degree; ++at) rest[at] ^= field.power[log + logs[at]];
  }
  return rest;
}

// Mode, length, the bytes, the end and what fills up.
Codewords data_codewords(std::string_view bytes, std::size_t version, int capacity) {
  constexpr std::uint8_t byte_mode = 4, fill[] = {0xEC, 0x11};
  Codewords words;
  words.reserve(static_cast<std::size_t>(capacity));
  unsigned held = byte_mode;  // the half byte that waits for its other half
  auto const add = [&](unsigned byte) {
    words.push_back(static_cast<std::uint8_t>(held << 4 | byte >> 4));
    held = byte & 0xF;
  };
  auto const length = static_cast<unsigned>(bytes.size());
  if (version >= 10) add(length >> 8);
  add(length & 0xFF);
  for (char const c : bytes) add(static_cast<unsigned char>(c));
  words.push_back(static_cast<std::uint8_t>(held << 4));
  for (std::size_t i = 0; words.size() < static_cast<std::size_t>(capacity); ++i) {
    words.push_back(fill[i % 2]);
  }
  return words;
}

// Blocks interleaved: the first word of each, the second of each, and so on; corrections likewise.
Codewords interleaved(Codewords const& data, Blocks const& blocks) {
  auto const degree = static_cast<std::size_t>(blocks.correction);
  struct Block {
    std::uint8_t const* first;
    int length;
    Correction correction;
  };
  std::vector<Block> all;
  auto const* at = data.data();
  for (int i = 0; i < blocks.count; ++i) {
    int const length = blocks.data + (i >= blocks.count - blocks.longer ? 1 : 0);
    all.push_back({at, length, correction_of(at, length, degree)});
    at += length;
  }
  Codewords words;
  words.reserve(data.size() + all.size() * degree);
  for (int i = 0; i <= blocks.data; ++i) {
    for (auto const& block : all) {
      if (i < block.length) words.push_back(block.first[i]);
    }
  }
  for (std::size_t i = 0; i < degree; ++i) {
    for (auto const& block : all) words.push_back(block.correction[i]);
  }
  return words;
}

}  // namespace

QrCode qr_code(std::string_view bytes) {
  for (std::size_t i = 0; i < qr_versions; ++i) {
    auto const version = i + 1;
    int const capacity = data_of(blocks_of[i]);
    auto const needed = bytes.size() + (version >= 10 ? 3 : 2);
    if (needed > static_cast<std::size_t>(capacity)) continue;
    return qr_symbol(version, interleaved(data_codewords(bytes, version, capacity), blocks_of[i]));
  }
  return {};
}

}  // namespace airut::pdf
