#include <algorithm>
#include <filesystem>

#include <doctest/doctest.h>

#include "formats/cii/write.hpp"
#include "formats/documents/checked.hpp"
#include "formats/finvoice/write.hpp"
#include "formats/json/submission.hpp"
#include "formats/rules/complete.hpp"
#include "formats/rules/exceptions.hpp"
#include "formats/ubl/write.hpp"
#include "formats/xml/schema.hpp"
#include "tests/documents/notes.hpp"
#include "tests/support/completed.hpp"
#include "tests/support/sample_invoice.hpp"
#include "tests/support/shared_data.hpp"

// Single terms on their way from one format to another: the same there, or told.

using namespace airut;
using tests::completed;
using tests::Notes;
using tests::tells;

namespace {

documents::Document read(std::string const& bytes) {
  auto document = documents::read_document(bytes);
  if (!document) FAIL(document.error().front().detail);
  return *std::move(document);
}

void check_cii_schema(std::string const& bytes) {
  constexpr auto file =
      "data/schema/cii-uncoupled/uncefact/data/standard/CrossIndustryInvoice_100pD16B.xsd";
  if (!tests::has_shared(file)) return;
  static auto const schema = xml::Schema::load(tests::shared(file));
  REQUIRE(schema);
  auto const document = xml::Document::parse(bytes);
  REQUIRE(document);
  for (auto const& one : schema->validate(*document)) FAIL_CHECK(one.line << ": " << one.detail);
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  auto const at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), with);
}

}  // namespace

TEST_CASE("a price discount without a gross price costs the same in every format") {
  auto invoice = tests::sample_invoice();
  auto& line = invoice.lines.front();
  line.quantity = tests::dec("2");
  line.net_price = tests::dec("90");
  line.price_discount = tests::dec("10");
  auto const made = completed(invoice);
  auto const cii = cii::write(made).bytes;
  check_cii_schema(cii);
  auto const ubl = ubl::write(made);
  auto const finvoice = finvoice::write(made, std::nullopt);
  REQUIRE(ubl);
  REQUIRE(finvoice);
  for (auto const& bytes : {cii, ubl->bytes, finvoice->bytes}) {
    auto const back = read(bytes).invoice.lines.front();
    CHECK(back.net_price == tests::dec("90"));
    CHECK(back.gross_price == tests::dec("100"));
    CHECK(back.price_discount == tests::dec("10"));
  }
}

TEST_CASE("a UBL discount without its base amount becomes valid CII") {
  auto invoice = tests::sample_invoice();
  invoice.lines.front().price_discount = tests::dec("2.50");
  auto const ubl = ubl::write(completed(invoice));
  REQUIRE(ubl);
  auto document =
      read(replaced(ubl->bytes, "<cbc:BaseAmount currencyID=\"EUR\">45.00</cbc:BaseAmount>", ""));
  CHECK_FALSE(document.invoice.lines.front().gross_price);
  CHECK_FALSE(model::has_errors(documents::check(document)));
  auto const cii = cii::write(document.invoice).bytes;
  check_cii_schema(cii);
  CHECK(read(cii).invoice.lines.front().gross_price == tests::dec("45"));
}

TEST_CASE("CII has no accounting currency that is the invoice's own, which UBL may name") {
  auto invoice = tests::sample_invoice();
  invoice.vat_currency = invoice.currency;
  auto const made = completed(invoice);
  auto const cii = cii::write(made);
  CHECK(cii.bytes.find("TaxCurrencyCode") == std::string::npos);
  CHECK(tells(cii.notes, "accounting currency (BT-6)"));
  auto const ubl = ubl::write(made, ubl::plain(made));
  REQUIRE(ubl);
  CHECK(ubl->bytes.find("TaxCurrencyCode") != std::string::npos);

  auto document = read(replaced(cii.bytes, "<ram:InvoiceCurrencyCode>",
                                "<ram:TaxCurrencyCode>EUR</ram:TaxCurrencyCode>"
                                "<ram:InvoiceCurrencyCode>"));
  auto const findings = documents::check(document);
  auto const found = std::find_if(findings.begin(), findings.end(),
                                  [](auto const& one) { return one.rule == "BR-53"; });
  REQUIRE(found != findings.end());
  CHECK(found->code == "vat-currency-same");
  CHECK(found->severity == model::Severity::error);
}

TEST_CASE("what Finvoice puts in the place of what is not there, or folds, is told") {
  auto invoice = completed(tests::sample_invoice());
  invoice.due_date.reset();
  invoice.payment->accounts = {{"FI2112345600000785", "", "Päätili"}};
  invoice.notes = {{"Yksi\nkaksi", ""}, {"Kolme\nneljä", ""}};
  invoice.delivery.emplace();
  invoice.delivery->address = invoice.buyer.address;
  auto const written = finvoice::write(invoice, std::nullopt);
  REQUIRE(written);
  for (auto const* told : {"(BT-9)", "(BT-85)", "(BT-70)", "InvoiceFreeText became one line"})
    CHECK(tells(written->notes, told));
  CHECK(std::count_if(written->notes.begin(), written->notes.end(),
                      [](auto const& note) { return note.find("line breaks") != note.npos; }) == 1);
  auto const plain = finvoice::write(completed(tests::sample_invoice()), std::nullopt);
  REQUIRE(plain);
  CHECK(plain->notes.empty());
}

TEST_CASE("a means of payment comes back out of Finvoice as the means that it was") {
  using model::PaymentMeans;
  auto invoice = completed(tests::sample_invoice());
  for (auto const means : {PaymentMeans::credit_transfer, PaymentMeans::other, PaymentMeans::card,
                           PaymentMeans::prepaid, PaymentMeans::direct_debit}) {
    invoice.payment->means = means;
    auto const written = finvoice::write(invoice, std::nullopt);
    REQUIRE(written);
    auto const back = read(written->bytes).invoice.payment;
    CHECK(back->means == means);
    CHECK(back->means_code.empty());
  }
  invoice.payment->means = PaymentMeans::unstated;
  auto const written = finvoice::write(invoice, std::nullopt);
  REQUIRE(written);
  CHECK(tells(written->notes, "(BT-81)"));
}

namespace {

std::vector<std::filesystem::path> whole_documents() {
  std::vector<std::filesystem::path> files;
  for (auto const* folder : {"data/en16931/whole", "data/finvoice"}) {
    if (!tests::has_shared(folder)) continue;
    for (auto const& one : std::filesystem::recursive_directory_iterator(tests::shared(folder)))
      if (one.path().extension() == ".xml") files.push_back(one.path());
  }
  return files;
}

}  // namespace

TEST_CASE("what becomes JSON of a whole document is a submission that comes back the same") {
  int seen = 0;
  for (auto const& file : whole_documents()) {
    CAPTURE(file.string());
    auto document = documents::read_document(tests::slurp(file));
    if (!document || model::has_errors(documents::check(*document))) continue;
    if (rules::is_no_invoice(document->invoice.specification)) continue;  // names no VAT
    if (file.filename() == "XRechnung-O.xml") continue;  // its e-mail address is none
    ++seen;
    auto const text = json::write_submission({"", "", document->invoice, {}, {}, {}});
    auto const back = json::read_submission(text);
    if (!back) FAIL(back.error().front().pointer << back.error().front().detail);
    CHECK(back->invoice == document->invoice);
  }
  CHECK(seen > 140);
}
