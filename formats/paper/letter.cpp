#include <fmt/format.h>

#include "formats/paper/blocks.hpp"
#include "formats/paper/letter_blocks.hpp"
#include "formats/paper/letter_text.hpp"
#include "formats/paper/letter_words.hpp"

namespace airut::paper {
namespace {

bool is_order(model::Letter const& letter) {
  return letter.kind == model::LetterKind::collection_order;
}

// What a row of the template's facts says; empty: the row is left out.
std::string fact(model::Letter const& letter, std::string_view row, Words const& words) {
  if (row == "date") return day_text(letter.day, words);
  if (row == "pay_by") return is_order(letter) ? std::string{} : day_text(letter.deadline, words);
  if (row == "payment_reference") return letter.reference;
  if (is_order(letter)) return {};  // the others stand with the debtor
  if (row == "customer_number") return letter.buyer.customer_number;
  if (row == "business_id") {
    return letter.buyer.legal_id ? letter.buyer.legal_id->value : std::string{};
  }
  return {};
}

std::string_view fact_label(model::Letter const& letter, std::string_view row, Words const& words) {
  bool const kid = letter.reference_kind == model::ReferenceKind::no_kid;
  if (row == "payment_reference" && kid) return words.kid;
  if (row == "business_id") return words.buyer_business_id;
  auto const word = word_by_name(row);
  return word == nullptr ? std::string_view{} : words.*word;
}

std::vector<FactRow> facts_of(model::Letter const& letter, Sheet const& sheet) {
  std::vector<FactRow> facts;
  if (!sheet.layout.facts) return facts;
  for (auto const& row : sheet.layout.facts->rows) {
    auto value = fact(letter, row, sheet.words);
    if (!value.empty()) facts.emplace_back(fact_label(letter, row, sheet.words), std::move(value));
  }
  return facts;
}

void draw_letter_block(Sheet& sheet, model::Letter const& letter, Block const& block) {
  if (block.only_when_collection_follows && !letter.announces_collection) return;
  sheet.y += block.space;
  switch (block.kind) {
    case BlockKind::overdue:
      return draw_overdue(sheet, letter);
    case BlockKind::claim:
      return draw_claim(sheet, letter);
    case BlockKind::earlier:
      return draw_earlier(sheet, letter);
    case BlockKind::text:
      return draw_text(sheet, letter_paragraph(letter, block.text, sheet.words));
    case BlockKind::lines:
    case BlockKind::totals:
    case BlockKind::notes:
    case BlockKind::delivery:
      return;  // invoices have these
  }
}

// What the letter asks for by a form.
PaymentRequest request_of(model::Letter const& letter, Words const& words) {
  std::string numbers;
  for (auto const& row : letter.rows) {
    numbers += (numbers.empty() ? " " : ", ") + row.invoice_number;
  }
  PaymentRequest request;
  request.payee = letter.seller;
  request.payer = letter.buyer;
  request.accounts = letter.accounts;
  request.reference_kind = letter.reference_kind;
  request.reference = letter.reference;
  request.due_date = letter.deadline;
  request.due = letter.asked();
  request.document = fmt::format("{}{}", words.invoice, numbers);
  request.document_short =
      fmt::format(fmt::runtime(letter_words_of(words.language).many_invoices), letter.rows.size());
  return request;
}

void draw_end(Sheet& sheet, model::Letter const& letter) {
  if (is_order(letter)) return draw_creditor_accounts(sheet, letter);
  if (is_paid_row_by_row(letter)) {
    sheet.y += 2 * pdf::mm;
    draw_text(sheet, letter_words_of(sheet.words.language).each_own);
  }
  draw_payment(sheet, request_of(letter, sheet.words));
}

}  // namespace

model::Result<Drawn> write_letter(model::Letter const& letter, Look const& look,
                                  Extras const& extras) {
  bool const order = is_order(letter);
  Sheet sheet{look, order ? Kind::collection : Kind::reminder, letter.seller.address.country};
  auto const title = std::string{letter_title(letter, sheet.words)};
  {
    auto const all = sheet.canvas.open(pdf::Role::document);
    // An order without an agency has nobody in its window: never the debtor.
    draw_head(sheet, letter.seller, order ? letter.agency.value_or(model::Party{}) : letter.buyer,
              title, facts_of(letter, sheet));
    if (order) draw_debtor(sheet, letter);
    for (auto const& block : look.layout.blocks) draw_letter_block(sheet, letter, block);
    draw_end(sheet, letter);
    draw_running_text(sheet, letter.seller, title);
  }
  pdf::About about;
  about.title = title;
  about.author = letter.seller.name;
  about.date = letter.day;
  return finished(sheet, std::move(about), extras);
}

}  // namespace airut::paper
