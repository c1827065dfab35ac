#include "formats/pdf/canvas.hpp"

#include <doctest/doctest.h>

#include "tests/support/printed.hpp"

using namespace airut;
using tests::has;
using tests::has_fonts;
using tests::Printed;

namespace {

constexpr pdf::At a4{595.28, 841.89};

pdf::FontShelf& shelf() {
  static pdf::FontShelf one{tests::font_folder};
  return one;
}

pdf::Fonts const& fonts() {
  static auto const loaded = shelf().fonts("OpenSans-Regular.ttf", "OpenSans-Bold.ttf",
                                           {"DejaVuSans.ttf", "DroidSansFallbackFull.ttf"});
  REQUIRE(loaded);
  return **loaded;
}

pdf::About about() {
  pdf::About one;
  one.title = "Otsikko";
  one.author = "Tekijä";
  one.language = "fi";
  one.date = *model::parse_date("2026-11-22");
  return one;
}

std::string written(std::string_view text, pdf::Weight weight = pdf::Weight::regular) {
  pdf::Canvas canvas{fonts(), a4};
  canvas.new_page();
  {
    auto const document = canvas.open(pdf::Role::document);
    auto const paragraph = canvas.open(pdf::Role::paragraph);
    canvas.text({60, 100}, text, {weight, 12});
  }
  CAPTURE(text);
  REQUIRE(canvas.missing().empty());
  return canvas.finish(about(), {}).bytes;
}

}  // namespace

TEST_CASE("names in every script of the region's customers are printed, embedded and found") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  for (auto const name : {"Åkerö Öljynen Ærlig Øst", "Čáhcegáisá Šuvva Ŋŋ Đđ Ŧŧ Žž",
                          "Ǩiõllȩs ǥõõlâš ǯ ʒ ǧ", "Jānis Ķēniņš, Žydrūnas Ąžuolas, Õnne Lõhmus",
                          "Łukasz Żółć", "Дмитрий Щукин", "Ґалина Їжак", "Γεώργιος Παπαδόπουλος",
                          "Nguyễn Thị Hường", "山田太郎", "王小明", "山田 Oy, Helsinki"}) {
    for (auto const weight : {pdf::Weight::regular, pdf::Weight::bold}) {
      Printed printed{written(name, weight)};
      CAPTURE(name);
      CHECK(has(printed.text(), name));
      if (tests::has_program("qpdf")) CHECK(printed.check() == 0);
    }
  }
}

TEST_CASE("letters with marks that have no letter of their own are shaped and found") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  // Kildin Sámi writes long vowels with a macron; e with macron exists, ы with macron does not.
  for (auto const name : {"Ва̄ррьы̄э̄", "A\u030Ake"}) {
    Printed printed{written(name)};
    CAPTURE(name);
    std::string text;
    for (char const c : printed.text()) {
      if (c != ' ') text += c;
    }
    CHECK((has(text, name) || has(text, "Åke")));
  }
}

TEST_CASE("a character that cannot be written is named, never left out") {
  if (!has_fonts()) return;
  struct Case {
    std::string_view text;
    char32_t character;
  };
  for (auto const& one : {Case{"Oy \xF0\x9F\x92\xA9", U'\U0001F4A9'}, Case{"\uE000", U'\uE000'},
                          Case{"김민수", U'김'}, Case{"سلام", U'س'}, Case{"שלום", U'ש'}}) {
    pdf::Canvas canvas{fonts(), a4};
    canvas.new_page();
    canvas.text({60, 100}, one.text, {});
    CAPTURE(one.text);
    REQUIRE_FALSE(canvas.missing().empty());
    CHECK(canvas.missing().front() == one.character);
  }
}

TEST_CASE("lines are broken between words, and a word longer than a line is cut") {
  if (!has_fonts()) return;
  pdf::Canvas canvas{fonts(), a4};
  pdf::Ink const ink{pdf::Weight::regular, 10};
  std::string const text =
      "Sopimuksen mukainen palvelu ja lentokonesuihkuturbiinimoottoriapumekaanikkoaliupseeri";
  std::string joined;
  for (auto const& line : canvas.wrap(text, 120, ink)) {
    CHECK(canvas.width(line, ink) <= 120);
    for (char const c : line) {
      if (c != ' ') joined += c;
    }
  }
  std::string expected;
  for (char const c : text) {
    if (c != ' ') expected += c;
  }
  CHECK(joined == expected);
  CHECK(canvas.wrap("a\n\nb", 120, ink) == std::vector<std::string>{"a", "", "b"});
}

TEST_CASE("the structure tells headings, tables and pictures apart") {
  if (!has_fonts() || !tests::has_program("pdfinfo")) return;
  pdf::Canvas canvas{fonts(), a4};
  canvas.new_page();
  {
    auto const document = canvas.open(pdf::Role::document);
    {
      auto const heading = canvas.open(pdf::Role::heading1);
      canvas.text({60, 60}, "Lasku", {});
    }
    {
      auto const table = canvas.open(pdf::Role::table);
      auto const row = canvas.open(pdf::Role::row);
      {
        auto const head = canvas.open(pdf::Role::row_header);
        canvas.text({60, 90}, "Summa", {});
      }
      auto const cell = canvas.open(pdf::Role::cell);
      canvas.text({160, 90}, "1,00", {});
    }
    auto const figure = canvas.open_figure("Viivakoodi 12", {60, 120}, {100, 20});
    canvas.modules({60, 120}, {1, 20}, {{0, 0, 3, 1}, {5, 0, 1, 1}});
  }
  Printed printed{canvas.finish(about(), {}).bytes};
  auto const log = printed.folder.path() / "structure";
  REQUIRE(tests::run({"pdfinfo", "-struct-text", printed.file.string()}, log) == 0);
  auto const text = tests::slurp(log);
  for (auto const part :
       {"Document", "H1", "\"Lasku\"", "Table", "/Scope /Row", "\"1,00\"", "Figure"}) {
    CAPTURE(part);
    CHECK(has(text, part));
  }
}

TEST_CASE("a font that is no font, or is not there, is a problem") {
  CHECK(shelf().face("Nowhere.ttf").error().fault == model::Fault::missing);
  tests::TempDirectory folder;
  auto const file = folder.path() / "a.ttf";
  std::ofstream{file} << "this is no font";
  CHECK(shelf().face(file.string()).error().fault == model::Fault::unsupported);
}
