#include "gateway/letters/collection_notice.hpp"

#include "formats/json/writer.hpp"
#include "ledger/receivables/agency_news.hpp"
#include "ledger/store/collections.hpp"
#include "ledger/store/events.hpp"
#include "ledger/store/invoices.hpp"
#include "ledger/store/receivables.hpp"

namespace airut::gateway {
namespace {

namespace collection = ledger::collection;

std::optional<ledger::StoredEvent> event_of(ledger::Snapshot& view, std::string_view tenant,
                                            std::string_view id) {
  auto const seq = ledger::seq_of_event(view, tenant, id);
  if (!seq) return std::nullopt;
  auto events = ledger::events_after(view, tenant, *seq - 1, 1);
  if (events.empty()) return std::nullopt;
  return std::move(events.front());
}

void write_parts(json::Writer& out, std::vector<ledger::AllocatedPart> const& parts) {
  if (parts.empty()) return;
  out.key("amounts");
  out.begin_array();
  for (auto const& part : parts) {
    out.begin_object();
    out.member("component", part.component);
    out.member("amount", part.amount.text());
    out.end_object();
  }
  out.end_array();
}

void write_open(json::Writer& out, ledger::Components const& open) {
  out.key("open");
  out.begin_object();
  out.member("principal", open.principal.text());
  out.member("interest", open.interest.text());
  out.member("fee", open.fee.text());
  out.member("cost", open.cost.text());
  out.member("total", open.total().text());
  out.end_object();
}

}  // namespace

std::optional<std::string> collection_notice_json(ledger::Snapshot& view,
                                                  ledger::DeliveryRow const& delivery) {
  auto const event = event_of(view, delivery.tenant, delivery.document_id);
  auto const invoice = ledger::find_invoice(view, delivery.tenant, delivery.invoice_id);
  auto const item = invoice ? ledger::find_receivable(view, delivery.tenant, invoice->receivable_id)
                            : std::nullopt;
  auto const row = item ? ledger::case_of(view, delivery.tenant, item->id) : std::nullopt;
  if (!event || !row) return std::nullopt;
  auto const fact = ledger::decode(event->kind, event->event.body, event->event.personal);
  auto const news = fact ? collection::agency_news(*fact, item->id) : std::nullopt;
  if (!news) return std::nullopt;
  json::Writer out;
  out.begin_object();
  out.member("object", notice_kind);
  out.member("id", delivery.id);
  out.member("case_id", row->id);
  out.member_if("agency_reference", row->agency_reference);
  out.member("invoice_number", item->invoice_number);
  out.member("event", news->event);
  out.member("told_at", model::instant_text(event->event.booked));
  if (news->day) out.member("day", model::date_text(*news->day));
  if (news->until) out.member("until", model::date_text(*news->until));
  out.member_if("reason", news->reason);
  out.member("currency", row->open.principal.currency().code());
  write_parts(out, news->parts);
  write_open(out, row->open);
  out.end_object();
  return std::move(out).text();
}

}  // namespace airut::gateway
