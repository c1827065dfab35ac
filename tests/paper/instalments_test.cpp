// What Nordic invoices say beyond EN 16931.
#include <doctest/doctest.h>

#include "formats/model/bank_barcode.hpp"
#include "tests/paper/drawn.hpp"
#include "tests/support/sample_invoice.hpp"

using namespace airut;
using tests::completed;
using tests::drawn;
using tests::has;
using tests::has_fonts;
using tests::Printed;

namespace {

model::Money sum(std::string_view text) { return *model::Money::parse(text, {}); }

// 533.38 in two parts, each with its own reference.
model::Invoice in_two_parts() {
  auto invoice = tests::sample_invoice();
  invoice.payment->reference_kind = model::ReferenceKind::fi_viite;
  invoice.payment->reference = "1232";
  auto& parts = invoice.nordic.made().instalments;
  parts = {{sum("300.00"), std::nullopt, model::parse_date("2027-01-06"), "1245"},
           {sum("233.38"), std::nullopt, model::parse_date("2026-12-06"), "1258"}};
  return invoice;
}

}  // namespace

TEST_CASE("instalments are printed, and the form asks for the one that is due first") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  auto const one = drawn(completed(in_two_parts()));
  CHECK(one.notes.empty());
  Printed printed{one.bytes};
  auto const text = printed.text();
  for (auto const part : {"1/2", "06.01.2027", "1245", "300,00 EUR", "2/2", "06.12.2026", "1258",
                          "233,38 EUR", "Lasku 2026-104233, Erä", "omalla viitteellään"}) {
    CAPTURE(part);
    CHECK(has(text, part));
  }
  if (!tests::has_program("zbarimg")) return;
  auto const reference = *model::Reference::parse(model::ReferenceKind::fi_viite, "1258");
  auto const code = model::bank_barcode("FI2112345600000785", sum("233.38"), reference,
                                        model::parse_date("2026-12-06"));
  REQUIRE(code);
  auto const codes = printed.codes(1);
  CHECK(has(codes, *code));
  CHECK(has(codes, "EUR233.38\n"));
  CHECK_FALSE(has(codes, "533.38"));
}

TEST_CASE("instalments that do not make up the sum leave the form as it is and are a finding") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  auto invoice = in_two_parts();
  invoice.nordic->instalments.pop_back();
  auto const one = drawn(completed(invoice));
  REQUIRE(one.notes.size() == 1);
  CHECK(one.notes.front().code == "instalments-differ");
  auto const text = Printed{one.bytes}.text();
  CHECK(has(text, "300,00 EUR"));
  CHECK_FALSE(has(text, "omalla viitteellään"));
}

TEST_CASE("cash discounts and the one to whom a claim was sold are printed") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  auto invoice = tests::sample_invoice();
  auto& nordic = invoice.nordic.made();
  nordic.cash_discounts = {
      {model::parse_date("2026-11-29"), tests::dec("2"), std::nullopt, sum("10.67")}};
  nordic.specification = {"Mittarilukema 4711"};
  nordic.factoring.emplace();
  nordic.factoring->agreement_id = "F-118";
  nordic.factoring->party_name = "Rahoitus Oyj";
  nordic.factoring->party_address = {"Rahakatu 1", "", "", "00100", "Helsinki", "", "FI"};
  nordic.factoring->notes = {"Maksu vain rahoitusyhtiölle vapauttaa."};
  auto const text = Printed{drawn(completed(invoice)).bytes}.text();
  for (auto const part : {"Kassa-alennus 2 %: -10,67", "29.11.2026", "Mittarilukema 4711",
                          "Maksu vain rahoitusyhtiölle vapauttaa.",
                          "Rahoitus Oyj, Rahakatu 1, 00100 Helsinki", "F-118"}) {
    CAPTURE(part);
    CHECK(has(text, part));
  }
}

TEST_CASE("sub-lines and further texts stand below their line") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  auto invoice = tests::sample_invoice();
  auto& nordic = invoice.lines.front().nordic.made();
  nordic.specification = {"Lisäteksti"};
  nordic.sub_lines = {tests::sample_line("Ikkunat", "6", "42.50"),
                      tests::sample_line("Lattiat", "4", "42.50")};
  nordic.sub_lines.front().net_amount = sum("255.00");
  nordic.sub_lines.front().nordic.made().specification = {"Kolme kerrosta"};
  auto const text = Printed{drawn(completed(invoice)).bytes}.text();
  for (auto const part :
       {"Lisäteksti", "Ikkunat · 6 kpl × 42,50 · 255,00", "Kolme kerrosta", "Lattiat · 4 kpl"}) {
    CAPTURE(part);
    CHECK(has(text, part));
  }
}

TEST_CASE("a delivery is told with all lines of its address, its country and place") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  auto invoice = tests::sample_invoice();
  auto& delivery = invoice.delivery.emplace();
  delivery.name = "Varasto";
  delivery.location = model::Identifier{"6430000000033", "0088"};
  auto const plain = Printed{drawn(completed(invoice)).bytes}.text();
  CHECK(has(plain, "Varasto · 6430000000033 (0088)"));
  delivery.address = model::PostalAddress{"Satamatie 1", "Portti 2", "Laituri 3", "11120",
                                          "Solna",       "Uppland",  "SE"};
  auto const text = Printed{drawn(completed(invoice)).bytes}.text();
  CHECK(has(text, "Varasto, Satamatie 1, Portti 2, Laituri 3, 11120 Solna, Uppland, SE"));
}
