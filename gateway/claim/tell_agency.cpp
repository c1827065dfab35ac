#include "gateway/claim/tell_agency.hpp"

#include <fmt/format.h>

#include "formats/model/ids.hpp"
#include "gateway/dispatch/lifecycle.hpp"
#include "gateway/letters/collection_notice.hpp"
#include "gateway/route/router.hpp"
#include "ledger/receivables/agency_news.hpp"
#include "ledger/store/events.hpp"
#include "ledger/store/receivables.hpp"

namespace airut::gateway {
namespace {

constexpr int events_most = 10'000;
constexpr auto* by_hand = "collection.tell_by_hand";

// The delivery of the order that holds; "" when none left.
std::string order_delivery(ledger::Snapshot& view, DayContext const& context,
                           ledger::CaseRow const& row) {
  std::string found;
  for (auto const& letter : ledger::list_letters(view, context.tenant, row.receivable_id)) {
    if (letter.kind == "collection_order" && !letter.withdrawn && letter.sent_on)
      found = letter.delivery_id;
  }
  return found;
}

// Whether the order's bytes are fixed from here on: it was offered, or has left.
bool fixes(ledger::Fact const& fact, std::string_view order) {
  if (auto const* begun = std::get_if<ledger::AttemptStarted>(&fact))
    return begun->delivery_id == order;
  auto const* moved = std::get_if<ledger::DeliveryChanged>(&fact);
  return moved != nullptr && moved->delivery_id == order &&
         (moved->to == "sent" || moved->to == "delivered");
}

struct Told {
  ledger::StoredEvent event;
  ledger::collection::AgencyNews news;
};

// The event that a notice to the agency, or the wish that a person tells it, is about.
std::string told_by(ledger::Fact const& fact) {
  auto const* notice = std::get_if<ledger::DeliveryRouted>(&fact);
  if (notice != nullptr && notice->document_kind == notice_kind) return notice->document_id;
  auto const* wish = std::get_if<ledger::DeviationOpened>(&fact);
  return wish != nullptr && wish->code == by_hand ? wish->native_code : std::string{};
}

// What happened since the order was sealed, which tells all before, and was not told yet.
std::vector<Told> untold(ledger::Snapshot& view, DayContext const& context,
                         ledger::CaseRow const& row, std::string_view order) {
  std::vector<Told> all;
  bool sealed = false;
  for (auto& stored :
       ledger::events_of_invoice(view, context.tenant, row.invoice_id, 0, events_most)) {
    auto const fact = ledger::decode(stored.kind, stored.event.body, stored.event.personal);
    if (!fact) continue;
    sealed = sealed || fixes(*fact, order);
    if (!sealed) continue;
    std::erase_if(all,
                  [told = told_by(*fact)](Told const& one) { return one.event.event.id == told; });
    if (auto news = ledger::collection::agency_news(*fact, row.receivable_id))
      all.push_back({std::move(stored), *std::move(news)});
  }
  return all;
}

void route_notice(ledger::Transaction& tx, DayContext const& context, ledger::CaseRow const& row,
                  config::Channel const& partner, std::string_view event) {
  ledger::DeliveryRouted fact;
  fact.delivery_id = model::new_id("dlv", context.now);
  fact.invoice_id = row.invoice_id;
  fact.document_kind = notice_kind;
  fact.document_id = event;
  fact.client = row.client;
  fact.channel = partner.name;
  fact.format = partner.format;
  fact.reason = "collection-partner";
  fact.state = "queued";
  fact.handler = "system";
  fact.message_id = fact.delivery_id;
  fact.destination = destination_of(partner);
  fact.next_at = context.now;
  fact.give_up_at = context.now + context.codes.timers("collection").transient_max;
  fact.personal_address = partner.name;
  tx.append(context.tenant, context.actor, context.now, fact);
}

void ask_person(ledger::Transaction& tx, DayContext const& context, ledger::CaseRow const& row,
                Told const& told) {
  auto const& code = context.codes.find(by_hand);
  ledger::DeviationOpened fact;
  fact.deviation_id = model::new_id("dev", context.now);
  fact.invoice_id = row.invoice_id;
  fact.client = row.client;
  fact.channel = row.partner;
  fact.code = code.code;
  fact.code_class = std::string{config::code_class_text(code.code_class)};
  fact.handler = code.handler;
  fact.group_key = code.code + "|" + row.partner;
  fact.suggested_action = code.action;
  fact.priority = first_priority(code.code_class);
  fact.native_code = told.event.event.id;
  fact.personal_excerpt = fmt::format("{} {}", told.news.event, told.news.reason);
  tx.append(context.tenant, context.actor, context.now, fact);
}

}  // namespace

void tell_agency(ledger::Transaction& tx, DayContext const& context, ledger::CaseRow const& row) {
  auto const order = order_delivery(tx, context, row);
  if (order.empty()) return;
  auto const* partner = context.billers.channel(row.partner);
  for (auto const& one : untold(tx, context, row, order)) {
    if (partner != nullptr && partner->format == "json") {
      route_notice(tx, context, row, *partner, one.event.event.id);
    } else {
      ask_person(tx, context, row, one);
    }
  }
}

}  // namespace airut::gateway
