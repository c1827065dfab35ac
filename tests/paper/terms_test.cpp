// Whether a page says all that an invoice says.
#include <array>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "formats/paper/settlement.hpp"
#include "tests/paper/drawn.hpp"
#include "tests/support/invoice_generator.hpp"
#include "tests/support/sample_invoice.hpp"

using namespace airut;
using tests::drawn;
using tests::has_fonts;
using tests::Printed;

namespace {

// Without blanks: lines of a page break anywhere.
std::string dense(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    bool const no_break = text.substr(i, 2) == "\u00A0";
    if (no_break) ++i;
    bool const blank = text[i] == ' ' || text[i] == '\n' || text[i] == '\f' || no_break;
    if (!blank) out += text[i];
  }
  return out;
}

// What a reader is to find; what is for machines alone (BT-8, 21, 23, 24, 34, 49, and the codes
// beside a reason) and the country of a domestic address are not for him.
class Terms {
 public:
  explicit Terms(paper::Words const& words) : words_(words) {}
  void add(std::string_view term, std::string_view text) {
    if (!text.empty()) all_.emplace_back(term, dense(text));
  }
  void day(std::string_view term, std::optional<model::Date> const& day) {
    if (day) add(term, paper::day_text(*day, words_));
  }
  void sum(std::string_view term, std::optional<model::Money> const& sum) {
    if (sum && !sum->is_zero()) add(term, paper::sum_text(*sum, words_));
  }
  void number(std::string_view term, std::optional<model::Decimal> const& value) {
    if (value) add(term, paper::number_text(*value, words_));
  }
  void id(std::string_view term, std::optional<model::Identifier> const& id) {
    if (id) add(term, id->value);
  }
  std::vector<std::pair<std::string, std::string>> const& all() const { return all_; }

 private:
  paper::Words const& words_;
  std::vector<std::pair<std::string, std::string>> all_;
};

void add_address(Terms& terms, model::PostalAddress const& one) {
  for (auto const& part :
       {one.line1, one.line2, one.line3, one.postal_code, one.city, one.subdivision}) {
    terms.add("address", part);
  }
}

void add_party(Terms& terms, model::Party const& party) {
  terms.add("name", party.name);
  terms.add("trading name", party.trading_name);
  for (auto const& one : party.identifiers) terms.add("identifier", one.value);
  terms.id("legal id", party.legal_id);
  terms.add("VAT id", party.vat_id);
  terms.add("tax registration", party.tax_registration_id);
  terms.add("legal form", party.legal_form);
  terms.add("contact", party.contact.name);
  terms.add("phone", party.contact.phone);
  terms.add("mail", party.contact.email);
  add_address(terms, party.address);
}

void add_adjustment(Terms& terms, model::AllowanceCharge const& one) {
  terms.add("reason", one.reason);
  terms.sum("amount", one.is_charge ? one.amount : -one.amount);
  terms.sum("base", one.base_amount);
  terms.number("percent", one.percent);
}

void add_line(Terms& terms, model::Line const& line) {
  for (auto const& text :
       {line.note, line.name, line.description, line.seller_item_id, line.buyer_item_id,
        line.origin_country, line.order_line_reference, line.buyer_accounting_reference}) {
    terms.add("line", text);
  }
  terms.id("BT-128", line.object_id);
  terms.id("BT-157", line.standard_item_id);
  for (auto const& one : line.classifications) {
    terms.add("BT-158", one.code);
    terms.add("BT-158-1", one.list_id);
    terms.add("BT-158-2", one.list_version);
  }
  for (auto const& one : line.attributes) terms.add("BG-32", one.name + ": " + one.value);
  terms.number("BT-129", line.quantity);
  terms.number("BT-146", line.net_price);
  terms.number("BT-147", line.price_discount);
  terms.number("BT-148", line.gross_price);
  terms.number("BT-149", line.price_base_quantity);
  terms.sum("BT-131", line.net_amount);
  if (line.period) {
    terms.day("BT-134", line.period->start);
    terms.day("BT-135", line.period->end);
  }
  for (auto const& one : line.adjustments) add_adjustment(terms, one);
}

void add_head(Terms& terms, model::Invoice const& invoice) {
  for (auto const& text :
       {invoice.number, invoice.buyer_reference, invoice.project, invoice.contract,
        invoice.purchase_order, invoice.sales_order, invoice.receiving_advice,
        invoice.despatch_advice, invoice.tender, invoice.buyer_accounting_reference}) {
    terms.add("reference", text);
  }
  terms.id("BT-18", invoice.object_id);
  terms.day("BT-2", invoice.issue_date);
  auto const settlement = paper::settlement_of(invoice);
  bool const settled =
      settlement == paper::Settlement::prepaid || settlement == paper::Settlement::nothing_due;
  if (!settled) terms.day("BT-9", invoice.due_date);
  terms.day("BT-7", invoice.tax_point_date);
  for (auto const& one : invoice.notes) terms.add("BT-22", one.text);
  for (auto const& one : invoice.preceding) {
    terms.add("BT-25", one.number);
    terms.day("BT-26", one.issue_date);
  }
  if (invoice.period) terms.day("BT-73", invoice.period->start);
  if (invoice.period) terms.day("BT-74", invoice.period->end);
  if (!invoice.delivery) return;
  terms.day("BT-72", invoice.delivery->date);
  terms.add("BT-70", invoice.delivery->name);
  terms.id("BT-71", invoice.delivery->location);
  if (invoice.delivery->address) add_address(terms, *invoice.delivery->address);
}

void add_payment(Terms& terms, model::Payment const& payment, bool waits) {
  terms.add("BT-82", payment.means_text);
  terms.add("BT-83", payment.reference);
  terms.add("BT-89", payment.mandate_id);
  terms.add("BT-90", payment.creditor_id);
  terms.add("BT-91", payment.debited_account);
  terms.add("BT-20", payment.terms_text);
  if (!waits) return;
  for (auto const& one : payment.accounts) {
    terms.add("BT-84", one.iban);
    terms.add("BT-86", one.bic);
    terms.add("BT-85", one.name);
  }
}

void add_sums(Terms& terms, model::Invoice const& invoice) {
  auto const& totals = invoice.totals;
  for (auto const& sum : {totals.net, totals.vat, totals.vat_accounting, totals.gross, totals.paid,
                          totals.rounding, totals.due}) {
    terms.sum("BG-22", sum);
  }
  if (!invoice.adjustments.empty()) terms.sum("BT-106", totals.lines);
  for (auto const& one : invoice.adjustments) add_adjustment(terms, one);
  for (auto const& one : invoice.vat_breakdown) {
    terms.sum("BT-116", one.taxable);
    terms.sum("BT-117", one.tax);
    terms.number("BT-119", one.vat.rate);
    terms.add("BT-120", one.vat.exemption_reason);
    terms.add("BT-121", one.vat.exemption_code);
  }
}

Terms terms_of(model::Invoice const& invoice, paper::Words const& words, bool waits) {
  Terms terms{words};
  add_head(terms, invoice);
  add_party(terms, invoice.seller);
  add_party(terms, invoice.buyer);
  if (invoice.payee) add_party(terms, *invoice.payee);
  if (invoice.tax_representative) add_party(terms, *invoice.tax_representative);
  if (invoice.payment) add_payment(terms, *invoice.payment, waits);
  for (auto const& one : invoice.lines) add_line(terms, one);
  add_sums(terms, invoice);
  for (auto const& one : invoice.attachments) {
    terms.add("BT-122", one.reference);
    terms.add("BT-123", one.description);
    terms.add("BT-124", one.url);
    terms.add("BT-125", one.filename);
  }
  return terms;
}

}  // namespace

TEST_CASE("every term of an invoice is on its pages or a note says that it is not") {
  if (!has_fonts() || !tests::has_program("pdftotext")) return;
  for (std::uint32_t seed = 1; seed <= 120; ++seed) {
    auto const invoice = tests::InvoiceGenerator{seed}.invoice();
    bool const credit = invoice.type == model::InvoiceType::credit_note;
    std::string const language = std::array{"fi", "sv", "nb", "en"}[seed % 4];
    auto const one = drawn(invoice, language, credit ? "credit_note" : "invoice");
    bool waits = true;
    for (auto const& note : one.notes) waits = waits && note.term != "BT-84";
    auto const text = dense(Printed{one.bytes}.text("-raw"));
    auto const terms =
        terms_of(invoice, paper::words_of(language, invoice.seller.address.country), waits);
    for (auto const& [term, value] : terms.all()) {
      if (text.find(value) != std::string::npos) continue;
      FAIL_CHECK("seed ", seed, ", ", language, ": ", term, " is lost: ", value);
    }
  }
}
