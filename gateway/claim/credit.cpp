#include "gateway/claim/credit.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "formats/model/ids.hpp"
#include "gateway/claim/corrections.hpp"
#include "gateway/claim/hold.hpp"
#include "gateway/claim/relay.hpp"
#include "gateway/dispatch/apply.hpp"
#include "gateway/dispatch/new_deviation.hpp"
#include "ledger/store/credits.hpp"
#include "ledger/store/deviations.hpp"
#include "ledger/store/events.hpp"
#include "ledger/store/invoices.hpp"

namespace airut::gateway {
namespace {

using ledger::ReceivableRow;

ledger::Customer buyer_of(ledger::InvoiceAccepted const& fact) {
  return {fact.customer_number, fact.personal_buyer_name};
}

ledger::Customer buyer_of(ReceivableRow const& row) {
  return {row.customer_number, row.buyer_name};
}

// Where the credit of a document may go by the invoices that it names.
struct Named {
  std::vector<ReceivableRow> items;
  std::vector<std::string> awaits;  // numbers that are not here
  std::string reason, text;         // why some of it may be left, "" when every number fits
  bool is_elsewhere = false;        // it names an invoice that is not followed here
};

void add_named(ledger::Transaction& tx, ledger::InvoiceAccepted const& note,
               std::string const& number, ClaimContext const& context, Named& named) {
  auto item = ledger::receivable_by_invoice_number(tx, context.tenant, note.client, number);
  auto const misfit = [&](char const* reason, std::string text) {
    if (named.reason.empty()) named.reason = reason, named.text = std::move(text);
  };
  if (!item && ledger::is_untracked(tx, context.tenant, note.client, number)) {
    named.is_elsewhere = true;
  } else if (!item) {
    named.awaits.push_back(number);
    misfit("unknown-invoice", fmt::format("invoice {} that it names is not here", number));
  } else if (!ledger::same_customer(buyer_of(*item), buyer_of(note))) {
    misfit("other-customer", fmt::format("invoice {} is another customer's", number));
  } else if (item->principal.currency() != note.due.currency()) {
    misfit("other-currency", fmt::format("invoice {} is in another currency", number));
  } else {
    named.items.push_back(*std::move(item));
  }
}

Named named_by(ledger::Transaction& tx, ledger::InvoiceAccepted const& note,
               ClaimContext const& context) {
  Named named;
  for (auto const& number : note.preceding) add_named(tx, note, number, context, named);
  if (note.preceding.empty()) {
    named.reason = "no-preceding";
    named.text = "it names no invoice";
  }
  return named;
}

void open_credit_wait(ledger::Transaction& tx, ClaimContext const& context,
                      config::Codes const& codes, ledger::InvoiceAccepted const& document,
                      std::string text) {
  auto const& code = codes.find(ledger::credit_waits_code);
  auto fact = new_deviation(code, document.client, context.now);
  fact.invoice_id = document.invoice_id;
  fact.client = document.client;
  fact.personal_excerpt = std::move(text);
  tx.append(context.tenant, context.actor, context.now, fact);
  constexpr int all = 100'000;
  for (auto const& row : ledger::open_items_of_customer(tx, context.tenant, document.client,
                                                        document.customer_number, all)) {
    if (row.principal.currency() == document.due.currency())
      withdraw_waiting(tx, context, row, "paused");
  }
}

std::optional<ledger::DeviationRow> credit_wait_of(ledger::Snapshot& view,
                                                   std::string const& tenant,
                                                   std::string const& invoice_id) {
  ledger::DeviationFilter filter;
  filter.code = ledger::credit_waits_code;
  filter.invoice_id = invoice_id;
  auto listed = ledger::list_deviations(view, tenant, filter, {1, ""});
  if (listed.rows.empty()) return std::nullopt;
  return std::move(listed.rows.front());
}

ledger::CreditKept kept_fact(ledger::InvoiceAccepted const& document, std::string receivable_id,
                             model::Money const& amount, std::string reason) {
  ledger::CreditKept fact;
  fact.receivable_id = std::move(receivable_id);
  fact.invoice_id = document.invoice_id;
  fact.client = document.client;
  fact.amount = amount;
  fact.day = document.issue_date;
  fact.reason = std::move(reason);
  return fact;
}

model::Finding warning(std::string code, std::string pointer, std::string term,
                       std::string detail) {
  model::Finding one;
  one.severity = model::Severity::warning;
  one.code = std::move(code);
  one.pointer = std::move(pointer);
  one.term = std::move(term);
  one.detail = std::move(detail);
  return one;
}

model::Finding keep_note(ledger::Transaction& tx, ledger::InvoiceAccepted const& note,
                         model::Money const& left, Named named, ClaimContext const& context,
                         config::Codes const& codes) {
  auto fact = kept_fact(note, model::new_id("rcv", context.now), left, named.reason);
  fact.awaits = std::move(named.awaits);
  tx.append(context.tenant, context.actor, context.now, fact);
  auto const why = fmt::format("{} {} of the credit note wait: {}.", left.text(),
                               left.currency().code(), named.text);
  open_credit_wait(tx, context, codes, note, why);
  return warning("credit-note-waits", "/invoice/preceding", "BT-25",
                 why + " The customer's claims rest until it is laid.");
}

// What payments laid on the principal pays the charges, as far as the credit leaves money over:
// they would have paid them, had the credit come first.
void pay_charges(ledger::Transaction& tx, ClaimContext const& context, std::string const& id,
                 model::Money const& credit) {
  using config::Component;
  for (auto const component : {Component::interest, Component::cost, Component::fee}) {
    auto const row = ledger::find_receivable(tx, context.tenant, id);
    ledger::Owed const open{row->principal, row->interest, row->fee, row->cost};
    auto const over = std::min(credit - open.principal, open.of(component));
    if (over.minor() > 0) lay_anew(tx, context, *row, Component::principal, component, over);
  }
}

}  // namespace

model::Money credit_item(ledger::Transaction& tx, ClaimContext const& context,
                         ReceivableRow const& item, Credit const& credit) {
  correct_before(tx, context, item, credit.amount, item.issue_date, "credited");
  correct_interest(tx, context, item, {{item.issue_date, -credit.amount}}, "credited");
  pay_charges(tx, context, item.id, credit.amount);
  auto const row = ledger::find_receivable(tx, context.tenant, item.id);
  auto const taken = std::min(credit.amount, row->principal);
  auto left = credit.amount - taken;
  ledger::ReceivableCredited fact{row->id, row->invoice_id, credit.note_id,
                                  taken,   taken - taken,   credit.kept_in};
  if (credit.keeps_rest) std::swap(fact.beyond, left);
  if (taken.is_zero() && fact.beyond.is_zero()) return left;
  tx.append(context.tenant, context.actor, context.now, fact);
  if (!fact.beyond.is_zero())
    hold_items_of(tx, context, item.client, item.customer_number, "credit-balance");
  auto const now = ledger::find_receivable(tx, context.tenant, item.id);
  if (!now->principal.is_zero()) return left;
  withdraw_waiting(tx, context, *now, "credited");
  cancel_unsent(tx, context.tenant, item.invoice_id, "invoice_credited", context.actor,
                context.now);
  return left;
}

namespace {

// The newest credit note that left the item a balance.
std::string note_of_balance(ledger::Snapshot& view, ReceivableRow const& item) {
  constexpr int all = 100'000;
  auto const kind = ledger::fact_kind(ledger::ReceivableCredited{});
  std::string note;
  for (auto const& stored : ledger::events_of_invoice(view, item.tenant, item.invoice_id, 0, all)) {
    if (stored.kind != kind) continue;
    auto const fact = ledger::decode(stored.kind, stored.event.body, {});
    auto const* one = fact ? std::get_if<ledger::ReceivableCredited>(&*fact) : nullptr;
    if (one != nullptr && one->receivable_id == item.id && !one->beyond.is_zero())
      note = one->credit_note_id;
  }
  return note;
}

}  // namespace

void use_own_credit(ledger::Transaction& tx, ClaimContext const& context,
                    std::string_view receivable_id) {
  auto const row = ledger::find_receivable(tx, context.tenant, receivable_id);
  if (!row || row->principal.is_zero() || row->credit_balance.minor() <= 0) return;
  credit_item(tx, context, *row, {note_of_balance(tx, *row), row->credit_balance, false, row->id});
  close_credit_wait(tx, context, row->id);
}

std::optional<model::Finding> credit_preceding(ledger::Transaction& tx,
                                               ledger::InvoiceAccepted const& note,
                                               bool is_followed, ClaimContext const& context,
                                               config::Codes const& codes) {
  auto named = named_by(tx, note, context);
  auto left = note.due;
  for (std::size_t i = 0; i < named.items.size(); ++i) {
    bool const is_last = i + 1 == named.items.size() && named.reason.empty();
    left = credit_item(tx, context, named.items[i], {note.invoice_id, left, is_last});
  }
  bool const is_elsewhere = named.is_elsewhere || named.reason.empty();
  if (left.minor() <= 0 || is_elsewhere || !is_followed) return std::nullopt;
  return keep_note(tx, note, left, std::move(named), context, codes);
}

std::optional<model::Finding> keep_prepaid(ledger::Transaction& tx,
                                           ledger::InvoiceAccepted const& invoice,
                                           model::Money const& over, ClaimContext const& context,
                                           config::Codes const& codes) {
  if (!invoice.track || over.minor() <= 0) return std::nullopt;
  tx.append(context.tenant, context.actor, context.now,
            kept_fact(invoice, invoice.receivable_id, over, "prepaid"));
  auto left = over;
  if (invoice.gross.is_negative()) {
    for (auto const& item : named_by(tx, invoice, context).items) {
      if (item.id == invoice.receivable_id) continue;
      left =
          credit_item(tx, context, item, {invoice.invoice_id, left, false, invoice.receivable_id});
    }
  }
  if (left.is_zero()) return std::nullopt;
  auto const why =
      fmt::format("The invoice owes the customer {} {}.", left.text(), left.currency().code());
  open_credit_wait(tx, context, codes, invoice, why);
  return warning("credit-balance-waits", "/invoice/totals/due", "BT-115",
                 why + " The customer's claims rest until it is laid or given back.");
}

bool credit_awaited(ledger::Transaction& tx, ledger::InvoiceAccepted const& invoice,
                    ClaimContext const& context) {
  bool credited = false;
  for (auto const& kept :
       ledger::credits_awaiting(tx, context.tenant, invoice.client, invoice.number)) {
    auto const item = ledger::find_receivable(tx, context.tenant, invoice.receivable_id);
    bool const fits = item && kept.id != item->id &&
                      ledger::same_customer(buyer_of(kept), buyer_of(*item)) &&
                      kept.principal.currency() == item->principal.currency();
    if (!fits) continue;
    credit_item(tx, context, *item, {kept.invoice_id, kept.credit_balance, false, kept.id});
    close_credit_wait(tx, context, kept.id);
    credited = true;
  }
  return credited;
}

void close_credit_wait(ledger::Transaction& tx, ClaimContext const& context,
                       std::string_view receivable_id) {
  auto const row = ledger::find_receivable(tx, context.tenant, receivable_id);
  if (!row || !row->credit_balance.is_zero()) return;
  auto const open = credit_wait_of(tx, context.tenant, row->invoice_id);
  if (!open) return;
  tx.append(context.tenant, context.actor, context.now,
            ledger::DeviationResolved{open->id, open->delivery_id, open->invoice_id,
                                      "close_no_action", "The credit is used up."});
}

void cancel_credit(ledger::Transaction& tx, ClaimContext const& context, ReceivableRow const& row) {
  bool const is_kept = row.credit_balance.minor() > 0 &&
                       credit_wait_of(tx, context.tenant, row.invoice_id).has_value();
  if (!is_kept) return;
  ledger::CreditKept fact;
  fact.receivable_id = row.id;
  fact.invoice_id = row.invoice_id;
  fact.client = row.client;
  fact.amount = -row.credit_balance;
  fact.day = row.issue_date;
  fact.reason = "cancelled";
  tx.append(context.tenant, context.actor, context.now, fact);
  close_credit_wait(tx, context, row.id);
}

}  // namespace airut::gateway
