#include "formats/paper/settlement.hpp"

#include <fmt/format.h>

#include "formats/model/party_id.hpp"
#include "formats/paper/blocks.hpp"

namespace airut::paper {
namespace {

std::string_view sentence_of(Settlement settlement, Words const& words) {
  switch (settlement) {
    case Settlement::by_mandate:
      return words.debited;
    case Settlement::by_card:
      return words.by_card;
    case Settlement::prepaid:
      return words.prepaid;
    case Settlement::nothing_due:
      return words.nothing_to_pay;
    case Settlement::untold:
    case Settlement::by_transfer:
      return {};
  }
  return {};
}

// A whole card number is nobody's business: the last four digits say which card it is.
std::string printed_card(std::string const& number) {
  constexpr std::size_t shown = 4, short_form = 10;
  if (number.size() <= short_form) return number;
  return fmt::format("…{}", number.substr(number.size() - shown));
}

void add_part(std::string& text, std::string_view label, std::string const& value) {
  if (value.empty()) return;
  text += fmt::format("{}{} {}", text.empty() ? "" : " · ", label, value);
}

std::string details_of(model::Payment const& payment, Words const& words) {
  std::string text;
  add_part(text, words.mandate, payment.mandate_id);
  add_part(text, words.creditor_id, payment.creditor_id);
  add_part(text, words.debited_account, model::iban_printed(payment.debited_account));
  add_part(text, words.card, printed_card(payment.card_number));
  add_part(text, words.card_holder, payment.card_holder);
  return text;
}

}  // namespace

Settlement settlement_of(model::Invoice const& invoice) {
  bool const credit = invoice.type == model::InvoiceType::credit_note;
  if (credit || !invoice.totals.due) return Settlement::untold;
  if (invoice.totals.due->minor() <= 0) return Settlement::nothing_due;
  if (!invoice.payment) return Settlement::untold;
  switch (invoice.payment->means) {
    case model::PaymentMeans::direct_debit:
      return Settlement::by_mandate;
    case model::PaymentMeans::card:
      return Settlement::by_card;
    case model::PaymentMeans::prepaid:
      return Settlement::prepaid;
    case model::PaymentMeans::credit_transfer:
    case model::PaymentMeans::other:
    case model::PaymentMeans::unstated:
      break;
  }
  return invoice.payment->accounts.empty() ? Settlement::untold : Settlement::by_transfer;
}

std::string_view settlement_sentence(model::Invoice const& invoice, Words const& words) {
  return sentence_of(settlement_of(invoice), words);
}

void draw_settlement(Sheet& sheet, model::Invoice const& invoice) {
  auto const sentence = settlement_sentence(invoice, sheet.words);
  if (!sentence.empty()) {
    sheet.y += 2 * pdf::mm;
    draw_text(sheet, sentence);
  }
  if (invoice.payment) draw_text(sheet, details_of(*invoice.payment, sheet.words));
}

}  // namespace airut::paper
