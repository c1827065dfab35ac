#include "formats/pdf/qr_symbol.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <limits>
#include <utility>

namespace airut::pdf {
namespace {

// A row of modules: bit x is column x. Bits that lie outside are light.
__extension__ typedef unsigned __int128 Wide;
template <class Row>
using Rows = std::vector<Row>;

constexpr int mask_count = 8;

// Two centres of alignment patterns beside column 6, by version; 0: there is none.
constexpr std::array<std::pair<int, int>, qr_versions> alignments{{{0, 0},
                                                                   {18, 0},
                                                                   {22, 0},
                                                                   {26, 0},
                                                                   {30, 0},
                                                                   {34, 0},
                                                                   {22, 38},
                                                                   {24, 42},
                                                                   {26, 46},
                                                                   {28, 50},
                                                                   {30, 54},
                                                                   {32, 58},
                                                                   {34, 62}}};

int count(std::uint64_t bits) { return __builtin_popcountll(bits); }
int count(Wide bits) {
  return count(static_cast<std::uint64_t>(bits)) + count(static_cast<std::uint64_t>(bits >> 64));
}

bool is_masked(int mask, int x, int y) {
  switch (mask) {
    case 0:
      return (x + y) % 2 == 0;
    case 1:
      return y % 2 == 0;
    case 2:
      return x % 3 == 0;
    case 3:
      return (x + y) % 3 == 0;
    case 4:
      return (y / 2 + x / 3) % 2 == 0;
    case 5:
      return x * y % 2 + x * y % 3 == 0;
    case 6:
      return (x * y % 2 + x * y % 3) % 2 == 0;
    default:
      return ((x + y) % 2 + x * y % 3) % 2 == 0;
  }
}

// Remainder of value * x^degree after division by the generator.
int remainder(int value, int generator, int degree) {
  int rest = value << degree;
  for (int bit = 17; bit >= degree; --bit) {
    if ((rest >> bit & 1) != 0) rest ^= generator << (bit - degree);
  }
  return rest;
}

// What is the same in all symbols of a version.
template <class Row>
struct Layout {
  int size = 0;
  Rows<Row> fixed;                                // dark modules of the patterns
  Rows<Row> taken;                                // what no codeword may use
  std::vector<std::pair<int, int>> places;        // x, y of each bit of the codewords
  std::array<Rows<Row>, mask_count> masks;        // over the codewords' modules
  std::array<Rows<Row>, mask_count> format_dark;  // level M with that mask

  explicit Layout(std::size_t version);

 private:
  static Row bit(int x) { return Row{1} << x; }
  void set(int x, int y, bool dark) {
    auto const row = static_cast<std::size_t>(y);
    taken[row] |= bit(x);
    if (dark) fixed[row] |= bit(x);
  }
  void add_square(int x, int y, int radius, unsigned light_rings);
  void add_timing();
  void add_alignments(std::size_t version);
  void add_version(std::size_t version);
  void add_formats();
  void find_places();
  void make_masks();
};

template <class Row>
Layout<Row>::Layout(std::size_t version) : size(static_cast<int>(17 + 4 * version)) {
  auto const rows = static_cast<std::size_t>(size);
  fixed.resize(rows);
  taken.resize(rows);
  add_timing();
  // A finder is rings around its middle; the ring outside it is its separator.
  for (auto const& [x, y] : {std::pair{3, 3}, std::pair{size - 4, 3}, std::pair{3, size - 4}}) {
    add_square(x, y, 4, 0b10100);
  }
  add_alignments(version);
  add_version(version);
  add_formats();
  find_places();
  make_masks();
}

// Rings around a middle: bit n of light_rings says that ring n is light.
template <class Row>
void Layout<Row>::add_square(int x, int y, int radius, unsigned light_rings) {
  for (int dy = -radius; dy <= radius; ++dy) {
    for (int dx = -radius; dx <= radius; ++dx) {
      int const at_x = x + dx, at_y = y + dy;
      if (at_x < 0 || at_y < 0 || at_x >= size || at_y >= size) continue;
      int const ring = std::max(std::abs(dx), std::abs(dy));
      set(at_x, at_y, (light_rings >> ring & 1) == 0);
    }
  }
}

template <class Row>
void Layout<Row>::add_timing() {
  for (int i = 0; i < size; ++i) {
    set(i, 6, i % 2 == 0);
    set(6, i, i % 2 == 0);
  }
}

template <class Row>
void Layout<Row>::add_alignments(std::size_t version) {
  auto const [middle, last] = alignments[version - 1];
  std::vector<int> centres{6};
  for (int const one : {middle, last}) {
    if (one > 0) centres.push_back(one);
  }
  if (centres.size() == 1) return;
  int const far = centres.back();
  for (int const y : centres) {
    for (int const x : centres) {
      bool const finder = (x == 6 && y == 6) || (x == 6 && y == far) || (x == far && y == 6);
      if (!finder) add_square(x, y, 2, 0b010);
    }
  }
}

template <class Row>
void Layout<Row>::add_version(std::size_t version) {
  if (version < 7) return;
  auto const number = static_cast<int>(version);
  int const bits = number << 12 | remainder(number, 0x1F25, 12);
  for (int i = 0; i < 18; ++i) {
    bool const dark = (bits >> i & 1) != 0;
    set(size - 11 + i % 3, i / 3, dark);
    set(i / 3, size - 11 + i % 3, dark);
  }
}

// Both copies of level and mask (section 7.9).
template <class Row>
void Layout<Row>::add_formats() {
  for (int mask = 0; mask < mask_count; ++mask) {
    auto& dark = format_dark[static_cast<std::size_t>(mask)];
    dark.resize(static_cast<std::size_t>(size));
    int const bits = (mask << 10 | remainder(mask, 0x537, 10)) ^ 0x5412;  // level M is 00
    auto const put = [&](int x, int y, int number) {
      auto const row = static_cast<std::size_t>(y);
      taken[row] |= bit(x);
      if ((bits >> number & 1) != 0) dark[row] |= bit(x);
    };
    for (int i = 0; i < 8; ++i) put(size - 1 - i, 8, i);
    for (int i = 8; i < 15; ++i) put(8, size - 15 + i, i);
    for (int i = 0; i < 6; ++i) put(8, i, i);
    put(8, 7, 6);
    put(8, 8, 7);
    put(7, 8, 8);
    for (int i = 9; i < 15; ++i) put(14 - i, 8, i);
  }
  set(8, size - 8, true);
}

// Pairs of columns from the right, upwards and downwards in turn; column 6 is skipped.
template <class Row>
void Layout<Row>::find_places() {
  bool upwards = true;
  for (int right = size - 1; right > 0; right -= 2) {
    if (right == 6) --right;
    for (int i = 0; i < size; ++i) {
      int const y = upwards ? size - 1 - i : i;
      for (int const x : {right, right - 1}) {
        if ((taken[static_cast<std::size_t>(y)] >> x & 1) == 0) places.emplace_back(x, y);
      }
    }
    upwards = !upwards;
  }
}

template <class Row>
void Layout<Row>::make_masks() {
  for (int mask = 0; mask < mask_count; ++mask) {
    auto& rows = masks[static_cast<std::size_t>(mask)];
    rows.resize(static_cast<std::size_t>(size));
    for (auto const& [x, y] : places) {
      if (is_masked(mask, x, y)) rows[static_cast<std::size_t>(y)] |= bit(x);
    }
  }
}

// The four penalties of section 7.8.3, on whole rows at once.
template <class Row>
class Penalty {
 public:
  explicit Penalty(int size) : size_(size), full_((Row{1} << size) - 1) {}

  // Of rows with eight light ones below. Gives up at the limit.
  int of(Rows<Row> const& rows, int limit) const {
    int sum = 0, dark = 0;
    Row column_before = 0;
    for (int y = 0; y < size_ && sum < limit; ++y) {
      auto const* row = rows.data() + y;
      auto const same = along(*row);
      sum += runs(same & same >> 1 & same >> 2 & same >> 3);
      if (y + 1 < size_) {
        sum += 3 * count(same & along(row[1]) & alike(row[0], row[1]) & full_ >> 1);
      }
      auto const column = y + 4 < size_ ? alike(row[0], row[1]) & alike(row[1], row[2]) &
                                              alike(row[2], row[3]) & alike(row[3], row[4])
                                        : Row{0};
      sum += count(column) + 2 * count(column & ~column_before);
      column_before = column;
      sum += finders_along(*row) + finders_down(rows, y);
      dark += count(*row);
    }
    if (sum >= limit) return sum;
    int const total = size_ * size_;
    return sum + std::abs(20 * dark - 10 * total) / total * 10;
  }

 private:
  Row alike(Row one, Row other) const { return ~(one ^ other) & full_; }
  // Bit x: the module has the colour of its right neighbour.
  Row along(Row row) const { return alike(row, row >> 1) & full_ >> 1; }
  // Of windows of five alike: a run of n has n - 4 and costs n - 2.
  static int runs(Row windows) { return count(windows) + 2 * count(windows & ~(windows << 1)); }
  static int finders_along(Row row) {
    auto const finder = row & ~(row >> 1) & row >> 2 & row >> 3 & row >> 4 & ~(row >> 5) &
                        row >> 6 & ~(row >> 7) & ~(row << 1);
    if (finder == 0) return 0;
    auto const before = row << 1 | row << 2 | row << 3 | row << 4;
    auto const behind = row >> 7 | row >> 8 | row >> 9 | row >> 10;
    return 40 * count(finder & ~(before & behind));
  }
  int finders_down(Rows<Row> const& rows, int y) const {
    auto const* row = rows.data() + y;
    if (y + 7 > size_) return 0;
    auto finder = row[0] & ~row[1] & row[2] & row[3] & row[4] & ~row[5] & row[6] & ~row[7];
    if (finder == 0) return 0;
    Row before = 0;
    for (int back = 1; back <= 4 && back <= y; ++back) before |= row[-back];
    if (y > 0) finder &= ~row[-1];
    auto const behind = row[7] | row[8] | row[9] | row[10];
    return 40 * count(finder & ~(before & behind));
  }

  int size_;
  Row full_;
};

template <class Row>
QrCode packed(Rows<Row> const& rows, int size) {
  QrCode code;
  code.size = size;
  auto const bytes = static_cast<std::size_t>((size + 7) / 8);
  code.rows.resize(bytes * static_cast<std::size_t>(size));
  for (int y = 0; y < size; ++y) {
    auto row = rows[static_cast<std::size_t>(y)];
    auto* to = &code.rows[bytes * static_cast<std::size_t>(y)];
    for (int x = 0; x < size; ++x, row >>= 1) {
      if ((row & 1) != 0) to[x / 8] = static_cast<char>(to[x / 8] | 0x80 >> x % 8);
    }
  }
  return code;
}

template <class Row>
QrCode symbol(Layout<Row> const& layout, std::vector<std::uint8_t> const& codewords) {
  constexpr std::size_t below = 8;  // light rows that Penalty looks into
  auto plain = layout.fixed;
  std::size_t at = 0;
  for (auto const word : codewords) {
    for (int bit = 7; bit >= 0; --bit, ++at) {
      auto const& [x, y] = layout.places[at];
      plain[static_cast<std::size_t>(y)] |= Row{static_cast<unsigned>(word) >> bit & 1} << x;
    }
  }
  Penalty<Row> const penalty{layout.size};
  Rows<Row> best, rows(plain.size() + below);
  int least = std::numeric_limits<int>::max();
  for (std::size_t mask = 0; mask < mask_count; ++mask) {
    for (std::size_t y = 0; y < plain.size(); ++y) {
      rows[y] = (plain[y] ^ layout.masks[mask][y]) | layout.format_dark[mask][y];
    }
    auto const sum = penalty.of(rows, least);
    if (sum >= least) continue;
    least = sum;
    best = rows;
  }
  return packed(best, layout.size);
}

template <class Row>
std::vector<Layout<Row>> layouts(std::size_t first, std::size_t last) {
  std::vector<Layout<Row>> all;
  for (auto version = first; version <= last; ++version) all.emplace_back(version);
  return all;
}

}  // namespace

QrCode qr_symbol(std::size_t version, std::vector<std::uint8_t> const& codewords) {
  constexpr std::size_t narrow = 11;  // 61 modules: a row is a word
  static auto const small = layouts<std::uint64_t>(1, narrow);
  static auto const large = layouts<Wide>(narrow + 1, qr_versions);
  return version <= narrow ? symbol(small[version - 1], codewords)
                           : symbol(large[version - narrow - 1], codewords);
}

}  // namespace airut::pdf
