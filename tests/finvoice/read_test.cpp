#include "formats/finvoice/read.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "formats/documents/documents.hpp"
#include "formats/documents/splitter.hpp"
#include "formats/finvoice/write.hpp"
#include "formats/json/submission.hpp"
#include "formats/rules/complete.hpp"
#include "formats/xml/schema.hpp"
#include "tests/support/difference.hpp"
#include "tests/support/shared_data.hpp"

using namespace airut;

namespace {

std::vector<std::filesystem::path> instances() {
  std::vector<std::filesystem::path> files;
  for (auto const folder : {"data/finvoice/instances", "data/en16931/whole/finvoice"}) {
    if (!std::filesystem::exists(tests::shared(folder))) continue;
    for (auto const& entry : std::filesystem::recursive_directory_iterator(tests::shared(folder))) {
      if (entry.path().extension() == ".xml") files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

TEST_CASE("every real Finvoice is read, written, and read again without loss") {
  if (!tests::has_shared("data/finvoice/instances")) return;
  auto const schema = xml::Schema::load(tests::shared("data/schema/finvoice/Finvoice3.0.xsd"));
  REQUIRE(schema);
  int read = 0;
  for (auto const& file : instances()) {
    CAPTURE(file.string());
    auto const parts = documents::split(tests::slurp(file));
    if (parts.empty()) continue;  // a frame alone
    auto const first_document = xml::Document::parse(parts.front().bytes, "Finvoice");
    REQUIRE(first_document);
    auto first = finvoice::read(first_document->root());
    if (!first) {
      for (auto const& one : first.error()) MESSAGE(one.line << ": " << one.detail);
      // The specimen of every element is of a type that asks for no money.
      CHECK(first.error().front().code == "type-unsupported");
      continue;
    }
    ++read;
    auto& invoice = first->invoice;
    CHECK_FALSE(invoice.seller.name.empty());
    CHECK_FALSE(invoice.buyer.name.empty());
    CHECK(invoice.totals.gross);
    for (auto const encoding : {xml::Encoding::iso_8859_15, xml::Encoding::utf8}) {
      auto const written =
          finvoice::write(invoice, std::nullopt, {finvoice::Version::v3_0, encoding});
      if (!written) MESSAGE(written.error().text);
      REQUIRE(written);
      auto const second_document = xml::Document::parse(written->bytes);
      REQUIRE(second_document);
      for (auto const& one : schema->validate(*second_document)) FAIL_CHECK(one.detail);
      auto const second = finvoice::read(second_document->root());
      REQUIRE(second);
      CHECK(tests::difference(json::write_invoice(second->invoice), json::write_invoice(invoice)) ==
            "");
      CHECK(second->invoice == invoice);
    }
  }
  CHECK(read >= 13);
}

TEST_CASE("values that cannot be read are findings with their line") {
  auto const document = xml::Document::parse(
      "<Finvoice Version=\"3.0\">\n<InvoiceDetails>\n<InvoiceTypeCode>INV01</InvoiceTypeCode>\n"
      "<InvoiceNumber>1</InvoiceNumber>\n<InvoiceDate Format=\"CCYYMMDD\">20261399</InvoiceDate>\n"
      "<InvoiceTotalVatIncludedAmount AmountCurrencyIdentifier=\"EUR\">12,x</"
      "InvoiceTotalVatIncludedAmount>\n</InvoiceDetails>\n</Finvoice>");
  REQUIRE(document);
  auto const result = finvoice::read(document->root());
  REQUIRE_FALSE(result);
  REQUIRE(result.error().size() == 2);
  CHECK(result.error()[0].code == "date-format");
  CHECK(result.error()[0].line == 5);
  CHECK(result.error()[1].code == "amount-format");
}

namespace {

std::string finvoice_of(std::string_view version, std::string_view details, std::string_view rows,
                        std::string_view code = "INV01") {
  return fmt::format(
      "<Finvoice Version=\"{}\"><SellerPartyDetails><SellerOrganisationName>Myyjä Oy"
      "</SellerOrganisationName></SellerPartyDetails><BuyerPartyDetails><BuyerOrganisationName>"
      "Ostaja Oy</BuyerOrganisationName></BuyerPartyDetails><InvoiceDetails><InvoiceTypeCode>{}"
      "</InvoiceTypeCode><InvoiceTypeText>LASKU</InvoiceTypeText><OriginCode>Original</OriginCode>"
      "<InvoiceNumber>1</InvoiceNumber><InvoiceDate Format=\"CCYYMMDD\">20261126</InvoiceDate>{}"
      "</InvoiceDetails>{}<EpiDetails><EpiIdentificationDetails><EpiDate Format=\"CCYYMMDD\">"
      "20261126</EpiDate><EpiReference></EpiReference></EpiIdentificationDetails><EpiPartyDetails>"
      "<EpiBfiPartyDetails/><EpiBeneficiaryPartyDetails><EpiAccountID "
      "IdentificationSchemeName=\"IBAN\">FI2112345600000785</EpiAccountID>"
      "</EpiBeneficiaryPartyDetails></EpiPartyDetails><EpiPaymentInstructionDetails>"
      "<EpiInstructedAmount AmountCurrencyIdentifier=\"EUR\">57,12</EpiInstructedAmount>"
      "<EpiCharge ChargeOption=\"SLEV\"/><EpiDateOptionDate Format=\"CCYYMMDD\">20261210"
      "</EpiDateOptionDate></EpiPaymentInstructionDetails></EpiDetails></Finvoice>",
      version, code, details, rows);
}

finvoice::Read read_document(std::string const& bytes) {
  auto const document = xml::Document::parse(bytes);
  REQUIRE(document);
  auto result = finvoice::read(document->root());
  if (!result) {
    for (auto const& one : result.error()) MESSAGE(one.line << ": " << one.detail);
  }
  REQUIRE(result);
  return std::move(*result);
}

constexpr std::string_view total =
    "<InvoiceTotalVatExcludedAmount AmountCurrencyIdentifier=\"EUR\">46,06"
    "</InvoiceTotalVatExcludedAmount><InvoiceTotalVatIncludedAmount "
    "AmountCurrencyIdentifier=\"EUR\">57,12</InvoiceTotalVatIncludedAmount>";

std::string gross_row(std::string_view sum) {
  return fmt::format(
      "<InvoiceRow><ArticleName>Siirto</ArticleName><InvoicedQuantity QuantityUnitCode=\"kWh\">"
      "210,41</InvoicedQuantity><RowVatRatePercent>24</RowVatRatePercent><RowAmount "
      "AmountCurrencyIdentifier=\"EUR\">{}</RowAmount></InvoiceRow>",
      sum);
}

}  // namespace

TEST_CASE("rows priced with VAT get net sums that add up to the document's") {
  // 19.04 / 1.24 is 15.35 each, 46.05 in all: the cent that is missing goes to the first row.
  auto const invoice =
      read_document(
          finvoice_of("3.0", total, gross_row("19,04") + gross_row("19,04") + gross_row("19,04")))
          .invoice;
  REQUIRE(invoice.lines.size() == 3);
  CHECK(invoice.lines[0].net_amount->text() == "15.36");
  CHECK(invoice.lines[1].net_amount->text() == "15.35");
  CHECK(invoice.lines[0].unit == "KWH");
  for (auto const& line : invoice.lines) {
    CHECK(model::extend(line.quantity, line.net_price, *line.price_base_quantity, {}) ==
          line.net_amount);
  }
}

TEST_CASE("a price in cents is taken in euros") {
  auto const invoice =
      read_document(
          finvoice_of("3.0", total,
                      "<InvoiceRow><ArticleName>Energia</ArticleName><InvoicedQuantity "
                      "QuantityUnitCodeUN=\"KWH\">100</InvoicedQuantity><UnitPriceAmount "
                      "AmountCurrencyIdentifier=\"EUR\" UnitPriceUnitCode=\"snt/kWh\">2,7937"
                      "</UnitPriceAmount><RowVatRatePercent>24</RowVatRatePercent>"
                      "<RowVatExcludedAmount AmountCurrencyIdentifier=\"EUR\">2,79"
                      "</RowVatExcludedAmount></InvoiceRow>"))
          .invoice;
  CHECK(invoice.lines[0].net_price.text() == "0.027937");
}

TEST_CASE("a net price without a unit is in the unit of the price beside it") {
  auto const invoice =
      read_document(
          finvoice_of("3.0", total,
                      "<InvoiceRow><ArticleName>Siirto</ArticleName><InvoicedQuantity "
                      "QuantityUnitCodeUN=\"KWH\">362842</InvoicedQuantity><UnitPriceAmount "
                      "AmountCurrencyIdentifier=\"EUR\" UnitPriceUnitCode=\"c/kWh\">0,63"
                      "</UnitPriceAmount><UnitPriceNetAmount AmountCurrencyIdentifier=\"EUR\">0,63"
                      "</UnitPriceNetAmount><RowVatRatePercent>24</RowVatRatePercent>"
                      "<RowVatExcludedAmount AmountCurrencyIdentifier=\"EUR\">2285,90"
                      "</RowVatExcludedAmount></InvoiceRow>"))
          .invoice;
  CHECK(invoice.lines[0].net_price.text() == "0.0063");
}

TEST_CASE("what the model has no term for is kept for a Finvoice, in its place") {
  auto const details = "<OrderDate Format=\"CCYYMMDD\">20261101</OrderDate>" + std::string{total} +
                       "<ExchangeRate>1,5</ExchangeRate>";
  auto const rows =
      "<InvoiceRow><RowFreeText>Otsikko</RowFreeText></InvoiceRow>" + gross_row("57,12") +
      "<InvoiceRow><SubInvoiceRow><SubArticleName>Osa</SubArticleName></SubInvoiceRow>"
      "<SubInvoiceRow><SubArticleName>Toinen</SubArticleName></SubInvoiceRow></InvoiceRow>";
  auto const first = read_document(finvoice_of("2.01", details, rows));
  CHECK(first.notes.empty());
  auto const written = finvoice::write(first.invoice, std::nullopt);
  REQUIRE(written);
  auto const& bytes = written->bytes;
  CHECK(bytes.find("<OrderDate Format=\"CCYYMMDD\">20261101</OrderDate>") != std::string::npos);
  CHECK(bytes.find("ChargeOption=\"SLEV\"") != std::string::npos);
  auto const heading = bytes.find("<RowFreeText>Otsikko<");
  auto const row = bytes.find("<ArticleName>Siirto<");
  auto const part = bytes.find("<SubArticleName>Toinen<");
  REQUIRE(part != std::string::npos);
  CHECK(heading < row);
  CHECK(row < part);
  CHECK(read_document(bytes).invoice == first.invoice);
}

TEST_CASE("what no Finvoice has is told with its path and line") {
  auto const result = read_document(
      finvoice_of("3.0", std::string{total} + "<Colour>red</Colour>", gross_row("57,12")));
  REQUIRE(result.notes.size() == 1);
  CHECK(result.notes[0].detail.find("InvoiceDetails/Colour") != std::string::npos);
  CHECK(result.notes[0].actual == "red");
  CHECK(result.notes[0].line == 1);
}

TEST_CASE("orders, offers and tests are no invoices") {
  for (auto const code : {"ORD01", "REQ01", "TES01", "INF01"}) {
    auto const document = xml::Document::parse(finvoice_of("3.0", total, gross_row("57,12"), code));
    REQUIRE(document);
    auto const result = finvoice::read(document->root());
    REQUIRE_FALSE(result);
    CHECK(result.error().front().code == "type-unsupported");
  }
}

TEST_CASE("a unit code that stands where senders write words is that unit") {
  auto const row = [](std::string const& unit) {
    return "<InvoiceRow><ArticleName>Naulat</ArticleName><InvoicedQuantity QuantityUnitCode=\"" +
           unit +
           "\">10</InvoicedQuantity><UnitPriceAmount AmountCurrencyIdentifier=\"EUR\">2,00"
           "</UnitPriceAmount><RowVatRatePercent>25,5</RowVatRatePercent></InvoiceRow>";
  };
  auto const code = read_document(finvoice_of("2.01", total, row("KGM")));
  CHECK(code.invoice.lines[0].unit == "KGM");
  CHECK_FALSE(code.invoice.lines[0].nordic);
  CHECK(code.notes.empty());
  CHECK(read_document(finvoice_of("2.01", total, row("kW"))).invoice.lines[0].unit == "KWT");
  auto const unknown = read_document(finvoice_of("2.01", total, row("säkki")));
  REQUIRE(unknown.notes.size() == 1);
  CHECK(unknown.notes[0].code == "unit-word-unknown");
  CHECK(unknown.notes[0].severity == model::Severity::warning);
}

namespace {

std::string vat_group(std::string_view base, std::string_view rate, std::string_view code,
                      std::string_view vat) {
  return fmt::format(
      "<VatSpecificationDetails><VatBaseAmount AmountCurrencyIdentifier=\"EUR\">{}</VatBaseAmount>"
      "<VatRatePercent>{}</VatRatePercent><VatCode>{}</VatCode><VatRateAmount "
      "AmountCurrencyIdentifier=\"EUR\">{}</VatRateAmount></VatSpecificationDetails>",
      base, rate, code, vat);
}

std::string silent_row(std::string_view net, std::string_view vat) {
  return fmt::format(
      "<InvoiceRow><ArticleName>Siivous</ArticleName><DeliveredQuantity QuantityUnitCode=\"h\">1"
      "</DeliveredQuantity><RowVatAmount AmountCurrencyIdentifier=\"EUR\">{}</RowVatAmount>"
      "<RowVatExcludedAmount AmountCurrencyIdentifier=\"EUR\">{}</RowVatExcludedAmount>"
      "</InvoiceRow>",
      vat, net);
}

std::string vat_of(model::Line const& line) {
  return line.vat.code + " " + (line.vat.rate ? line.vat.rate->text_shortest() : "-");
}

}  // namespace

TEST_CASE("a row that tells no VAT has the invoice's, or the one that its own sums fit") {
  auto const one = read_document(
      finvoice_of("3.0", std::string{total} + vat_group("100,00", "25,5", "S", "25,50"),
                  silent_row("100,00", "25,50")));
  CHECK(vat_of(one.invoice.lines[0]) == "S 25.5");
  auto const reverse =
      read_document(finvoice_of("3.0", std::string{total} + vat_group("100,00", "0", "AE", "0,00"),
                                silent_row("100,00", "0,00")));
  CHECK(vat_of(reverse.invoice.lines[0]) == "AE 0");
  auto const several = read_document(finvoice_of(
      "3.0",
      std::string{total} + vat_group("100,00", "25,5", "S", "25,50") +
          vat_group("10,00", "13,5", "S", "1,35"),
      silent_row("100,00", "25,50") + silent_row("9,99", "1,34") + silent_row("0,00", "0,00")));
  CHECK(vat_of(several.invoice.lines[0]) == "S 25.5");
  CHECK(vat_of(several.invoice.lines[1]) == "S 13.5");
  CHECK(vat_of(several.invoice.lines[2]) == "Z 0");
  auto const none = read_document(finvoice_of("3.0", total, silent_row("100,00", "25,50")));
  CHECK(vat_of(none.invoice.lines[0]) == "Z 0");
}

TEST_CASE("a discount without a reason is called one, and that is told") {
  auto const row =
      "<InvoiceRow><ArticleName>Naulat</ArticleName><InvoicedQuantity QuantityUnitCode=\"pcs\">10"
      "</InvoicedQuantity><UnitPriceAmount AmountCurrencyIdentifier=\"EUR\">2,00</UnitPriceAmount>"
      "<RowDiscountPercent>10</RowDiscountPercent><RowDiscountAmount AmountCurrencyIdentifier="
      "\"EUR\">2,00</RowDiscountAmount><RowVatRatePercent>25,5</RowVatRatePercent>"
      "<RowVatExcludedAmount AmountCurrencyIdentifier=\"EUR\">18,00</RowVatExcludedAmount>"
      "</InvoiceRow>";
  auto const discount =
      "<DiscountDetails><Percent>10</Percent><Amount AmountCurrencyIdentifier=\"EUR\">1,80</Amount>"
      "<VatCategoryCode>S</VatCategoryCode><VatRatePercent>25,5</VatRatePercent></DiscountDetails>";
  auto const result = read_document(finvoice_of("3.0", std::string{total} + discount, row));
  CHECK(result.invoice.lines[0].adjustments.at(0).reason_code == "95");
  CHECK(result.invoice.adjustments.at(0).reason_code == "95");
  REQUIRE(result.notes.size() == 2);
  CHECK(result.notes[0].code == "discount-reason-added");
  CHECK(result.notes[0].severity == model::Severity::warning);
  auto const older = read_document(finvoice_of("2.01", total, row));
  CHECK(older.invoice.lines[0].adjustments.at(0).reason_code == "95");
  CHECK(older.notes.empty());
}
