#include <array>
#include <cstring>
#include <random>
#include <string>
#include <string_view>

#include "tests/fuzz/bytes.hpp"

// Bytes by chance are rarely XML: three of four mutations keep the markup and change what stands in
// it: elements are left out, doubled or moved, texts and attributes replaced by values that readers
// trip over.

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

namespace {

constexpr auto none = std::string::npos;

constexpr std::array<std::string_view, 26> values{"",
                                                  "0",
                                                  "-1",
                                                  "1e9",
                                                  "999999999999999999",
                                                  "0.000000000000000001",
                                                  "-0.00",
                                                  "12,34",
                                                  "1234.5",
                                                  "2026-02-30",
                                                  "20261122",
                                                  "9999-12-31",
                                                  "0001-01-01",
                                                  "S",
                                                  "O",
                                                  "AE",
                                                  "EUR",
                                                  "NOK",
                                                  "XXX",
                                                  "381",
                                                  "INV02",
                                                  "FI",
                                                  "NO",
                                                  "&#x1F600;",
                                                  "&amp;&lt;",
                                                  "\xC3\xA4 \n"};

class Mutation {
 public:
  Mutation(std::string text, unsigned seed) : text_(std::move(text)), random_(seed) {}

  std::string made() && {
    switch (random_() % 5) {
      case 0:
        leave_out();
        break;
      case 1:
        copy_one();
        break;
      case 2:
        replace_attribute();
        break;
      default:
        replace_text();
    }
    return std::move(text_);
  }

 private:
  struct Span {
    std::size_t from = none, length = 0;
  };

  std::size_t any(std::size_t limit) { return limit == 0 ? 0 : random_() % limit; }
  std::string_view value() { return values.at(random_() % values.size()); }

  // An element with all that is in it, by its name; elements of the same name inside end it early.
  Span element() {
    auto const from = text_.find('<', any(text_.size()));
    if (from == none || from + 1 >= text_.size() || text_[from + 1] == '/') return {};
    auto const end = text_.find_first_of(" \n\t/>", from);
    if (end == none) return {};
    auto const closing = "</" + text_.substr(from + 1, end - from - 1) + ">";
    auto const last = text_.find(closing, end);
    return last == none ? Span{} : Span{from, last + closing.size() - from};
  }

  void leave_out() {
    auto const one = element();
    if (one.from != none) text_.erase(one.from, one.length);
  }

  // Beside itself or beside another.
  void copy_one() {
    auto const one = element();
    if (one.from == none) return;
    auto const copy = text_.substr(one.from, one.length);
    auto const other = random_() % 2 == 0 ? one : element();
    if (other.from != none) text_.insert(other.from, copy);
  }

  void replace_text() {
    auto const from = text_.find('>', any(text_.size()));
    auto const to = from == none ? none : text_.find('<', from);
    if (to != none) text_.replace(from + 1, to - from - 1, value());
  }

  void replace_attribute() {
    auto const from = text_.find("=\"", any(text_.size()));
    auto const to = from == none ? none : text_.find('"', from + 2);
    if (to != none) text_.replace(from + 2, to - from - 2, value());
  }

  std::string text_;
  std::minstd_rand random_;
};

}  // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned seed) {
  if (size == 0 || seed % 4 == 0) return LLVMFuzzerMutate(data, size, most);
  auto text = std::string{airut::fuzz::text_of(data, size)};
  for (unsigned i = 0; i <= seed / 4 % 3; ++i) text = Mutation{std::move(text), seed + i}.made();
  auto const length = std::min(text.size(), most);
  std::memcpy(data, text.data(), length);
  return length;
}
