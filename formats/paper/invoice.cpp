#include <fmt/format.h>

#include "formats/paper/blocks.hpp"
#include "formats/paper/facts.hpp"
#include "formats/paper/further.hpp"
#include "formats/paper/instalments.hpp"
#include "formats/paper/settlement.hpp"

namespace airut::paper {
namespace {

std::string invoice_title(model::Invoice const& invoice, Words const& words) {
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

bool says_nothing(model::Invoice const& invoice, BlockKind kind) {
  if (kind == BlockKind::notes) return invoice.notes.empty();
  return kind == BlockKind::delivery && delivery_text(invoice).empty();
}

void draw_invoice_block(Sheet& sheet, model::Invoice const& invoice, Block const& block) {
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
  Sheet sheet{look, credit ? Kind::credit_note : Kind::invoice, invoice.seller.address.country};
  auto const title = invoice_title(invoice, sheet.words);
  auto const document = fmt::format("{} {}", title, invoice.number);
  {
    auto const all = sheet.canvas.open(pdf::Role::document);
    auto const facts = invoice_facts(invoice, sheet.words);
    draw_head(sheet, invoice.seller, invoice.buyer, title, facts_in_rows(facts, look.layout));
    for (auto const& block : look.layout.blocks) draw_invoice_block(sheet, invoice, block);
    bool const has_form = settlement_of(invoice) == Settlement::by_transfer &&
                          look.layout.payment.form != PaymentForm::none;
    draw_nordic_terms(sheet, invoice, has_form);
    draw_settlement(sheet, invoice);
    draw_further(sheet, invoice, facts_left(facts, look.layout), has_form);
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
