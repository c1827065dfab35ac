#include <algorithm>

#include <doctest/doctest.h>

#include "formats/cii/read.hpp"
#include "formats/cii/write.hpp"
#include "formats/finvoice/read.hpp"
#include "formats/finvoice/write.hpp"
#include "formats/json/submission.hpp"
#include "formats/model/payments.hpp"
#include "formats/ubl/read.hpp"
#include "formats/ubl/write.hpp"
#include "formats/xml/schema.hpp"
#include "tests/finvoice/schema.hpp"
#include "tests/support/difference.hpp"
#include "tests/support/invoice_generator.hpp"
#include "tests/support/shared_data.hpp"

// Invoices by chance through Finvoice and every other format: what both sides have stays.

using namespace airut;
using tests::check_schema;

namespace {

model::Invoice read_finvoice(std::string const& bytes) {
  auto const document = xml::Document::parse(bytes, "Finvoice");
  REQUIRE(document);
  auto result = finvoice::read(document->root());
  if (!result) FAIL(result.error().front().detail);
  for (auto const& one : result->notes) FAIL_CHECK(one.pointer << ": " << one.actual);
  return std::move(result->invoice);
}

std::string written_with_frame(model::Invoice const& invoice, xml::Encoding encoding) {
  finvoice::Transmission const frame{*invoice.seller.electronic_address,
                                     *invoice.buyer.electronic_address,
                                     "003721291126",
                                     "003721291126",
                                     "dlv_1",
                                     {}};
  auto const result = finvoice::write(invoice, frame, {finvoice::Version::v3_0, encoding});
  if (!result) FAIL(result.error().text);
  return result->bytes;
}

// The frame is the message's and not the invoice's.
model::Invoice without_frame(model::Invoice invoice) {
  invoice.seller.intermediary.clear();
  invoice.buyer.intermediary.clear();
  if (!invoice.nordic) return invoice;
  auto beyond = *invoice.nordic;
  beyond.transmission.reset();
  if (beyond == model::NordicInvoice{}) {
    invoice.nordic = {};
  } else {
    invoice.nordic.made() = beyond;
  }
  return invoice;
}

model::Invoice through_finvoice(model::Invoice const& invoice) {
  return without_frame(read_finvoice(written_with_frame(invoice, xml::Encoding::iso_8859_15)));
}

model::Invoice through_ubl(model::Invoice const& invoice) {
  auto const result = ubl::write(invoice, ubl::as_named(invoice));
  REQUIRE(result);
  auto const document = xml::Document::parse(result->bytes);
  REQUIRE(document);
  auto read = ubl::read(document->root());
  if (!read) FAIL(read.error().front().detail);
  return std::move(read->invoice);
}

model::Invoice through_cii(model::Invoice const& invoice) {
  auto const document = xml::Document::parse(cii::write(invoice, cii::as_named(invoice)).bytes);
  REQUIRE(document);
  auto read = cii::read(document->root());
  if (!read) FAIL(read.error().front().detail);
  return std::move(read->invoice);
}

model::Invoice through_json(model::Invoice const& invoice) {
  auto read = json::read_submission(json::write_submission({"", "", invoice, {}, {}, {}}),
                                    json::Source::stored);
  REQUIRE(read);
  return std::move(read->invoice);
}

void check_same(model::Invoice const& made, model::Invoice const& expected) {
  auto const a = json::write_submission({"", "", made, {}, {}, {}}),
             b = json::write_submission({"", "", expected, {}, {}, {}});
  INFO(tests::difference(a, b));
  CHECK(made == expected);
}

// A text of one line.
void flatten(std::string& text) { std::replace(text.begin(), text.end(), '\n', ' '); }

// Street lines without gaps between them.
void close_up(model::PostalAddress& address) {
  if (!address.line2.empty()) return;
  address.line2 = std::exchange(address.line3, {});
}

void allowances_first(std::vector<model::AllowanceCharge>& all) {
  std::vector<model::AllowanceCharge> sorted;
  for (bool const charges : {false, true}) {
    std::copy_if(all.begin(), all.end(), std::back_inserter(sorted),
                 [&](auto const& one) { return one.is_charge == charges; });
  }
  all = std::move(sorted);
}

void as_finvoice_holds_parties(model::Invoice& invoice) {
  flatten(invoice.seller.legal_form);
  if (invoice.buyer.identifiers.size() > 1) invoice.buyer.identifiers.resize(1);
  close_up(invoice.seller.address);
  close_up(invoice.buyer.address);
  if (invoice.tax_representative) close_up(invoice.tax_representative->address);
  if (!invoice.delivery) return;
  auto& delivery = *invoice.delivery;
  if (delivery.address) {
    close_up(*delivery.address);
    if (delivery.name.empty()) delivery.name = invoice.buyer.name;
  } else {
    // Goods go to an address.
    delivery.name.clear();
    delivery.location.reset();
  }
}

void trim(model::Decimal& value) { value = *model::Decimal::parse(value.text_shortest()); }
void trim(std::optional<model::Decimal>& value) {
  if (value) trim(*value);
}

// A link has one name.
void as_finvoice_holds_links(std::vector<model::Attachment>& all) {
  std::erase_if(all, [](auto const& one) { return one.url.empty(); });
  for (auto& one : all) {
    if (one.description.empty()) one.description = one.reference;
    one.reference = one.description;
  }
}

// Everything that the notes of the writer tell, and how Finvoice spells the rest.
model::Invoice as_finvoice_holds_it(model::Invoice invoice) {
  as_finvoice_holds_parties(invoice);
  for (auto& note : invoice.notes) {
    note.subject_code.clear();
    flatten(note.text);
  }
  flatten(invoice.payment->terms_text);
  std::erase_if(invoice.payment->accounts, [](auto const& one) { return one.bic.empty(); });
  as_finvoice_holds_links(invoice.attachments);
  allowances_first(invoice.adjustments);
  for (auto& line : invoice.lines) {
    for (auto* value : {&line.quantity, &line.net_price}) trim(*value);
    for (auto* value : {&line.gross_price, &line.price_discount}) trim(*value);
    flatten(line.description);
    flatten(line.note);
    allowances_first(line.adjustments);
  }
  return invoice;
}

// What Finvoice can say at all: it wants an account to pay to, and a credit note gives money back.
// One whose sum is negative would read as its contrary, as senders write INV02 with either sign.
bool can_be_finvoice(model::Invoice const& invoice) {
  if (invoice.payment->accounts.empty()) return false;
  bool const credit = invoice.type == model::InvoiceType::credit_note;
  return !credit || !(invoice.totals.gross->is_negative() || invoice.totals.gross->is_zero());
}

// The first of them that Finvoice can say.
model::Invoice suitable_invoice() {
  for (std::uint32_t seed = 0;; ++seed) {
    auto invoice = tests::InvoiceGenerator{seed}.invoice();
    if (can_be_finvoice(invoice)) return invoice;
  }
}

}  // namespace

TEST_CASE("a generated invoice is valid Finvoice and comes back the same") {
  if (!tests::has_shared("data/schema/finvoice/Finvoice3.0.xsd")) return;
  int seen = 0;
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    CAPTURE(seed);
    auto const invoice = tests::InvoiceGenerator{seed}.invoice();
    if (!can_be_finvoice(invoice)) continue;
    ++seen;
    for (auto const encoding : {xml::Encoding::iso_8859_15, xml::Encoding::utf8}) {
      auto const bytes = written_with_frame(invoice, encoding);
      check_schema(bytes);
      check_same(without_frame(read_finvoice(bytes)), as_finvoice_holds_it(invoice));
    }
  }
  CHECK(seen > 200);
}

TEST_CASE("Finvoice, UBL, CII and JSON keep every term that all have, whatever the way") {
  int seen = 0;
  for (std::uint32_t seed = 2000; seed < 2300; ++seed) {
    CAPTURE(seed);
    auto invoice = tests::InvoiceGenerator{seed}.invoice();
    if (invoice.preceding.size() > 1) invoice.preceding.resize(1);  // CII has one
    if (!can_be_finvoice(invoice)) continue;
    ++seen;
    auto const held = as_finvoice_holds_it(invoice);
    check_same(through_finvoice(through_ubl(invoice)), held);
    check_same(through_finvoice(through_cii(invoice)), held);
    check_same(through_finvoice(through_json(invoice)), held);
    auto const read = through_finvoice(invoice);
    check_same(through_ubl(read), held);
    check_same(through_cii(read), held);
    check_same(through_json(read), held);
    check_same(through_json(through_cii(through_ubl(read))), held);
  }
  CHECK(seen > 200);
}

TEST_CASE("without a frame the scheme of an address is told, not dropped in silence") {
  auto invoice = suitable_invoice();
  invoice.seller.electronic_address = model::Identifier{"974760673", "0192"};
  invoice.buyer.electronic_address = model::Identifier{"003726174164", "0216"};
  auto const result = finvoice::write(invoice, std::nullopt);
  REQUIRE(result);
  CHECK(std::count(result->notes.begin(), result->notes.end(),
                   "Without a frame Finvoice has no place for the scheme 0192 of an electronic "
                   "address.") == 1);
}

TEST_CASE("the reference of a Norwegian seller is a KID even where it would pass for Finnish") {
  auto invoice = suitable_invoice();
  invoice.seller.address.country = "NO";
  invoice.payment->accounts = {{"NO9386011117947", "DNBANOKK", ""}};
  invoice.payment->reference_kind = model::ReferenceKind::no_kid;
  for (int number = 1000; number < 1100; ++number) {
    auto const kid =
        model::Reference::make_kid(std::to_string(number), model::KidAlgorithm::mod10)->text();
    invoice.payment->reference = kid;
    auto const read = through_finvoice(invoice);
    CHECK(read.payment->reference_kind == model::ReferenceKind::no_kid);
    CHECK(read.payment->reference == kid);
  }
}

TEST_CASE("an amount in another currency than the invoice's is an error with its line") {
  auto invoice = suitable_invoice();
  invoice.lines.resize(1);
  auto const code = std::string{invoice.currency.code()};
  auto const bytes = written_with_frame(invoice, xml::Encoding::utf8);
  for (std::string const element : {"RowVatExcludedAmount", "VatBaseAmount", "VatRateAmount",
                                    "InvoiceTotalVatExcludedAmount"}) {
    CAPTURE(element);
    auto text = bytes;
    auto const at = text.find('<' + element + " ");
    REQUIRE(at != std::string::npos);
    text.replace(text.find(code, at), code.size(), "SEK");
    auto const document = xml::Document::parse(text, "Finvoice");
    REQUIRE(document);
    auto const result = finvoice::read(document->root());
    REQUIRE_FALSE(result);
    CHECK(result.error().front().code == "currency-mismatch");
    CHECK(result.error().front().line > 10);
  }
}
