#include <algorithm>
#include <random>

#include <doctest/doctest.h>

#include "formats/cii/write.hpp"
#include "formats/documents/checked.hpp"
#include "formats/finvoice/write.hpp"
#include "formats/rules/complete.hpp"
#include "formats/ubl/write.hpp"
#include "formats/xml/schema.hpp"
#include "tests/documents/notes.hpp"
#include "tests/support/completed.hpp"
#include "tests/support/invoice_generator.hpp"
#include "tests/support/sample_invoice.hpp"
#include "tests/support/shared_data.hpp"

// What a valid invoice becomes in another format is valid there, and worth the same.

using namespace airut;
using tests::completed;
using tests::Notes;
using tests::tells;

namespace {

ubl::Written as_ubl(model::Invoice const& invoice) {
  auto result = ubl::write(invoice);
  if (!result) FAIL(result.error().text);
  return *std::move(result);
}

// The invoice of a document that must have no error.
model::Invoice taken(std::string const& bytes) {
  auto document = documents::read_document(bytes);
  if (!document) FAIL(document.error().front().detail);
  for (auto const& one : documents::check(*document)) {
    if (one.severity == model::Severity::error) FAIL_CHECK(one.rule << one.code << one.detail);
  }
  return std::move(document->invoice);
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++found;
  return found;
}

model::Invoice with_two_accounts() {
  auto invoice = tests::sample_invoice();
  invoice.payment->means_text = "SEPA";
  invoice.payment->accounts.push_back({"FI1410093000123458", "NDEAFIHH", "Toinen"});
  return invoice;
}

}  // namespace

TEST_CASE("several accounts to pay to are several groups that say the rest once") {
  auto const invoice = completed(with_two_accounts());
  auto const ubl = as_ubl(invoice);
  CHECK(count(ubl.bytes, "name=\"SEPA\"") == 1);
  CHECK_FALSE(tells(ubl.notes, "SEPA"));
  CHECK(taken(ubl.bytes).payment->accounts == invoice.payment->accounts);
  CHECK(taken(ubl.bytes).further_payments.empty());
  auto const cii = taken(cii::write(invoice).bytes);
  CHECK(cii.payment->accounts == invoice.payment->accounts);
  CHECK(cii.payment->means_text == "SEPA");
  CHECK(cii.further_payments.empty());
}

TEST_CASE("a credit note with several accounts tells its due date once") {
  auto invoice = with_two_accounts();
  invoice.type = model::InvoiceType::credit_note;
  invoice.preceding = {{"2026-1", std::nullopt}};
  auto const ubl = as_ubl(completed(invoice));
  CHECK(count(ubl.bytes, "<cbc:PaymentDueDate>") == 1);
  CHECK(taken(ubl.bytes).payment->accounts.size() == 2);
}

TEST_CASE("a direct debit has one mandate, and with it one account") {
  auto invoice = with_two_accounts();
  invoice.payment->means = model::PaymentMeans::direct_debit;
  invoice.payment->mandate_id = "M-1";
  invoice.payment->creditor_id = "FI97ZZZ0123456789";
  invoice.payment->debited_account = "FI1410093000123458";
  invoice = completed(invoice);
  auto const ubl = as_ubl(invoice);
  CHECK(taken(ubl.bytes).payment->mandate_id == "M-1");
  CHECK(tells(ubl.notes, "second account of a direct debit"));
  CHECK(taken(cii::write(invoice).bytes).payment->debited_account == "FI1410093000123458");
}

TEST_CASE("a further means with another code or reference is left out and told") {
  auto invoice = with_two_accounts();
  model::Payment card;
  card.means = model::PaymentMeans::card;
  card.card_number = "1234";
  model::Payment other;
  other.accounts = {{"FI2112345600000785", "NDEAFIHH", ""}};
  other.reference_kind = model::ReferenceKind::fi_viite;
  other.reference = "1245";
  for (auto const& further : {card, other}) {
    invoice.further_payments = {further};
    auto const made = completed(invoice);
    auto const ubl = as_ubl(made);
    CHECK(tells(ubl.notes, "A further means of payment"));
    CHECK(taken(ubl.bytes).payment->accounts.size() == 2);
    auto const cii = cii::write(made);
    CHECK(tells(cii.notes, "A further means of payment"));
    CHECK(taken(cii.bytes).payment->accounts.size() == 2);
  }
}

TEST_CASE("a buyer with two identifiers is known by the first in UBL") {
  auto invoice = tests::sample_invoice();
  invoice.buyer.identifiers = {{"K-1", ""}, {"K-2", ""}};
  auto const ubl = as_ubl(completed(invoice));
  CHECK(tells(ubl.notes, "A second identifier of the buyer"));
  CHECK(taken(ubl.bytes).buyer.identifiers.front().value == "K-1");
}

TEST_CASE("an invoice outside VAT leaves without VAT ids and says so") {
  auto invoice = tests::sample_invoice();
  auto& vat = invoice.lines.front().vat;
  vat = {"O", std::nullopt, "", "Ei arvonlisäveroa"};
  auto made = completed(invoice);
  auto ubl = as_ubl(made);
  CHECK(tells(ubl.notes, "names no VAT ids"));
  CHECK(taken(ubl.bytes).seller.vat_id.empty());
  CHECK(taken(ubl.bytes).seller.legal_id == invoice.seller.legal_id);
  CHECK(taken(cii::write(made).bytes).buyer.vat_id.empty());
  made.seller.legal_id.reset();
  CHECK(taken(as_ubl(made).bytes).seller.identifiers.front().value == "FI26174164");
  made.seller.vat_id.clear();
  made.buyer.vat_id.clear();
  made.seller.legal_id = invoice.seller.legal_id;
  CHECK_FALSE(tells(as_ubl(made).notes, "VAT ids"));
}

TEST_CASE("a payee who is the seller is none") {
  auto invoice = tests::sample_invoice();
  invoice.seller.identifiers = {{"6430000000016", "0088"}};
  invoice.payee.emplace();
  invoice.payee->name = "Mallin Rahasto";
  invoice.payee->identifiers = invoice.seller.identifiers;
  auto const made = completed(invoice);
  auto const ubl = as_ubl(made);
  CHECK(tells(ubl.notes, "A payee (BG-10)"));
  CHECK_FALSE(taken(ubl.bytes).payee);
  CHECK_FALSE(taken(cii::write(made).bytes).payee);
}

TEST_CASE("a credit note that asks for money never becomes one that gives it") {
  auto invoice = tests::sample_invoice();
  invoice.type = model::InvoiceType::credit_note;
  invoice.lines.front().quantity = tests::dec("-10");
  auto const made = completed(invoice);
  auto const finvoice = finvoice::write(made, std::nullopt);
  REQUIRE_FALSE(finvoice);
  CHECK(finvoice.error().fault == model::Fault::unsupported);
}

TEST_CASE("what only Finvoice says of a line and of the payment goes along or is told") {
  auto invoice = tests::sample_invoice();
  invoice.lines.front().note = "Ensin";
  invoice.lines.front().nordic.made().specification = {"Toiseksi", "Kolmanneksi"};
  model::Epi epi;
  epi.instruction_id = "SI-123";
  epi.charge_option = "SLEV";
  invoice.nordic.made().epi = epi;
  auto const made = completed(invoice);
  auto const ubl = as_ubl(made);
  CHECK(taken(ubl.bytes).lines.front().note == "Ensin\nToiseksi\nKolmanneksi");
  CHECK(tells(ubl.notes, "EPI part says of its own (instruction id, bank charges)"));
  auto const cii = cii::write(made);
  CHECK(taken(cii.bytes).lines.front().note == "Ensin\nToiseksi\nKolmanneksi");
  CHECK(tells(cii.notes, "EPI part"));
}

namespace {

finvoice::Style const style_201{finvoice::Version::v2_01, xml::Encoding::iso_8859_15};

void check_schema_201(std::string const& bytes) {
  static auto const schema =
      xml::Schema::load(tests::shared("data/schema/finvoice/Finvoice2.01.xsd"));
  REQUIRE(schema);
  auto const document = xml::Document::parse(bytes);
  REQUIRE(document);
  for (auto const& one : schema->validate(*document)) FAIL_CHECK(one.line << ": " << one.detail);
}

}  // namespace

TEST_CASE("Finvoice 2.01 counts characters in its own encoding") {
  if (!tests::has_shared("data/schema/finvoice/Finvoice2.01.xsd")) return;
  auto invoice = tests::sample_invoice();
  std::string euros;
  for (int i = 0; i < 120; ++i) euros += "€ž";  // both above A0 and below C0 in ISO-8859-15
  invoice.seller.name = euros.substr(0, 100);
  invoice.seller.contact.name = euros;
  invoice.buyer.contact.name = euros;
  invoice.lines.front().name = euros;
  auto const result = finvoice::write(completed(invoice), std::nullopt, style_201);
  REQUIRE(result);
  check_schema_201(result->bytes);
}

TEST_CASE("Finvoice 2.01 refuses a charge on a line, which it could only drop") {
  auto invoice = tests::sample_invoice();
  model::AllowanceCharge charge;
  charge.is_charge = true;
  charge.amount = *model::Money::parse("5.00", {});
  charge.reason = "Kuljetus";
  invoice.lines.front().adjustments = {charge};
  auto const result = finvoice::write(completed(invoice), std::nullopt, style_201);
  REQUIRE_FALSE(result);
  CHECK(result.error().fault == model::Fault::unsupported);
}

TEST_CASE("the VAT category of a discount is known in Finvoice 2.01 by the breakdown") {
  auto invoice = tests::sample_invoice();
  invoice.lines.push_back(tests::sample_line("Kirja", "1", "100.00", "10"));
  model::AllowanceCharge discount;
  discount.reason = "Alennus";
  for (auto const* sum : {"12.00", "7.00"}) {
    discount.amount = *model::Money::parse(sum, {});
    discount.vat = invoice.lines[invoice.adjustments.size()].vat;
    invoice.adjustments.push_back(discount);
  }
  auto const made = completed(invoice);
  auto const result = finvoice::write(made, std::nullopt, style_201);
  REQUIRE(result);
  auto const read = taken(result->bytes);
  REQUIRE(read.adjustments.size() == 2);
  CHECK(read.adjustments[0].vat == made.adjustments[0].vat);
  CHECK(read.adjustments[1].vat == made.adjustments[1].vat);
  CHECK(read.totals.due == made.totals.due);
}

namespace {

// Generated invoices with what real senders put on them besides: more ways to pay, other VAT, a
// part that is paid, texts on rows, units in weight.
class Sender {
 public:
  explicit Sender(std::uint32_t seed) : random_(seed), generator_(seed) {}

  model::Invoice invoice() {
    auto made = generator_.invoice();
    suit_peppol(made);
    made.totals = {};
    made.vat_breakdown.clear();
    pay(*made.payment, made.further_payments);
    if (maybe(4)) outside_vat(made);
    for (auto& line : made.lines) line.net_amount.reset(), vary(line);
    for (auto& line : made.lines) give_reason(line.vat);
    for (auto& one : made.adjustments) give_reason(one.vat);
    (void)rules::complete(made, {});
    if (maybe(3)) pay_before(made);
    return made;
  }

 private:
  bool maybe(unsigned one_in = 2) { return random_() % one_in == 0; }

  // What Peppol refuses of any sender is no question of the writers.
  void suit_peppol(model::Invoice& made) {
    if (made.type == model::InvoiceType::corrected) made.type = model::InvoiceType::invoice;
    made.vat_currency.reset();
    made.period.reset();
    for (auto& line : made.lines) line.price_base_unit.clear();
    for (auto* party : {&made.seller, &made.buyer}) {
      for (auto& one : party->identifiers) one.value = "6430000000016";
    }
    if (made.delivery && made.delivery->location) made.delivery->location->value = "6430000000016";
  }

  void pay(model::Payment& payment, std::vector<model::Payment>& further) {
    if (maybe(3)) payment.means_text = "Tilisiirto";
    if (maybe(3)) payment.accounts.push_back({"FI4819503000000010", "ITELFIHH", "Kolmas"});
    if (maybe(3) && !payment.accounts.empty()) {
      payment.accounts.push_back({"FI1660000001000004", "NDEAFIHH", ""});
    }
    if (!maybe(4)) return;
    model::Payment other;
    if (maybe()) {
      other.means = model::PaymentMeans::card;
      other.card_number = "1234";
    } else {
      other.accounts = {{"FI1660000001000004", "NDEAFIHH", ""}};
      other.means_text = "Toinen tapa";
    }
    further.push_back(other);
  }

  void outside_vat(model::Invoice& made) {
    for (auto& line : made.lines) line.vat = {"O", std::nullopt, "", ""};
    for (auto& one : made.adjustments) one.vat = {"O", std::nullopt, "", ""};
  }

  // Each says a part of the reason, as systems do that keep it with their products.
  void give_reason(model::VatCategory& vat) {
    if (vat.code == "S" || vat.code == "Z") return;
    if (vat.code == "AE" && maybe()) vat.exemption_code = "VATEX-EU-AE";
    if (vat.exemption_code.empty()) vat.exemption_reason = "Veroton myynti";
  }

  void vary(model::Line& line) {
    if (maybe(3)) line.unit = "KGM";
    if (maybe(4)) line.gross_price.reset(), line.price_discount = tests::dec("2.50");
    if (maybe(4)) line.nordic.made().specification = {"Lisäteksti", "Toinen €"};
  }

  void pay_before(model::Invoice& made) {
    auto& totals = made.totals;
    if (totals.gross->minor() < 2) return;
    totals.paid = maybe() ? *totals.gross : model::Money{totals.gross->minor() / 2, made.currency};
    totals.due = *totals.gross - *totals.paid;
  }

  std::mt19937 random_;
  tests::InvoiceGenerator generator_;
};

bool is_valid(model::Invoice const& invoice) {
  rules::CheckContext context;
  context.peppol = rules::Ask::refuse;
  context.house = model::Severity::warning;
  return !model::has_errors(rules::check(invoice, context));
}

void check_worth(model::Invoice const& read, model::Invoice const& made) {
  CHECK(read.type == made.type);
  CHECK(read.totals.gross == made.totals.gross);
  CHECK(read.totals.due == made.totals.due);
  auto const nothing = model::Money{0, made.currency};
  CHECK(read.totals.paid.value_or(nothing) == made.totals.paid.value_or(nothing));
  REQUIRE(read.lines.size() == made.lines.size());
  for (std::size_t i = 0; i < made.lines.size(); ++i) {
    CHECK(read.lines[i].net_amount == made.lines[i].net_amount);
    CHECK(read.lines[i].unit == made.lines[i].unit);
  }
  for (auto const& row : made.vat_breakdown) {
    CHECK(std::any_of(read.vat_breakdown.begin(), read.vat_breakdown.end(), [&](auto const& one) {
      return one.vat.code == row.vat.code && one.taxable == row.taxable && one.tax == row.tax &&
             one.vat.exemption_code == row.vat.exemption_code;
    }));
  }
}

}  // namespace

TEST_CASE("what is written of a valid invoice is valid in every format and worth the same") {
  int seen = 0, finvoices = 0, old = 0;
  for (std::uint32_t seed = 5000; seed < 5400; ++seed) {
    CAPTURE(seed);
    auto const made = Sender{seed}.invoice();
    if (!is_valid(made)) continue;
    ++seen;
    check_worth(taken(as_ubl(made).bytes), made);
    check_worth(taken(cii::write(made).bytes), made);
    if (auto const finvoice = finvoice::write(made, std::nullopt)) {
      ++finvoices;
      check_worth(taken(finvoice->bytes), made);
    }
    auto const before_30 = finvoice::write(made, std::nullopt, style_201);
    if (!before_30) continue;
    ++old;
    if (tests::has_shared("data/schema/finvoice/Finvoice2.01.xsd")) {
      check_schema_201(before_30->bytes);
    }
  }
  CHECK(seen > 200);
  CHECK(finvoices > 150);
  CHECK(old > 50);
}
