#include <fmt/format.h>

#include "formats/paper/blocks.hpp"
#include "formats/paper/id_label.hpp"
#include "formats/paper/letter_blocks.hpp"
#include "formats/paper/letter_words.hpp"
#include "formats/paper/payment.hpp"

namespace airut::paper {
namespace {

std::string_view short_title(model::LetterKind kind, Words const& words) {
  auto const special = special_title(kind, letter_words_of(words.language));
  if (!special.empty()) return special;
  return kind == model::LetterKind::first_reminder ? words.first_reminder : words.second_reminder;
}

void draw_heading(Sheet& sheet, std::string_view text) {
  sheet.need(3 * sheet.leading(Use::body));
  {
    auto const heading = sheet.canvas.open(pdf::Role::heading2);
    sheet.canvas.text({sheet.left(), sheet.y}, text, sheet.ink(Use::heading));
  }
  sheet.y += sheet.leading(Use::body);
}

void draw_letter_before(Sheet& sheet, model::EarlierLetter const& one, std::string_view fee) {
  auto const& words = sheet.words;
  draw_text(sheet,
            fmt::format("{} {} · {} {} · {} {} · {} {}", short_title(one.kind, words),
                        day_text(one.day, words), words.pay_by, day_text(one.deadline, words), fee,
                        sum_text(one.fee, words), words.interest, sum_text(one.interest, words)));
}

void draw_payments(Sheet& sheet, model::Letter const& letter) {
  if (letter.payments.empty()) return;
  auto const& words = sheet.words;
  auto const& own = letter_words_of(words.language);
  sheet.y += sheet.leading(Use::body) / 2;
  draw_heading(sheet, own.payments);
  for (auto const& one : letter.payments) {
    auto const word = one.is_credit            ? own.credit_note
                      : one.amount.minor() < 0 ? own.taken_back
                                               : own.payment;
    draw_text(sheet, fmt::format("{} {} · {}", word, day_text(one.day, words),
                                 sum_text(one.amount, words)));
  }
}

}  // namespace

void draw_earlier(Sheet& sheet, model::Letter const& letter) {
  auto const& own = letter_words_of(sheet.words.language);
  if (!letter.earlier.empty() || !letter.plan_letters.empty()) {
    draw_heading(sheet, sheet.words.letters_before);
    for (auto const& one : letter.earlier) draw_letter_before(sheet, one, sheet.words.fee);
    for (auto const& one : letter.plan_letters) draw_letter_before(sheet, one, own.fees);
  }
  draw_payments(sheet, letter);
}

void draw_debtor(Sheet& sheet, model::Letter const& letter) {
  auto const& words = sheet.words;
  auto const& debtor = letter.buyer;
  draw_heading(sheet, words.debtor);
  draw_text(sheet, joined_address(debtor.name, debtor.address, letter.seller.address.country));
  std::string numbers;
  auto const add = [&](std::string_view label, std::string const& value) {
    if (value.empty()) return;
    numbers += fmt::format("{}{}{}{}", numbers.empty() ? "" : " · ", label,
                           label.empty() ? "" : " ", value);
  };
  add(id_label(debtor, words), debtor.legal_id ? debtor.legal_id->value : "");
  add(words.customer_number, debtor.customer_number);
  add(words.contact, debtor.contact.name);
  add("", debtor.contact.phone);
  add("", debtor.contact.email);
  draw_text(sheet, numbers);
  if (letter.invoice_address) {
    draw_text(sheet, fmt::format("{}: {}", words.address_on_invoice,
                                 joined_address({}, *letter.invoice_address,
                                                letter.seller.address.country)));
  }
  sheet.y += sheet.leading(Use::body);
}

void draw_creditor_accounts(Sheet& sheet, model::Letter const& letter) {
  if (letter.accounts.empty()) return;
  sheet.y += sheet.leading(Use::body) / 2;
  for (auto const& one : letter.accounts) {
    draw_text(sheet, fmt::format("{}: {} · {}", sheet.words.account, letter.seller.name,
                                 printed_account(one)));
  }
}

}  // namespace airut::paper
