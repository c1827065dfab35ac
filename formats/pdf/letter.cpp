#include <fmt/format.h>

#include "formats/pdf/frame.hpp"
#include "formats/pdf/letter_text.hpp"

namespace airut::pdf {
namespace {

std::string_view title_of(model::Letter const& letter, Words const& words) {
  bool const order = letter.kind == model::LetterKind::collection_order;
  if (letter.announces_collection && !order) return words.collection_warning;
  switch (letter.kind) {
    case model::LetterKind::first_reminder:
      return words.first_reminder;
    case model::LetterKind::second_reminder:
      return words.second_reminder;
    case model::LetterKind::collection_order:
      return words.collection_order;
  }
  return {};
}

std::string_view intro_of(model::Letter const& letter, Words const& words) {
  switch (letter.kind) {
    case model::LetterKind::first_reminder:
      return words.reminder_intro;
    case model::LetterKind::second_reminder:
      return words.second_intro;
    case model::LetterKind::collection_order:
      return words.collection_intro;
  }
  return {};
}

double draw_text(Paper& paper, double y, std::string_view text) {
  Ink const ink{Weight::regular, 9.5};
  for (auto const& line : paper.canvas.wrap(text, right - left, ink)) {
    paper.canvas.text({left, y}, line, ink);
    y += 13;
  }
  return y + 6;
}

struct Column {
  double end;
  std::string_view title;
};

double draw_rows(Paper& paper, double y, model::Letter const& letter) {
  auto& canvas = paper.canvas;
  auto const& words = paper.words;
  Column const columns[] = {{62 * mm, words.date},
                            {86 * mm, words.due_date},
                            {112 * mm, words.original_sum},
                            {136 * mm, words.paid_so_far},
                            {right, words.open_principal}};
  Ink const head{Weight::bold, 8, paper.style.accent}, ink{Weight::regular, 8.5};
  canvas.text({left, y}, words.invoice, head);
  for (auto const& column : columns) canvas.text_right({column.end, y}, column.title, head);
  canvas.line({left, y + 3.5}, {right, y + 3.5}, 1, paper.style.accent);
  y += 15;
  for (auto const& row : letter.rows) {
    std::string const cells[] = {row.issue_date ? day_text(*row.issue_date, words) : "",
                                 row.due_date ? day_text(*row.due_date, words) : "",
                                 sum_text(row.original, words), sum_text(row.paid, words),
                                 sum_text(row.open, words)};
    canvas.text({left, y}, row.invoice_number, ink);
    for (std::size_t i = 0; i < std::size(columns); ++i) {
      canvas.text_right({columns[i].end, y}, cells[i], ink);
    }
    y += 12;
  }
  return y + 8;
}

std::string rate_text(model::InterestSpan const& span, Words const& words) {
  return fmt::format("{} {} % {}–{}", words.interest, number_text(span.percent, words),
                     day_text(span.first, words), day_text(span.last, words));
}

double draw_interest_rates(Paper& paper, double y, model::Letter const& letter) {
  auto const& words = paper.words;
  Ink const ink{Weight::regular, 8};
  for (auto const& span : letter.interest_rates) {
    paper.canvas.text({95 * mm, y - 3}, rate_text(span, words), ink);
    y += 11;
  }
  return y;
}

double draw_sums(Paper& paper, double y, model::Letter const& letter) {
  auto& canvas = paper.canvas;
  auto const& words = paper.words;
  auto const add = [&](std::string_view label, model::Money const& sum, bool strong) {
    if (sum.is_zero() && !strong) return;
    Ink const ink{strong ? Weight::bold : Weight::regular, strong ? 10.5 : 9};
    if (strong) canvas.line({95 * mm, y - 10}, {right, y - 10}, 0.7, paper.style.accent);
    canvas.text({95 * mm, y + (strong ? 2 : 0)}, label, ink);
    canvas.text_right({right, y + (strong ? 2 : 0)}, sum_text(sum, words), ink);
    y += 14;
  };
  add(words.open_principal, letter.principal, false);
  add(words.interest, letter.interest, false);
  if (!letter.interest.is_zero()) y = draw_interest_rates(paper, y, letter);
  add(words.fee, letter.fee, false);
  add(words.cost, letter.cost, false);
  add(fmt::format("{} {}", words.total, letter.total.currency().code()), letter.total, true);
  return y + 8;
}

// Who is told of an error or a dispute.
std::string contact_of(model::Party const& seller) {
  std::string text = seller.contact.name.empty() ? seller.name : seller.contact.name;
  for (auto const* part : {&seller.contact.phone, &seller.contact.email}) {
    if (!part->empty()) text += ", " + *part;
  }
  auto const& address = seller.address;
  return fmt::format("{}, {}, {} {}", text, address.line1, address.postal_code, address.city);
}

std::string ground_text(model::Letter const& letter, Words const& words) {
  if (letter.description.empty()) return {};
  return fmt::format(fmt::runtime(words.ground), letter.description);
}

std::string objection_text(model::Letter const& letter, Words const& words) {
  return fmt::format(fmt::runtime(words.objection), contact_of(letter.seller));
}

double draw_ground(Paper& paper, double y, model::Letter const& letter) {
  auto const text = ground_text(letter, paper.words);
  return text.empty() ? y : draw_text(paper, y, text);
}

double draw_rights(Paper& paper, double y, model::Letter const& letter) {
  auto const& words = paper.words;
  if (letter.announces_collection) y = draw_text(paper, y, words.collection_notice);
  y = draw_text(paper, y, words.interest_runs);
  return draw_text(paper, y, objection_text(letter, words));
}

double draw_earlier(Paper& paper, double y, model::Letter const& letter) {
  if (letter.earlier.empty()) return y;
  auto const& words = paper.words;
  paper.canvas.text({left, y}, words.letters_before, {Weight::bold, 9, paper.style.accent});
  y += 13;
  for (auto const& one : letter.earlier) {
    auto const kind = one.kind == model::LetterKind::first_reminder ? words.first_reminder
                                                                    : words.second_reminder;
    auto const text =
        fmt::format("{}  {}   {} {}   {} {}   {} {}", kind, day_text(one.day, words), words.pay_by,
                    day_text(one.deadline, words), words.fee, sum_text(one.fee, words),
                    words.interest, sum_text(one.interest, words));
    paper.canvas.text({left, y}, text, {Weight::regular, 8.5});
    y += 12;
  }
  return y + 8;
}

std::vector<Fact> facts_of(model::Letter const& letter, Words const& words) {
  std::vector<Fact> facts{{std::string{words.date}, day_text(letter.day, words)}};
  if (letter.kind != model::LetterKind::collection_order) {
    facts.emplace_back(std::string{words.pay_by}, day_text(letter.deadline, words));
  }
  facts.emplace_back(std::string{words.customer_number}, letter.buyer.customer_number);
  bool const order = letter.kind == model::LetterKind::collection_order;
  if (order && letter.buyer.legal_id) {
    facts.emplace_back(std::string{words.business_id}, letter.buyer.legal_id->value);
  }
  if (!letter.reference.empty() && letter.kind == model::LetterKind::collection_order) {
    facts.emplace_back(std::string{words.payment_reference}, letter.reference);
  }
  return facts;
}

}  // namespace

std::vector<std::string> letter_sentences(model::Letter const& letter, std::string_view language) {
  auto const& words = words_of(language);
  std::vector<std::string> sentences{std::string{intro_of(letter, words)}};
  if (auto ground = ground_text(letter, words); !ground.empty()) {
    sentences.push_back(std::move(ground));
  }
  for (auto const& span : letter.interest_rates) sentences.push_back(rate_text(span, words));
  if (letter.announces_collection) sentences.emplace_back(words.collection_notice);
  sentences.emplace_back(words.interest_runs);
  sentences.push_back(objection_text(letter, words));
  return sentences;
}

model::Result<Rendered> write_letter(model::Letter const& letter, Style const& style,
                                     Fonts const& fonts) {
  auto logo = logo_of(style);
  if (!logo) return tl::unexpected{logo.error()};
  Canvas canvas{fonts};
  auto const& words = words_of(style.language);
  Paper paper{canvas, style, words};
  canvas.new_page();
  if (*logo) canvas.picture(*std::move(*logo), {left, 12 * mm}, {60 * mm, 18 * mm});
  auto const title = title_of(letter, words);
  double y = draw_head(paper, letter.seller, letter.buyer, title, facts_of(letter, words));
  y = draw_text(paper, y, intro_of(letter, words));
  y = draw_rows(paper, y, letter);
  y = draw_sums(paper, y, letter);
  y = draw_ground(paper, y, letter);
  if (letter.kind == model::LetterKind::collection_order) {
    draw_earlier(paper, y, letter);
  } else {
    draw_rights(paper, y, letter);
    draw_payment(paper, page_bottom - payment_height + 2 * mm,
                 {letter.seller.name, letter.accounts, letter.reference_kind, letter.reference,
                  letter.deadline, letter.total});
  }
  draw_footers(paper, letter.seller);
  return finished(canvas, title, letter.seller.name);
}

}  // namespace airut::pdf
