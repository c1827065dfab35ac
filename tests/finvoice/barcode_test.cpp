#include <doctest/doctest.h>

#include "formats/model/bank_barcode.hpp"

using namespace airut::model;

namespace {

// The other way round: what the standard's published codes say.
std::optional<std::string> again(std::string_view code) {
  auto const iban = "FI" + std::string{code.substr(1, 16)};
  Money const due{std::stoll(std::string{code.substr(17, 8)}), Currency{}};
  auto const rf = code[0] == '5';
  auto digits = std::string{code.substr(rf ? 27 : 28, rf ? 21 : 20)};
  digits.erase(0, digits.find_first_not_of('0'));
  if (rf) digits = "RF" + std::string{code.substr(25, 2)} + digits;
  auto const reference = Reference::parse(rf ? ReferenceKind::rf : ReferenceKind::fi_viite, digits);
  if (!reference) return std::nullopt;
  std::optional<Date> day;
  if (code.substr(48) != "000000") day = parse_date_compact("20" + std::string{code.substr(48)});
  return bank_barcode(iban, due, *reference, day);
}

}  // namespace

TEST_CASE("the published bar codes come out digit by digit") {
  for (std::string_view const code : {"479440520200360820048831500000000868516259619897100612",
                                      "458101710000001220004829900000000559582243294671120131",
                                      "402500046400013020006938000000069875672083435364110724",
                                      "415660100015306410074445400000007758474790647489191219",
                                      "416800014000502670009358500000078777679656628687000000",
                                      "579440520200360820048831509000000868516259619897100612",
                                      "502500046400013020006938061000000000698756720839110724",
                                      "515660100015306410074445484000007758474790647489191219",
                                      "516800014000502670009358560000078777679656628687000000"}) {
    CHECK(again(code) == code);
  }
}

TEST_CASE("a million is written as zeros and other countries have no bar code") {
  auto const reference = *Reference::parse(ReferenceKind::fi_viite, "868516259619897");
  auto const code =
      bank_barcode("FI7944052020036082", Money{100'000'000, Currency{}}, reference, {});
  REQUIRE(code);
  CHECK(code->substr(17, 8) == "00000000");
  CHECK(code->size() == 54);
  CHECK_FALSE(bank_barcode("NO9386011117947", Money{1, Currency{}}, reference, {}));
  CHECK_FALSE(bank_barcode("FI7944052020036082", Money{1, *Currency::parse("SEK")}, reference, {}));
  CHECK_FALSE(bank_barcode("FI7944052020036082", Money{-1, Currency{}}, reference, {}));
  auto const kid = *Reference::make_kid("12345", KidAlgorithm::mod10);
  CHECK_FALSE(bank_barcode("FI7944052020036082", Money{1, Currency{}}, kid, {}));
}
