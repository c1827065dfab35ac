#include "formats/model/reference.hpp"

#include <string>

#include <doctest/doctest.h>

using namespace airut::model;

namespace {

bool is_viite(std::string_view text) {
  return Reference::parse(ReferenceKind::fi_viite, text).has_value();
}
bool is_rf(std::string_view text) { return Reference::parse(ReferenceKind::rf, text).has_value(); }

}  // namespace

TEST_SUITE("model/reference") {
  TEST_CASE("a viitenumero ends in the 7-3-1 check digit") {
    CHECK(Reference::make_viite("123456")->text() == "1234561");
    CHECK(Reference::make_viite("1001")->text() == "10016");
    CHECK(Reference::make_viite("20260001")->text() == "202600017");
    CHECK(Reference::make_viite("100")->text() == "1009");
    CHECK(Reference::make_viite("86851625961989")->text() == "868516259619897");
    for (auto const* good : {"1511890656", "559582243294671", "69875672083435364", "3019936175",
                             "77584747906474893225", "000440", "12 34561"})
      CHECK(is_viite(good));
    for (auto const* bad : {"", "1234562", "12A4561", "123", "112345678901234567890"})
      CHECK_FALSE(is_viite(bad));
  }

  TEST_CASE("one wrong digit never passes as a viitenumero") {
    std::string const good = "868516259619897";
    for (std::size_t at = 0; at < good.size(); ++at)
      for (char digit = '0'; digit <= '9'; ++digit) {
        auto other = good;
        other[at] = digit;
        CHECK(is_viite(other) == (other == good));
      }
  }

  TEST_CASE("an RF reference carries the viitenumero inside") {
    CHECK(Reference::make_rf("123456")->text() == "RF341234561");
    CHECK(Reference::make_rf("1001")->text() == "RF0810016");
    CHECK(Reference::make_rf("20260001")->text() == "RF85202600017");
    CHECK(Reference::make_rf("86851625961989")->text() == "RF09868516259619897");
    for (auto const* good :
         {"RF332348236", "RF18539007547034", "RF97C2H5OH", "rf18 5390 0754 7034"})
      CHECK(is_rf(good));
    for (auto const* bad :
         {"RF342348236", "RF33", "RF", "XF332348236", "RF3323482361234567890123456"})
      CHECK_FALSE(is_rf(bad));
  }

  TEST_CASE("a KID ends in MOD10 or MOD11") {
    auto const mod10 = [](std::string_view base) {
      return Reference::make_kid(base, KidAlgorithm::mod10)->text();
    };
    auto const mod11 = [](std::string_view base) {
      return Reference::make_kid(base, KidAlgorithm::mod11)->text();
    };
    CHECK(mod10("12345678") == "123456782");
    CHECK(mod11("12345678") == "123456785");
    CHECK(mod10("001001") == "0010017");
    CHECK(mod11("001001") == "0010014");
    CHECK(mod11("0006") == "0006-");
    CHECK(mod10("123456789012") == "1234567890128");
    CHECK(mod11("123456789012") == "1234567890125");
    CHECK_FALSE(Reference::parse(ReferenceKind::no_kid, "123456785", KidAlgorithm::mod10));
    CHECK(Reference::parse(ReferenceKind::no_kid, "123456785"));
    CHECK_FALSE(Reference::parse(ReferenceKind::no_kid, "123"));
    CHECK_FALSE(Reference::parse(ReferenceKind::no_kid, "12345678901234567890123456"));
  }

  TEST_CASE("references are printed as banks print them") {
    CHECK(Reference::make_viite("86851625961989")->printed() == "86851 62596 19897");
    CHECK(Reference::make_viite("123456")->printed() == "12 34561");
    CHECK(Reference::parse(ReferenceKind::rf, "RF18539007547034")->printed() ==
          "RF18 5390 0754 7034");
  }

  TEST_CASE("two spellings of one reference have one match key") {
    CHECK(reference_match_key("00000000000001234561") == "1234561");
    CHECK(reference_match_key("RF34 1234 561") == "1234561");
    CHECK(reference_match_key("RF97C2H5OH") == "RF97C2H5OH");
    CHECK(reference_match_key("rf97c2h5oh") == "RF97C2H5OH");
  }

  TEST_CASE("the kind is recognised by the check digits") {
    CHECK(Reference::recognise("1234561")->kind() == ReferenceKind::fi_viite);
    CHECK(Reference::recognise("RF341234561")->kind() == ReferenceKind::rf);
    CHECK(Reference::recognise("order 77")->kind() == ReferenceKind::free);
  }
}
