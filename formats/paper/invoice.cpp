#include <fmt/format.h>

#include "formats/paper/blocks.hpp"
#include "formats/paper/instalments.hpp"
#include "formats/paper/line_text.hpp"
#include "formats/paper/settlement.hpp"

namespace airut::paper {
namespace {

std::string title_of(model::Invoice const& invoice, Words const& words) {
  switch (invoice.type) {
    case model::InvoiceType::credit_note:
      return std::string{words.credit_note};
    case model::InvoiceType::corrected:
      return std::string{words.corrected};
    case model::InvoiceType::reminder:
      return std::string{words.first_reminder};
    case model::InvoiceType::invoice:
    case model::InvoiceType::payment_request:
      break;
  }
  return std::string{words.invoice};
}

std::string optional_day(std::optional<model::Date> const& day, Words const& words) {
  return day ? day_text(*day, words) : std::string{};
}

std::string late_interest(model::Invoice const& invoice, Words const& words) {
  if (!invoice.payment || !invoice.payment->late_interest_percent) return {};
  return number_text(*invoice.payment->late_interest_percent, words, 1) + " %";
}

std::string buyer_ids(model::Invoice const& invoice) {
  return invoice.buyer.legal_id ? invoice.buyer.legal_id->value : std::string{};
}

// What a row of the template's facts says; empty: the row is left out.
std::string fact(model::Invoice const& invoice, std::string_view row, Words const& words) {
  if (row == "number") return invoice.number;
  if (row == "date") return day_text(invoice.issue_date, words);
  if (row == "due_date") return optional_day(invoice.due_date, words);
  if (row == "customer_number") return invoice.buyer.customer_number;
  if (row == "reference") return invoice.buyer_reference;
  if (row == "order") return invoice.purchase_order;
  if (row == "contract") return invoice.contract;
  if (row == "project") return invoice.project;
  if (row == "business_id") return buyer_ids(invoice);
  if (row == "vat_id") return invoice.buyer.vat_id;
  if (row == "period") return invoice.period ? period_text(*invoice.period, words) : std::string{};
  if (row == "delivery_date") {
    return invoice.delivery ? optional_day(invoice.delivery->date, words) : std::string{};
  }
  if (row == "terms") return invoice.payment ? invoice.payment->terms_text : std::string{};
  if (row == "late_interest") return late_interest(invoice, words);
  return {};
}

std::vector<FactRow> facts_of(model::Invoice const& invoice, Sheet const& sheet) {
  std::vector<FactRow> facts;
  if (!sheet.layout.facts) return facts;
  for (auto const& row : sheet.layout.facts->rows) {
    auto const word = word_by_name(row);
    auto const label = word == nullptr ? std::string_view{} : sheet.words.*word;
    if (row == "preceding") {
      bool const credits = invoice.type == model::InvoiceType::credit_note;
      for (auto const& one : invoice.preceding)
        facts.emplace_back(credits ? label : sheet.words.earlier, one.number);
      continue;
    }
    auto value = fact(invoice, row, sheet.words);
    if (!value.empty()) facts.emplace_back(label, std::move(value));
  }
  return facts;
}

bool says_nothing(model::Invoice const& invoice, BlockKind kind) {
  if (kind == BlockKind::notes) return invoice.notes.empty();
  return kind == BlockKind::delivery && delivery_text(invoice).empty();
}

void draw_block(Sheet& sheet, model::Invoice const& invoice, Block const& block) {
  if (says_nothing(invoice, block.kind)) return;
  sheet.y += block.space;
  switch (block.kind) {
    case BlockKind::lines:
      return draw_lines(sheet, invoice, block);
    case BlockKind::totals:
      return draw_totals(sheet, invoice);
    case BlockKind::notes:
      return draw_notes(sheet, invoice);
    case BlockKind::delivery:
      return draw_delivery(sheet, invoice);
    case BlockKind::text:
      return draw_text(sheet, sheet.words.*word_by_name(block.text));
    case BlockKind::overdue:
    case BlockKind::claim:
    case BlockKind::earlier:
      return;  // letters have these
  }
}

}  // namespace

model::Result<Drawn> write_invoice(model::Invoice const& invoice, Look const& look,
                                   Extras const& extras) {
  bool const credit = invoice.type == model::InvoiceType::credit_note;
  Sheet sheet{look, credit ? Kind::credit_note : Kind::invoice};
  auto const title = title_of(invoice, sheet.words);
  auto const document = fmt::format("{} {}", title, invoice.number);
  {
    auto const all = sheet.canvas.open(pdf::Role::document);
    draw_head(sheet, invoice.seller, invoice.buyer, title, facts_of(invoice, sheet));
    for (auto const& block : look.layout.blocks) draw_block(sheet, invoice, block);
    bool const has_form = settlement_of(invoice) == Settlement::by_transfer &&
                          look.layout.payment.form != PaymentForm::none;
    draw_nordic_terms(sheet, invoice, has_form);
    draw_settlement(sheet, invoice);
    if (has_form) draw_payment(sheet, first_request(sheet, invoice, document));
    draw_running_text(sheet, invoice.seller, document);
  }
  pdf::About about;
  about.title = document;
  about.author = invoice.seller.name;
  about.date = invoice.issue_date;
  return finished(sheet, std::move(about), extras);
}

}  // namespace airut::paper
