#include "formats/paper/table.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/paper/drawn.hpp"
#include "tests/support/archive_check.hpp"

using namespace airut;

namespace {

paper::Table table(int rows, std::size_t columns) {
  paper::Table one;
  one.title = "Ikäjakauma";
  one.subtitle = "Mallisiivous Oy, 2026-03-31";
  one.day = *model::parse_date("2026-03-31");
  one.rows.emplace_back();
  for (std::size_t at = 0; at < columns; ++at)
    one.rows.front().push_back(at == 1 ? "name" : fmt::format("column {}", at));
  for (int row = 0; row < rows; ++row) {
    auto& cells = one.rows.emplace_back();
    for (std::size_t at = 0; at < columns; ++at)
      cells.push_back(at == 1 ? fmt::format("Åbo Köttaffär {} {}", row, std::string(60, 'x'))
                              : fmt::format("{}.{:02}", row * 7, row % 100));
  }
  return one;
}

}  // namespace

TEST_SUITE("paper/table") {
  TEST_CASE("a long report is an archive file of many pages, with its headings on each") {
    if (!tests::has_fonts()) return;
    auto const& fonts = *tests::shipped_designs().find("invoice")->fonts;
    auto const written = paper::write_table(table(200, 9), fonts);
    REQUIRE(written);
    for (auto const& fault : tests::archive_faults(*written)) FAIL_CHECK(fault);
    auto const text = tests::Printed{*written}.text();
    auto const pages = tests::occurrences(text, "column 8");
    CHECK(pages > 3);
    // The reader of the text leaves out narrow blanks.
    CHECK(text.find(fmt::format("1/{}", pages)) != text.npos);
    CHECK(text.find(fmt::format("{0}/{0}", pages)) != text.npos);
    CHECK(text.find("Åbo Köttaffär 199") != text.npos);
    CHECK(text.find("1393.99") != text.npos);
    CHECK(paper::write_table(table(200, 9), fonts).value() == *written);
  }

  TEST_CASE("a report of nothing, of headings alone and of few columns is drawn too") {
    if (!tests::has_fonts()) return;
    auto const& fonts = *tests::shipped_designs().find("invoice")->fonts;
    paper::Table empty;
    empty.title = "Empty";
    REQUIRE(paper::write_table(empty, fonts));
    REQUIRE(paper::write_table(table(0, 3), fonts));
    auto const small = paper::write_table(table(3, 3), fonts);
    REQUIRE(small);
    CHECK(tests::Printed{*small}.text().find("14.02") != std::string::npos);
  }
}
