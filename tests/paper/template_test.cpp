#include "formats/paper/template.hpp"

#include <algorithm>

#include <doctest/doctest.h>

using namespace airut;

namespace {

constexpr std::string_view least =
    "documents = [\"invoice\"]\n"
    "[page]\n"
    "width = 210\n"
    "[fonts]\n"
    "regular = \"A.ttf\"\n"
    "bold = \"B.ttf\"\n";

std::vector<paper::Complaint> complaints(std::string const& more) {
  auto const read = paper::read_template(std::string{least} + more, "own/mine.toml");
  return read ? std::vector<paper::Complaint>{} : read.error();
}

}  // namespace

TEST_CASE("a small template is good and takes its name from its file") {
  auto const read = paper::read_template(least, "own/mine.toml");
  REQUIRE(read);
  CHECK(read->name == "mine");
  CHECK(read->draws(paper::Kind::invoice));
  CHECK_FALSE(read->draws(paper::Kind::reminder));
}

TEST_CASE("what is wrong with a template is said with file, line and column") {
  struct Case {
    std::string more, text;
    int line;
  };
  Case const cases[] = {
      {"[colour]\n", "unknown key colour; did you mean colours?", 7},
      {"[colours]\naccent = \"blue\"\n", "accent must be six hex digits", 8},
      {"[types]\nbody = { size = 2 }\n", "smaller than 4 points", 8},
      {"[types]\nbody = { size = \"9\" }\n", "size must be a number", 8},
      {"[logo]\nx = 200\ny = 10\nwidth = 30\nheight = 10\n", "leaves the page", 8},
      {"[[block]]\nkind = \"table\"\n", "must be one of: lines, totals", 8},
      {"[[block]]\nkind = \"text\"\ntext = \"hello\"\n", "there is no text \"hello\"", 9},
      {"[[block]]\nkind = \"lines\"\ncolumns = [{ field = \"amount\", width = 20 }]\n",
       "exactly one column must be the description", 9},
      {"[facts]\nx = 100\nwidth = 90\nlabel_width = 30\nrows = [\"colour\"]\n",
       "there is no fact \"colour\"", 11},
      {"[payment]\nform = \"cheque\"\n", "must be one of: none, box", 8},
      {"[texts.fi]\ninvoise = \"Lasku\"\n", "there is no text \"invoise\"", 8},
      {"[page\n", "", 7},
  };
  for (auto const& one : cases) {
    CAPTURE(one.more);
    auto const found = complaints(one.more);
    REQUIRE_FALSE(found.empty());
    bool const said = std::any_of(found.begin(), found.end(), [&](auto const& complaint) {
      CAPTURE(complaint.text_with_place());
      return complaint.text.find(one.text) != std::string::npos && complaint.line == one.line;
    });
    if (!said) MESSAGE(found.front().text_with_place());
    CHECK(said);
    CHECK(found.front().text_with_place().substr(0, 14) == "own/mine.toml:");
  }
}

TEST_CASE("a template's own words take the place of the common ones in their language only") {
  auto const read = paper::read_template(
      std::string{least} + "[texts.fi]\ninvoice = \"Lasku / Faktura\"\n", "mine.toml");
  REQUIRE(read);
  CHECK(read->words("fi").invoice == "Lasku / Faktura");
  CHECK(read->words("fi").due_date == "Eräpäivä");
  CHECK(read->words("sv").invoice == "Faktura");
}

TEST_CASE("windows are read by country") {
  auto const read =
      paper::read_windows("[FI]\nx = 20\ny = 42\nwidth = 85\nheight = 30\n", "windows.toml");
  REQUIRE(read);
  CHECK(read->front().country == "FI");
  CHECK(paper::read_windows("[FI]\nx = 20\n", "windows.toml").error().front().line > 0);
}
