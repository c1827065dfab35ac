#include "gateway/claim/rests.hpp"

#include <algorithm>

#include "formats/model/clock_days.hpp"
#include "ledger/journal/pause.hpp"
#include "ledger/store/credits.hpp"
#include "ledger/store/deviations.hpp"
#include "ledger/store/events.hpp"
#include "ledger/store/terms.hpp"

namespace airut::gateway {
namespace {

using std::chrono::days;

// Disputes and pauses. Each replaces the one before, which then ended on the day before.
void add_pauses(ledger::Snapshot& view, ledger::ReceivableRow const& item,
                std::vector<ledger::Rest>& rests) {
  constexpr int all = 100'000;
  auto const kind = ledger::fact_kind(ledger::ReceivablePaused{});
  std::optional<ledger::Pause> now;
  for (auto const& stored : ledger::events_of_invoice(view, item.tenant, item.invoice_id, 0, all)) {
    if (stored.kind != kind) continue;
    auto const fact = ledger::decode(stored.kind, stored.event.body, "");
    auto const* paused = fact ? std::get_if<ledger::ReceivablePaused>(&*fact) : nullptr;
    if (paused == nullptr || paused->action == "approve") continue;
    auto const day = model::day_there(stored.event.booked);
    auto next = ledger::paused_by(now, *paused, day);
    bool const goes_on = now && next && next->first == now->first;
    if (now && !goes_on)
      rests.push_back({now->first, std::min(now->last.value_or(day), day - days{1})});
    now = std::move(next);
  }
  if (now) rests.push_back({now->first, now->last});
}

ledger::Rest rest_of(model::Instant opened, std::optional<model::Instant> resolved) {
  ledger::Rest rest{model::day_there(opened), std::nullopt};
  if (resolved) rest.last = model::day_there(*resolved) - days{1};
  return rest;
}

void add_deviations(ledger::Snapshot& view, ledger::ReceivableRow const& item,
                    std::vector<ledger::Rest>& rests) {
  constexpr int all = 1000;
  ledger::DeviationFilter filter;
  filter.state.clear();
  filter.invoice_id = item.invoice_id;
  for (auto const& one : ledger::list_deviations(view, item.tenant, filter, {all, ""}).rows) {
    rests.push_back(rest_of(one.opened, one.resolved));
  }
}

}  // namespace

bool is_held(std::string_view reason, std::optional<model::Date> until, model::Date as_of) {
  return !reason.empty() && !(until && *until < as_of);
}

bool is_resting(ledger::Snapshot& view, ledger::ReceivableRow const& item, model::Date as_of) {
  if (is_held(item.hold_reason, item.hold_until, as_of)) return true;
  if (!ledger::open_deviation_about(view, item.tenant, item.invoice_id).empty()) return true;
  if (ledger::customer_rests_by(view, item)) return true;
  auto const terms = ledger::find_customer(view, item.tenant, item.client, item.customer_number);
  if (!terms) return false;
  return !terms->stopped.empty() || is_held(terms->hold_reason, terms->hold_until, as_of);
}

std::vector<ledger::Rest> rests_of(ledger::Snapshot& view, ledger::ReceivableRow const& item) {
  std::vector<ledger::Rest> rests;
  add_pauses(view, item, rests);
  add_deviations(view, item, rests);
  for (auto const& hold :
       ledger::holds_of_customer(view, item.tenant, item.client, item.customer_number)) {
    rests.push_back({hold.first, hold.last});
  }
  for (auto const& one : ledger::customer_rests(view, item)) {
    rests.push_back(rest_of(one.opened, one.resolved));
  }
  return rests;
}

bool rested_on(ledger::Snapshot& view, ledger::ReceivableRow const& item, model::Date day) {
  auto const rests = rests_of(view, item);
  return std::any_of(rests.begin(), rests.end(), [&](auto const& one) {
    return one.first <= day && (!one.last || day <= *one.last);
  });
}

model::Date day_of_promise(ledger::Snapshot& view, ledger::ReceivableRow const& item,
                           ledger::PromiseRow const& promise, model::Date as_of) {
  return ledger::moved_days({model::day_there(promise.made), {promise.day}}, rests_of(view, item),
                            0, as_of)
      .front();
}

}  // namespace airut::gateway
