#include "gateway/dispatch/open_rest.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "formats/paper/letter_words.hpp"
#include "formats/paper/words.hpp"
#include "gateway/letters/instalment_standings.hpp"
#include "ledger/store/receivables.hpp"

namespace airut::gateway {
namespace {

// What is not owed any more of an invoice since it was accepted.
struct Settled {
  model::Money paid, otherwise;
  std::vector<model::PrincipalPayment> payments;
};

std::optional<Settled> settled_of(ledger::Snapshot& view, ledger::InvoiceRow const& row) {
  if (row.receivable_id.empty()) return std::nullopt;
  auto const item = ledger::find_receivable(view, row.tenant, row.receivable_id);
  if (!item) return std::nullopt;
  model::Money const nothing{0, item->original.currency()};
  Settled settled{nothing, nothing, principal_payments(view, *item)};
  for (auto const& one : settled.payments) settled.paid += one.amount;
  settled.otherwise = item->original - item->principal - settled.paid;
  settled.paid = std::max(settled.paid, nothing);
  settled.otherwise = std::max(settled.otherwise, nothing);
  return settled;
}

std::string said(Settled const& settled, std::string_view language) {
  auto const& words = paper::words_of(language);
  auto const row = [&](std::string_view label, model::Money const& sum) {
    return fmt::format("{}: {} {}", label, paper::sum_text(sum, words), sum.currency().code());
  };
  std::string text;
  if (!settled.paid.is_zero()) text = row(words.paid, settled.paid);
  if (settled.otherwise.is_zero()) return text;
  if (!text.empty()) text += ". ";
  return text + row(paper::letter_words_of(language).credited, settled.otherwise);
}

// Peppol takes one note a document.
void add_note(model::Invoice& invoice, std::string text, std::string_view format) {
  if (format == "ubl" && !invoice.notes.empty()) {
    auto& note = invoice.notes.front().text;
    note = fmt::format("{}\n{}", note, text);
    return;
  }
  model::Note note;
  note.text = std::move(text);
  invoice.notes.push_back(std::move(note));
}

bool asks_for_money(model::Invoice const& invoice) {
  return invoice.type != model::InvoiceType::credit_note && invoice.totals.due &&
         invoice.totals.due->minor() > 0;
}

// What is open of each; those that are settled are left out.
void ask_for_open_instalments(model::Invoice& invoice,
                              std::vector<model::InstalmentStanding> const& standings) {
  auto& parts = invoice.nordic->instalments;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].amount == standings[i].open) continue;
    parts[i].amount = standings[i].open;
    parts[i].net_amount.reset();
  }
  auto const place = [&](model::Instalment const& one) {
    return std::pair{one.due_date ? one.due_date : invoice.due_date, one.reference};
  };
  std::sort(parts.begin(), parts.end(),
            [&](auto const& one, auto const& other) { return place(one) < place(other); });
  std::erase_if(parts, [](auto const& part) { return part.amount.is_zero(); });
}

}  // namespace

std::vector<model::InstalmentStanding> ask_for_rest(ledger::Snapshot& view,
                                                    ledger::DeliveryRow const& delivery,
                                                    ledger::InvoiceRow const& row,
                                                    std::string_view language,
                                                    model::Submission& submission) {
  auto& invoice = submission.invoice;
  if (delivery.document_kind != "invoice" || !asks_for_money(invoice)) return {};
  auto settled = settled_of(view, row);
  if (!settled) return {};
  if (invoice.buyer.type != model::PartyType::consumer)
    settled->otherwise = model::Money{0, settled->paid.currency()};
  auto& totals = invoice.totals;
  auto const off = std::min(settled->paid + settled->otherwise, *totals.due);
  auto standings = model::instalment_standings(invoice, settled->payments, *totals.due - off);
  if (off.is_zero()) return standings;
  if (!standings.empty()) ask_for_open_instalments(invoice, standings);
  totals.paid = totals.paid ? *totals.paid + off : off;
  totals.due = *totals.due - off;
  auto const& own = invoice.buyer.language;
  add_note(invoice, said(*settled, own.empty() ? language : own), delivery.format);
  return standings;
}

}  // namespace airut::gateway
