#include <cstdlib>

#include <doctest/doctest.h>

#include "formats/json/submission.hpp"
#include "formats/schematron/program.hpp"
#include "formats/ubl/write.hpp"
#include "gateway/letters/reminder_invoice.hpp"
#include "tests/support/day.hpp"
#include "tests/support/difference.hpp"
#include "tests/support/invoice_generator.hpp"
#include "tests/support/sample_invoice.hpp"
#include "tests/support/text.hpp"
#include "tests/ubl/documents.hpp"
#include "tests/ubl/written.hpp"

// EHF Reminder, Forward Billing and Payment Request (DFØ, EHF postaward g3). The official rules are
// not part of the project: AIRUT_OFFICIAL_RULES names their folder, as for the agreement test.

using namespace airut;
using tests::check_ubl_schema, tests::completed, tests::dec, tests::read_ubl;
using tests::day;
using tests::has;
using tests::written;

namespace {

model::Money nok(std::int64_t minor) { return {minor, *model::Currency::parse("NOK")}; }
model::Invoice norwegian_invoice() {
  auto invoice = tests::sample_invoice();
  invoice.currency = *model::Currency::parse("NOK");
  invoice.seller.name = "Fjordenergi AS";
  invoice.seller.legal_id = model::Identifier{"974760673", "0192"};
  invoice.seller.vat_id = "NO974760673MVA";
  invoice.seller.tax_registration_id = "Foretaksregisteret";
  invoice.seller.electronic_address = model::Identifier{"974760673", "0192"};
  invoice.seller.address = {"Bryggen 1", "", "", "5003", "Bergen", "", "NO"};
  invoice.buyer.name = "Kunde AS";
  invoice.buyer.legal_id = model::Identifier{"987654325", "0192"};
  invoice.buyer.vat_id.clear();
  invoice.buyer.electronic_address = model::Identifier{"987654325", "0192"};
  invoice.buyer.address = {"Storgata 3", "", "", "0155", "Oslo", "", "NO"};
  invoice.buyer.language = "nb";
  invoice.payment->accounts = {{"NO9386011117947", "", ""}};
  invoice.payment->reference_kind = model::ReferenceKind::no_kid;
  invoice.payment->reference = "000104233018";
  invoice.payment->late_interest_percent.reset();
  invoice.lines = {tests::sample_line("Strøm", "1000", "0.80", "25")};
  return completed(invoice);
}

// 1000.00, of which 400.00 is paid; fee 35.00, interest 4.20.
model::Letter letter_of(model::Invoice const& invoice) {
  model::Letter letter;
  letter.day = day("2027-01-10");
  letter.deadline = day("2027-01-24");
  letter.language = "nb";
  letter.seller = invoice.seller;
  letter.buyer = invoice.buyer;
  model::OverdueRow row;
  row.invoice_number = invoice.number;
  row.issue_date = invoice.issue_date;
  row.due_date = invoice.due_date;
  row.original = nok(100000);
  row.paid = nok(40000);
  row.open = nok(60000);
  row.reminder_round = 1;
  letter.rows = {row};
  letter.principal = nok(60000);
  letter.interest = nok(420);
  letter.fee = nok(3500);
  letter.cost = nok(0);
  letter.total = nok(63920);
  letter.description = "Strøm";
  return letter;
}

void check_official(std::string const& bytes, std::vector<std::string> const& files,
                    std::set<std::string> const& excluded) {
  auto const* folder = std::getenv("AIRUT_OFFICIAL_RULES");
  if (folder == nullptr) {
    MESSAGE("skipped: AIRUT_OFFICIAL_RULES does not name a folder with the official rule files");
    return;
  }
  std::vector<std::filesystem::path> paths;
  for (auto const& file : files) paths.push_back(std::filesystem::path{folder} / file);
  schematron::Program::Options options;
  options.exclude = excluded;
  auto const program = schematron::Program::load(paths, options);
  if (!program) FAIL(program.error().text);
  auto const tree = xml::Tree::parse(bytes);
  REQUIRE(tree);
  for (auto const& one : program->run(*tree).findings) {
    FAIL_CHECK(program->assertions()[one.assertion].id << ' ' << one.engine_error);
  }
}

void check_official_reminder(std::string const& bytes) {
  check_official(bytes,
                 {"peppol/CEN-EN16931-UBL.sch", "peppol/PEPPOL-EN16931-UBL.sch",
                  "ehf/EHF-P06-3.0-REMINDER.sch"},
                 {"BR-04", "BR-CL-20", "PEPPOL-EN16931-R007", "PEPPOL-EN16931-CL003"});
}

}  // namespace

TEST_CASE("a reminder is the invoice again, with its fee outside VAT and what was paid taken off") {
  auto const invoice = norwegian_invoice();
  auto const bytes = written(gateway::ehf_reminder(letter_of(invoice), invoice));
  CHECK(has(bytes, "#conformant#urn:fdc:anskaffelser.no:2019:ehf:reminder:3.0<"));
  CHECK(has(bytes, "<cbc:ProfileID>urn:fdc:anskaffelser.no:2019:ehf:postaward:g3:06:1.0<"));
  CHECK_FALSE(has(bytes, "InvoiceTypeCode"));
  CHECK(has(bytes, "<cbc:ID>2026-104233-M1</cbc:ID>"));
  CHECK(has(bytes, "<cbc:DueDate>2027-01-24</cbc:DueDate>"));
  CHECK(has(bytes, "<cbc:AllowanceChargeReasonCode>REM</cbc:AllowanceChargeReasonCode>"));
  CHECK(has(bytes, "<cbc:AllowanceChargeReason>Forsinkelsesrente<"));
  CHECK(has(bytes, "<cbc:ChargeTotalAmount currencyID=\"NOK\">39.20<"));
  CHECK(has(bytes, "<cbc:TaxInclusiveAmount currencyID=\"NOK\">1039.20<"));
  CHECK(has(bytes, "<cbc:PrepaidAmount currencyID=\"NOK\">400.00<"));
  CHECK(has(bytes, "<cbc:PayableAmount currencyID=\"NOK\">639.20<"));
  if (tests::has_shared("data/schema/ubl-2.1")) check_ubl_schema(bytes);
  check_official_reminder(bytes);
  auto const back = read_ubl(bytes);
  REQUIRE(back);
  CHECK(back->invoice.type == model::InvoiceType::reminder);
  CHECK(back->notes.empty());
}

TEST_CASE("a seller outside VAT reminds with charges of the same category") {
  auto invoice = norwegian_invoice();
  invoice.lines.front().vat = {"O", std::nullopt, "", ""};
  invoice.seller.vat_id.clear();
  invoice.vat_breakdown.clear();
  invoice.totals = {};
  invoice.payment->terms_text.clear();
  invoice = completed(invoice);
  invoice.vat_breakdown.front().vat.exemption_reason = "Ikke avgiftspliktig";
  auto letter = letter_of(invoice);
  letter.principal = nok(80000);
  letter.total = nok(83920);
  auto const bytes = written(gateway::ehf_reminder(letter, invoice));
  CHECK(has(bytes, "<cbc:TaxableAmount currencyID=\"NOK\">839.20<"));
  CHECK_FALSE(has(bytes, "<cbc:ID>E</cbc:ID>"));
  CHECK_FALSE(has(bytes, "PrepaidAmount"));
  check_official_reminder(bytes);
}

TEST_CASE("every generated invoice can be reminded of, and what a reminder lacks is told") {
  if (!tests::has_shared("data/schema/ubl-2.1")) return;
  int reminders = 0;
  for (std::uint32_t seed = 0; seed < 120; ++seed) {
    CAPTURE(seed);
    auto const invoice = tests::InvoiceGenerator{seed}.invoice();
    if (invoice.type == model::InvoiceType::credit_note) continue;
    ++reminders;
    auto letter = letter_of(invoice);
    auto const money = [&](std::int64_t minor) { return model::Money{minor, invoice.currency}; };
    letter.interest = money(420);
    letter.fee = money(3500);
    letter.cost = money(0);
    letter.total = *invoice.totals.due + money(3920);
    auto const result = ubl::write(gateway::ehf_reminder(letter, invoice));
    if (!result) FAIL(result.error().text);
    check_ubl_schema(result->bytes);
    CHECK_FALSE(has(result->bytes, "cac:AdditionalDocumentReference"));
    CHECK(read_ubl(result->bytes));
    for (auto const& line : invoice.lines) {
      if (line.attributes.empty()) continue;
      CHECK(std::count(result->notes.begin(), result->notes.end(),
                       "An attribute of an item (BG-32) has no place in an EHF reminder.") == 1);
      break;
    }
  }
  CHECK(reminders > 50);
}

TEST_CASE("a reminder of no invoice, of several, or without lines is refused with the reason") {
  auto const invoice = norwegian_invoice();
  auto reminder = gateway::ehf_reminder(letter_of(invoice), invoice);
  auto const refused = [](model::Invoice const& one) {
    auto const result = ubl::write(one);
    REQUIRE_FALSE(result);
    return result.error().text;
  };
  auto two = reminder;
  two.preceding.push_back({"2", std::nullopt});
  CHECK(refused(two) == "An EHF reminder is about one invoice (BG-3); this one names 2.");
  auto bare = reminder;
  bare.lines.clear();
  CHECK(refused(bare).find("repeats the lines") != std::string::npos);
}

TEST_CASE("a payment request has no VAT, no types and no legal entities") {
  auto invoice = norwegian_invoice();
  invoice.type = model::InvoiceType::payment_request;
  auto const taxed = ubl::write(invoice);
  REQUIRE_FALSE(taxed);
  CHECK(taxed.error().text == "An EHF payment request has no VAT; this one has 200.00 (BT-110).");
  invoice.lines.front().vat = {"O", std::nullopt, "", ""};
  invoice.vat_breakdown.clear();
  invoice.totals = {};
  invoice = completed(invoice);
  auto const result = ubl::write(invoice);
  if (!result) FAIL(result.error().text);
  auto const& bytes = result->bytes;
  for (auto const* absent : {"InvoiceTypeCode", "TaxTotal", "PartyLegalEntity", "PartyTaxScheme",
                             "ClassifiedTaxCategory", "TaxInclusiveAmount"}) {
    CHECK_FALSE_MESSAGE(has(bytes, absent), absent);
  }
  CHECK(has(bytes, "<cbc:ID schemeID=\"0192\">974760673<"));
  CHECK(has(bytes, "<cbc:Name>Fjordenergi AS<"));
  CHECK(has(bytes, "<cbc:PayableAmount currencyID=\"NOK\">800.00<"));
  if (tests::has_shared("data/schema/ubl-2.1")) check_ubl_schema(bytes);
  check_official(bytes, {"ehf/EHF-P07-3.0-PAYMENT-REQUEST-3.0.sch"}, {});
  auto const back = read_ubl(bytes);
  REQUIRE(back);
  CHECK(back->invoice.type == model::InvoiceType::payment_request);
  CHECK(back->invoice.seller.name == "Fjordenergi AS");
}

TEST_CASE("forward billing names a business as a legal entity and a consumer only by name") {
  auto invoice = norwegian_invoice();
  invoice.object_id = model::Identifier{"707057500011223344", "AVE"};
  auto const customization = ubl::ehf(ubl::Kind::forward_billing).customization;
  invoice.specification = customization;
  auto const business = written(invoice);
  CHECK(has(business, "<cbc:ProfileID>urn:fdc:anskaffelser.no:2019:ehf:postaward:g3:08:1.0<"));
  CHECK(has(business, "<cbc:RegistrationName>Kunde AS<"));
  invoice.buyer.type = model::PartyType::consumer;
  invoice.buyer.legal_id.reset();
  invoice.buyer.name = "Lisa Johansen";
  auto const consumer = written(invoice);
  CHECK(has(consumer, "<cbc:Name>Lisa Johansen<"));
  CHECK_FALSE(has(consumer, "<cbc:RegistrationName>Lisa Johansen<"));
  for (auto const& bytes : {business, consumer}) {
    if (tests::has_shared("data/schema/ubl-2.1")) check_ubl_schema(bytes);
    check_official(bytes, {"peppol/CEN-EN16931-UBL.sch", "peppol/PEPPOL-EN16931-UBL.sch"},
                   {"BR-07", "UBL-CR-665", "PEPPOL-EN16931-R007"});
    auto const back = read_ubl(bytes);
    REQUIRE(back);
    CHECK(back->invoice.specification == customization);
  }
  CHECK(read_ubl(consumer)->invoice.buyer.type == model::PartyType::consumer);
}
