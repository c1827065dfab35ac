#include "gateway/dispatch/open_rest.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "formats/model/instalments.hpp"
#include "formats/model/reference.hpp"
#include "formats/paper/letter_words.hpp"
#include "formats/paper/words.hpp"
#include "ledger/store/invoices.hpp"
#include "ledger/store/payments.hpp"
#include "ledger/store/receivables.hpp"

namespace airut::gateway {
namespace {

// What is not owed any more of an invoice since it was accepted.
struct Settled {
  model::Money paid, otherwise;
  std::map<std::string, model::Money> paid_by;  // by match key; what came without one is left out
};

std::optional<Settled> settled_of(ledger::Snapshot& view, ledger::DeliveryRow const& delivery) {
  auto const invoice = ledger::find_invoice(view, delivery.tenant, delivery.invoice_id);
  if (!invoice || invoice->receivable_id.empty()) return std::nullopt;
  auto const item = ledger::find_receivable(view, delivery.tenant, invoice->receivable_id);
  if (!item) return std::nullopt;
  model::Money const nothing{0, item->original.currency()};
  Settled settled{nothing, nothing, {}};
  for (auto const& entry : ledger::principal_entries(view, *item)) {
    bool const money = entry.kind == "payment" || entry.kind == "move" || entry.kind == "reversal";
    if (!money) continue;
    settled.paid -= entry.amount;
    auto const payment = ledger::find_payment(view, delivery.tenant, entry.source);
    if (!payment || payment->reference_key.empty()) continue;
    settled.paid_by.try_emplace(payment->reference_key, nothing).first->second -= entry.amount;
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

bool asks_for_money(model::Invoice const& invoice) {
  return invoice.type != model::InvoiceType::credit_note && invoice.totals.due &&
         invoice.totals.due->minor() > 0;
}

// Takes from the instalment what it can of the money; the rest stays.
void take_off(model::Instalment& part, model::Money& money) {
  auto const most = std::min(part.amount, money);
  if (most.minor() <= 0) return;
  part.amount = part.amount - most;
  part.net_amount.reset();
  money = money - most;
}

// What an instalment's own reference brought pays that one, all else those that are due first.
void ask_for_open_instalments(model::Invoice& invoice, Settled const& settled, model::Money off) {
  auto& parts = invoice.nordic->instalments;
  auto const place = [&](model::Instalment const& one) {
    return std::pair{one.due_date ? one.due_date : invoice.due_date, one.reference};
  };
  std::sort(parts.begin(), parts.end(),
            [&](auto const& one, auto const& other) { return place(one) < place(other); });
  for (auto& part : parts) {
    if (part.reference.empty()) continue;
    auto const paid = settled.paid_by.find(model::reference_match_key(part.reference));
    if (paid == settled.paid_by.end()) continue;
    auto const laid = std::min(paid->second, off);
    auto left = laid;
    take_off(part, left);
    off = off - (laid - left);
  }
  for (auto& part : parts) take_off(part, off);
  std::erase_if(parts, [](auto const& part) { return part.amount.is_zero(); });
}

}  // namespace

void ask_for_rest(ledger::Snapshot& view, ledger::DeliveryRow const& delivery,
                  std::string_view language, model::Submission& submission) {
  auto& invoice = submission.invoice;
  if (delivery.document_kind != "invoice" || !asks_for_money(invoice)) return;
  auto settled = settled_of(view, delivery);
  if (!settled) return;
  if (invoice.buyer.type != model::PartyType::consumer)
    settled->otherwise = model::Money{0, settled->paid.currency()};
  auto& totals = invoice.totals;
  auto const off = std::min(settled->paid + settled->otherwise, *totals.due);
  if (off.is_zero()) return;
  if (model::is_paid_in_instalments(invoice)) ask_for_open_instalments(invoice, *settled, off);
  totals.paid = totals.paid ? *totals.paid + off : off;
  totals.due = *totals.due - off;
  auto const& own = invoice.buyer.language;
  add_note(invoice, said(*settled, own.empty() ? language : own), delivery.format);
}

}  // namespace airut::gateway
