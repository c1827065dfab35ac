#include "formats/pdf/qr.hpp"

#include <fstream>
#include <memory>
#include <random>
#include <set>
#include <sstream>

#include <doctest/doctest.h>
#include <qrencode.h>

#include "tests/support/process.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;

namespace {

struct FreeCode {
  void operator()(QRcode* code) const { QRcode_free(code); }
};
using Theirs = std::unique_ptr<QRcode, FreeCode>;

// The same bytes by libqrencode.
Theirs theirs_of(std::string const& bytes) {
  return Theirs{QRcode_encodeData(static_cast<int>(bytes.size()),
                                  reinterpret_cast<unsigned char const*>(bytes.data()), 0,
                                  QR_ECLEVEL_M)};
}

bool dark(QRcode const& code, int x, int y) { return (code.data[y * code.width + x] & 1) != 0; }

// The five bits beside the lower left finder that tell level and mask.
template <class Dark>
unsigned format_of(int size, Dark const& is_dark) {
  unsigned bits = 0;
  for (int y = size - 5; y < size; ++y) bits = bits << 1 | (is_dark(8, y) ? 1U : 0U);
  return bits;
}

std::string random_text(std::mt19937& chance, std::size_t length) {
  constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 +-./:";
  std::string text;
  while (text.size() < length) text += letters[chance() % letters.size()];
  text.front() = 'B';
  text.back() = 'D';
  return text;
}

// Four pixels a module, with the quiet zone.
void write_picture(std::filesystem::path const& file, pdf::QrCode const& code) {
  constexpr int scale = 4, quiet = 4;
  int const side = (code.size + 2 * quiet) * scale;
  std::ofstream out{file};
  out << "P1\n" << side << ' ' << side << '\n';
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      int const column = x / scale - quiet, row = y / scale - quiet;
      bool const inside = column >= 0 && row >= 0 && column < code.size && row < code.size;
      out << (inside && code.dark(column, row) ? "1 " : "0 ");
    }
    out << '\n';
  }
}

}  // namespace

TEST_CASE("a QR code is module for module what libqrencode makes with the same mask") {
  std::mt19937 chance{20261126};
  std::set<int> sizes;
  std::size_t same_mask = 0;
  for (std::size_t length = 1; length <= pdf::qr_bytes_max; ++length) {
    std::string bytes;
    for (std::size_t i = 0; i < length; ++i) bytes += static_cast<char>(chance());
    auto const ours = pdf::qr_code(bytes);
    auto const theirs = theirs_of(bytes);
    CAPTURE(length);
    REQUIRE(theirs);
    REQUIRE(ours.size == theirs->width);
    sizes.insert(ours.size);
    auto const our_format = format_of(ours.size, [&](int x, int y) { return ours.dark(x, y); });
    auto const their_format =
        format_of(ours.size, [&](int x, int y) { return dark(*theirs, x, y); });
    if (our_format != their_format) continue;
    ++same_mask;
    bool same = true;
    for (int y = 0; y < ours.size; ++y) {
      for (int x = 0; x < ours.size; ++x) same = same && ours.dark(x, y) == dark(*theirs, x, y);
    }
    CHECK(same);
  }
  CHECK(sizes.size() == 13);
  CHECK(same_mask > pdf::qr_bytes_max * 9 / 10);
}

TEST_CASE("a scanner reads every QR code back, from the smallest to the largest version") {
  if (!tests::has_program("zbarimg")) return;
  std::mt19937 chance{7};
  tests::TempDirectory folder;
  std::vector<std::string> command{"zbarimg", "-q", "--raw"}, texts;
  for (std::size_t i = 0; i < 120; ++i) {
    texts.push_back(random_text(chance, 2 + chance() % (pdf::qr_bytes_max - 1)));
    auto const file = folder.path() / (std::to_string(i) + ".pbm");
    write_picture(file, pdf::qr_code(texts.back()));
    command.push_back(file.string());
  }
  auto const out = folder.path() / "codes";
  CHECK(tests::run(command, out) == 0);
  std::istringstream lines{tests::slurp(out)};
  for (auto const& text : texts) {
    std::string line;
    // Every text begins with B; the scanner also tells what it misses on this machine.
    while (std::getline(lines, line) && line.substr(0, 1) != "B") continue;
    CHECK(line == text);
  }
}

TEST_CASE("bytes that no code of the EPC's versions holds give none") {
  CHECK(pdf::qr_code(std::string(pdf::qr_bytes_max, 'x')).size == 69);
  CHECK(pdf::qr_code(std::string(pdf::qr_bytes_max + 1, 'x')).size == 0);
}
