#include <algorithm>

#include <doctest/doctest.h>

#include "formats/finvoice/write.hpp"
#include "formats/rules/complete.hpp"
#include "formats/xml/schema.hpp"
#include "tests/support/sample_invoice.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/text.hpp"

using namespace airut;
using tests::has;

// What Finvoice 2.01 carries of an invoice, and what it says that it leaves out.

namespace {

finvoice::Written as_201(model::Invoice invoice) {
  REQUIRE(rules::complete(invoice, {}).empty());
  auto written =
      finvoice::write(invoice, std::nullopt, {finvoice::Version::v2_01, xml::Encoding::utf8});
  if (!written) FAIL(written.error().text);
  constexpr auto schema_file = "data/schema/finvoice/Finvoice2.01.xsd";
  if (tests::has_shared(schema_file)) {
    auto const schema = xml::Schema::load(tests::shared(schema_file));
    auto const document = xml::Document::parse(written->bytes, "Finvoice");
    REQUIRE(document);
    for (auto const& one : schema->validate(*document)) FAIL_CHECK(one.detail);
  }
  return *std::move(written);
}

std::ptrdiff_t told(finvoice::Written const& written, std::string_view part) {
  return std::count_if(written.notes.begin(), written.notes.end(),
                       [&](auto const& note) { return has(note, part); });
}

}  // namespace

TEST_CASE("the ground of an exemption stands in the free text of Finvoice 2.01") {
  auto invoice = tests::sample_invoice();
  auto& vat = invoice.lines.front().vat;
  vat = {"AE", tests::dec("0"), "VATEX-EU-AE", ""};
  auto const code = as_201(invoice);
  CHECK(has(code.bytes, "<VatFreeText>VATEX-EU-AE</VatFreeText>"));
  CHECK(told(code, "VatExemptionReasonCode") == 0);
  vat.exemption_reason = "Käännetty verovelvollisuus";
  CHECK(has(as_201(invoice).bytes,
            "<VatFreeText>Käännetty verovelvollisuus (VATEX-EU-AE)</VatFreeText>"));
}

TEST_CASE("a scheme that Finvoice 2.01 has no place for is told once, and none that shows itself") {
  auto invoice = tests::sample_invoice();
  CHECK(told(as_201(invoice), "scheme") == 0);
  for (auto& line : invoice.lines)
    line.standard_item_id = model::Identifier{"6430000000023", "0160"};
  invoice.lines.push_back(invoice.lines.front());
  auto const written = as_201(invoice);
  CHECK(told(written, "The scheme 0160 of EanCode is not in Finvoice 2.01") == 1);
}
