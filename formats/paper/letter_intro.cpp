#include "formats/paper/letter_intro.hpp"

#include <fmt/format.h>

#include "formats/paper/letter_words.hpp"

namespace airut::paper {
namespace {

std::string_view own_intro(model::Letter const& letter, Words const& words) {
  auto const special = special_intro(letter, letter_words_of(words.language));
  if (!special.empty()) return special;
  switch (letter.kind) {
    case model::LetterKind::first_reminder:
      return words.reminder_intro;
    case model::LetterKind::second_reminder:
      return words.second_intro;
    case model::LetterKind::collection_order:
      return words.collection_intro;
    default:
      return {};
  }
}

std::string returned_text(model::ReturnedPayment const& one, Words const& words) {
  return fmt::format(
      fmt::runtime(letter_words_of(words.language).returned),
      fmt::format("{} {}", sum_text(one.amount, words), one.amount.currency().code()),
      day_text(one.paid_on, words), day_text(one.returned_on, words), one.invoice_number);
}

}  // namespace

std::string letter_intro(model::Letter const& letter, Words const& words) {
  std::string text;
  for (auto const& one : letter.returned) text += returned_text(one, words) + " ";
  bool const reminds = letter.kind == model::LetterKind::first_reminder ||
                       letter.kind == model::LetterKind::second_reminder;
  bool const asks_again = reminds && !letter.returned.empty() && letter.rows.size() == 1;
  text += asks_again ? letter_words_of(words.language).returned_ask : own_intro(letter, words);
  return text;
}

std::vector<std::string> settled_texts(model::Letter const& letter, Words const& words) {
  auto const& own = letter_words_of(words.language);
  std::vector<std::string> lines;
  for (auto const& one : letter.settled) {
    std::string line;
    auto const add = [&](std::string_view label, model::Money const& sum) {
      if (sum.is_zero()) return;
      line += fmt::format("{}{} {}", line.empty() ? "" : " · ", label, sum_text(sum, words));
    };
    add(own.credited, one.credited);
    add(own.paid_interest, one.paid_interest);
    add(own.paid_charges, one.paid_charges);
    lines.push_back(fmt::format("{}: {}", one.invoice_number, line));
  }
  return lines;
}

std::vector<std::string> earlier_interest_texts(model::Letter const& letter, Words const& words) {
  auto const& own = letter_words_of(words.language);
  std::vector<std::string> lines;
  for (auto const& one : letter.earlier_interest)
    lines.push_back(fmt::format(fmt::runtime(own.earlier_interest), one.invoice_number,
                                sum_text(one.interest, words), one.reference));
  return lines;
}

}  // namespace airut::paper
