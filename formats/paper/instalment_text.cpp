#include "formats/paper/instalment_text.hpp"

#include <fmt/format.h>

#include "formats/model/payments.hpp"
#include "formats/model/reference.hpp"
#include "formats/paper/letter_words.hpp"

namespace airut::paper {
namespace {

// Its own reference, or else the invoice's, under the name that it has there.
std::string instalment_reference(model::Invoice const& invoice, model::Instalment const& part,
                                 Words const& words) {
  model::Payment own = invoice.payment.value_or(model::Payment{});
  if (!part.reference.empty()) {
    own = model::Payment{};
    model::set_reference(own, part.reference, invoice.seller.address.country);
  }
  if (own.reference.empty()) return {};
  auto const kind = own.reference_kind;
  auto const known = kind ? model::Reference::parse(*kind, own.reference) : std::nullopt;
  bool const kid = kind == model::ReferenceKind::no_kid;
  return fmt::format("{} {}", kid ? words.kid : words.payment_reference,
                     known ? known->printed() : own.reference);
}

std::string standing_text(model::InstalmentStanding const& standing, Words const& words) {
  if (standing.paid.is_zero() && !standing.open.is_zero()) return {};
  if (standing.paid.is_zero()) return std::string{words.nothing_to_pay};
  if (standing.open.is_zero()) return std::string{words.paid};
  return fmt::format("{} {} · {} {}", words.paid, sum_text(standing.paid, words),
                     letter_words_of(words.language).unpaid, sum_text(standing.open, words));
}

}  // namespace

std::vector<InstalmentText> instalment_texts(
    model::Invoice const& invoice, std::vector<model::Instalment> const& parts,
    std::vector<model::InstalmentStanding> const& standings, References references,
    Words const& words) {
  std::vector<InstalmentText> all;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    auto const& part = parts[i];
    auto text = fmt::format("{} {}", sum_text(part.amount, words), part.amount.currency().code());
    auto const add = [&](std::string const& more) {
      if (!more.empty()) text += " · " + more;
    };
    auto const day = part.due_date ? part.due_date : invoice.due_date;
    if (day) add(fmt::format("{} {}", words.due_date, day_text(*day, words)));
    bool const settled = i < standings.size() && standings[i].open.is_zero();
    if (references == References::shown && !settled)
      add(instalment_reference(invoice, part, words));
    if (i < standings.size()) add(standing_text(standings[i], words));
    all.push_back({fmt::format("{} {}/{}", words.instalment, i + 1, parts.size()), text});
  }
  return all;
}

}  // namespace airut::paper
