#include "formats/csv/table.hpp"

#include <doctest/doctest.h>

#include "formats/csv/members.hpp"

using namespace airut;

namespace {

csv::Table table(std::string_view bytes, csv::Layout layout = {}) {
  auto read = csv::read_table(bytes, layout);
  if (!read) FAIL(read.error().front().detail);
  return std::move(*read);
}

std::string refusal(std::string_view bytes, csv::Layout layout = {}) {
  auto const read = csv::read_table(bytes, layout);
  return read ? "" : read.error().front().code;
}

}  // namespace

TEST_CASE("cells may be quoted, hold line breaks and end in any way") {
  auto const read = table("a;\"b;\"\"c\"\"\"; d \r\n\r\n\"two\nlines\";;\n;x;y");
  REQUIRE(read.rows.size() == 3);
  CHECK(read.rows[0].cells == std::vector<std::string>{"a", "b;\"c\"", "d"});
  CHECK(read.rows[1].cells == std::vector<std::string>{"two\nlines", "", ""});
  CHECK(read.rows[1].line == 3);
  CHECK(read.rows[2].cells == std::vector<std::string>{"", "x", "y"});
  CHECK(read.rows[2].line == 5);
}

TEST_CASE("the delimiter is the one that cuts the rows evenly") {
  CHECK(table("a;b;c\n1,5;2,5;3\n").layout.delimiter == ';');
  CHECK(table("a,b,c\n1,x;y,3\n").layout.delimiter == ',');
  CHECK(table("a\tb\n1,5\t2,5\n").layout.delimiter == '\t');
  CHECK(table("a|b\n1|2\n").layout.delimiter == '|');
  CHECK(table("alone\n1,5\n2,5\n3\n", {';', csv::Encoding::automatic}).rows[1].cells.size() == 1);
}

TEST_CASE("UTF-8, a byte order mark and Windows-1252 are told apart") {
  auto const utf8 = table("n;Š€ä\n");
  CHECK(utf8.layout.encoding == csv::Encoding::utf_8);
  CHECK(utf8.rows[0].cells[1] == "Š€ä");
  auto const marked = table("\xEF\xBB\xBFn;x\n");
  CHECK(marked.rows[0].cells[0] == "n");
  auto const windows = table("n;\x8A\x80\xE4\x96\n");
  CHECK(windows.layout.encoding == csv::Encoding::windows_1252);
  CHECK(windows.rows[0].cells[1] == "Š€ä–");
  CHECK(refusal("n;\xE4\n", {0, csv::Encoding::utf_8}) == "csv-encoding");
}

TEST_CASE("what is no table is refused with its place") {
  CHECK(refusal("") == "csv-empty");
  CHECK(refusal("\n\r\n") == "csv-empty");
  CHECK(refusal("a;\"b\nc\n") == "csv-quote");
  CHECK(refusal("a;\"b\"c\n") == "csv-quote");
  CHECK(refusal(std::string_view{"a;b\0c\n", 6}) == "csv-control");
  CHECK(refusal("a;b\xEF\xBF\xBE\n") == "csv-control");  // U+FFFE, which XML cannot carry
  CHECK(refusal("a;\xEF\xBF\xBD\n") == "");
  CHECK(refusal(std::string_view{"\xFF\xFE"
                                 "a\0;\0",
                                 6}) == "csv-encoding");
  CHECK(refusal(std::string_view{"a\0;\0", 4}) == "csv-encoding");
  std::string const wide(1999, ';');
  CHECK(refusal("a" + wide + "\n") == "");
  CHECK(refusal("a" + wide + ";\n") == "csv-columns");
  auto const read = csv::read_table("x;y\na;\"b", {';', csv::Encoding::automatic});
  REQUIRE_FALSE(read);
  CHECK(read.error().front().line == 2);
  CHECK(read.error().front().column == 2);
}

TEST_CASE("numbers are read exactly with their own decimal sign") {
  auto const number = [](std::string text, char sign) {
    csv::Cell cell{std::move(text), sign, "YYYY-MM-DD"};
    auto const value = cell.decimal();
    return value ? value->text_shortest() : cell.code();
  };
  CHECK(number("1 234,50", ',') == "1234.5");
  CHECK(number("1.234.567,89", ',') == "1234567.89");
  CHECK(number("1,234.50", '.') == "1234.5");
  CHECK(number("1\xC2\xA0"
               "234,5",
               ',') == "1234.5");
  CHECK(number("12,50-", ',') == "-12.5");
  CHECK(number("+3", ',') == "3");
  CHECK(number("25,5 %", ',') == "25.5");
  CHECK(number("12,50 €", ',') == "12.5");
  CHECK(number("0.1", '.') == "0.1");
  CHECK(number("1.5", ',') == "number-format");  // a point that parts no thousands
  CHECK(number("1,5", '.') == "number-format");
  CHECK(number("12.34.56", '.') == "number-format");
  CHECK(number("1e5", '.') == "number-format");
  CHECK(number("", ',') == "");
}

TEST_CASE("money has no more decimals than its currency") {
  csv::Cell good{"10,50", ',', "YYYY-MM-DD"};
  CHECK(good.money({})->minor() == 1050);
  csv::Cell fine{"10,505", ',', "YYYY-MM-DD"};
  CHECK_FALSE(fine.money({}));
  CHECK(fine.code() == "amount-format");
}

TEST_CASE("days follow the profile's format") {
  auto const day = [](std::string_view text, std::string_view format) {
    auto const read = csv::parse_day(text, format);
    return read ? model::date_text(*read) : "";
  };
  CHECK(day("2026-11-26", "YYYY-MM-DD") == "2026-11-26");
  CHECK(day("26.11.2026", "DD.MM.YYYY") == "2026-11-26");
  CHECK(day("6.1.2026", "D.M.YYYY") == "2026-01-06");
  CHECK(day("26.11.2026", "D.M.YYYY") == "2026-11-26");
  CHECK(day("261126", "DDMMYY") == "2026-11-26");
  CHECK(day("11/26/2026", "MM/DD/YYYY") == "2026-11-26");
  CHECK(day("6.1.2026", "DD.MM.YYYY") == "");
  CHECK(day("31.02.2026", "DD.MM.YYYY") == "");
  CHECK(day("26.11.2026 10:00", "DD.MM.YYYY") == "");
  CHECK(csv::is_date_format("DD.MM.YYYY"));
  CHECK_FALSE(csv::is_date_format("DD.MM"));
  CHECK_FALSE(csv::is_date_format("DD.MM.YYY"));
  CHECK_FALSE(csv::is_date_format("DD.DD.YYYY"));
}
