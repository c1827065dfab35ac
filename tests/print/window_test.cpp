// Where the recipient's address stands on the sheet, as a PDF reader sees it.
#include <algorithm>
#include <regex>
#include <sstream>

#include <doctest/doctest.h>

#include "formats/rules/complete.hpp"
#include "tests/support/printed.hpp"
#include "tests/support/sample_invoice.hpp"

using namespace airut;
using tests::has;
using tests::has_fonts;

namespace {

constexpr double mm = 72 / 25.4;

struct Word {
  double left, top, right, bottom;
  std::string text;
};

std::vector<Word> words_of_first_page(std::string const& pdf) {
  tests::Printed printed{pdf};
  auto const out = printed.folder.path() / "words";
  REQUIRE(tests::run({"pdftotext", "-bbox", "-l", "1", printed.file.string(), out.string()},
                     printed.folder.path() / "log") == 0);
  std::regex const word{
      R"re(<word xMin="([0-9.]+)" yMin="([0-9.]+)" xMax="([0-9.]+)" yMax="([0-9.]+)">([^<]*)<)re"};
  auto const text = tests::slurp(out);
  std::vector<Word> words;
  for (std::sregex_iterator at{text.begin(), text.end(), word}, end; at != end; ++at) {
    words.push_back({std::stod((*at)[1]), std::stod((*at)[2]), std::stod((*at)[3]),
                     std::stod((*at)[4]), (*at)[5]});
  }
  return words;
}

bool inside(Word const& word, paper::Area const& area) {
  constexpr double ascent = 3.5;  // a word's box is taller than its letters
  return word.left >= area.x - 0.5 && word.right <= area.x + area.width + 0.5 &&
         word.top >= area.y - ascent && word.bottom <= area.y + area.height + ascent;
}

bool touches(Word const& word, paper::Area const& area) {
  return word.right > area.x && word.left < area.x + area.width && word.bottom > area.y &&
         word.top < area.y + area.height;
}

paper::Drawn drawn_letter(std::string const& country, model::PostalAddress const& address,
                          std::string const& name) {
  auto invoice = tests::sample_invoice();
  invoice.seller.address.country = country;
  invoice.buyer.name = name;
  invoice.buyer.address = address;
  REQUIRE(rules::complete(invoice, {}).empty());
  auto drawn = paper::write_invoice(invoice, tests::look("invoice", country == "NO" ? "nb" : "fi"));
  REQUIRE(drawn);
  return *std::move(drawn);
}

paper::Area window_of(std::string const& country) {
  for (auto const& window : tests::shipped_designs().windows()) {
    if (window.country == country) return window.area;
  }
  FAIL("there is no window for ", country);
  return {};
}

}  // namespace

TEST_CASE("the address stands in the window of the sender's country, and nothing else does") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  model::PostalAddress const address{
      "Kauppakatu 12 B 34", "c/o Ylä-Savon tilitoimisto", "", "00100", "Helsinki", "", "FI"};
  std::vector<std::string> const expected{"Virtanen-Järvinen", "Kauppakatu", "c/o", "00100",
                                          "Helsinki"};
  for (std::string const country : {"FI", "NO"}) {
    auto const area = window_of(country);
    auto const drawn = drawn_letter(country, address, "Matti Virtanen-Järvinen");
    CHECK(drawn.notes.empty());
    std::vector<Word> seen;
    for (auto const& word : words_of_first_page(drawn.bytes)) {
      if (touches(word, area)) seen.push_back(word);
    }
    CAPTURE(country);
    // "Matti Virtanen-Järvinen", four words each of the street lines, then postal code and town.
    CHECK(seen.size() >= 10);
    for (auto const& text : expected) {
      CAPTURE(text);
      CHECK(
          std::any_of(seen.begin(), seen.end(), [&](auto const& one) { return one.text == text; }));
    }
    for (auto const& word : seen) {
      CAPTURE(word.text);
      CHECK(inside(word, area));
    }
    // The first line begins at the window's upper edge: 20 mm from the left in both countries.
    CHECK(seen.front().left == doctest::Approx(20 * mm).epsilon(0.01));
  }
  CHECK(window_of("FI").y == doctest::Approx(42 * mm));
  CHECK(window_of("NO").y == doctest::Approx(47 * mm));
}

TEST_CASE("what a window does not show is said with its size") {
  if (!has_fonts()) return;
  model::PostalAddress address{"Kauppakatu 12", "", "", "00100", "Helsinki", "", "FI"};
  CHECK(drawn_letter("FI", address, "Matti Virtanen").notes.empty());
  // A word that is wider than the window.
  auto notes = drawn_letter("FI", address, std::string(60, 'W')).notes;
  REQUIRE_FALSE(notes.empty());
  CHECK(notes.front().code == "address-outside-window");
  CHECK(has(notes.front().detail, "the envelope's window shows 85 mm"));
  // Too many lines.
  address.line2 = "c/o Yrityspalvelukeskus Pohjois-Pohjanmaan ja Kainuun tilitoimistot Oy";
  address.line3 = "Rakennus B, 4. kerros, huone 412, toimitus takapihan kautta";
  address.country = "SE";
  notes = drawn_letter("FI", address, "Kiinteistö Oy Helsingin Kauppakadun Liiketalo ja Pysäköinti")
              .notes;
  REQUIRE_FALSE(notes.empty());
  CHECK(has(notes.front().detail, "lines of"));
  CHECK(has(notes.front().detail, "window shows 30 mm"));
}
