#include "gateway/dispatch/open_rest.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "formats/paper/letter_words.hpp"
#include "formats/paper/words.hpp"
#include "ledger/store/invoices.hpp"
#include "ledger/store/receivables.hpp"

namespace airut::gateway {
namespace {

// What is not owed any more of an invoice since it was accepted.
struct Settled {
  model::Money paid, otherwise;
};

std::optional<Settled> settled_of(ledger::Snapshot& view, ledger::DeliveryRow const& delivery) {
  auto const invoice = ledger::find_invoice(view, delivery.tenant, delivery.invoice_id);
  if (!invoice || invoice->receivable_id.empty()) return std::nullopt;
  auto const item = ledger::find_receivable(view, delivery.tenant, invoice->receivable_id);
  if (!item) return std::nullopt;
  model::Money const nothing{0, item->original.currency()};
  Settled settled{nothing, nothing};
  for (auto const& entry : ledger::principal_entries(view, *item)) {
    bool const money = entry.kind == "payment" || entry.kind == "move" || entry.kind == "reversal";
    if (money) settled.paid -= entry.amount;
  }
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

bool is_asked_whole(model::Invoice const& invoice) {
  bool const in_parts = invoice.nordic && !invoice.nordic->instalments.empty();
  return invoice.type != model::InvoiceType::credit_note && !in_parts && invoice.totals.due &&
         invoice.totals.due->minor() > 0;
}

}  // namespace

void ask_for_rest(ledger::Snapshot& view, ledger::DeliveryRow const& delivery,
                  std::string_view language, model::Submission& submission) {
  auto& invoice = submission.invoice;
  if (delivery.document_kind != "invoice" || !is_asked_whole(invoice)) return;
  auto settled = settled_of(view, delivery);
  if (!settled) return;
  if (invoice.buyer.type != model::PartyType::consumer)
    settled->otherwise = model::Money{0, settled->paid.currency()};
  auto& totals = invoice.totals;
  auto const off = std::min(settled->paid + settled->otherwise, *totals.due);
  if (off.is_zero()) return;
  totals.paid = totals.paid ? *totals.paid + off : off;
  totals.due = *totals.due - off;
  auto const& own = invoice.buyer.language;
  add_note(invoice, said(*settled, own.empty() ? language : own), delivery.format);
}

}  // namespace airut::gateway
