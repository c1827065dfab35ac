#include "gateway/dispatch/late_letter.hpp"

#include <algorithm>

#include "formats/model/clock_days.hpp"
#include "ledger/store/credits.hpp"
#include "ledger/store/receivables.hpp"
#include "ledger/store/terms.hpp"

namespace airut::gateway {
namespace {

// The debtor's claims came to rest after the letter was decided.
bool rests(ledger::Snapshot& view, ledger::ReceivableRow const& item) {
  auto const terms = ledger::find_customer(view, item.tenant, item.client, item.customer_number);
  return (terms && !terms->stopped.empty()) || ledger::customer_rests_by(view, item).has_value();
}

bool is_late(ledger::Snapshot& view, ledger::DeliveryRow const& delivery, std::string_view country,
             config::Law const& law, model::Date today) {
  auto const sheet = ledger::letters_of_sheet(view, delivery.tenant, delivery.document_id);
  return std::any_of(sheet.begin(), sheet.end(), [&](auto const& letter) {
    bool const waits = !letter.withdrawn && !letter.sent_on && letter.plan_id.empty();
    if (!waits) return false;
    auto const item = ledger::find_receivable(view, delivery.tenant, letter.receivable_id);
    if (!item) return false;
    if (rests(view, *item)) return true;
    if (letter.day >= today) return false;
    auto const rules = law.reminders(country, config::debtor_of(item->buyer_type), today);
    return rules && letter.deadline < today + std::chrono::days{rules->deadline_days};
  });
}

}  // namespace

bool is_late_letter(Dispatcher::House const& house, ledger::DeliveryRow const& delivery) {
  bool const waits = delivery.state == "queued" || delivery.state == "deferred";
  auto const* client = house.billers.client(delivery.tenant, delivery.client);
  bool const is_letter = client != nullptr && delivery.document_kind == "reminder";
  if (!is_letter || !waits || delivery.doubtful) return false;
  auto const today = model::day_there(house.clock.now());
  return house.store.look([&](ledger::Snapshot& view) {
    return is_late(view, delivery, client->seller.address.country, house.law, today);
  });
}

Step withdraw_late(ledger::Transaction& tx, ledger::DeliveryRow const& delivery, Rules const&,
                   StepContext const& context) {
  for (auto const& letter : ledger::letters_of_sheet(tx, delivery.tenant, delivery.document_id)) {
    auto const item = ledger::find_receivable(tx, delivery.tenant, letter.receivable_id);
    if (!item || letter.withdrawn || letter.sent_on) continue;
    ledger::LetterCorrected fact;
    fact.letter_id = letter.id;
    fact.receivable_id = letter.receivable_id;
    fact.invoice_id = letter.invoice_id;
    fact.reason = rests(tx, *item) ? "paused" : "late";
    fact.withdrawn = true;
    fact.fee = std::min(item->fee, letter.fee - letter.back_fee);
    fact.interest = std::min(item->interest, letter.interest - letter.back_interest);
    fact.cost = std::min(item->cost, letter.cost - letter.back_cost);
    tx.append(delivery.tenant, context.actor, context.now, fact);
  }
  Step step;
  step.to = step.event = "cancelled";
  step.handler = "nobody";
  return step;
}

}  // namespace airut::gateway
