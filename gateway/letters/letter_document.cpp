#include "gateway/letters/letter_document.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <fmt/format.h>

#include "gateway/claim/plan_days.hpp"
#include "gateway/letters/earlier_interest.hpp"
#include "gateway/letters/ground.hpp"
#include "gateway/letters/open_interest.hpp"
#include "gateway/letters/present_debtor.hpp"
#include "ledger/store/payments.hpp"

namespace airut::gateway {
namespace {

model::LetterKind kind_of(std::string_view word) {
  static constexpr std::array<std::pair<std::string_view, model::LetterKind>, 7> kinds{
      {{"first_reminder", model::LetterKind::first_reminder},
       {"second_reminder", model::LetterKind::second_reminder},
       {"payment_demand", model::LetterKind::payment_demand},
       {"collection_order", model::LetterKind::collection_order},
       {"plan_confirmation", model::LetterKind::plan_confirmation},
       {"instalment_reminder", model::LetterKind::instalment_reminder},
       {"plan_broken", model::LetterKind::plan_broken}}};
  for (auto const& [known, kind] : kinds) {
    if (known == word) return kind;
  }
  return model::LetterKind::first_reminder;
}

model::OverdueRow row_of(ledger::ReceivableRow const& item, ledger::LetterRow const& letter) {
  model::OverdueRow row;
  row.invoice_number = item.invoice_number;
  row.issue_date = item.issue_date;
  row.due_date = item.due_date;
  row.original = item.original;
  row.paid = item.paid;
  row.open = item.principal;
  row.interest = item.interest;
  row.reminder_fee = item.fee + item.cost;  // the formats have one place for both
  row.interest_percent = model::Decimal::parse(letter.interest_percent);
  row.interest_from = letter.interest_from;
  row.interest_until = letter.interest_until;
  row.reminder_round = letter.round;
  row.reference = item.reference;
  return row;
}

// The row names the time of all interest that is open, and its rate when there is but one.
void tell_interest(model::OverdueRow& row, std::vector<model::InterestSpan> const& spans) {
  if (row.interest.is_zero()) {
    row.interest_from.reset();
    row.interest_until.reset();
    row.interest_percent.reset();
  }
  if (spans.empty()) return;
  row.interest_from = spans.front().first;
  row.interest_until = spans.back().last;
  row.interest_percent.reset();
  bool const one_rate = std::all_of(spans.begin(), spans.end(), [&](auto const& span) {
    return span.percent == spans.front().percent;
  });
  if (one_rate) row.interest_percent = spans.front().percent;
}

std::vector<model::EarlierLetter> earlier_letters(ledger::Snapshot& view,
                                                  ledger::ReceivableRow const& item,
                                                  ledger::LetterRow const& now) {
  std::vector<model::EarlierLetter> letters;
  for (auto const& one : ledger::list_letters(view, item.tenant, item.id)) {
    if (one.id == now.id) break;
    if (one.withdrawn || !one.plan_id.empty()) continue;
    letters.push_back({kind_of(one.kind), one.day, one.deadline, one.fee - one.back_fee,
                       one.interest - one.back_interest, one.cost - one.back_cost});
  }
  return letters;
}

// What an agency is told beside the reminders: letters of plans, and what of the open fees is
// theirs; payments paid the older ones first.
void add_plan_letters(ledger::Snapshot& view, ledger::ReceivableRow const& item,
                      ledger::LetterRow const& now, model::Letter& letter) {
  auto const nothing = item.fee - item.fee;
  std::vector<std::pair<model::Money, bool>> fees;  // and whether it is a plan's
  auto charged = nothing;
  for (auto const& one : ledger::list_letters(view, item.tenant, item.id)) {
    if (one.id == now.id) break;
    if (one.withdrawn) continue;
    auto const fee = one.fee - one.back_fee;
    fees.emplace_back(fee, !one.plan_id.empty());
    charged += fee;
    if (one.plan_id.empty()) continue;
    letter.plan_letters.push_back({kind_of(one.kind), one.day, one.deadline, fee,
                                   one.interest - one.back_interest, one.cost - one.back_cost});
  }
  auto paid = std::max(nothing, charged - item.fee);
  letter.plan_fee = nothing;
  for (auto const& [fee, is_plan] : fees) {
    auto const left = fee - std::min(fee, paid);
    paid -= fee - left;
    if (is_plan) letter.plan_fee += left;
  }
}

// Each payment and credit note by its event, whatever the components that it paid.
void add_payments(ledger::Snapshot& view, ledger::ReceivableRow const& item,
                  model::Letter& letter) {
  std::int64_t last = 0;
  for (auto const& entry : ledger::list_entries(view, item.tenant, item.id)) {
    bool const credit = entry.kind == "credit";
    bool const pays = entry.kind == "payment" || entry.kind == "reversal" || entry.kind == "move";
    if (!credit && !pays) continue;
    if (entry.seq == last) {
      letter.payments.back().amount -= entry.amount;
    } else {
      letter.payments.push_back({entry.effective, -entry.amount, credit});
    }
    last = entry.seq;
  }
}

model::Tone tone_of(ledger::LetterRow const& letter) {
  if (has_proof(letter, "tone-friendly")) return model::Tone::friendly;
  return has_proof(letter, "tone-firm") ? model::Tone::firm : model::Tone::neutral;
}

model::Party party_of(config::Agency const& agency) {
  auto const& from = agency.address;
  model::Party party;
  party.name = agency.name;
  party.address.line1 = from.line1;
  party.address.line2 = from.line2;
  party.address.postal_code = from.postal_code;
  party.address.city = from.city;
  party.address.country = from.country;
  return party;
}

// A plan's letter shows how its instalments stand, and asks for those that are due.
void add_plan(ledger::PlanRow const& plan, ledger::LetterRow const& row, model::Letter& letter) {
  auto rest = plan.paid;
  auto const zero = rest - rest;
  auto due = zero;
  for (auto const& one : plan.instalments) {
    auto const filled = std::max(zero, std::min(rest, one.amount));
    rest -= filled;
    letter.instalments.push_back({one.due, one.amount, one.amount - filled});
    bool const first = row.kind == "plan_confirmation" && due.is_zero();
    if (first || (row.kind == "instalment_reminder" && one.due <= row.day)) {
      due += one.amount - filled;
      if (first) letter.deadline = one.due;
    }
  }
  if (row.kind != "plan_broken") letter.slip = due;
}

bool is_money(ledger::EntryRow const& entry) {
  return entry.kind == "payment" || entry.kind == "move" || entry.kind == "reversal";
}

void add_settled(ledger::ReceivableRow const& item, std::vector<ledger::EntryRow> const& entries,
                 model::Letter& letter) {
  model::Money const nothing{0, item.principal.currency()};
  model::SettledParts parts{item.invoice_number, item.credited, nothing, nothing};
  for (auto const& entry : entries) {
    if (!is_money(entry) || entry.component == "principal") continue;
    (entry.component == "interest" ? parts.paid_interest : parts.paid_charges) -= entry.amount;
  }
  bool const any =
      !(parts.credited.is_zero() && parts.paid_interest.is_zero() && parts.paid_charges.is_zero());
  if (any) letter.settled.push_back(std::move(parts));
}

// The payments of the item that the bank took back.
void add_returned(ledger::Snapshot& view, ledger::ReceivableRow const& item,
                  std::vector<ledger::EntryRow> const& entries, model::Letter& letter) {
  std::string before;
  for (auto const& entry : entries) {
    if (entry.kind != "reversal" || entry.source == before) continue;
    before = entry.source;
    auto const reversal = ledger::find_payment(view, item.tenant, entry.source);
    auto const payment =
        reversal ? ledger::find_payment(view, item.tenant, reversal->reverses) : std::nullopt;
    if (!payment) continue;
    auto const booked = payment->booked.value_or(entry.effective);
    letter.returned.push_back({item.invoice_number, payment->amount,
                               payment->value_date.value_or(booked), entry.effective});
  }
}

// One invoice of the sheet.
void add_row(ledger::Snapshot& view, std::string_view tenant, ledger::LetterRow const& row,
             model::Letter& letter) {
  auto const item = ledger::find_receivable(view, tenant, row.receivable_id);
  if (!item) throw std::runtime_error{fmt::format("letter {} has lost its claim", row.id)};
  letter.rows.push_back(row_of(*item, row));
  auto const spans = open_interest(view, *item, row);
  tell_interest(letter.rows.back(), spans);
  auto const entries = ledger::list_entries(view, tenant, item->id);
  add_settled(*item, entries, letter);
  add_returned(view, *item, entries, letter);
  for (auto const& span : spans) {
    auto const& told = letter.interest_rates;
    bool const again = std::any_of(told.begin(), told.end(), [&](auto const& one) {
      return one.first == span.first && one.last == span.last && one.percent == span.percent;
    });
    if (!again) letter.interest_rates.push_back(span);
  }
  letter.principal += item->principal;
  letter.interest += item->interest;
  letter.fee += item->fee;
  letter.cost += item->cost;
}

}  // namespace

ledger::LetterRow leading_letter(ledger::Snapshot& view, std::string_view tenant,
                                 std::string_view letter_id) {
  auto sheet = ledger::letters_of_sheet(view, tenant, letter_id);
  if (sheet.empty()) throw std::runtime_error{fmt::format("letter {} is gone", letter_id)};
  auto const left = std::find_if(sheet.begin(), sheet.end(),
                                 [](ledger::LetterRow const& one) { return !one.withdrawn; });
  return std::move(left == sheet.end() ? sheet.front() : *left);
}

model::Letter letter_document(ledger::Snapshot& view, ledger::DeliveryRow const& delivery,
                              model::Submission const& submission, config::Client const& client,
                              config::Law const& law) {
  auto const row = leading_letter(view, delivery.tenant, delivery.document_id);
  auto const item = ledger::find_receivable(view, delivery.tenant, row.receivable_id);
  if (!item) throw std::runtime_error{fmt::format("letter {} is gone", delivery.document_id)};
  auto const& invoice = submission.invoice;
  model::Letter letter;
  letter.kind = kind_of(row.kind);
  letter.id = delivery.document_id;
  letter.day = row.day;
  letter.deadline = row.deadline;
  letter.language = invoice.buyer.language.empty() ? client.language : invoice.buyer.language;
  letter.seller = invoice.seller;
  letter.buyer = invoice.buyer;
  if (invoice.payment) {
    letter.accounts = invoice.payment->accounts;
    letter.reference_kind = invoice.payment->reference_kind;
    letter.reference = invoice.payment->reference;
  }
  // A letter that was withdrawn since is not on the sheet, unless it is alone.
  letter.principal = letter.interest = letter.fee = letter.cost = item->principal - item->principal;
  auto sheet = ledger::letters_of_sheet(view, delivery.tenant, delivery.document_id);
  std::erase_if(sheet, [](auto const& one) { return one.withdrawn && !one.sheet_id.empty(); });
  for (auto const& one : sheet) add_row(view, delivery.tenant, one, letter);
  letter.description = ground_of(view, delivery.tenant, sheet);
  letter.total = letter.principal + letter.interest + letter.fee + letter.cost;
  // A plan over several claims is paid with the reference of the first on the sheet while it
  // stands.
  bool const by_plan = !row.plan_id.empty() && row.kind != "plan_broken";
  if (letter.rows.size() > 1 && !by_plan) {
    letter.reference.clear();
    letter.reference_kind.reset();
  }
  if (letter.rows.size() == 1) letter.earlier = earlier_letters(view, *item, row);
  if (row.kind == "collection_order") {
    add_plan_letters(view, *item, row, letter);
    add_payments(view, *item, letter);
    if (client.agency) letter.agency = party_of(*client.agency);
    tell_present_debtor(view, delivery.tenant, client.ref, letter);
  }
  letter.tone = tone_of(row);
  if (auto plan = ledger::find_plan(view, delivery.tenant, row.plan_id)) {
    auto const& country = client.seller.address.country;
    add_plan(with_moved_days(view, law, *std::move(plan), delivery.tenant, country, row.day), row,
             letter);
  }
  letter.announces_collection = row.announces_collection;
  letter.claims_interest = has_proof(row, "interest-claimed");
  if (row.plan_id.empty() && row.kind != "collection_order")
    letter.earlier_interest = earlier_interest(view, *item, letter.rows);
  return letter;
}

}  // namespace airut::gateway
