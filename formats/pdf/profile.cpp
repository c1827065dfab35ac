#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "formats/pdf/archive.hpp"

// ICC.1:2010 (profile version 4.3): header of 128 bytes, tag table, tags; big-endian.
namespace airut::pdf {
namespace {

void append_big_endian(std::string& to, std::uint32_t value, int bytes = 4) {
  while (bytes-- > 0) to += static_cast<char>(value >> (8 * bytes) & 0xFF);
}

void append_fixed(std::string& to, double value) {  // s15Fixed16Number
  append_big_endian(
      to, static_cast<std::uint32_t>(static_cast<std::int32_t>(std::lround(value * 65536))));
}

using Triple = std::array<double, 3>;
using Matrix = std::array<Triple, 3>;

Triple product(Matrix const& m, Triple const& v) {
  Triple out{};
  for (std::size_t i = 0; i < 3; ++i) out[i] = m[i][0] * v[0] + m[i][1] * v[1] + m[i][2] * v[2];
  return out;
}

Matrix product(Matrix const& a, Matrix const& b) {
  Matrix out{};
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) {
      for (std::size_t k = 0; k < 3; ++k) out[i][j] += a[i][k] * b[k][j];
    }
  }
  return out;
}

Matrix inverse(Matrix const& m) {
  auto const minor = [&](std::size_t r, std::size_t c) {
    auto const r1 = (r + 1) % 3, r2 = (r + 2) % 3, c1 = (c + 1) % 3, c2 = (c + 2) % 3;
    return m[r1][c1] * m[r2][c2] - m[r1][c2] * m[r2][c1];
  };
  auto const determinant = m[0][0] * minor(0, 0) + m[0][1] * minor(0, 1) + m[0][2] * minor(0, 2);
  Matrix out{};
  for (std::size_t r = 0; r < 3; ++r) {
    for (std::size_t c = 0; c < 3; ++c) out[c][r] = minor(r, c) / determinant;
  }
  return out;
}

constexpr Triple d50{0.9642, 1.0, 0.8249};  // the profile connection space's white
constexpr Triple d65{0.9505, 1.0, 1.0890};  // sRGB's white
constexpr Matrix bradford{
    {{0.8951, 0.2664, -0.1614}, {-0.7502, 1.7135, 0.0367}, {0.0389, -0.0685, 1.0296}}};
// Chromaticities of red, green and blue (IEC 61966-2-1).
constexpr double primaries[3][2] = {{0.64, 0.33}, {0.30, 0.60}, {0.15, 0.06}};

// White to white in Bradford's cone space.
Matrix adaptation() {
  auto const from = product(bradford, d65), to = product(bradford, d50);
  Matrix scale{};
  for (std::size_t i = 0; i < 3; ++i) scale[i][i] = to[i] / from[i];
  return product(inverse(bradford), product(scale, bradford));
}

// Columns are the XYZ of each primary, scaled so that together they give the white.
Matrix colorants() {
  Matrix unscaled{};
  for (std::size_t i = 0; i < 3; ++i) {
    auto const x = primaries[i][0], y = primaries[i][1];
    unscaled[0][i] = x / y;
    unscaled[1][i] = 1;
    unscaled[2][i] = (1 - x - y) / y;
  }
  auto const scale = product(inverse(unscaled), d65);
  for (auto& row : unscaled) {
    for (std::size_t i = 0; i < 3; ++i) row[i] *= scale[i];
  }
  return product(adaptation(), unscaled);
}

std::string text_tag(std::string_view ascii) {  // multiLocalizedUnicodeType
  std::string tag{"mluc\0\0\0\0", 8};
  append_big_endian(tag, 1);
  append_big_endian(tag, 12);
  tag += "enUS";
  append_big_endian(tag, static_cast<std::uint32_t>(ascii.size() * 2));
  append_big_endian(tag, 28);
  for (char const c : ascii) append_big_endian(tag, static_cast<unsigned char>(c), 2);
  return tag;
}

std::string xyz_tag(Triple const& value) {
  std::string tag{"XYZ \0\0\0\0", 8};
  for (auto const one : value) append_fixed(tag, one);
  return tag;
}

std::string matrix_tag(Matrix const& matrix) {
  std::string tag{"sf32\0\0\0\0", 8};
  for (auto const& row : matrix) {
    for (auto const one : row) append_fixed(tag, one);
  }
  return tag;
}

// Y = (aX + b)^g for X >= d, else cX (parametricCurveType, function 3).
std::string curve_tag() {
  std::string tag{"para\0\0\0\0", 8};
  append_big_endian(tag, 3, 2);
  append_big_endian(tag, 0, 2);
  for (auto const one : {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045}) append_fixed(tag, one);
  return tag;
}

std::string header(std::size_t length) {
  std::string out;
  append_big_endian(out, static_cast<std::uint32_t>(length));
  append_big_endian(out, 0);           // no preferred CMM
  append_big_endian(out, 0x04300000);  // version 4.3
  out += "mntrRGB XYZ ";
  for (int const part : {2026, 1, 1, 0, 0, 0})
    append_big_endian(out, static_cast<std::uint32_t>(part), 2);
  out += "acsp";
  out.resize(68, '\0');  // platform, flags, maker, model, attributes, perceptual intent
  for (auto const one : d50) append_fixed(out, one);
  out.resize(128, '\0');
  return out;
}

std::string make_profile() {
  auto const columns = colorants();
  auto const column = [&](std::size_t i) {
    return xyz_tag({columns[0][i], columns[1][i], columns[2][i]});
  };
  std::vector<std::pair<std::string_view, std::string>> const tags{
      {"desc", text_tag("sRGB IEC61966-2-1")},
      {"cprt", text_tag("No copyright, use freely")},
      {"wtpt", xyz_tag(d50)},
      {"chad", matrix_tag(adaptation())},
      {"rXYZ", column(0)},
      {"gXYZ", column(1)},
      {"bXYZ", column(2)},
      {"rTRC", curve_tag()},
      {"gTRC", curve_tag()},
      {"bTRC", curve_tag()}};
  std::string table, body;
  append_big_endian(table, static_cast<std::uint32_t>(tags.size()));
  auto const start = 128 + 4 + 12 * tags.size();
  for (auto const& [name, bytes] : tags) {
    table += name;
    append_big_endian(table, static_cast<std::uint32_t>(start + body.size()));
    append_big_endian(table, static_cast<std::uint32_t>(bytes.size()));
    body += bytes;
    body.resize((body.size() + 3) / 4 * 4, '\0');
  }
  return header(start + body.size()) + table + body;
}

}  // namespace

std::string const& srgb_profile() {
  static std::string const profile = make_profile();
  return profile;
}

}  // namespace airut::pdf
