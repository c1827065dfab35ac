#include "formats/model/money.hpp"

#include <random>

#include <doctest/doctest.h>

#include "formats/model/date.hpp"

using namespace airut::model;

namespace {

Currency const nok = *Currency::parse("NOK");
Currency const yen = *Currency::parse("JPY");

Decimal dec(std::string_view text) { return *Decimal::parse(text); }

// Long division by hand, digit by digit, on the magnitudes: shares nothing with divide_half_up.
std::int64_t rounded_by_hand(std::int64_t numerator, std::int64_t denominator) {
  bool const negative = numerator < 0;
  auto const size = negative ? -numerator : numerator;
  auto whole = size / denominator;
  if ((size - whole * denominator) * 2 >= denominator) ++whole;
  return negative ? -whole : whole;
}

}  // namespace

TEST_SUITE("model/money") {
  TEST_CASE("half a cent rounds away from zero in both directions") {
    CHECK(percent_of({100, {}}, dec("0.5"))->minor() == 1);
    CHECK(percent_of({-100, {}}, dec("0.5"))->minor() == -1);
    CHECK(percent_of({42500, {}}, dec("25.5"))->text() == "108.38");
  }

  TEST_CASE("rounding agrees with long division for every sign and remainder") {
    std::mt19937_64 random{20261124};
    for (int i = 0; i < 20000; ++i) {
      auto const numerator = static_cast<std::int64_t>(random() % 2'000'001) - 1'000'000;
      auto const denominator = static_cast<std::int64_t>(random() % 999) + 1;
      INFO(numerator, " / ", denominator);
      CHECK(static_cast<std::int64_t>(divide_half_up(numerator, denominator)) ==
            rounded_by_hand(numerator, denominator));
    }
  }

  TEST_CASE("money reads what it writes") {
    std::mt19937_64 random{7};
    for (int i = 0; i < 5000; ++i) {
      auto const minor =
          static_cast<std::int64_t>(random() % 200'000'000'000'000) - 100'000'000'000'000;
      for (auto const currency : {Currency{}, nok, yen}) {
        Money const money{minor, currency};
        CHECK(Money::parse(money.text(), currency) == money);
      }
    }
  }

  TEST_CASE("an amount with more digits than the currency has is refused") {
    CHECK(Money::parse("1.5", {})->minor() == 150);
    CHECK_FALSE(Money::parse("1.505", {}));
    CHECK_FALSE(Money::parse("1.5", yen));
    CHECK_FALSE(Money::parse("1000000000000000", {}));
  }

  TEST_CASE("two currencies never meet in one sum") {
    CHECK_THROWS_AS((Money{1, nok} + Money{1, {}}), std::logic_error);
  }

  TEST_CASE("a line extends quantity, price and base exactly") {
    CHECK(extend(dec("812.4"), dec("1.0475"), dec("1"), nok)->text() == "850.99");
    CHECK(extend(dec("3"), dec("10"), dec("100"), {})->text() == "0.30");
    CHECK(extend(dec("-2"), dec("0.125"), dec("1"), {})->text() == "-0.25");
    CHECK(extend(dec("1"), dec("1"), dec("0.5"), yen)->text() == "2");
    CHECK_FALSE(extend(dec("1"), dec("1"), dec("0"), {}));
    CHECK_FALSE(extend(dec("999999999999999"), dec("999999999999999"), dec("1"), {}));
  }

  TEST_CASE("a decimal keeps the digits it was given and compares by value") {
    for (auto const* text : {"0", "25.50", "-0.001", "123456789012345.123456789012", "0.10"})
      CHECK(dec(text).text() == text);
    CHECK(dec("25.50").text_shortest() == "25.5");
    CHECK(dec("7.00").text_shortest() == "7");
    CHECK(dec("1.50") == dec("1.5"));
    CHECK(dec("1.49") < dec("1.5"));
    CHECK(dec("-2") < dec("0.0001"));
  }

  TEST_CASE("what is not a plain decimal is refused") {
    for (auto const* text : {"", "-", ".", "1.", ".5", "+1", "1e3", " 1", "1 ", "1,5", "--1", "0x1",
                             "1234567890123456", "1.1234567890123"})
      CHECK_FALSE(Decimal::parse(text));
  }

  TEST_CASE("only currencies of ISO 4217 exist") {
    CHECK(Currency::parse("SEK")->minor_digits() == 2);
    CHECK(Currency::parse("ISK")->minor_digits() == 0);
    CHECK(Currency::parse("KWD")->minor_digits() == 3);
    for (auto const* text : {"", "EU", "eur", "XXX", "EURO", "AFA"})
      CHECK_FALSE(Currency::parse(text));
  }
}

TEST_SUITE("model/date") {
  TEST_CASE("every day of two centuries reads back") {
    for (auto day = *parse_date("1999-12-25"); day < *parse_date("2101-01-05");
         day += std::chrono::days{1}) {
      REQUIRE(parse_date(date_text(day)) == day);
      REQUIRE(parse_date_compact(date_text_compact(day)) == day);
    }
  }

  TEST_CASE("days that do not exist are refused") {
    for (auto const* text : {"2026-02-29", "2026-13-01", "2026-00-10", "1899-12-31", "2200-01-01",
                             "2026-1-01", "26-01-01", "2026/01/01", "2026-01-01T"})
      CHECK_FALSE(parse_date(text));
    CHECK(parse_date("2028-02-29"));
  }

  TEST_CASE("instants are UTC to the millisecond, whatever the offset") {
    auto const moment = parse_instant("2026-11-22T08:38:12.4819+02:00");
    REQUIRE(moment);
    CHECK(instant_text(*moment) == "2026-11-22T06:38:12.481Z");
    CHECK(parse_instant("2026-11-22T06:38:12Z"));
    for (auto const* text : {"2026-11-22T06:38:12", "2026-11-22 06:38:12Z", "2026-11-22T24:00:00Z",
                             "2026-11-22T06:38:12.Z", "2026-11-22T06:38:12+2:00"})
      CHECK_FALSE(parse_instant(text));
  }
}
