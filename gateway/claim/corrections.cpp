#include "gateway/claim/corrections.hpp"

#include <algorithm>

#include "formats/model/clock_days.hpp"
#include "gateway/claim/charged.hpp"
#include "gateway/claim/relay.hpp"
#include "gateway/claim/rests.hpp"
#include "ledger/receivables/allocate.hpp"
#include "ledger/store/deliveries.hpp"
#include "ledger/store/deviations.hpp"
#include "ledger/store/plans.hpp"

namespace airut::gateway {
namespace {

// A sheet leaves for the letters that are still on it.
bool others_go_on(ledger::Snapshot& view, ClaimContext const& context,
                  ledger::LetterRow const& letter) {
  if (letter.sheet_id.empty()) return false;
  auto const sheet = ledger::letters_of_sheet(view, context.tenant, letter.sheet_id);
  return std::any_of(sheet.begin(), sheet.end(),
                     [&](auto const& one) { return one.id != letter.id && !one.withdrawn; });
}

// The letter found no channel, and nobody need find one any more.
void close_no_channel(ledger::Transaction& tx, ClaimContext const& context,
                      ledger::LetterRow const& letter, std::string_view reason) {
  auto const first = ledger::find_letter(tx, context.tenant,
                                         letter.sheet_id.empty() ? letter.id : letter.sheet_id);
  ledger::DeviationFilter filter;
  filter.code = "route.no_channel";
  filter.invoice_id = first ? first->invoice_id : letter.invoice_id;
  for (auto const& row : ledger::list_deviations(tx, context.tenant, filter, {100, ""}).rows) {
    if (!row.delivery_id.empty()) continue;
    tx.append(context.tenant, context.actor, context.now,
              ledger::DeviationResolved{row.id, "", row.invoice_id, "close_no_action",
                                        std::string{reason}});
  }
}

void cancel_delivery(ledger::Transaction& tx, ClaimContext const& context,
                     std::string const& letter_id, std::string_view reason) {
  auto const letter = ledger::find_letter(tx, context.tenant, letter_id);
  if (!letter || others_go_on(tx, context, *letter)) return;
  auto const delivery = ledger::find_delivery(tx, context.tenant, letter->delivery_id);
  if (!delivery) return close_no_channel(tx, context, *letter, reason);
  ledger::DeliveryChanged fact;
  fact.delivery_id = delivery->id;
  fact.invoice_id = delivery->invoice_id;
  fact.from = delivery->state;
  fact.to = "cancelled";
  fact.event = "cancelled";
  fact.evidence = delivery->evidence;
  fact.handler = "nobody";
  fact.note = reason;
  tx.append(context.tenant, context.actor, context.now, fact);
  auto const open = ledger::open_deviation_of(tx, context.tenant, delivery->id);
  if (!open) return;
  tx.append(context.tenant, context.actor, context.now,
            ledger::DeviationResolved{open->id, delivery->id, delivery->invoice_id,
                                      "close_no_action", std::string{reason}});
}

ledger::Owed owed_of(ledger::ReceivableRow const& row) {
  return {row.principal, row.interest, row.fee, row.cost};
}

// A charge that was paid is open again before it is taken back: what paid it pays the principal.
void reopen(ledger::Transaction& tx, ClaimContext const& context, ledger::ReceivableRow const& row,
            std::vector<ledger::Correction> const& corrections) {
  using config::Component;
  auto back = ledger::nothing_owed(row.original.currency());
  for (auto const& one : corrections) {
    back.fee += one.fee;
    back.interest += one.interest;
    back.cost += one.cost;
  }
  for (auto const component : {Component::fee, Component::interest, Component::cost}) {
    auto const now = ledger::find_receivable(tx, context.tenant, row.id);
    auto const paid = back.of(component) - owed_of(*now).of(component);
    if (paid.minor() > 0) lay_anew(tx, context, *now, component, Component::principal, paid);
  }
}

// Whether anything was taken back.
bool apply(ledger::Transaction& tx, ClaimContext const& context, ledger::ReceivableRow const& row,
           std::vector<ledger::Correction> const& corrections, std::string_view reason) {
  bool applied = false;
  if (!corrections.empty()) reopen(tx, context, row, corrections);
  for (auto const& one : corrections) {
    bool const nothing =
        !one.withdrawn && one.fee.is_zero() && one.interest.is_zero() && one.cost.is_zero();
    if (nothing) continue;
    applied = true;
    if (one.withdrawn) cancel_delivery(tx, context, one.letter_id, reason);
    tx.append(context.tenant, context.actor, context.now,
              ledger::LetterCorrected{one.letter_id,
                                      row.id,
                                      row.invoice_id,
                                      std::string{reason},
                                      one.withdrawn,
                                      one.fee,
                                      one.interest,
                                      one.cost,
                                      {}});
  }
  return applied;
}

std::vector<ledger::Correction> too_much_interest(
    ledger::Snapshot& view, ClaimContext const& context, ledger::ReceivableRow const& row,
    std::vector<ledger::PrincipalChange> const& coming) {
  auto const* client = context.billers.client(row.tenant, row.client);
  if (!row.interest_until || client == nullptr) return {};
  auto const begins = interest_begins(row, *client, context.law, *row.interest_until);
  if (!begins) return {};
  auto history = history_of(view, row);
  history.changes.insert(history.changes.end(), coming.begin(), coming.end());
  ledger::dunning::ItemFacts facts;
  facts.agreed_rate_millionths = agreed_rate(view, row);
  auto const rates = ledger::dunning::rates_for(facts, customer_of(row, *client), context.law);
  auto const within_reach = row.interest + paid_on(view, row).interest;
  auto corrections =
      ledger::overcharged(charged_letters(view, row), history, *begins, within_reach, rates);
  // The rates were there when the interest was charged; without them it stands as it was.
  return corrections ? *std::move(corrections) : std::vector<ledger::Correction>{};
}

// What taking the letter back takes back, of what is still open.
ledger::Correction withdrawal(ledger::ChargedLetter const& letter, ledger::Owed const& left) {
  return {letter.id, true, std::min(left.fee, letter.fee), std::min(left.interest, letter.interest),
          std::min(left.cost, letter.cost)};
}

// Until when a letter of the day demands too early of a claim that is due on the day, and from when
// on it may have a fee. Where a row of the law is missing, the due day alone counts.
struct LetterTimes {
  model::Date in_time{}, fee_from{};
};
LetterTimes times_by(ClaimContext const& context, ledger::ReceivableRow const& row,
                     model::Date letter, model::Date due) {
  auto const* client = context.billers.client(context.tenant, row.client);
  if (client == nullptr) return {due, due};
  auto const customer = customer_of(row, *client);
  auto const in_time = context.law.banking_day_from(customer.country, due).value_or(due);
  auto const rules = context.law.reminders(customer.country, customer.debtor, letter);
  return {in_time, rules ? in_time + std::chrono::days{rules->fee_wait_days} : in_time};
}

// The plan that the letter confirms ends, with the letters about its other claims.
void end_untold_plan(ledger::Transaction& tx, ClaimContext const& context,
                     std::string const& letter_id, std::string_view reason) {
  auto const letter = ledger::find_letter(tx, context.tenant, letter_id);
  if (!letter || letter->kind != "plan_confirmation") return;
  auto const plan = ledger::find_plan(tx, context.tenant, letter->plan_id);
  if (!plan || !plan->outcome.empty()) return;
  tx.append(context.tenant, context.actor, context.now,
            ledger::PlanEnded{plan->id, plan->receivable_id, plan->invoice_id, "cancelled",
                              model::day_there(context.now), std::string{reason}});
  for (auto const& claim : plan->claims) {
    auto const item = ledger::find_receivable(tx, context.tenant, claim.receivable_id);
    if (item) withdraw_letter(tx, context, *item, claim.letter_id, reason);
  }
}

// What the payment takes off the principal when interest of later days is not asked for: asked
// again until it stays the same.
std::optional<ledger::PrincipalChange> principal_change(ledger::Snapshot& view,
                                                        ClaimContext const& context,
                                                        ledger::ReceivableRow const& row,
                                                        model::Money const& amount,
                                                        model::Date paid_on) {
  auto const* client = context.billers.client(context.tenant, row.client);
  if (client == nullptr) return std::nullopt;
  auto item = open_item(row, *client);
  auto const order = context.law.allocation(item.country, item.debtor, paid_on);
  if (!order) return std::nullopt;
  ledger::PrincipalChange change{paid_on, model::Money{0, amount.currency()}};
  constexpr int rounds = 8;
  for (int i = 0; i < rounds; ++i) {
    auto const allocation = ledger::allocate(item, amount, order->order);
    auto const taken = allocation.owed.principal - item.owed.principal;
    if (taken == change.amount) break;
    change.amount = taken;
    item.owed = owed_of(row);
    for (auto const& one : too_much_interest(view, context, row, {change}))
      item.owed.interest -= one.interest;
    if (!item.owed.interest.is_negative()) continue;
    // What was paid of it pays the principal.
    item.owed.principal += std::max(item.owed.interest, -item.owed.principal);
    item.owed.interest = row.interest - row.interest;
  }
  return change;
}

}  // namespace

bool withdraw_letter(ledger::Transaction& tx, ClaimContext const& context,
                     ledger::ReceivableRow const& row, std::string_view letter_id,
                     std::string_view reason) {
  for (auto const& letter : charged_letters(tx, row)) {
    if (letter.id != letter_id || letter.left) continue;
    apply(tx, context, row, {withdrawal(letter, owed_of(row))}, reason);
    return true;
  }
  return false;
}

void correct_before(ledger::Transaction& tx, ClaimContext const& context,
                    ledger::ReceivableRow const& row, model::Money const& amount,
                    model::Date counts_from, std::string_view reason) {
  auto const letters = charged_letters(tx, row);
  ledger::ChargedItem const item{owed_of(row), paid_on(tx, row), history_of(tx, row)};
  apply(tx, context, row, ledger::unfounded(letters, item, amount, counts_from), reason);
}

void correct_interest(ledger::Transaction& tx, ClaimContext const& context,
                      ledger::ReceivableRow const& row,
                      std::vector<ledger::PrincipalChange> const& coming, std::string_view reason) {
  // What was paid of it and pays the principal now makes later interest less.
  constexpr int rounds = 8;
  for (int i = 0; i < rounds; ++i) {
    auto const now = ledger::find_receivable(tx, context.tenant, row.id);
    auto const corrections = too_much_interest(tx, context, *now, coming);
    if (!apply(tx, context, *now, corrections, reason)) return;
  }
}

void correct_for_due_date(ledger::Transaction& tx, ClaimContext const& context,
                          ledger::ReceivableRow const& row, model::Date due,
                          std::string_view reason) {
  std::vector<ledger::Correction> corrections;
  // What was given up of the charges is not there to be taken back.
  auto const paid = paid_on(tx, row);
  auto fee = row.fee + paid.fee, interest = row.interest + paid.interest;
  auto cost = row.cost + paid.cost;
  auto const take = [](model::Money& within, model::Money const& charged) {
    auto const part = std::min(within, charged);
    within -= part;
    return part;
  };
  auto const letters = ledger::list_letters(tx, row.tenant, row.id);
  for (auto letter = letters.rbegin(); letter != letters.rend(); ++letter) {
    bool const demands = letter->plan_id.empty() && letter->kind != "collection_order";
    auto const [in_time, fee_from] = times_by(context, row, letter->day, due);
    bool const too_early = letter->day <= in_time;
    if (letter->withdrawn || !demands || !(too_early || letter->day < fee_from)) continue;
    ledger::Correction one{letter->id, false, take(fee, letter->fee - letter->back_fee), fee - fee,
                           fee - fee};
    if (too_early) {
      one.interest = take(interest, letter->interest - letter->back_interest);
      one.cost = take(cost, letter->cost - letter->back_cost);
    }
    corrections.push_back(std::move(one));
  }
  apply(tx, context, row, corrections, reason);
  correct_interest(tx, context, row, {}, reason);
}

void correct_for_payment(ledger::Transaction& tx, ClaimContext const& context,
                         ledger::ReceivableRow const& row, model::Money const& amount,
                         model::Date paid_on) {
  correct_before(tx, context, row, amount, paid_on, "paid-before");
  auto const now = ledger::find_receivable(tx, context.tenant, row.id);
  auto const change = principal_change(tx, context, *now, amount, paid_on);
  if (change) correct_interest(tx, context, *now, {*change}, "principal-changed");
}

model::Money correct_for_share(ledger::Transaction& tx, ClaimContext const& context,
                               std::string_view receivable_id, model::Money const& amount,
                               model::Date paid_on) {
  auto row = ledger::find_receivable(tx, context.tenant, receivable_id);
  if (amount.minor() > 0 && may_be_charged(*row)) {
    correct_for_payment(tx, context, *row, amount, paid_on);
    row = ledger::find_receivable(tx, context.tenant, receivable_id);
  }
  return std::min(amount, owed_of(*row).total());
}

void withdraw_waiting(ledger::Transaction& tx, ClaimContext const& context,
                      ledger::ReceivableRow const& row, std::string_view reason) {
  auto left = owed_of(row);
  std::vector<ledger::Correction> corrections;
  auto const letters = charged_letters(tx, row);
  for (auto letter = letters.rbegin(); letter != letters.rend() && !letter->left; ++letter) {
    auto one = withdrawal(*letter, left);
    left.fee -= one.fee;
    left.interest -= one.interest;
    left.cost -= one.cost;
    corrections.push_back(std::move(one));
  }
  apply(tx, context, row, corrections, reason);
  if (reason == "paid") return;  // the plan is kept by it
  for (auto const& one : corrections) end_untold_plan(tx, context, one.letter_id, reason);
}

}  // namespace airut::gateway
