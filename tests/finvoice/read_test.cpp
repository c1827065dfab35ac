#include "formats/finvoice/read.hpp"

#include <doctest/doctest.h>

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
    auto const document = xml::Document::parse(tests::slurp(file));
    if (!document || document->root().name() != "Finvoice") continue;  // SOAP frames: elsewhere
    auto first = finvoice::read(document->root());
    if (!first) {
      // The specimen of every element is of a type that asks for no money.
      CHECK(first.error().front().code == "type-unsupported");
      continue;
    }
    ++read;
    auto& invoice = first->invoice;
    CHECK_FALSE(invoice.seller.name.empty());
    CHECK_FALSE(invoice.buyer.name.empty());
    CHECK(invoice.totals.gross);
    rules::complete(invoice, {});  // what is wrong with it is not asked here
    auto const written = finvoice::write(invoice, std::nullopt);
    if (!written) MESSAGE(written.error().text);
    REQUIRE(written);
    auto const second_document = xml::Document::parse(written->bytes);
    REQUIRE(second_document);
    for (auto const& one : schema->validate(*second_document)) FAIL_CHECK(one.detail);
    auto second = finvoice::read(second_document->root());
    REQUIRE(second);
    // The frame is not part of the document that was written alone.
    for (auto* one : {&invoice, &second->invoice}) {
      one->seller.intermediary = one->buyer.intermediary = "";
      for (auto* party : {&one->seller, &one->buyer}) {
        if (party->electronic_address) party->electronic_address->scheme = "";
      }
      if (one->payment) {
        for (auto& account : one->payment->accounts) account.bic = "";
      }
    }
    CHECK(tests::difference(json::write_invoice(second->invoice), json::write_invoice(invoice)) ==
          "");
  }
  CHECK(read >= 5);
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
