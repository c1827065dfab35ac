#include <algorithm>
#include <filesystem>

#include <doctest/doctest.h>

#include "formats/cii/read.hpp"
#include "formats/cii/write.hpp"
#include "formats/json/submission.hpp"
#include "formats/ubl/read.hpp"
#include "formats/ubl/write.hpp"
#include "formats/xml/schema.hpp"
#include "tests/support/difference.hpp"
#include "tests/support/invoice_generator.hpp"
#include "tests/support/shared_data.hpp"

using namespace airut;

namespace {

std::string const schema_file =
    "data/schema/cii-uncoupled/uncefact/data/standard/CrossIndustryInvoice_100pD16B.xsd";

void check_schema(std::string const& bytes) {
  static auto const schema = xml::Schema::load(tests::shared(schema_file));
  if (!schema) FAIL(schema.error().text);
  auto const document = xml::Document::parse(bytes);
  REQUIRE(document);
  for (auto const& one : schema->validate(*document)) FAIL_CHECK(one.line << ": " << one.detail);
}

tl::expected<cii::Read, model::Findings> read(std::string const& bytes) {
  auto const document = xml::Document::parse(bytes);
  REQUIRE(document);
  return cii::read(document->root());
}

void check_same(model::Invoice const& made, model::Invoice const& expected) {
  auto const a = json::write_submission({"", "", made, {}, {}, {}}),
             b = json::write_submission({"", "", expected, {}, {}, {}});
  INFO(tests::difference(a, b));
  CHECK(made == expected);
}

std::vector<std::filesystem::path> real_documents() {
  std::vector<std::filesystem::path> files;
  for (auto const& entry :
       std::filesystem::recursive_directory_iterator(tests::shared("data/en16931/whole"))) {
    if (entry.path().extension() == ".xml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

// What the schema of D16B has no room for.
model::Invoice as_cii_holds_it(model::Invoice invoice) {
  if (invoice.preceding.size() > 1) invoice.preceding.resize(1);
  return invoice;
}

model::Invoice through_ubl(model::Invoice const& invoice) {
  auto const written = ubl::write(invoice, ubl::as_named(invoice));
  REQUIRE(written);
  auto const document = xml::Document::parse(written->bytes);
  REQUIRE(document);
  auto result = ubl::read(document->root());
  if (!result) FAIL(result.error().front().detail);
  return result->invoice;
}

model::Invoice through_cii(model::Invoice const& invoice) {
  auto result = read(cii::write(invoice, cii::as_named(invoice)).bytes);
  if (!result) FAIL(result.error().front().detail);
  return result->invoice;
}

}  // namespace

TEST_CASE("every whole CII document is read, written valid, and read again to the same invoice") {
  if (!tests::has_shared("data/en16931/whole") || !tests::has_shared(schema_file)) return;
  int seen = 0;
  for (auto const& file : real_documents()) {
    CAPTURE(file.string());
    auto const document = xml::Document::parse(tests::slurp(file));
    if (!document || !cii::is_cii(document->root())) continue;
    auto const first = cii::read(document->root());
    if (!first) {
      // An amount of four decimals, and one in a currency of 1998: neither is an amount of today.
      auto const name = file.filename();
      for (auto const& one : first.error()) MESSAGE(one.line << ": " << one.detail);
      CHECK((name == "line-total-4-decimals.xml" || name == "invalidV2.xml"));
      continue;
    }
    ++seen;
    auto const bytes = cii::write(first->invoice, cii::as_named(first->invoice)).bytes;
    check_schema(bytes);
    auto const second = read(bytes);
    REQUIRE(second);
    check_same(second->invoice, first->invoice);
    CHECK(second->notes.empty());
  }
  CHECK(seen > 50);
}

TEST_CASE("a generated invoice is valid CII and comes back the same") {
  if (!tests::has_shared(schema_file)) return;
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    CAPTURE(seed);
    auto const invoice = as_cii_holds_it(tests::InvoiceGenerator{seed}.invoice());
    auto const bytes = cii::write(invoice, cii::as_named(invoice)).bytes;
    check_schema(bytes);
    auto const result = read(bytes);
    REQUIRE(result);
    check_same(result->invoice, invoice);
    for (auto const& one : result->notes) FAIL_CHECK(one.pointer << ": " << one.actual);
  }
}

TEST_CASE("UBL, CII and JSON keep every term that all have, whatever the way") {
  for (std::uint32_t seed = 1000; seed < 1300; ++seed) {
    CAPTURE(seed);
    auto const invoice = as_cii_holds_it(tests::InvoiceGenerator{seed}.invoice());
    auto const back = through_cii(through_ubl(invoice));
    check_same(back, invoice);
    auto const stored = json::read_submission(json::write_submission({"", "", back, {}, {}, {}}),
                                              json::Source::stored);
    REQUIRE(stored);
    check_same(through_ubl(through_cii(stored->invoice)), invoice);
  }
}

TEST_CASE("a line that names a parent becomes its part and goes out behind it again") {
  auto invoice = as_cii_holds_it(tests::InvoiceGenerator{7}.invoice(2));
  model::Line part = invoice.lines.front();
  part.id = "1.1";
  auto& parts = invoice.lines.front().nordic.made().sub_lines;
  parts = {part, part};
  parts.back().id = "1.2";
  part.id = "1.2.1";
  parts.back().nordic.made().sub_lines = {part};
  check_same(through_cii(invoice), invoice);
  check_same(through_ubl(invoice), invoice);
  auto const plain = cii::write(invoice, cii::plain(invoice));
  CHECK(plain.bytes.find("1.2.1") == std::string::npos);
  REQUIRE(plain.notes.size() == 1);
  CHECK(plain.notes.front().find("sub-lines") != std::string::npos);
}

TEST_CASE("lines nested without end are no nesting of ours") {
  auto invoice = tests::InvoiceGenerator{7}.invoice(200);
  auto bytes = cii::write(invoice).bytes;
  for (int i = 2; i <= 200; ++i) {
    auto const id = "<ram:LineID>" + std::to_string(i) + "</ram:LineID>";
    bytes.insert(bytes.find(id) + id.size(),
                 "<ram:ParentLineID>" + std::to_string(i - 1) + "</ram:ParentLineID>");
  }
  auto const result = read(bytes);
  REQUIRE(result);
  CHECK(result->invoice.lines.size() > 20);
  CHECK_FALSE(result->notes.empty());
  auto const stored = json::write_submission({"", "", result->invoice, {}, {}, {}});
  CHECK(json::read_submission(stored, json::Source::stored));
}

TEST_CASE("a number may be written in every way that XML Schema allows") {
  auto invoice = tests::InvoiceGenerator{3}.invoice(1);
  invoice.lines.front().net_price = *model::Decimal::parse("10");
  auto const bytes = cii::write(invoice).bytes;
  auto const price = bytes.find("<ram:ChargeAmount>10<");
  REQUIRE(price != std::string::npos);
  for (auto const* spelled : {"+10", "10.", "10.000000000000000000", "010"}) {
    auto text = bytes;
    text.replace(price + 18, 2, spelled);
    auto const result = read(text);
    REQUIRE_MESSAGE(result, spelled);
    CHECK(result->invoice.lines.front().net_price == invoice.lines.front().net_price);
  }
  for (auto const* wrong : {".", "", "1e3", "0x1", "10,0", "--1"}) {
    auto text = bytes;
    text.replace(price + 18, 2, wrong);
    CHECK_MESSAGE(read(text).has_value() == (*wrong == '\0'), wrong);
  }
}

TEST_CASE("the code of the tax point is spelled in each syntax's own list") {
  auto invoice = tests::InvoiceGenerator{3}.invoice();
  invoice.tax_point_date.reset();
  invoice.tax_point_code = "432";
  auto const bytes = cii::write(invoice).bytes;
  CHECK(bytes.find("<ram:DueDateTypeCode>72<") != std::string::npos);
  CHECK(through_cii(invoice).tax_point_code == "432");
}

TEST_CASE("what the model has and CII does not is told") {
  auto invoice = tests::InvoiceGenerator{3}.invoice();
  invoice.tax_point_code = "35";
  invoice.vat_breakdown.clear();
  invoice.preceding = {{"1", std::nullopt}, {"2", std::nullopt}};
  invoice.payment->late_interest_percent = model::Decimal{8, 0};
  auto const notes = cii::write(invoice).notes;
  REQUIRE(notes.size() == 3);
  auto const tells = [&](std::string_view what) {
    return std::any_of(notes.begin(), notes.end(),
                       [&](auto const& one) { return one.find(what) != std::string::npos; });
  };
  CHECK(tells("tax point"));
  CHECK(tells("second preceding invoice"));
  CHECK(tells("late interest"));
}

TEST_CASE(
    "a payee that shares the seller's legal id has none in CII, where it would be the seller") {
  auto invoice = tests::InvoiceGenerator{3}.invoice();
  invoice.seller.legal_id = model::Identifier{"2617416-4", "0212"};
  invoice.payee.emplace();
  invoice.payee->name = "Sivutoimipiste";
  invoice.payee->legal_id = invoice.seller.legal_id;
  auto const written = cii::write(invoice);
  auto const back = read(written.bytes);
  REQUIRE(back);
  CHECK(back->invoice.payee->name == "Sivutoimipiste");
  CHECK_FALSE(back->invoice.payee->legal_id);
  CHECK(std::any_of(written.notes.begin(), written.notes.end(),
                    [](auto const& note) { return note.find("BT-61") != note.npos; }));
}

TEST_CASE("what CII has and the model does not is told") {
  auto const invoice = tests::InvoiceGenerator{4}.invoice();
  auto bytes = cii::write(invoice).bytes;
  bytes.insert(bytes.find("<ram:TypeCode>"), "<ram:Name>LASKU</ram:Name>");
  auto const result = read(bytes);
  REQUIRE(result);
  REQUIRE(result->notes.size() == 1);
  CHECK(result->notes.front().pointer == "/CrossIndustryInvoice/ExchangedDocument/Name");
  CHECK(result->notes.front().actual == "LASKU");
}

TEST_CASE("the name of an enclosed file that is not there is told") {
  auto const invoice = tests::InvoiceGenerator{4}.invoice();
  auto bytes = cii::write(invoice).bytes;
  bytes.insert(bytes.find("</ram:ApplicableHeaderTradeAgreement>"),
               "<ram:AdditionalReferencedDocument><ram:IssuerAssignedID>A</ram:IssuerAssignedID>"
               "<ram:TypeCode>916</ram:TypeCode><ram:AttachmentBinaryObject "
               "mimeCode=\"application/pdf\" filename=\"a.pdf\"></ram:AttachmentBinaryObject>"
               "</ram:AdditionalReferencedDocument>");
  auto const result = read(bytes);
  REQUIRE(result);
  REQUIRE(result->notes.size() == 2);
  CHECK(result->notes[0].actual == "application/pdf");
  CHECK(result->notes[1].actual == "a.pdf");
}
