#include <algorithm>

#include <doctest/doctest.h>

#include "formats/cii/write.hpp"
#include "formats/finvoice/read.hpp"
#include "formats/finvoice/write.hpp"
#include "formats/rules/complete.hpp"
#include "formats/xml/schema.hpp"
#include "tests/finvoice/schema.hpp"
#include "tests/support/completed.hpp"
#include "tests/support/sample_invoice.hpp"
#include "tests/support/shared_data.hpp"

// Sub-rows divide the row before them.

using namespace airut;
using tests::check_schema;
using tests::completed;

namespace {

finvoice::Written written_in_style(model::Invoice const& invoice,
                                   finvoice::Style const& style = {}) {
  auto result = finvoice::write(invoice, std::nullopt, style);
  if (!result) FAIL(result.error().text);
  return *std::move(result);
}

finvoice::Read read_sub_rows(std::string const& bytes) {
  auto const document = xml::Document::parse(bytes, "Finvoice");
  REQUIRE(document);
  auto result = finvoice::read(document->root());
  if (!result) FAIL(result.error().front().detail);
  return *std::move(result);
}

void check_schema_of(std::string const& bytes, std::string const& version) {
  if (!tests::has_shared("data/schema/finvoice/Finvoice" + version + ".xsd")) return;
  check_schema(bytes, version);
}

// A part with every term that a sub-row can say.
model::Line full_part() {
  auto part = tests::sample_line("Ikkunat", "6", "40.00");
  part.id = "1.1";
  part.note = "Kolme kerrosta";
  part.object_id = model::Identifier{"OBJ-1", "AAJ"};
  part.description = "Sisältä ja ulkoa";
  part.seller_item_id = "S-1";
  part.buyer_item_id = "B-1";
  part.standard_item_id = model::Identifier{"6430000000026", "0160"};
  part.classifications = {{"65434568", "STI", "19.05"}};
  part.origin_country = "SE";
  part.attributes = {{"Väri", "sininen"}};
  part.unit = "HUR";
  part.gross_price = tests::dec("42.50");
  part.price_discount = tests::dec("2.50");
  part.price_base_quantity = tests::dec("10");
  part.net_amount = *model::Money::parse("23.00", {});
  part.period = model::Period{*model::parse_date("2026-10-01"), *model::parse_date("2026-10-31")};
  part.buyer_accounting_reference = "4000";
  for (bool const charge : {false, true}) {
    model::AllowanceCharge one;
    one.is_charge = charge;
    one.amount = *model::Money::parse(charge ? "1.00" : "2.00", {});
    one.reason = "Syy";
    part.adjustments.push_back(one);
  }
  part.nordic.made().specification = {"Toinen teksti"};
  part.nordic->extras = {{"SubSerialNumberIdentifier", "SN-7"}};
  return part;
}

model::Line heading(std::string name) {
  model::Line part;
  part.name = std::move(name);
  return part;
}

model::Invoice divided() {
  auto invoice = tests::sample_invoice();
  invoice.lines.push_back(tests::sample_line("Toinen", "1", "5.00"));
  invoice.lines.front().nordic.made().sub_lines = {heading("Erittely"), full_part()};
  return completed(invoice);
}

void check_parts(model::Invoice const& read, model::Invoice const& made) {
  CHECK(read.lines.front().nordic->sub_lines == made.lines.front().nordic->sub_lines);
}

bool tells(std::vector<std::string> const& notes, std::string_view part) {
  return std::any_of(notes.begin(), notes.end(),
                     [&](auto const& note) { return note.find(part) != note.npos; });
}

}  // namespace

TEST_CASE("the parts of a line come back out of Finvoice with all that they say") {
  auto const invoice = divided();
  auto const made = written_in_style(invoice);
  check_schema_of(made.bytes, "3.0");
  auto const back = read_sub_rows(made.bytes);
  CHECK(back.notes.empty());
  REQUIRE(back.invoice.lines.size() == 2);
  check_parts(back.invoice, invoice);
  CHECK_FALSE(back.invoice.lines.back().nordic);
  CHECK(back.invoice.totals == invoice.totals);
  check_schema_of(
      written_in_style(invoice, {finvoice::Version::v2_01, xml::Encoding::iso_8859_15}).bytes,
      "2.01");
}

TEST_CASE("a credit note's parts keep the sign of the credit note") {
  auto invoice = divided();
  invoice.type = model::InvoiceType::credit_note;
  CHECK(read_sub_rows(written_in_style(invoice).bytes).invoice.lines.front().nordic->sub_lines ==
        invoice.lines.front().nordic->sub_lines);
}

TEST_CASE("parts of parts stand on the one level that Finvoice has, and that is told") {
  auto invoice = divided();
  auto& parts = invoice.lines.front().nordic->sub_lines;
  parts.back().nordic->sub_lines = {heading("Syvempi")};
  parts.push_back(heading("Viimeinen"));
  auto const made = written_in_style(invoice);
  check_schema_of(made.bytes, "3.0");
  CHECK(tells(made.notes, "one level of sub-rows"));
  auto const back = read_sub_rows(made.bytes).invoice.lines.front().nordic->sub_lines;
  REQUIRE(back.size() == 4);
  CHECK(back[2].name == "Syvempi");
  CHECK(back[1].nordic->extras == parts[1].nordic->extras);
}

TEST_CASE("sub-rows of several rows divide the line before them, and texts keep their place") {
  finvoice::Style const utf8{finvoice::Version::v3_0, xml::Encoding::utf8};
  auto bytes = written_in_style(divided(), utf8).bytes;
  auto const second = bytes.rfind("<InvoiceRow>", bytes.find(">Toinen<"));
  REQUIRE(second != bytes.npos);
  bytes.insert(second,
               "<InvoiceRow><SubInvoiceRow><SubArticleName>Välisumma</SubArticleName>"
               "<SubRowVatRatePercent>25,5</SubRowVatRatePercent><SubRowAmount "
               "AmountCurrencyIdentifier=\"EUR\">125,50</SubRowAmount></SubInvoiceRow></InvoiceRow>"
               "<InvoiceRow><RowFreeText>Väliotsikko</RowFreeText></InvoiceRow>");
  auto const first = read_sub_rows(bytes);
  CHECK(first.notes.empty());
  auto const& parts = first.invoice.lines.front().nordic->sub_lines;
  REQUIRE(parts.size() == 3);
  CHECK(parts.back().name == "Välisumma");
  CHECK(parts.back().net_amount == *model::Money::parse("100.00", {}));
  auto const again = written_in_style(first.invoice, utf8);
  check_schema_of(again.bytes, "3.0");
  CHECK(again.bytes.find("Välisumma") < again.bytes.find("Väliotsikko"));
  CHECK(again.bytes.find("Väliotsikko") < again.bytes.find("<ArticleName>Toinen"));
  CHECK(read_sub_rows(again.bytes).invoice == first.invoice);
  auto const cii = cii::write(completed(first.invoice));
  CHECK(tells(cii.notes, "SubSerialNumberIdentifier"));
  CHECK(tells(cii.notes, "RowFreeText"));
  CHECK(tells(cii.notes, "sub-lines"));
}
