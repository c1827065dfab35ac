#include "formats/finvoice/write.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "formats/finvoice/read.hpp"
#include "formats/json/submission.hpp"
#include "formats/rules/complete.hpp"
#include "formats/xml/schema.hpp"
#include "tests/finvoice/schema.hpp"
#include "tests/support/completed.hpp"
#include "tests/support/difference.hpp"
#include "tests/support/sample_invoice.hpp"
#include "tests/support/shared_data.hpp"

using namespace airut;
using tests::check_schema;
using tests::completed;
using tests::dec;

namespace {

finvoice::Transmission transmission() {
  return {{"003726174164", "0216"},
          {"003712345671", "0216"},
          "003721291126",
          "DABAFIHH",
          "dlv-2026-1",
          *model::parse_instant("2026-11-22T06:38:12.481Z")};
}

std::string written_to_send(model::Invoice const& invoice) {
  auto result = finvoice::write(invoice, transmission());
  if (!result) MESSAGE(result.error().text);
  REQUIRE(result);
  return result->bytes;
}

model::Invoice read_back(std::string const& bytes) {
  auto const document = xml::Document::parse(bytes);
  REQUIRE(document);
  auto const result = finvoice::read(document->root());
  if (!result) {
    for (auto const& one : result.error()) MESSAGE(one.line << ": " << one.detail);
  }
  REQUIRE(result);
  return result->invoice;
}

// An invoice with something in every place that Finvoice knows.
model::Invoice full_invoice() {
  auto invoice = tests::sample_invoice();
  invoice.payment->late_interest_percent = dec("8");
  invoice.lines[0].net_price = dec("42.5");
  invoice.notes = {{"Kiitos & tervetuloa <uudelleen>", ""}, {"Toinen huomautus", ""}};
  invoice.purchase_order = "PO-1";
  invoice.sales_order = "SO-2";
  invoice.contract = "SOP-3";
  invoice.project = "PROJ";
  invoice.tender = "TEND";
  invoice.despatch_advice = "LAH-1";
  invoice.object_id = model::Identifier{"KOHDE-1", "ABZ"};
  invoice.buyer_accounting_reference = "4711";
  invoice.tax_point_date = model::parse_date("2026-11-20");
  invoice.period = model::Period{model::parse_date("2026-10-01"), model::parse_date("2026-10-31")};
  invoice.preceding = {{"2026-1", model::parse_date("2026-01-05")}, {"2026-2", std::nullopt}};
  invoice.seller.contact = {"Maija Myyjä", "+358 40 1234567", "laskut@mallisiivous.example"};
  invoice.seller.trading_name = "Mallin Siivous";
  invoice.buyer.contact = {"Osto Palvelu", "", "osto@esimerkki.example"};
  invoice.buyer.identifiers = {{"6429810343203", "0088"}};
  invoice.delivery = model::Delivery{model::parse_date("2026-11-19"), "Varasto", {}, {}};
  invoice.delivery->address =
      model::PostalAddress{"Varastotie 3", "", "", "01510", "Vantaa", "", "FI"};
  model::AllowanceCharge discount;
  discount.amount = *model::Money::parse("10.00", {});
  discount.reason = "Kanta-asiakas";
  discount.vat.code = "S";
  discount.vat.rate = dec("25.5");
  auto charge = discount;
  charge.is_charge = true;
  charge.amount = *model::Money::parse("4.90", {});
  charge.reason = "Toimitus";
  invoice.adjustments = {discount, charge};
  auto line = tests::sample_line("Šampoo €-hinnalla", "3", "1.2345678", "14");
  line.description = "Pitkä kuvaus";
  line.seller_item_id = "A-1";
  line.buyer_item_id = "B-1";
  line.standard_item_id = model::Identifier{"6409876543215", "0160"};
  line.attributes = {{"Väri", "sininen"}};
  line.note = "Rivin huomautus";
  line.order_line_reference = "7";
  line.period = model::Period{model::parse_date("2026-10-01"), model::parse_date("2026-10-02")};
  model::AllowanceCharge row_discount;
  row_discount.amount = *model::Money::parse("0.50", {});
  row_discount.reason = "Erä";
  auto second = row_discount;
  second.amount = *model::Money::parse("0.10", {});
  auto row_charge = row_discount;
  row_charge.is_charge = true;
  line.adjustments = {row_discount, second, row_charge};
  invoice.lines.push_back(line);
  auto exempt = tests::sample_line("Koulutus", "1", "100", "0");
  exempt.vat.code = "E";
  exempt.vat.exemption_reason = "AVL 39 §";
  invoice.lines.push_back(exempt);
  invoice = completed(invoice);
  invoice.lines.back().vat.exemption_reason.clear();  // it stands in the breakdown now (BT-120)
  return invoice;
}

}  // namespace

TEST_CASE("what is written is valid against the schema of Finvoice 3.0") {
  if (!tests::has_shared("data/schema/finvoice/Finvoice3.0.xsd")) return;
  check_schema(written_to_send(completed(tests::sample_invoice())));
  check_schema(written_to_send(full_invoice()));
  auto const alone = finvoice::write(full_invoice(), std::nullopt);
  REQUIRE(alone);
  check_schema(alone->bytes);
}

TEST_CASE("what is written is read back to the same invoice") {
  auto const invoice = full_invoice();
  auto again = read_back(written_to_send(invoice));
  CHECK(again.buyer.intermediary == "DABAFIHH");
  again.buyer.intermediary = invoice.buyer.intermediary;
  REQUIRE(again.nordic);
  CHECK(again.nordic->transmission->message_id == "dlv-2026-1");
  CHECK(again.nordic->extras.empty());
  again.nordic.reset();  // the frame is no part of the invoice
  // What Finvoice has no word for.
  again.seller.type = again.buyer.type = model::PartyType::business;
  again.buyer.language = invoice.buyer.language;
  again.lines[1].net_price = invoice.lines[1].net_price;  // 1.2345678 each is 1234.5678 for 1000
  again.lines[1].price_base_quantity = invoice.lines[1].price_base_quantity;
  CHECK(rules::complete(again, {}).empty());
  CAPTURE(tests::difference(json::write_invoice(again), json::write_invoice(invoice)));
  CHECK(again == invoice);
}

TEST_CASE("a price finer than five decimals is given for more pieces") {
  auto const again = read_back(written_to_send(full_invoice()));
  CHECK(again.lines[1].net_price == dec("123.45678"));
  CHECK(again.lines[1].price_base_quantity == dec("100"));
}

TEST_CASE("a credit note is negative in Finvoice and positive in the model") {
  auto invoice = tests::sample_invoice();
  invoice.type = model::InvoiceType::credit_note;
  invoice.preceding = {{"2026-104232", model::parse_date("2026-11-01")}};
  invoice = completed(invoice);
  auto const bytes = written_to_send(invoice);
  CHECK(bytes.find("<InvoiceTypeCode>INV02<") != std::string::npos);
  CHECK(bytes.find(">-533,38<") != std::string::npos);
  CHECK(bytes.find("VirtualBankBarcode") == std::string::npos);
  if (tests::has_shared("data/schema/finvoice/Finvoice3.0.xsd")) check_schema(bytes);
  auto const again = read_back(bytes);
  CHECK(again.totals.due == invoice.totals.due);
  CHECK(again.lines[0].quantity == invoice.lines[0].quantity);
}

TEST_CASE("a reminder is an INV08 that names each overdue invoice") {
  auto invoice = tests::sample_invoice();
  invoice.type = model::InvoiceType::reminder;
  model::OverdueRow row;
  row.invoice_number = "2026-1";
  row.issue_date = model::parse_date("2026-09-01");
  row.due_date = model::parse_date("2026-09-15");
  row.original = *model::Money::parse("100.00", {});
  row.paid = *model::Money::parse("20.00", {});
  row.open = *model::Money::parse("80.00", {});
  row.interest = *model::Money::parse("1.23", {});
  row.reminder_fee = *model::Money::parse("5.00", {});
  row.interest_percent = dec("9.5");
  row.interest_from = model::parse_date("2026-09-16");
  row.interest_until = model::parse_date("2026-11-22");
  row.reminder_round = 1;
  row.reference = "RF18539007547034";
  invoice.overdue = {row};
  auto const bytes = written_to_send(completed(invoice));
  if (tests::has_shared("data/schema/finvoice/Finvoice3.0.xsd")) check_schema(bytes);
  auto const again = read_back(bytes);
  CHECK(again.type == model::InvoiceType::reminder);
  REQUIRE(again.overdue.size() == 1);
  CHECK(again.overdue[0] == row);
}

TEST_CASE("what Finvoice cannot say is a problem and never a cut identifier") {
  auto invoice = completed(tests::sample_invoice());
  invoice.number = "A-number-with-21-chars";
  auto const result = finvoice::write(invoice, transmission());
  REQUIRE_FALSE(result);
  CHECK(result.error().text.find("InvoiceNumber") != std::string::npos);
  CHECK(result.error().text.find(invoice.number) == std::string::npos);
  auto no_account = completed(tests::sample_invoice());
  no_account.payment->accounts.clear();
  CHECK_FALSE(finvoice::write(no_account, transmission()));
  auto half = transmission();
  half.to_intermediary.clear();
  CHECK_FALSE(finvoice::write(completed(tests::sample_invoice()), half));
}

TEST_CASE("the same invoice always gives the same bytes") {
  auto const invoice = full_invoice();
  CHECK(written_to_send(invoice) == written_to_send(invoice));
}

TEST_CASE("version 2.01 is written for receivers of the old days, and says what it cannot carry") {
  if (!tests::has_shared("data/schema/finvoice/Finvoice2.01.xsd")) return;
  auto invoice = full_invoice();
  invoice.adjustments.pop_back();  // the charges, which 2.01 cannot say
  invoice.lines[1].adjustments.pop_back();
  invoice.lines[1].net_amount.reset();
  invoice.totals = {};
  invoice.vat_breakdown.clear();
  invoice.lines.back().vat.exemption_reason = "AVL 39 §";
  invoice = completed(invoice);
  finvoice::Style const old{finvoice::Version::v2_01, xml::Encoding::iso_8859_15};
  auto const result = finvoice::write(invoice, transmission(), old);
  if (!result) MESSAGE(result.error().text);
  REQUIRE(result);
  check_schema(result->bytes, "2.01");
  CHECK(result->bytes.find("Version=\"2.01\"") != std::string::npos);
  CHECK(std::find(result->notes.begin(), result->notes.end(),
                  "TenderReference is not in Finvoice 2.01 and was left out.") !=
        result->notes.end());
  auto const again = read_back(result->bytes);
  CHECK(again.totals.due == invoice.totals.due);
  CHECK(again.lines[1].net_amount == invoice.lines[1].net_amount);
  auto const refused = finvoice::write(full_invoice(), transmission(), old);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().fault == model::Fault::unsupported);
  invoice.purchase_order = std::string(40, '7');
  CHECK(finvoice::write(invoice, transmission()));
  CHECK_FALSE(finvoice::write(invoice, transmission(), old));
}

TEST_CASE("characters outside ISO-8859-15 are references there and themselves in UTF-8") {
  auto invoice = completed(tests::sample_invoice());
  invoice.buyer.name = "Čáhppesluokta € 发票 Žižek";
  for (auto const encoding : {xml::Encoding::iso_8859_15, xml::Encoding::utf8}) {
    auto const result =
        finvoice::write(invoice, transmission(), {finvoice::Version::v3_0, encoding});
    REQUIRE(result);
    bool const utf8 = encoding == xml::Encoding::utf8;
    CHECK((result->bytes.find("&#21457;") != std::string::npos) == !utf8);
    CHECK((result->bytes.find("encoding=\"UTF-8\"") != std::string::npos) == utf8);
    CHECK(read_back(result->bytes).buyer.name == invoice.buyer.name);
  }
}

TEST_CASE("payee, tax representative, instalments and factoring are carried") {
  auto invoice = completed(tests::sample_invoice());
  invoice.payee.emplace();
  invoice.payee->name = "Rahoitus Oy";
  invoice.payee->legal_id = model::Identifier{"1234567-1", "0212"};
  invoice.tax_representative.emplace();
  invoice.tax_representative->name = "Veroedustaja Oy";
  invoice.tax_representative->vat_id = "FI12345671";
  invoice.tax_representative->address = {"Katu 1", "", "", "00100", "Helsinki", "", "FI"};
  auto& nordic = invoice.nordic.made();
  auto const half = *model::Money::parse("266.69", {});
  auto const net = *model::Money::parse("212.50", {});
  nordic.instalments = {{half, net, model::parse_date("2026-12-06"), "1234561"},
                        {half, net, model::parse_date("2027-01-06"), "1234561"}};
  nordic.factoring.emplace();
  nordic.factoring->agreement_id = "R-77";
  nordic.factoring->notes = {"Saatava on siirretty."};
  nordic.cash_discounts = {
      {model::parse_date("2026-11-30"), dec("2"), std::nullopt, *model::Money::parse("10.67", {})},
      {model::parse_date("2026-11-27"), dec("3"), std::nullopt, std::nullopt}};
  nordic.specification = {"Sarake 1   Sarake 2", "   sisennys"};
  auto const bytes = written_to_send(invoice);
  if (tests::has_shared("data/schema/finvoice/Finvoice3.0.xsd")) check_schema(bytes);
  auto const again = read_back(bytes);
  CHECK(again.payee == invoice.payee);
  CHECK(again.tax_representative == invoice.tax_representative);
  REQUIRE(again.nordic);
  CHECK(again.nordic->instalments == nordic.instalments);
  CHECK(again.nordic->factoring == nordic.factoring);
  CHECK(again.nordic->cash_discounts == nordic.cash_discounts);
  CHECK(again.nordic->specification == nordic.specification);
}

TEST_CASE("an instalment without a net sum of its own has its share of the invoice's") {
  auto invoice = completed(tests::sample_invoice());
  auto const gross = *invoice.totals.due;
  auto const first = model::Money{gross.minor() / 3, gross.currency()};
  invoice.nordic.made().instalments = {
      {first, std::nullopt, model::parse_date("2026-12-06"), "1234561"},
      {gross - first, std::nullopt, model::parse_date("2027-01-06"), "1234561"}};
  auto const bytes = written_to_send(invoice);
  if (tests::has_shared("data/schema/finvoice/Finvoice3.0.xsd")) check_schema(bytes);
  auto const again = read_back(bytes);
  REQUIRE(again.nordic);
  auto const& parts = again.nordic->instalments;
  REQUIRE(parts.size() == 2);
  CHECK(parts[0].amount == first);
  CHECK(*parts[0].net_amount + *parts[1].net_amount == *invoice.totals.net);
}

TEST_CASE("a reference that banks do not carry travels beside the EPI reference") {
  auto invoice = completed(tests::sample_invoice());
  for (auto const* reference : {"1234567890128", "Lasku 77, marraskuu"}) {
    invoice.payment->reference_kind = model::ReferenceKind::free;
    invoice.payment->reference = reference;
    auto const again = read_back(written_to_send(invoice));
    CHECK(again.payment->reference == reference);
  }
}

TEST_CASE("Finvoice 2.01 keeps the units of quantities and prices") {
  auto invoice = tests::sample_invoice();
  invoice.lines[0].unit = "KGM";
  invoice.lines[0].price_base_quantity = dec("100");
  invoice.lines[0].price_base_unit = "GRM";
  auto const result = finvoice::write(completed(invoice), std::nullopt,
                                      {finvoice::Version::v2_01, xml::Encoding::iso_8859_15});
  REQUIRE(result);
  auto const read = read_back(result->bytes);
  CHECK(read.lines[0].unit == "KGM");
  CHECK(read.lines[0].price_base_unit == "GRM");
}

TEST_CASE("what was left out is told without a word of the invoice") {
  constexpr std::string_view word = "Meikalainen";
  std::string const words{word};
  auto invoice = tests::sample_invoice();
  model::Attachment file, link, reference;
  file.filename = "lasku_" + words + ".pdf";
  file.media_type = "application/pdf";
  file.content = "%PDF";
  link.reference = words + " 1";
  link.description = "A page";
  link.url = "https://example.com/a";
  reference.reference = words + " 2";
  invoice.attachments = {file, link, reference};
  auto more = invoice.payment->accounts.front();
  more.bic.clear();
  more.name = words;
  more.iban = words;
  invoice.payment->accounts.push_back(more);
  invoice = completed(invoice);
  invoice.lines[0].id = words;
  invoice.lines[0].gross_price = dec("50");
  for (auto const version : {finvoice::Version::v3_0, finvoice::Version::v2_01}) {
    auto const result =
        finvoice::write(invoice, std::nullopt, {version, xml::Encoding::iso_8859_15});
    if (!result) MESSAGE(result.error().text);
    REQUIRE(result);
    CHECK(std::count(result->notes.begin(), result->notes.end(), finvoice::attachments_apart) == 1);
    CHECK(result->notes.size() >= 4);
    for (auto const& one : result->notes) {
      CAPTURE(one);
      CHECK(one.find(word) == std::string::npos);
    }
  }
}
