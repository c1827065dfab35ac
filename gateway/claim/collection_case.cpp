#include "gateway/claim/collection_case.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "formats/model/ids.hpp"
#include "gateway/claim/agency_payment.hpp"
#include "gateway/claim/claim_facts.hpp"
#include "gateway/claim/corrections.hpp"
#include "gateway/claim/rests.hpp"
#include "gateway/claim/tell_agency.hpp"
#include "gateway/dispatch/lifecycle.hpp"
#include "gateway/dispatch/new_deviation.hpp"

namespace airut::gateway {
namespace {

namespace collection = ledger::collection;

constexpr std::chrono::days limitation_warning{90};

tl::unexpected<CaseRefusal> no(std::string code, std::string text) {
  return tl::unexpected{CaseRefusal{std::move(code), std::move(text)}};
}

// The agency has the claim no more, or never took it.
bool ended(std::string_view state) { return collection::is_closed(state) || state == "rejected"; }

ledger::CollectionMoved moved_fact(ledger::CaseRow const& row, std::string_view event,
                                   std::string_view to, model::Date day) {
  ledger::CollectionMoved fact;
  fact.case_id = row.id;
  fact.receivable_id = row.receivable_id;
  fact.invoice_id = row.invoice_id;
  fact.client = row.client;
  fact.partner = row.partner;
  fact.event = event;
  fact.from = row.state;
  fact.to = to;
  fact.day = day;
  auto const zero = row.open.principal - row.open.principal;
  fact.principal = fact.interest = fact.fee = fact.cost = zero;
  fact.handed_back = row.is_ordered && row.state != to && ended(to);
  return fact;
}

void set_amounts(ledger::CollectionMoved& fact, ledger::Components const& sums) {
  fact.principal = sums.principal;
  fact.interest = sums.interest;
  fact.fee = sums.fee;
  fact.cost = sums.cost;
}

bool gives_up(std::string_view to) {
  return to == "closed_credit_loss" || to == "closed_settled" || to == "closed_time_barred";
}

// Nothing is threatened or published while the claim rests, is not due any more or the client
// banned it.
std::optional<CaseRefusal> tratta_rest(ledger::Snapshot& view, ledger::ReceivableRow const& item,
                                       ledger::CaseRow const& row, model::Date day) {
  bool const waits = rested_on(view, item, day) || item.due_date >= day ||
                     item.principal.is_zero() || (row.ban_until && *row.ban_until >= day);
  if (!waits) return std::nullopt;
  return CaseRefusal{"rests", "The claim is disputed, paused, banned, paid or not due."};
}

std::optional<CaseRefusal> tratta_gate(ledger::Snapshot& view, DayContext const& context,
                                       ledger::CaseRow const& row, CaseNews const& news,
                                       model::Date day) {
  auto const item = ledger::find_receivable(view, context.tenant, row.receivable_id);
  auto const* client = context.billers.client(context.tenant, row.client);
  if (!item || client == nullptr) return CaseRefusal{"gone", "The claim is not there any more."};
  if (news.event != "threaten" && news.event != "publish") return std::nullopt;
  if (auto why = tratta_rest(view, *item, row, day)) return why;
  collection::TrattaFacts facts;
  facts.country = client->seller.address.country;
  facts.debtor = config::debtor_of(item->buyer_type);
  for (auto const& letter : ledger::list_letters(view, context.tenant, item->id)) {
    bool const reminder = letter.plan_id.empty() && letter.kind != "collection_order";
    if (reminder && !letter.withdrawn && letter.sent_on) facts.last_letter_sent = letter.sent_on;
  }
  if (row.state == "tratta_threatened") facts.threatened_on = row.entered;
  auto const why = collection::tratta_refusal(news.event, facts, context.law, day);
  return why ? std::optional{CaseRefusal{"tratta", *why}} : std::nullopt;
}

void append_move(ledger::Transaction& tx, DayContext const& context,
                 ledger::CollectionMoved const& fact) {
  tx.append(context.tenant, context.actor, context.now, fact);
}

void close_if_paid(ledger::Transaction& tx, DayContext const& context, std::string_view case_id) {
  auto const row = ledger::find_case(tx, context.tenant, case_id);
  if (!row || !row->open.total().is_zero()) return;
  auto const* step = collection::find_step(row->state, "pay_full");
  if (step == nullptr) return;
  append_move(tx, context, moved_fact(*row, step->event, step->to, context.as_of));
}

std::optional<collection::Step> step_for(ledger::CaseRow const& row, std::string_view event) {
  if (auto const* step = collection::find_step(row.state, event)) return *step;
  for (auto const& note : collection::notes()) {
    bool const late = event == "payment_reported" && collection::is_closed(row.state);
    if (note.event == event && (collection::is_live(row.state) || late)) {
      return collection::Step{row.state, note.event, row.state, note.by};
    }
  }
  return std::nullopt;
}

// The last day of the claim by what is known here: letters, what the debtor paid and agreed, and
// the demands of the agency, of which its step tells.
std::optional<model::Date> limitation_of(ledger::Snapshot& view, DayContext const& context,
                                         ledger::CaseRow const& row) {
  auto const item = ledger::find_receivable(view, context.tenant, row.receivable_id);
  auto const* client = context.billers.client(context.tenant, row.client);
  if (!item || client == nullptr) return std::nullopt;
  auto const rules = context.law.reminders(client->seller.address.country,
                                           config::debtor_of(item->buyer_type), context.as_of);
  if (!rules) return std::nullopt;
  auto facts = facts_of(view, *item, *client);
  if (collection::is_live(row.state) && row.state != "accepted") {
    ledger::dunning::LetterFacts demand;
    demand.sent_on = row.entered;
    facts.letters.push_back(demand);
  }
  return ledger::dunning::limitation_day(facts, *rules);
}

std::optional<CaseRefusal> time_bar_gate(ledger::Snapshot& view, DayContext const& context,
                                         ledger::CaseRow const& row) {
  if (collection::is_past_court(row.state)) return std::nullopt;
  auto const last = limitation_of(view, context, row);
  if (!last || *last < context.as_of) return std::nullopt;
  return CaseRefusal{"not-barred",
                     fmt::format("The claim can be demanded until {}.", model::date_text(*last))};
}

std::optional<CaseRefusal> gate(ledger::Transaction& tx, DayContext const& context,
                                ledger::CaseRow const& row, collection::By who,
                                CaseNews const& news, collection::Step const& step) {
  if (!collection::may_tell(who, step)) {
    return CaseRefusal{"not-permitted", fmt::format("{} is not for this party.", news.event)};
  }
  // It would let interest run ahead, and the law's days begin before they do.
  if (news.day && *news.day > context.as_of) {
    return CaseRefusal{"wrong-value", "The day is still to come."};
  }
  if (news.event == "pay_full" && !row.open.total().is_zero()) {
    return CaseRefusal{"not-paid", "The claim is not paid."};
  }
  if (news.event == "ban" && (!news.until || *news.until < context.as_of)) {
    return CaseRefusal{"required", "A ban needs until, a day that is not past."};
  }
  if (news.event == "time_bar") return time_bar_gate(tx, context, row);
  return tratta_gate(tx, context, row, news, news.day.value_or(context.as_of));
}

void let_order_go(ledger::Transaction& tx, DayContext const& context, ledger::CaseRow const& row) {
  ledger::ReceivablePaused fact;
  fact.receivable_id = row.receivable_id;
  fact.invoice_id = row.invoice_id;
  fact.action = "approve";
  tx.append(context.tenant, context.actor, context.now, fact);
}

// An order that waits must not leave once its case is recalled.
void stop_order(ledger::Transaction& tx, DayContext const& context, ledger::CaseRow const& row) {
  auto const item = ledger::find_receivable(tx, context.tenant, row.receivable_id);
  ClaimContext const claim{context.billers, context.law, context.tenant, context.actor,
                           context.now};
  if (item) withdraw_waiting(tx, claim, *item, "recalled");
}

}  // namespace

tl::expected<void, CaseRefusal> move_case(ledger::Transaction& tx, DayContext const& context,
                                          ledger::CaseRow const& row, collection::By who,
                                          CaseNews const& news) {
  if (!news.report_id.empty() && ledger::was_reported(tx, context.tenant, row.id, news.report_id)) {
    return {};
  }
  auto const step = step_for(row, news.event);
  if (!step) {
    return no("not-now",
              fmt::format("{} cannot happen to a case that is {}.", news.event, row.state));
  }
  if (auto why = gate(tx, context, row, who, news, *step)) return tl::unexpected{*std::move(why)};
  auto const day = news.day.value_or(context.as_of);
  if (news.event == "payment_reported") {
    if (auto why = lay_report(tx, context, row, news, day)) return tl::unexpected{*std::move(why)};
  }
  bool const may_wait = row.state == "transfer_pending" && step->to == "closed_recalled";
  if (may_wait) stop_order(tx, context, row);
  auto fact = moved_fact(row, news.event, step->to, day);
  fact.reason = news.reason;
  fact.agency_reference = news.agency_reference;
  fact.report_id = news.report_id;
  fact.settlement_id = news.settlement_id;
  fact.until = news.until;
  fact.personal_note = news.note;
  if (news.event == "payment_reported") set_amounts(fact, *news.paid);
  if (gives_up(fact.to) && fact.from != fact.to) set_amounts(fact, row.open);
  append_move(tx, context, fact);
  if (news.event == "approve") let_order_go(tx, context, row);
  if (who == collection::By::client) tell_agency(tx, context, row);
  if (news.event == "payment_reported") close_if_paid(tx, context, row.id);
  return {};
}

namespace {

// The open case of the item, opened now when it has none. One that the agency rejected ends when
// the claim goes on.
ledger::CaseRow open_case(ledger::Transaction& tx, DayContext const& context,
                          ledger::ReceivableRow const& item) {
  auto known = ledger::case_of(tx, context.tenant, item.id);
  if (known && !ended(known->state)) return *std::move(known);
  if (known && known->state == "rejected") {
    auto fact = moved_fact(*known, "recall", "closed_recalled", context.as_of);
    fact.reason = "ordered-again";
    fact.handed_back = false;  // since it was rejected
    append_move(tx, context, fact);
  }
  auto const* client = context.billers.client(context.tenant, item.client);
  ledger::CollectionMoved fact;
  fact.case_id = model::new_id("col", context.now);
  fact.receivable_id = item.id;
  fact.invoice_id = item.invoice_id;
  fact.client = item.client;
  if (client != nullptr) fact.partner = client->collection_partner;
  fact.event = "open";
  fact.to = "eligible";
  fact.day = context.as_of;
  fact.principal = fact.interest = fact.fee = fact.cost = item.principal - item.principal;
  append_move(tx, context, fact);
  return *ledger::find_case(tx, context.tenant, fact.case_id);
}

}  // namespace

void propose_case(ledger::Transaction& tx, DayContext const& context,
                  ledger::ReceivableRow const& item) {
  auto const row = open_case(tx, context, item);
  auto const* step = collection::find_step(row.state, "propose");
  if (step != nullptr)
    append_move(tx, context, moved_fact(row, step->event, step->to, context.as_of));
}

void order_case(ledger::Transaction& tx, DayContext const& context,
                ledger::ReceivableRow const& item, std::string_view letter_id) {
  auto row = open_case(tx, context, item);
  for (auto const* event : {"approve", "order"}) {
    auto const* step = collection::find_step(row.state, event);
    if (step == nullptr) continue;
    auto fact = moved_fact(row, step->event, step->to, context.as_of);
    fact.reason = step->to == "approved" ? "automatic" : std::string{letter_id};
    if (step->to == "transfer_pending") set_amounts(fact, row.open);
    append_move(tx, context, fact);
    row = *ledger::find_case(tx, context.tenant, row.id);
  }
}

namespace {

void tell_open_again(ledger::Transaction& tx, DayContext const& context,
                     ledger::CaseRow const& row) {
  auto const& code = context.codes.find("collection.open_again");
  auto fact = new_deviation(code, row.id, context.now);
  fact.invoice_id = row.invoice_id;
  fact.client = row.client;
  fact.channel = row.partner;
  fact.personal_excerpt = fmt::format("{}: {}", row.state, row.open.total().text());
  tx.append(context.tenant, context.actor, context.now, fact);
}

bool order_left(ledger::Snapshot& view, DayContext const& context, ledger::CaseRow const& row) {
  for (auto const& letter : ledger::list_letters(view, context.tenant, row.receivable_id)) {
    bool const counts = !letter.withdrawn && !letter.handed_back;
    if (letter.kind == "collection_order" && counts && letter.sent_on) return true;
  }
  return false;
}

// Warns once, ninety days ahead. Whether the claim is given up the agency or a person says: of
// courts and judgments nothing is known here, and so nothing is warned of from there on.
void watch_limitation(ledger::Transaction& tx, DayContext const& context,
                      ledger::CaseRow const& row) {
  if (!collection::is_live(row.state)) return;
  if (row.state == "legal" || row.state == "enforcement") return;
  auto const last = limitation_of(tx, context, row);
  if (!last || context.as_of + limitation_warning <= *last) return;
  constexpr auto* event = "limitation_near";
  CaseNews news;
  news.event = event;
  news.reason = fmt::format("By what is known here the claim can be demanded until {}.",
                            model::date_text(*last));
  news.report_id = fmt::format("{} {}", event, model::date_text(*last));
  static_cast<void>(move_case(tx, context, row, collection::By::system, news));
}

// What closed the case was taken back: a person says what becomes of the claim, and is told once.
void watch_closed(ledger::Transaction& tx, DayContext const& context) {
  for (auto const& one : ledger::cases_open_again(tx, context.tenant)) {
    auto const row = ledger::find_case(tx, context.tenant, one.case_id);
    auto fact = moved_fact(*row, "open_again", row->state, context.as_of);
    fact.report_id = fmt::format("{} {}", fact.event, one.event);
    if (ledger::was_reported(tx, context.tenant, row->id, fact.report_id)) continue;
    append_move(tx, context, fact);
    tell_open_again(tx, context, *row);
  }
}

}  // namespace

std::string watch_cases(ledger::Transaction& tx, DayContext const& context, std::string_view after,
                        int limit) {
  if (after.empty()) watch_closed(tx, context);
  auto const ids = ledger::open_cases(tx, context.tenant, after, limit);
  for (auto const& id : ids) {
    close_if_paid(tx, context, id);
    auto const row = ledger::find_case(tx, context.tenant, id);
    if (row) tell_agency(tx, context, *row);
    if (!row || collection::is_closed(row->state)) continue;
    if (row->state == "transfer_pending" && order_left(tx, context, *row)) {
      append_move(tx, context, moved_fact(*row, "sent", "sent", context.as_of));
    }
    watch_limitation(tx, context, *row);
  }
  return static_cast<int>(ids.size()) == limit ? ids.back() : std::string{};
}

}  // namespace airut::gateway
