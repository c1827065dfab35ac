#include "gateway/claim/after_letter.hpp"

#include <algorithm>
#include <map>

#include "formats/model/ids.hpp"
#include "gateway/claim/fix_interest.hpp"
#include "gateway/letters/earlier_interest.hpp"
#include "ledger/store/events.hpp"

namespace airut::gateway {
namespace {

constexpr std::string_view waived = "interest-after-letter";

// The last letter that the debtor could pay by; none when it is a plan's or charged no interest.
std::optional<ledger::LetterRow> last_letter(ledger::Snapshot& view,
                                             ledger::ReceivableRow const& item,
                                             model::Date paid_on) {
  std::optional<ledger::LetterRow> last;
  for (auto& one : ledger::list_letters(view, item.tenant, item.id)) {
    if (!one.withdrawn && one.sent_on && one.day <= paid_on) last = std::move(one);
  }
  if (last && last->plan_id.empty() && item.interest_until) return last;
  return std::nullopt;
}

void waive(ledger::Transaction& tx, ClaimContext const& context, ledger::ReceivableRow const& item,
           model::Money const& amount, std::string const& payment_id, model::Date effective) {
  ledger::ReceivableAdjusted fact;
  fact.adjustment_id = model::new_id("adj", context.now);
  fact.receivable_id = item.id;
  fact.invoice_id = item.invoice_id;
  fact.kind = "waiver";
  fact.reason = waived;
  fact.source = payment_id;
  fact.effective = effective;
  fact.parts = {{item.id, item.invoice_id, "interest", amount}};
  tx.append(context.tenant, context.actor, context.now, fact);
}

}  // namespace

void settle_after_letter(ledger::Transaction& tx, ClaimContext const& context,
                         std::string_view receivable_id, std::string const& payment_id,
                         model::Date paid_on) {
  auto const item = ledger::find_receivable(tx, context.tenant, receivable_id);
  if (!item || item->letters == 0 || !item->principal.is_zero()) return;
  if (item->stage == "in_collection") return;
  auto const letter = last_letter(tx, *item, paid_on);
  if (!letter) return;
  bool const claims = has_proof(*letter, "interest-claimed");
  bool const as_asked = !item->owes() && paid_on <= letter->deadline;
  if (!claims && !as_asked) return;
  auto const sum = fix_interest(tx, context, *item, paid_on, {std::string{waived}, payment_id});
  if (sum && !claims) waive(tx, context, *item, *sum, payment_id, paid_on);
}

namespace {

using Sums = std::map<std::string, std::map<std::string, model::Money>>;  // by kind and component

bool goes_with_payment(std::string_view kind) {
  return kind == "waiver" || kind == "rounding" || kind == "write_off";
}

// What adjustments of the payment took off the item; negative: added to it.
Sums brought_by(ledger::Snapshot& view, ledger::ReceivableRow const& item,
                std::string const& payment_id) {
  constexpr int all = 100'000;
  auto const kind = ledger::fact_kind(ledger::ReceivableAdjusted{});
  Sums sums;
  for (auto const& stored : ledger::events_of_invoice(view, item.tenant, item.invoice_id, 0, all)) {
    if (stored.kind != kind) continue;
    auto const fact = ledger::decode(stored.kind, stored.event.body, {});
    auto const* one = fact ? std::get_if<ledger::ReceivableAdjusted>(&*fact) : nullptr;
    bool const its = one != nullptr && one->receivable_id == item.id && one->source == payment_id &&
                     goes_with_payment(one->kind);
    for (auto const& part : its ? one->parts : std::vector<ledger::AllocatedPart>{}) {
      auto const [sum, fresh] = sums[one->kind].try_emplace(part.component, part.amount);
      if (!fresh) sum->second += part.amount;
    }
  }
  return sums;
}

}  // namespace

void take_back_adjustments(ledger::Transaction& tx, ClaimContext const& context,
                           std::string_view receivable_id, std::string const& payment_id) {
  auto const item = ledger::find_receivable(tx, context.tenant, receivable_id);
  if (!item) return;
  std::map<std::string, model::Money> open{{"principal", item->principal},
                                           {"interest", item->interest},
                                           {"fee", item->fee},
                                           {"cost", item->cost}};
  for (auto const& [kind, sums] : brought_by(tx, *item, payment_id)) {
    ledger::ReceivableAdjusted fact;
    for (auto const& [component, sum] : sums) {
      auto const back = std::min(-sum, open[component]);
      if (back.is_zero()) continue;
      open[component] -= back;
      fact.parts.push_back({item->id, item->invoice_id, component, back});
    }
    if (fact.parts.empty()) continue;
    fact.adjustment_id = model::new_id("adj", context.now);
    fact.receivable_id = item->id;
    fact.invoice_id = item->invoice_id;
    fact.kind = kind;
    fact.reason = "payment-taken-back";
    fact.source = payment_id;
    tx.append(context.tenant, context.actor, context.now, fact);
  }
}

namespace {

// Until when interest runs: today, or the day on which the principal was nothing.
model::Date runs_until(ledger::Snapshot& view, ledger::ReceivableRow const& item,
                       model::Date today) {
  if (!item.principal.is_zero()) return today;
  std::optional<model::Date> last;
  for (auto const& change : history_of(view, item).changes)
    last = std::max(last.value_or(change.effective), change.effective);
  return std::min(last.value_or(today), today);
}

}  // namespace

std::optional<UnchargedInterest> uncharged_interest(ledger::Snapshot& view,
                                                    ClaimContext const& context,
                                                    ledger::ReceivableRow const& item,
                                                    model::Date today) {
  auto const* client = context.billers.client(context.tenant, item.client);
  if (client == nullptr || item.stage == "in_collection") return std::nullopt;
  auto const letter = last_letter(view, item, today);
  if (!letter) return std::nullopt;
  auto sum = run_until(view, context, item, *client, runs_until(view, item, today));
  if (!sum || sum->amount.is_zero()) return std::nullopt;
  return UnchargedInterest{*std::move(sum), has_proof(*letter, "interest-claimed")};
}

bool claim_interest(ledger::Transaction& tx, ClaimContext const& context,
                    ledger::ReceivableRow const& item, model::Date today) {
  if (context.billers.client(context.tenant, item.client) == nullptr) return false;
  return fix_interest(tx, context, item, runs_until(tx, item, today), {"claimed", {}}).has_value();
}

}  // namespace airut::gateway
