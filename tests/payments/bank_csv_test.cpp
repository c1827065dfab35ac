#include <doctest/doctest.h>

#include "formats/bank_csv/read.hpp"

using namespace airut;

namespace {

csv::Profile profile() {
  csv::Profile one;
  one.name = "netbank";
  one.date_format = "D.M.YYYY";
  one.columns = {{"Kirjauspäivä", "booked"},         {"Summa", "amount"}, {"Viite", "reference"},
                 {"Maksaja", "payer_name"},          {"Viesti", "text"},  {"#6", "text"},
                 {"Arkistointitunnus", "archive_id"}};
  one.defaults = {{"account", "FI2112345600000785"}, {"currency", "EUR"}};
  return one;
}

std::string const header = "Kirjauspäivä;Summa;Viite;Maksaja;Viesti;Lisä;Arkistointitunnus\r\n";

}  // namespace

TEST_SUITE("formats/bank_csv") {
  TEST_CASE("a net bank's statement is read by its profile") {
    CHECK(bank_csv::complaints(profile()).empty());
    auto const file =
        bank_csv::read(header +
                           "2.3.2026;1 533,38;RF92 1000038;Maksaja Oy;\"Lasku; 1\";kiitos;A1\r\n"
                           "3.3.2026;-10,00;;Oma tili;;;A2\r\n4.3.2026;0,00;;;;;A3\r\n",
                       profile());
    REQUIRE(file);
    REQUIRE(file->entries.size() == 2);
    auto const& entry = file->entries.front();
    CHECK(entry.amount.text() == "1533.38");
    CHECK(entry.is_credit);
    CHECK(entry.reference == "RF92 1000038");
    CHECK(entry.texts == std::vector<std::string>{"Lasku; 1", "kiitos"});
    CHECK(entry.value_date == model::parse_date("2026-03-02"));
    CHECK_FALSE(file->entries.back().is_credit);
    // The newest day may go on.
    CHECK(file->covered.at("FI2112345600000785") == model::parse_date("2026-03-02"));
  }

  TEST_CASE("sums in two columns tell their direction by where they stand") {
    auto one = profile();
    one.columns = {{"#1", "booked"}, {"#2", "credit"}, {"#3", "debit"}};
    one.headings = false;
    auto const file = bank_csv::read("2.3.2026;5,00;\n2.3.2026;;7,00\n", one);
    REQUIRE(file);
    CHECK(file->entries[0].is_credit);
    CHECK_FALSE(file->entries[1].is_credit);
    CHECK(file->entries[1].amount.text() == "7.00");
  }

  TEST_CASE("every row that is wrong is told with its line, and nothing is taken") {
    auto const file =
        bank_csv::read(header + "31.2.2026;1,00;;;;;\r\n2.3.2026;x;;;;;\r\n;;;;;;\r\n", profile());
    REQUIRE_FALSE(file);
    REQUIRE(file.error().size() >= 3);
    CHECK(file.error()[0].line == 2);
    CHECK(file.error()[0].code == "date-format");
    CHECK(file.error()[1].code == "number-format");
    CHECK_FALSE(bank_csv::read("Summa\r\n1,00\r\n", profile()));
    CHECK_FALSE(bank_csv::read("", profile()));
  }

  TEST_CASE("a profile that cannot work is told before a file comes") {
    csv::Profile empty;
    CHECK(bank_csv::complaints(empty).size() >= 4);
    auto one = profile();
    one.columns.push_back({"X", "colour"});
    one.defaults.push_back({"amount", "1"});
    one.date_format = "Y";
    CHECK(bank_csv::complaints(one).size() == 3);
  }
}
