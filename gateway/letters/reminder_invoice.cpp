#include "gateway/letters/reminder_invoice.hpp"

#include <fmt/format.h>

#include "formats/paper/letter_text.hpp"
#include "formats/paper/words.hpp"

namespace airut::gateway {
namespace {

// What every form of a reminder takes from the letter and not from the invoice.
model::Invoice headed_by(model::Letter const& letter, model::Invoice const& invoice) {
  auto reminder = invoice;
  reminder.type = model::InvoiceType::reminder;
  reminder.type_code.clear();
  // Twenty characters are what Finvoice gives a number.
  auto const suffix = fmt::format("-M{}", letter.rows.front().reminder_round);
  constexpr std::size_t longest = 20;
  reminder.number = invoice.number.substr(0, longest - suffix.size()) + suffix;
  reminder.issue_date = letter.day;
  reminder.due_date = letter.deadline;
  reminder.preceding = {{invoice.number, invoice.issue_date}};
  reminder.attachments.clear();
  reminder.notes.clear();
  for (auto& sentence : paper::letter_sentences(letter, letter.language)) {
    reminder.notes.push_back({std::move(sentence), ""});
  }
  return reminder;
}

// UNCL5305 O, outside the scope of VAT, tolerates no other category beside it (BR-O-11).
model::VatCategory exempt_like(model::Invoice const& invoice) {
  for (auto const& row : invoice.vat_breakdown) {
    if (row.vat.code == "O") return {"O", std::nullopt, "", ""};
  }
  return {"E", model::Decimal{0, 0}, "", ""};
}

std::string exempt_reason(std::string_view language) {
  if (language == "fi") return "Veroton";
  if (language == "sv") return "Undantaget från moms";
  if (language == "nb" || language == "nn" || language == "no") return "Unntatt fra merverdiavgift";
  return "Exempt from VAT";
}

void add_to_breakdown(model::Invoice& reminder, model::VatCategory vat, model::Money const& sum,
                      std::string_view language) {
  for (auto& row : reminder.vat_breakdown) {
    if (row.vat.code != vat.code) continue;
    row.taxable += sum;
    return;
  }
  vat.exemption_reason = exempt_reason(language);
  reminder.vat_breakdown.push_back({std::move(vat), sum, model::Money{0, sum.currency()}});
}

void add_charge(model::Invoice& reminder, model::Money const& amount, std::string reason,
                std::string code) {
  if (amount.is_zero()) return;
  model::AllowanceCharge charge;
  charge.is_charge = true;
  charge.amount = amount;
  charge.reason = std::move(reason);
  charge.reason_code = std::move(code);
  charge.vat = exempt_like(reminder);
  reminder.adjustments.push_back(std::move(charge));
}

void add_to(std::optional<model::Money>& total, model::Money const& sum) {
  total = total.value_or(model::Money{0, sum.currency()}) + sum;
}

}  // namespace

model::Invoice reminder_invoice(model::Letter const& letter, model::Invoice const& invoice) {
  auto reminder = headed_by(letter, invoice);
  reminder.lines.clear();
  reminder.adjustments.clear();
  reminder.vat_breakdown.clear();
  reminder.overdue = letter.rows;
  reminder.totals = {};
  reminder.totals.net = reminder.totals.gross = reminder.totals.due = letter.total;
  reminder.totals.vat = model::Money{0, invoice.currency};
  return reminder;
}

model::Invoice ehf_reminder(model::Letter const& letter, model::Invoice const& invoice) {
  auto reminder = headed_by(letter, invoice);
  auto const& words = paper::words_of(letter.language);
  add_charge(reminder, letter.fee, std::string{words.fee}, "REM");
  add_charge(reminder, letter.interest, std::string{words.late_interest}, "");
  add_charge(reminder, letter.cost, std::string{words.cost}, "");
  auto const added = letter.fee + letter.interest + letter.cost;
  auto& totals = reminder.totals;
  if (!added.is_zero()) {
    add_to_breakdown(reminder, exempt_like(reminder), added, letter.language);
    add_to(totals.charges, added);
    add_to(totals.net, added);
    add_to(totals.gross, added);
  }
  auto const paid = totals.gross.value_or(letter.total) +
                    totals.rounding.value_or(model::Money{0, invoice.currency}) - letter.total;
  totals.paid = paid.is_zero() ? std::nullopt : std::optional{paid};
  totals.due = letter.total;
  return reminder;
}

}  // namespace airut::gateway
