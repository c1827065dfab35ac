#include "formats/paper/letter_text.hpp"

#include <fmt/format.h>

#include "formats/model/payments.hpp"
#include "formats/paper/letter_intro.hpp"
#include "formats/paper/letter_words.hpp"
#include "formats/paper/line_text.hpp"
#include "formats/paper/payment.hpp"

namespace airut::paper {
namespace {

// Who is told of an error or a dispute.
std::string contact_of(model::Party const& seller) {
  std::string text = seller.contact.name.empty() ? seller.name : seller.contact.name;
  for (auto const& part : {unbroken(seller.contact.phone), seller.contact.email}) {
    if (!part.empty()) text += ", " + part;
  }
  auto const& address = seller.address;
  return fmt::format("{}, {}, {} {}", text, address.line1, address.postal_code, address.city);
}

// A word with its place filled; a designer's text may leave it out.
std::string filled(std::string text, std::string_view place, std::string_view with) {
  if (auto const at = text.find(place); at != std::string::npos) {
    text.replace(at, place.size(), with);
  }
  return text;
}

std::string said(model::Letter const& letter, std::string_view name, Words const& words) {
  auto const& own = letter_words_of(words.language);
  if (name == "intro") return letter_intro(letter, words);
  if (name == "ground") {
    return letter.description.empty() ? std::string{}
                                      : filled(std::string{words.ground}, "{}", letter.description);
  }
  if (name == "objection") {
    return filled(std::string{words.objection}, "{}", contact_of(letter.seller));
  }
  bool const by_plan = !letter.instalments.empty() && letter.kind != model::LetterKind::plan_broken;
  if (name == "interest_runs" && by_plan) return std::string{own.plan_ends};
  if (name == "interest_runs" && letter.claims_interest) return std::string{own.interest_goes_on};
  bool const demand = letter.kind == model::LetterKind::payment_demand;
  if (name == "collection_notice" && demand && !own.demand_notice.empty()) {
    return std::string{own.demand_notice};
  }
  auto const word = word_by_name(name);
  return word == nullptr ? std::string{} : std::string{words.*word};
}

}  // namespace

std::string_view letter_title(model::Letter const& letter, Words const& words) {
  bool const order = letter.kind == model::LetterKind::collection_order;
  auto const special = special_title(letter.kind, letter_words_of(words.language));
  if (!special.empty()) return special;
  if (letter.announces_collection && !order) return words.collection_warning;
  switch (letter.kind) {
    case model::LetterKind::first_reminder:
      return words.first_reminder;
    case model::LetterKind::second_reminder:
      return words.second_reminder;
    case model::LetterKind::collection_order:
      return words.collection_order;
    default:
      return {};
  }
}

std::string letter_paragraph(model::Letter const& letter, std::string_view name,
                             Words const& words) {
  return filled(said(letter, name, words), "{day}", day_text(letter.deadline, words));
}

std::string rate_text(model::InterestSpan const& span, Words const& words) {
  return fmt::format("{} {} % {}–{}", words.interest, number_text(span.percent, words),
                     day_text(span.first, words), day_text(span.last, words));
}

// A plan that stands is paid with one reference, also where it is of several invoices.
bool is_paid_row_by_row(model::Letter const& letter) {
  bool const order = letter.kind == model::LetterKind::collection_order;
  return letter.rows.size() > 1 && !letter.slip && !order;
}

std::string row_payment_text(model::Letter const& letter, model::OverdueRow const& row,
                             Words const& words) {
  model::Payment own;
  model::set_reference(own, row.reference, letter.seller.address.country);
  PaymentRequest request;
  request.reference_kind = own.reference_kind;
  request.reference = own.reference;
  bool const kid = own.reference_kind == model::ReferenceKind::no_kid;
  return fmt::format("{} {} · {} {}", kid ? words.kid : words.payment_reference,
                     printed_reference(request), words.to_pay,
                     sum_text(row.open + row.interest + row.reminder_fee, words));
}

std::vector<std::string> letter_sentences(model::Letter const& letter, std::string_view language) {
  auto const& words = words_of(language, letter.seller.address.country);
  std::vector<std::string> sentences{letter_paragraph(letter, "intro", words)};
  if (is_paid_row_by_row(letter)) {
    sentences.emplace_back(letter_words_of(words.language).each_own);
  }
  if (auto ground = letter_paragraph(letter, "ground", words); !ground.empty()) {
    sentences.push_back(std::move(ground));
  }
  for (auto& text : settled_texts(letter, words)) sentences.push_back(std::move(text));
  for (auto& text : earlier_interest_texts(letter, words)) sentences.push_back(std::move(text));
  for (auto const& span : letter.interest_rates) sentences.push_back(rate_text(span, words));
  if (letter.announces_collection) {
    sentences.push_back(letter_paragraph(letter, "collection_notice", words));
  }
  sentences.push_back(letter_paragraph(letter, "interest_runs", words));
  sentences.push_back(letter_paragraph(letter, "objection", words));
  return sentences;
}

}  // namespace airut::paper
