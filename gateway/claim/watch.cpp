#include "gateway/claim/watch.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "formats/model/ids.hpp"
#include "gateway/claim/bank_data.hpp"
#include "gateway/claim/letter_delivery.hpp"
#include "gateway/claim/letter_fact.hpp"
#include "gateway/claim/make_plan.hpp"
#include "gateway/claim/rests.hpp"
#include "ledger/store/payments.hpp"

namespace airut::gateway {
namespace {

namespace plan = ledger::plan;
using std::chrono::days;

// Whether every payment of the day is known by now.
bool is_known(ledger::Snapshot& view, DayContext const& context, ledger::ReceivableRow const& item,
              model::Date day) {
  auto const* client = context.billers.client(context.tenant, item.client);
  auto const until = client ? bank_coverage(view, item, *client).until : std::nullopt;
  if (!until) return false;
  auto const banking = context.law.banking_day_from(client->seller.address.country, day);
  return banking && std::min(*until, context.as_of - days{1}) >= *banking;
}

std::string_view outcome_of(ledger::Snapshot& view, DayContext const& context,
                            ledger::PromiseRow const& promise) {
  auto const item = ledger::find_receivable(view, context.tenant, promise.receivable_id);
  if (!item) return {};
  bool const closed = !item->owes();
  if (closed || promise.paid >= promise.amount) return "kept";
  if (is_resting(view, *item, context.as_of)) return {};
  auto const day = day_of_promise(view, *item, promise, context.as_of);
  return is_known(view, context, *item, day) ? "broken" : "";
}

ledger::LetterDecided plan_letter(ledger::ReceivableRow const& item, ledger::PlanRow const& row,
                                  DayContext const& context, std::string_view kind) {
  ledger::LetterDecided fact;
  fact.letter_id = model::new_id("ltr", context.now);
  fact.plan_id = row.id;
  fact.receivable_id = item.id;
  fact.invoice_id = item.invoice_id;
  fact.client = item.client;
  fact.kind = kind;
  fact.day = context.as_of;
  fact.principal_open = item.principal;
  fact.fee = fact.interest = fact.cost = item.principal - item.principal;
  fact.debtor = config::debtor_text(config::debtor_of(item.buyer_type));
  return fact;
}

// The claims of the plan that still owe something, the first of which the letter is sent by.
std::vector<ledger::ReceivableRow> owing(ledger::Snapshot& view, DayContext const& context,
                                         ledger::PlanRow const& row) {
  auto rows = rows_of_plan(view, context.tenant, row);
  std::erase_if(rows, [](auto const& item) { return !item.owes(); });
  return rows;
}

// What a letter of a plan says besides the claim.
struct PlanNews {
  std::string_view kind;
  std::string text;
  std::int64_t number = 1;
};

// Decides the letter with the law's time to pay, one for each claim that is open, on one sheet.
// Returns whether a delivery waits; without a row of the law no letter goes out, and the plan
// waits.
std::optional<bool> send_plan_letter(ledger::Transaction& tx, DayContext const& context,
                                     ledger::PlanRow const& row, PlanNews const& news) {
  auto const items = owing(tx, context, row);
  auto const* client = context.billers.client(context.tenant, row.client);
  if (items.empty() || client == nullptr) return std::nullopt;
  auto const& country = client->seller.address.country;
  auto const rules =
      context.law.reminders(country, config::debtor_of(items.front().buyer_type), context.as_of);
  if (!rules) return std::nullopt;
  auto const deadline =
      context.law.banking_day_from(country, context.as_of + days{rules->deadline_days});
  if (!deadline) return std::nullopt;
  std::optional<ledger::LetterDecided> first;
  for (auto const& item : items) {
    auto fact = plan_letter(item, row, context, news.kind);
    fact.country = country;
    fact.round = news.number;
    fact.deadline = *deadline;
    fact.proof = proof_text({{std::string{news.kind}, news.text}});
    fact.announces_collection = false;
    if (items.size() > 1) fact.sheet_id = first ? first->letter_id : fact.letter_id;
    tx.append(context.tenant, context.actor, context.now, fact);
    if (!first) first = std::move(fact);
  }
  return route_letter(tx, *first, context);
}

// The day of the last reminder, which asked for all that was due by then.
std::optional<model::Date> reminded_on(ledger::Snapshot& view, DayContext const& context,
                                       ledger::PlanRow const& row) {
  std::optional<model::Date> last;
  for (auto const& item : owing(view, context, row)) {
    for (auto const& one : ledger::list_letters(view, context.tenant, item.id)) {
      bool const reminder = one.plan_id == row.id && one.kind == "instalment_reminder";
      if (reminder && !one.withdrawn) last = std::max(last, std::optional{one.day});
    }
  }
  return last;
}

bool has_unreminded(plan::Standing const& standing, std::optional<model::Date> reminded) {
  return std::any_of(
      standing.instalments.begin(), standing.instalments.end(),
      [&](auto const& one) { return one.is_missed && one.instalment.due > reminded; });
}

std::string missed_text(plan::Standing const& standing) {
  std::string text;
  for (auto const& one : standing.instalments) {
    if (!one.is_missed) continue;
    text += fmt::format("{}{} of {}, {} open", text.empty() ? "Missed: " : "; ",
                        one.instalment.amount.text(), model::date_text(one.instalment.due),
                        one.open.text());
  }
  return text + ".";
}

bool watch_plan(ledger::Transaction& tx, DayContext const& context, std::string const& id) {
  auto const row = ledger::find_plan(tx, context.tenant, id);
  auto const standing = plan_standing(tx, context, *row);
  if (!standing) return false;
  if (standing->is_completed) {
    end_plan(tx, context, *row, "completed", "All instalments are paid.");
    return false;
  }
  if (plan_rests(tx, context, *row)) return false;
  if (standing->is_broken) {
    auto const sent =
        send_plan_letter(tx, context, *row, {"plan_broken", missed_text(*standing), 1});
    if (!sent) return false;
    end_plan(tx, context, *row, "broken", missed_text(*standing));
    return *sent;
  }
  if (!has_unreminded(*standing, reminded_on(tx, context, *row))) return false;
  return send_plan_letter(tx, context, *row,
                          {"instalment_reminder", missed_text(*standing), standing->missed})
      .value_or(false);
}

}  // namespace

Watched watch_promises(ledger::Transaction& tx, DayContext const& context, std::string_view after,
                       int limit) {
  auto const ids = ledger::open_promises(tx, context.tenant, after, limit);
  for (auto const& id : ids) {
    auto const promise = ledger::find_promise(tx, context.tenant, id);
    auto const outcome = outcome_of(tx, context, *promise);
    if (outcome.empty()) continue;
    tx.append(context.tenant, context.actor, context.now,
              ledger::PromiseEnded{id, promise->receivable_id, promise->invoice_id,
                                   std::string{outcome}, context.as_of});
  }
  return {static_cast<int>(ids.size()) == limit ? ids.back() : std::string{}, false};
}

Watched watch_plans(ledger::Transaction& tx, DayContext const& context, std::string_view after,
                    int limit) {
  auto const ids = ledger::open_plans(tx, context.tenant, after, limit);
  bool queued = false;
  for (auto const& id : ids) queued |= watch_plan(tx, context, id);
  return {static_cast<int>(ids.size()) == limit ? ids.back() : std::string{}, queued};
}

}  // namespace airut::gateway
